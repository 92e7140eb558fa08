"""An organization's own Word template for its reports: which one is in force, and whether a file may become one."""

from __future__ import annotations

import io
import zipfile

from django.utils.translation import gettext as _

from content.models import Organization
from reports.models import ReportTemplate

WORD = "word/document.xml"


def template_row(organization: Organization) -> ReportTemplate | None:
    """The newest; None: the service's own template is in force."""
    row = ReportTemplate.objects.filter(organization=organization).select_related("by").order_by("-pk").first()
    return row if row is not None and row.file else None


def check_template(written: bytes) -> list[str]:
    """What keeps ``written`` from being a template, as sentences for those who brought it; []: nothing."""
    try:
        with zipfile.ZipFile(io.BytesIO(written)) as package:
            if WORD in package.namelist():
                return []
    except zipfile.BadZipFile:
        pass
    return [_("This is no Word document (DOCX). Open it in Word and save it as “Word document”.")]
