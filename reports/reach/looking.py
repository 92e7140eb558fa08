"""The look that reads a post's figures at growing intervals."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from publishers.contract import Measured
from publishers.errors import FigureCode
from publishers.measuring import Unmeasured, measure_delivery
from publishers.models import Delivery
from publishers.registry import can_measure, metrics_of
from publishers.states import State
from reports.following import Looked
from reports.models import FollowUp
from reports.reach.noting import not_available, note_figures
from reports.reach.sources import source_of
from reports.reach.steps import next_step_at, step_at, try_again_at

SHORTLY = timedelta(minutes=1)
"""The least time until the next try: a look that stands back is not taken again at once."""


def measure(follow_up: FollowUp, now: datetime) -> Looked:
    """Read the figures when a step's time has come, and say when the next one comes."""
    delivery, since = follow_up.delivery, follow_up.since
    if Delivery.objects.values_list("state", flat=True).get(pk=delivery.pk) != State.PUBLISHED:
        return Looked(None, code=FigureCode.ENDED)  # taken back: what is gone reaches nobody
    if not can_measure(delivery.channel.kind):
        return Looked(None, code=FigureCode.TYPED)
    step = step_at(since, now)
    if not step:
        return Looked(next_step_at(since, now))
    begun = timezone.now()
    answer = measure_delivery(delivery, now=begun)
    if isinstance(answer, Measured):
        note_figures(answer.figures, delivery_id=delivery.pk, at=max(begun, now), step=step)
        return Looked(next_step_at(since, now))
    return _came_to_nothing(follow_up, answer, step, now)


def _came_to_nothing(follow_up: FollowUp, answer: Unmeasured, step: int, now: datetime) -> Looked:
    """A turn that was only put off is no failure; after the last failure the step is noted as not available."""
    if answer.postponed:
        return Looked(now + max(answer.wait or SHORTLY, SHORTLY), code=answer.code)
    again = try_again_at(follow_up.failures, follow_up.since, now)
    if again is not None:
        return Looked(max(again, now + (answer.wait or SHORTLY)), code=answer.code, again=True)
    kind = follow_up.delivery.channel.kind
    missing = not_available(metrics_of(kind), source=source_of(kind), code=answer.code)
    note_figures(missing, delivery_id=follow_up.delivery_id, at=now, step=step)
    return Looked(next_step_at(follow_up.since, now), code=answer.code)
