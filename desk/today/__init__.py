"""The first page of the morning: what goes out today, what needs a person, what went wrong, how far the plan is."""
