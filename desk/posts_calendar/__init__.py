"""The calendar of posts: month, week and list, and moving what is not out yet."""
