"""Many posts from one spreadsheet and a set of pictures: read, matched with the plan, looked at, made in one go."""
