"""What search engines are told of a plan's data: a schema.org Dataset."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from reports.models import PublicPlan
from reports.public.open_data import LICENCE_URL


def dataset(row: PublicPlan, *, page_url: str, csv_url: str, json_url: str, language: str) -> dict[str, Any]:
    """Addresses are absolute. ``language``: of the page."""
    page = row.page
    publisher = {"@type": "GovernmentOrganization", "name": page["organization"]}
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": page["title"],
        "description": _("What the media plan of %(organization)s asks for and what was carried out of it.") % page,
        "url": page_url,
        "identifier": page_url,
        "inLanguage": language,
        "isAccessibleForFree": True,
        "license": LICENCE_URL,
        "creator": publisher,
        "publisher": publisher,
        "temporalCoverage": f"{page['first']}/{page['last']}",
        "dateModified": row.as_of.isoformat() if row.as_of else None,
        "distribution": [
            {"@type": "DataDownload", "encodingFormat": "text/csv", "contentUrl": csv_url},
            {"@type": "DataDownload", "encodingFormat": "application/json", "contentUrl": json_url},
        ],
    }
