"""What the log holds of a delivery, and the moves that tests of the outbox make with it."""

from __future__ import annotations

from datetime import datetime, timedelta

from publishers import outbox
from publishers.contract import Accepted
from publishers.errors import OutcomeUnknown, ReasonCode
from publishers.models import Attempt, Delivery
from publishers.outbox import Outcome
from publishers.states import State
from tests.publishers.conftest import Carry, fresh
from tests.publishers.scripted import Script
from tests.publishers.stage import Stage

LEASE = timedelta(minutes=2)
LATER = timedelta(minutes=2)
DONE = Outcome("published", State.PUBLISHED, external_id="5", link="https://example.org/5")


def changes(delivery: Delivery) -> list[tuple[str, str, str]]:
    return list(delivery.changes.values_list("old", "new", "reason_code"))


def attempts(delivery: Delivery) -> list[tuple[str, str, str]]:
    return list(delivery.attempts.values_list("step", "outcome", "reason_code"))


def claim(now: datetime, limit: int = 100) -> list[outbox.Claim]:
    return outbox.claim(now=now, lease=LEASE, limit=limit)


def begin(delivery: Delivery, now: datetime, step: str = "publish") -> Attempt:
    (claimed,) = claim(now)
    assert claimed.delivery_id == delivery.pk
    return opened(claimed, now, step)


def opened(claimed: outbox.Claim, now: datetime, step: str = "publish") -> Attempt:
    """The call of what was claimed begins."""
    delivery = Delivery.objects.get(pk=claimed.delivery_id)
    return outbox.open_attempt(delivery, claimed.lease_token, step=step, now=now)


def in_state(delivery: Delivery, state: State) -> Delivery:
    """The row as it would stand in ``state``, whichever way it came there."""
    Delivery.objects.filter(pk=delivery.pk).update(state=state, ready_at=None, miss_at=None)
    return fresh(delivery)


def standing(delivery: Delivery, state: State, now: datetime) -> Delivery:
    """The row in ``state``, with a lease to it so that no constraint is in the way."""
    Delivery.objects.filter(pk=delivery.pk).update(state=state, leased_until=now + LEASE, lease_token="t")
    return fresh(delivery)


def lost(stage: Stage, script: Script, carry: Carry, now: datetime, *before: Accepted) -> Delivery:
    """A delivery whose answer was lost."""
    delivery = stage.delivery(stage.channel("telegram"), publish_at=now)
    script.lay_down(*before, OutcomeUnknown(ReasonCode.ANSWER_LOST))
    for step in range(len(before) + 1):
        carry(now + step * LATER)
    assert fresh(delivery).state == State.UNKNOWN
    return delivery
