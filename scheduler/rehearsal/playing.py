"""Plays the days: the clock jumps from one due instant to the next, and beat does there what it always does, with its
tasks carried out at once instead of sent to a worker."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.utils import timezone
from time_machine import Traveller

from publishers.queries import next_delivery_instant
from publishers.tasks import deliver
from scheduler.beat import MediaPlanScheduler
from scheduler.models import Occurrence
from scheduler.queries import next_preparation_instant
from scheduler.rehearsal.people import StagePeople
from scheduler.rehearsal.private_sandbox import PrivateSandbox

STEP = timedelta(seconds=1)
"""How far time moves on when something is due again at the instant that has just been played."""
AFTERWARDS = timedelta(days=60)
"""How long after the last day what is under way may still take: latest delays, retries, looks."""


class BeatOfTheStage(MediaPlanScheduler):
    """Beat as it is, without a broker."""

    def _send(self, task: Any, *args: Any, expires: float) -> None:
        task.apply(args, throw=True)


class NeverEnds(Exception):
    """Something was due again and again at one instant: the play would not come to an end."""


def play(
    script: Mapping[str, Any],
    clock: Traveller,
    sandbox: PrivateSandbox,
    people: StagePeople,
    tell: Callable[[datetime], None],
) -> None:
    """Play from the present to the end of the script; ``tell`` hears of every instant."""
    beat = BeatOfTheStage(app=deliver.app, lazy=True)
    beat.alive_noted = datetime.max.replace(tzinfo=UTC)  # nobody asks whether it is alive
    last = datetime.fromisoformat(script["end"]) + AFTERWARDS
    most_rounds = 20_000 + 100 * Occurrence.objects.count()
    for _round in range(most_rounds):
        due = _next_due()
        if due is None or due > last:
            return
        now = timezone.now()
        now = due if due > now else now + STEP
        clock.move_to(now.astimezone(UTC), tick=False)
        sandbox.stand_at(now.timestamp())
        tell(now)
        beat.work(now)
        if script["with_posts"]:
            people.write_what_is_missing()
    raise NeverEnds(f"at {due}")


def _next_due() -> datetime | None:
    return min(filter(None, (next_delivery_instant(), next_preparation_instant())), default=None)
