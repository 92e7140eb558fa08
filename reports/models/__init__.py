"""What is known of posts that are out, what staff write into reports, and the reports that were made."""

from reports.models.files import ReportFile, ReportTemplate
from reports.models.following import FollowUp
from reports.models.results import ItemResult, SignatureBlock

__all__ = ["FollowUp", "ItemResult", "ReportFile", "ReportTemplate", "SignatureBlock"]
