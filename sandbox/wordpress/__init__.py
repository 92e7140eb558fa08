"""A WordPress site's REST interface: index, users/me, posts, media and categories, with application passwords."""
