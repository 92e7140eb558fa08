"""How far the plan of a month is carried out, as counts and as a small picture."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from publishers.models import Delivery
from publishers.states import CALLED_OFF, NEEDS_PERSON, State
from reports.bars import parts_of
from scheduler.models import NOT_OWED, Occurrence

S = Occurrence.State
NAMES: dict[str, Promise] = {
    "done": _("done"),
    "stuck": _("needs you"),
    "under_way": _("under way"),
    "late": _("late"),
    "to_come": _("to come"),
    "excused": _("excused"),
}
"""In the order of the picture."""


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
        for name, count in _counted(rows, now):
            found[name] += count
    total = sum(found.values())
    return {"total": total, "done": found["done"], "parts": parts_of(found, NAMES), "month": begin} if total else None


def _counted(rows: QuerySet[Occurrence], now: datetime) -> list[tuple[str, int]]:
    sent = Delivery.objects.filter(post=OuterRef("post")).exclude(state__in=CALLED_OFF)
    owed = rows.exclude(state__in=NOT_OWED)
    over = Q(slot__lt=now) | Q(slot=None, window_end__lt=timezone.localtime(now).date())
    named = owed.annotate(
        name=Case(
            When(state=S.SKIPPED, then=Value("excused")),
            When(~Q(problem_code=""), then=Value("stuck")),
            When(Exists(sent.filter(state__in=NEEDS_PERSON)), then=Value("stuck")),
            When(Exists(sent) & ~Exists(sent.exclude(state=State.PUBLISHED)), then=Value("done")),
            When(Exists(sent), then=Value("under_way")),
            When(over, then=Value("late")),  # a draft whose time has passed is late, as the plan board has it
            When(~Q(post=None), then=Value("under_way")),
            default=Value("to_come"),
        )
    )
    return list(named.order_by().values_list("name").annotate(count=Count("pk")))


def in_words(covered: dict[str, Any]) -> str:
    """The picture for those who hear it: '8 of 20 done; needs you: 2; to come: 10'."""
    rest = [f"{part.label}: {part.count}" for part in covered["parts"] if part.name != "done"]
    return "; ".join([_now("%(done)s of %(total)s done") % covered, *rest])
