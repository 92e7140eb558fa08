"""What happens when a post vanished from its channel, and what people decide about it. Each is written down once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from publishers.changing import is_gone, publish_again
from publishers.decisions import DecisionRefused
from publishers.errors import ReasonCode
from publishers.history import note_down
from publishers.models import Delivery
from publishers.notices import tell_vanished
from publishers.states import State
from reports.models import Capture, Vanishing

DECISION = Vanishing.Decision


def open_alarms(delivery_ids: Collection[int] | None = None) -> QuerySet[Vanishing]:
    """Those nobody has decided about, the oldest first."""
    rows = Vanishing.objects.filter(decided_at=None, delivery__state=State.PUBLISHED).order_by("noticed_at", "pk")
    return rows if delivery_ids is None else rows.filter(delivery_id__in=delivery_ids)


def open_alarm(delivery: Delivery) -> Vanishing | None:
    return open_alarms([delivery.pk]).first()


@transaction.atomic
def raise_alarm(delivery: Delivery, seen: Capture, *, now: datetime) -> Vanishing | None:
    """None when there is one already, or the post was taken back meanwhile."""
    locked = Delivery.objects.select_for_update(of=("self",)).select_related("post", "channel").get(pk=delivery.pk)
    if (
        locked.state != State.PUBLISHED
        or locked.change
        or Vanishing.objects.filter(delivery=locked, decided_at=None).exists()
    ):
        return None
    alarm = Vanishing.objects.create(delivery=locked, capture=seen, noticed_at=now)
    note_down(locked, at=now, code=ReasonCode.GONE, note="not on the channel any more")
    tell_vanished(locked)
    return alarm


@transaction.atomic
def taken_down_on_purpose(delivery_id: int, *, actor: Any, now: datetime, note: str) -> Delivery:
    """It counts as taken back from now on. Raises DecisionRefused when there is no open alarm."""
    delivery = is_gone(delivery_id, actor=actor, now=now, note=note)
    _decide(delivery_id, DECISION.ON_PURPOSE, actor=actor, now=now, note=note)
    return delivery


@transaction.atomic
def publish_vanished_again(delivery_id: int, *, actor: Any, now: datetime, note: str) -> Delivery:
    """The text approved last goes out once more, as a delivery of its own. Raises DecisionRefused."""
    is_gone(delivery_id, actor=actor, now=now, note=note)
    _decide(delivery_id, DECISION.AGAIN, actor=actor, now=now, note=note)
    return publish_again(delivery_id, actor=actor, now=now, note=note)


@transaction.atomic
def it_is_there(delivery_id: int, *, actor: Any, now: datetime, note: str) -> Delivery:
    """A person sees it: the alarm was wrong, and later checks go on. Raises DecisionRefused."""
    delivery = Delivery.objects.select_for_update(of=("self",)).get(pk=delivery_id)
    _decide(delivery_id, DECISION.THERE, actor=actor, now=now, note=note)
    note_down(delivery, at=now, actor=actor, note=note)
    return delivery


def _decide(delivery_id: int, decision: str, *, actor: Any, now: datetime, note: str) -> None:
    told = {"decision": decision, "decided_by": actor, "decided_at": now, "note": note}
    if not Vanishing.objects.filter(delivery_id=delivery_id, decided_at=None).update(**told):
        raise DecisionRefused(Delivery.objects.values_list("state", flat=True).get(pk=delivery_id))
