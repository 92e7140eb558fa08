"""One scheduler that holds many entries of the future: what starting, ticking and claiming cost it.

``python -m benchmarks.growing NAME COUNT`` fills, measures and prints one line of JSON: milliseconds. What is not due
must not cost anything; each scheduler holds as many entries as ours has deliveries, all of the coming days.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import perf_counter
from types import SimpleNamespace
from typing import Any

TICKS = 200
CLAIMED = 100
PIPELINED = 10_000


def _milliseconds(action: Callable[[], object]) -> float:
    began = perf_counter()
    action()
    return (perf_counter() - began) * 1000


def _ticks(tick: Callable[[], object]) -> dict[str, float]:
    """The first tick, and the median of those that follow while nothing is due."""
    first = _milliseconds(tick)
    return {"first_tick": first, "idle_tick": statistics.median(_milliseconds(tick) for _ in range(TICKS))}


def _made(build: Callable[[], Any]) -> tuple[Any, float]:
    began = perf_counter()
    made = build()
    return made, (perf_counter() - began) * 1000


def mediareja(count: int) -> dict[str, float]:
    """On the database of the environment; SQLite without one."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.utils import timezone

    from benchmarks.filling import look_over
    from benchmarks.long_log import add_log
    from config.celery import app
    from publishers import outbox
    from publishers.models import Delivery
    from publishers.nudge import bell
    from scheduler.beat import MediaPlanScheduler

    call_command("migrate", verbosity=0)
    add_log(count, ahead=True)
    look_over()
    app.conf.broker_url = "memory://"
    scheduler, start = _made(lambda: MediaPlanScheduler(app=app))

    def tick() -> None:
        bell.set()  # its wait ends at once: what is measured is the work
        scheduler.tick()

    ticks = _ticks(tick)
    soon = Delivery.objects.filter(ready_at__isnull=False).order_by("ready_at").values_list("pk", flat=True)
    now = timezone.now()
    assert Delivery.objects.filter(pk__in=list(soon[:CLAIMED])).update(ready_at=now) == CLAIMED
    claims: list[object] = []
    claim = _milliseconds(lambda: claims.extend(outbox.claim(now=now, lease=settings.LEASE, limit=CLAIMED)))
    assert len(claims) == CLAIMED
    return {"start": start, **ticks, "claim": claim}


def django_celery_beat(count: int) -> dict[str, float]:
    """Clocked entries, once each."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.stock_settings"
    import django

    django.setup()
    from celery import Celery
    from django.core.management import call_command
    from django.utils import timezone
    from django_celery_beat.models import ClockedSchedule, PeriodicTask
    from django_celery_beat.schedulers import DatabaseScheduler

    from benchmarks.filling import look_over, multiply, seconds_after, text

    call_command("migrate", verbosity=0)
    ahead = timezone.now() + timedelta(days=1)
    clocked = ClockedSchedule.objects.create(clocked_time=ahead)
    multiply(clocked, count, clocked_time=seconds_after(ahead))
    task = PeriodicTask.objects.create(name="entry", task="bare.call", clocked=clocked, one_off=True)
    multiply(task, count - 1, name=text("entry "), clocked_id=f"{clocked.pk} + 1 + n.i")
    look_over()
    app = Celery("stock", broker="memory://")
    scheduler, start = _made(lambda: DatabaseScheduler(app=app))
    return {"start": start, **_ticks(scheduler.tick)}


def celery_redbeat(count: int) -> dict[str, float]:
    """Entries in Redis, of an interval that ends after days."""
    from celery import Celery
    from celery.schedules import schedule
    from redbeat import RedBeatSchedulerEntry
    from redbeat.schedulers import (
        RedBeatConfig,
        RedBeatScheduler,
        acquire_distributed_beat_lock,
        ensure_conf,
        get_redis,
    )

    app = Celery("stock", broker="memory://")
    app.conf.redbeat_redis_url = os.environ["REDIS_URL"]
    ensure_conf(app)
    first = RedBeatSchedulerEntry("entry", "bare.call", schedule(timedelta(days=30), app=app), app=app)
    first.save()
    client, keys = get_redis(app), RedBeatConfig(app)
    held = client.hgetall(first.key)
    ahead = datetime.now(UTC).timestamp() + 86400
    for begin in range(0, count, PIPELINED):
        with client.pipeline(transaction=False) as pipeline:
            for number in range(begin, min(count, begin + PIPELINED)):
                name = f"entry {number}"
                key = f"{keys.key_prefix}{name}"
                definition = json.dumps(json.loads(held["definition"]) | {"name": name})
                pipeline.hset(key, mapping={**held, "definition": definition})
                pipeline.zadd(keys.schedule_key, {key: ahead + number})
            pipeline.execute()
    scheduler, start = _made(lambda: RedBeatScheduler(app=app))
    acquire_distributed_beat_lock(SimpleNamespace(scheduler=scheduler))  # beat's own start does it
    return {"start": start, **_ticks(scheduler.tick)}


def apscheduler(count: int) -> dict[str, float]:
    """In memory, where nothing survives the process: its start is the filling."""
    from apscheduler.schedulers.background import BackgroundScheduler
    from apscheduler.schedulers.base import STATE_RUNNING

    ahead = datetime.now(UTC) + timedelta(days=1)

    def build() -> Any:
        scheduler = BackgroundScheduler(timezone=UTC)
        scheduler.start(paused=True)
        for number in range(count):
            scheduler.add_job(print, "date", run_date=ahead + timedelta(seconds=number))
        scheduler.state = STATE_RUNNING  # its own thread stays asleep: we tick
        return scheduler

    scheduler, start = _made(build)
    return {"start": start, **_ticks(scheduler._process_jobs)}


SCHEDULERS = {function.__name__: function for function in (mediareja, django_celery_beat, celery_redbeat, apscheduler)}

if __name__ == "__main__":
    print(json.dumps(SCHEDULERS[sys.argv[1]](int(sys.argv[2]))))
