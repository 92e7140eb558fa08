"""How far the plan of a month is carried out, as counts and as a small picture."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from desk.board.reading import read_duties
from desk.board.states import Standing
from reports.bars import parts_of
from scheduler.models import Occurrence

NAMES: dict[str, Promise] = {
    "done": _("done"),
    "stuck": _("needs you"),
    "under_way": _("under way"),
    "late": _("late"),
    "to_come": _("to come"),
    "excused": _("excused"),
}
"""In the order of the picture."""
_NAME_OF = {
    Standing.PUBLISHED: "done",
    Standing.PROBLEM: "stuck",
    Standing.MISSED: "stuck",
    Standing.DRAFTED: "under_way",
    Standing.WAITING: "under_way",
    Standing.WAITING_SECOND: "under_way",
    Standing.SCHEDULED: "under_way",
    Standing.LATE: "late",
    Standing.EXPECTED: "to_come",
    Standing.EXCUSED: "excused",
}
"""The plan board tells how far a duty is; here its words are fewer."""


def month_of(now: datetime) -> tuple[datetime, datetime]:
    """From the first midnight of the month to that of the next, in the service's zone."""
    begin = timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    following = begin.replace(year=begin.year + begin.month // 12, month=begin.month % 12 + 1)
    return begin, following


def coverage(now: datetime) -> dict[str, Any] | None:
    """What the plans owe in this month and how much of it is done; None when they owe nothing."""
    begin, end = month_of(now)
    instants = Occurrence.objects.filter(slot__gte=begin, slot__lt=end)
    standing = Occurrence.objects.filter(slot=None, window_end__gte=begin.date(), window_end__lt=end.date())
    found = dict.fromkeys(NAMES, 0)
    for rows in (instants, standing):
        for duty in read_duties(rows, zone=timezone.get_current_timezone(), now=now):
            found[_NAME_OF[duty.standing]] += 1
    total = sum(found.values())
    return {"total": total, "done": found["done"], "parts": parts_of(found, NAMES), "month": begin} if total else None


def in_words(covered: dict[str, Any]) -> str:
    """The picture for those who hear it: '8 of 20 done; needs you: 2; to come: 10'."""
    rest = [f"{part.label}: {part.count}" for part in covered["parts"] if part.name != "done"]
    return "; ".join([_now("%(done)s of %(total)s done") % covered, *rest])
