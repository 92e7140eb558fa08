"""What an uploaded film is, found out by looking into it: in a process of its own, within bounds of memory and time."""
