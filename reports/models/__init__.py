"""What is known of posts that are out, the seals on the log, what staff write into reports, and the reports made."""

from reports.models.captures import Capture
from reports.models.files import ReportFile, ReportTemplate
from reports.models.following import FollowUp
from reports.models.results import ItemResult, SignatureBlock
from reports.models.seals import Seal, SealMark
from reports.models.vanishings import Vanishing

__all__ = [
    "Capture",
    "FollowUp",
    "ItemResult",
    "ReportFile",
    "ReportTemplate",
    "Seal",
    "SealMark",
    "SignatureBlock",
    "Vanishing",
]
