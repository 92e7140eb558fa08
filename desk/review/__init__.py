"""Approval for people: the page to decide on, who is told when, and what came too late."""
