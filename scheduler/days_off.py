"""The days an organization works, as the public calendar and its own table say."""

from __future__ import annotations

from content.models import Organization
from scheduler.working_days import WorkingCalendar


def calendar_of(organization: Organization) -> WorkingCalendar:
    return WorkingCalendar(week_days=6 if organization.six_day_week else 5)
