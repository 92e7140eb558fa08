"""When approval must be asked for: the lead time of a plan or an organization, in hours or in working hours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from content.models import Organization, Post
from scheduler.days_off import calendar_of
from scheduler.lead_time import ask_by
from scheduler.models import MediaPlan
from scheduler.working_days import WorkingCalendar


@dataclass(slots=True)
class LeadTimes:
    """Answers for many posts; the calendar of an organization is read once."""

    _calendars: dict[int, WorkingCalendar] = field(default_factory=dict)

    def ask_by(self, slot: datetime, organization: Organization, hours: int) -> datetime:
        """The last instant at which approval is asked for in time."""
        calendar = self._calendar(organization) if organization.approval_lead_working and hours else None
        return ask_by(slot, hours, zone=ZoneInfo(organization.time_zone), calendar=calendar)

    def _calendar(self, organization: Organization) -> WorkingCalendar:
        if organization.pk not in self._calendars:
            self._calendars[organization.pk] = calendar_of(organization)
        return self._calendars[organization.pk]


def lead_hours(organization: Organization, plans: Iterable[int | None]) -> int:
    """``plans``: what the plans say that owe the post, None: nothing. The longest holds."""
    own = organization.approval_lead_hours
    return max((own if hours is None else hours for hours in plans), default=own)


def lead_hours_of(post: Post) -> int:
    plans = MediaPlan.objects.filter(items__occurrences__post=post).order_by()
    return lead_hours(post.organization, plans.values_list("approval_lead_hours", flat=True))


def is_short_notice(post: Post, slot: datetime | None, *, at: datetime) -> bool:
    """Whether approval asked for at ``at`` comes later than the lead time demands."""
    if slot is None:
        return False
    hours = lead_hours_of(post)
    return hours > 0 and at > LeadTimes().ask_by(slot, post.organization, hours)
