"""Celery beat for the media plan: reads occurrences and outbox from the database, wakes at the next due instant.

Any number of beats may run at once: each row is claimed in its own transaction, with a lease.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from celery.beat import Scheduler
from celery.schedules import crontab
from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from kombu.exceptions import OperationalError

from publishers import outbox
from publishers.nudge import bell
from publishers.queries import next_delivery_instant
from publishers.tasks import check_accounts, check_ahead, count_attempts, deliver, remind_of_proofs
from scheduler.heartbeat import note_alive
from scheduler.preparing import claim_occurrences
from scheduler.queries import next_preparation_instant
from scheduler.tasks import extend_plans, prepare, worker_alive

log = logging.getLogger(__name__)

BATCH = 500
ALIVE_EVERY = timedelta(seconds=15)
AFTER_TROUBLE = 2.0
"""Seconds to wait when the database or the broker does not answer."""


class MediaPlanScheduler(Scheduler):
    """``tick`` does what is due, then waits inside itself: a nudge or a stop ends the wait at once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.alive_noted: datetime | None = None
        super().__init__(*args, **kwargs)

    def setup_schedule(self) -> None:
        """Housekeeping only; the plan itself is never copied into beat's schedule."""
        self.install_default_entries(self.schedule)
        self.merge_inplace(
            {
                "extend plans": {"task": extend_plans.name, "schedule": crontab(hour="1", minute="10")},
                "check accounts": {"task": check_accounts.name, "schedule": crontab(hour="3", minute="30")},
                "check ahead": {"task": check_ahead.name, "schedule": crontab(minute="*/5")},
                "count attempts": {"task": count_attempts.name, "schedule": timedelta(minutes=5)},
                "remind of proofs": {"task": remind_of_proofs.name, "schedule": crontab(minute="5")},
                "send mail": {"task": "desk.send_mail", "schedule": timedelta(seconds=60)},
            }
        )

    def tick(self, *args: Any, **kwargs: Any) -> float:
        try:
            close_old_connections()
            housekeeping = super().tick(*args, **kwargs)
            wait = min(housekeeping, self.work(timezone.now()))
        except (DatabaseError, OperationalError) as error:
            # leases bring back what was claimed and not sent
            log.error("beat.trouble %s", type(error).__name__)
            wait = AFTER_TROUBLE
        except Exception:
            # a row nobody foresaw must not end beat: all other posts depend on it
            log.exception("beat.bug")
            wait = AFTER_TROUBLE
        if wait > 0:
            bell.wait(wait)
        bell.clear()
        return 0.0

    def work(self, now: datetime) -> float:
        """Do what is due at ``now``; seconds until something is due again, at most BEAT_MAX_WAIT."""
        if self.alive_noted is None or now - self.alive_noted >= ALIVE_EVERY:
            self.alive_noted = now
            note_alive("beat", now=now)
            self._send(worker_alive, expires=ALIVE_EVERY.total_seconds())
        longest = settings.BEAT_MAX_WAIT.total_seconds()
        next_at = _earliest(next_delivery_instant(), next_preparation_instant())
        if next_at is None:
            return longest
        if next_at > now:
            return min((next_at - now).total_seconds(), longest)
        self.send_due(now)
        return 0.0

    def send_due(self, now: datetime) -> None:
        outbox.recover_expired(now=now, limit=BATCH)
        outbox.mark_missed(now=now, limit=BATCH)
        lease = settings.LEASE
        for claim in outbox.claim(now=now, lease=lease, limit=BATCH):
            self._send(deliver, claim.delivery_id, claim.lease_token, expires=lease.total_seconds())
        for occurrence_id in claim_occurrences(now=now, lease=lease, limit=BATCH):
            self._send(prepare, occurrence_id, expires=lease.total_seconds())

    def _send(self, task: Any, *args: Any, expires: float) -> None:
        task.apply_async(args, producer=self.producer, expires=expires)


def _earliest(*instants: datetime | None) -> datetime | None:
    return min((instant for instant in instants if instant is not None), default=None)
