"""The wall: what was "published", the way readers would see it, plainly marked as a sandbox."""
