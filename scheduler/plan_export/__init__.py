"""A plan written out again: as a document in the layout of press services, and as a calendar to subscribe to."""
