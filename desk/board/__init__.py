"""The plan board: what each item of a plan owes in each period, and how far that is."""
