"""Whether an organization wants nothing to be said now."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from content.models import Organization
from content.quiet_hours import is_quiet


def is_quiet_at(organization: Organization, now: datetime) -> bool:
    start, end = organization.quiet_from, organization.quiet_until
    hours = (start, end) if start and end else None
    return is_quiet(now.astimezone(ZoneInfo(organization.time_zone)).time(), hours)
