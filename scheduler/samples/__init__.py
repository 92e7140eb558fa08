"""The sample plan that a fresh installation shows: an invented town in the layout press services use."""
