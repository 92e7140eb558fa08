"""What is known of posts that are out: what is still to be looked at, and what the public is told of plans."""

from reports.models.following import FollowUp
from reports.models.public import PublicPlan

__all__ = ["FollowUp", "PublicPlan"]
