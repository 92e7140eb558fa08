"""A post is given to a worker a moment ahead, and goes out at its instant, not before it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from config.celery import app
from publishers import delivering, outbox
from publishers.contract import Published
from publishers.models import ChannelAccount, Delivery
from publishers.rules import AHEAD, still_to_wait
from scheduler.beat import MediaPlanScheduler
from tests.publishers.scripted import Script
from tests.publishers.stage import Stage

LEASE = timedelta(minutes=2)
MOMENT = timedelta(milliseconds=1)


def test_beat_gives_it_away_that_much_ahead_and_not_earlier(stage: Stage, now: datetime, settings: Any) -> None:
    settings.LEASE = LEASE
    beat = MediaPlanScheduler(app=app)
    stage.delivery(stage.channel("telegram"), publish_at=now)

    assert beat.work(now - AHEAD - MOMENT) == MOMENT.total_seconds()
    assert beat.work(now - AHEAD) == 0.0

    assert Delivery.objects.get().leased_until == now - AHEAD + LEASE


def test_a_turn_that_comes_before_its_time_does_not_bring_it_forward(stage: Stage, now: datetime) -> None:
    stage.delivery(stage.channel("telegram"), publish_at=now)
    ChannelAccount.objects.update(free_at=now - AHEAD / 2)

    assert outbox.claim(now=now - AHEAD, lease=LEASE, limit=10, ahead=AHEAD) == []

    assert Delivery.objects.get().ready_at == now


def test_the_worker_waits_for_the_instant(stage: Stage, script: Script, now: datetime) -> None:
    called_at: list[datetime] = []
    script.lay_down(lambda: called_at.append(timezone.now()) or Published("7", "https://t.me/a/7"))
    stage.delivery(stage.channel("telegram"), publish_at=now)
    instant = timezone.now() + AHEAD
    Delivery.objects.update(ready_at=instant)

    [claim] = outbox.claim(now=timezone.now(), lease=LEASE, limit=10, ahead=AHEAD)
    delivering.carry_out(claim.delivery_id, claim.lease_token)

    assert called_at and called_at[0] >= instant
    assert Delivery.objects.get().state == "published"


def test_what_is_further_away_than_that_was_not_given_away_ahead(now: datetime) -> None:
    waits: list[Any] = [still_to_wait(at, now) for at in (None, now - MOMENT, now, now + MOMENT, now + AHEAD)]

    assert waits == [timedelta(0), timedelta(0), timedelta(0), MOMENT, AHEAD]
    assert still_to_wait(now + AHEAD + MOMENT, now) == timedelta(0)
