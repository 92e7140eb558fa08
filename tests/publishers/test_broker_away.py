"""A broker that is away holds nothing up for the length of a lease."""

from __future__ import annotations

import socket
from datetime import datetime

import pytest
from celery import Celery
from kombu.exceptions import OperationalError

from publishers.models import Delivery
from publishers.states import State
from scheduler.beat import MediaPlanScheduler
from tests.publishers.stage import Stage


def closed_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def test_what_no_worker_could_be_told_of_is_due_again_at_once(stage: Stage, now: datetime) -> None:
    channels = [stage.channel("telegram") for _ in range(3)]
    stage.approved(channels, publish_at=now)
    beat = MediaPlanScheduler(app=Celery(broker=f"redis://127.0.0.1:{closed_port()}/0", set_as_current=False))

    with pytest.raises(OperationalError):
        beat.send_ready(now)

    rows = Delivery.objects.order_by("pk")
    assert [(row.state, row.ready_at, row.lease_token, row.leased_until) for row in rows] == [
        (State.PENDING, now, "", None)
    ] * len(channels)
    moves = [[(move.old, move.new, move.note) for move in row.changes.order_by("pk")[1:]] for row in rows]
    assert moves == [[("pending", "leased", ""), ("leased", "pending", "the broker did not answer")]] * len(channels)
