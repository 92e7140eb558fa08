"""What is known of posts that are out: what is to be looked at, what was kept of them, their figures, and the seals on
the log."""

from reports.models.captures import Capture
from reports.models.following import FollowUp
from reports.models.reach import Figure, PlaceLook
from reports.models.seals import Seal, SealMark
from reports.models.vanishings import Vanishing

__all__ = ["Capture", "Figure", "FollowUp", "PlaceLook", "Seal", "SealMark", "Vanishing"]
