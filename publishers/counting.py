"""Counts of attempts that stay cheap however long the log is: those up to a mark are stored, the few after it counted.

The mark moves every few minutes, never past an attempt that is under way or young: one before it may yet appear.
Nothing here is touched on the way of a post.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.db.models import BigIntegerField, Count, Max, Min, Q, QuerySet, Value
from django.db.models.functions import Cast

from publishers.models import Attempt, AttemptCount, AttemptMark

YOUNG = timedelta(minutes=10)
"""Longer than any transaction that writes an attempt."""
STRIDE = 100_000
"""Attempts counted in one transaction."""
THE_ROW = 1
_TRIES = 5


class AttemptTotal(NamedTuple):
    channel_id: int
    step: str
    outcome: str
    times: int


def attempt_totals() -> list[AttemptTotal]:
    """How many attempts ever came to each outcome, by channel and step. Those under way are not among them.

    One statement, so that a mark that moves meanwhile can neither count twice nor leave out.
    """
    for _try in range(_TRIES):
        mark = AttemptMark.objects.filter(pk=THE_ROW).values_list("up_to", flat=True).first() or 0
        rows = list(_stored_and_later(mark))
        seen = sum(count for channel_id, _step, _outcome, count in rows if not channel_id)
        if seen == mark:
            break
    sums: dict[tuple[int, str, str], int] = {}
    for channel_id, step, outcome, count in rows:
        if channel_id:
            sums[channel_id, step, outcome] = sums.get((channel_id, step, outcome), 0) + count
    return [AttemptTotal(*key, count) for key, count in sorted(sums.items())]


def count_attempts(*, now: datetime) -> int:
    """Move the mark as far as it may go; how many attempts were counted in."""
    counted = 0
    while added := _stride(now=now):
        counted += added
    return counted


@transaction.atomic
def _stride(*, now: datetime) -> int:
    AttemptMark.objects.get_or_create(pk=THE_ROW)
    mark = AttemptMark.objects.select_for_update().get(pk=THE_ROW)
    later = Attempt.objects.filter(pk__gt=mark.up_to).order_by("pk")[:STRIDE].aggregate(at=Max("pk"))["at"]
    if later is None:
        return 0
    stride = Attempt.objects.filter(pk__gt=mark.up_to, pk__lte=later)
    too_soon = stride.filter(Q(outcome="") | Q(started_at__gt=now - YOUNG)).aggregate(at=Min("pk"))["at"]
    last = too_soon - 1 if too_soon else later
    added = 0
    for channel_id, step, outcome, count in _grouped(stride.filter(pk__lte=last)):
        row, _made = AttemptCount.objects.get_or_create(channel_id=channel_id, step=step, outcome=outcome)
        row.count += count
        row.save(update_fields=["count"])
        added += count
    mark.up_to = last
    mark.save(update_fields=["up_to"])
    return added


def _grouped(attempts: QuerySet[Attempt]) -> QuerySet[Attempt, tuple[int, str, str, int]]:
    return (
        attempts.order_by()
        .values_list("delivery__channel_id", "step", "outcome")
        .annotate(found=Cast(Count("pk"), BigIntegerField()))
    )


def _stored_and_later(mark: int) -> QuerySet[AttemptCount, tuple[int, str, str, int]]:
    """What is stored, what came after ``mark``, and as a row of channel 0 the mark that belongs to what is stored."""
    stored = AttemptCount.objects.order_by().values_list("channel_id", "step", "outcome", "count")
    later = _grouped(Attempt.objects.filter(pk__gt=mark).exclude(outcome=""))
    nobody = Value(0, output_field=BigIntegerField())
    marks = AttemptMark.objects.filter(pk=THE_ROW).values_list(nobody, Value(""), Value("-"), "up_to")
    return stored.union(later, marks, all=True)
