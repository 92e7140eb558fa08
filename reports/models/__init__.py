"""What is known of posts that are out: what is still to be looked at."""

from reports.models.following import FollowUp

__all__ = ["FollowUp"]
