"""What is known of posts that are out, the seals on the log, what staff write into reports, the reports made, and what
the public is told of plans."""

from reports.models.captures import Capture
from reports.models.files import ReportFile, ReportTemplate
from reports.models.following import FollowUp
from reports.models.public import PublicPlan
from reports.models.reach import Figure, PlaceLook
from reports.models.results import ItemResult, SignatureBlock
from reports.models.seals import Seal, SealMark
from reports.models.vanishings import Vanishing

__all__ = [
    "Capture",
    "Figure",
    "FollowUp",
    "ItemResult",
    "PlaceLook",
    "PublicPlan",
    "ReportFile",
    "ReportTemplate",
    "Seal",
    "SealMark",
    "SignatureBlock",
    "Vanishing",
]
