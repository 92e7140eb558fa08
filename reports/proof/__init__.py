"""Keeps what readers saw of each post that went out, and looks later whether it is still there."""
