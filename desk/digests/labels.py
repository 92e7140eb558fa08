"""Words of the digests."""

from __future__ import annotations

from datetime import date

from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from desk.digests.times import Kind, week_of

TITLES = {
    Kind.WEEK: _("Digest of the week"),
    Kind.UNWRITTEN: _("Reminder of unwritten posts"),
    Kind.MONTH: _("Summary of the month"),
}
STAGES = {
    "unwritten": _("nothing is written"),
    "draft": _("draft, not submitted"),
    "waits": _("waits for approval"),
    "approved": _("approved, on its way"),
    "person": _("needs a person"),
    "not_out": _("not published"),
}


def period_in_words(kind: Kind, period: str) -> str:
    """Of a digest's period, as ``desk.digests.times`` names it."""
    if kind == Kind.MONTH:
        return f"{MONTHS[int(period[5:])]} {period[:4]}"
    if kind == Kind.UNWRITTEN:
        return f"{date.fromisoformat(period):%d.%m.%Y}"
    first, last = week_of(date.fromisocalendar(int(period[:4]), int(period[6:]), 1))
    return f"{first:%d.%m}–{last:%d.%m.%Y}"
