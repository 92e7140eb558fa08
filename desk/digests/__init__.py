"""Digests: the week, what is soon due and unwritten, the month for heads. Each is told once, by bot or letter."""
