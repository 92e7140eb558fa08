"""Celery beat for the media plan: reads occurrences and outbox from the database, wakes at the next due instant.

Any number of beats may run at once: each row is claimed in its own transaction, with a lease.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from celery.beat import Scheduler
from celery.schedules import crontab
from django.conf import settings
from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from kombu.exceptions import OperationalError

from publishers import outbox
from publishers.nudge import bell
from publishers.queries import delivery_instants
from publishers.rules import AHEAD
from publishers.tasks import check_accounts, check_ahead, count_attempts, deliver, remind_of_proofs
from scheduler.heartbeat import note_alive
from scheduler.on_demand import is_wanted
from scheduler.preparing import claim_occurrences
from scheduler.queries import next_preparation_instant
from scheduler.tasks import extend_plans, prepare, worker_alive

log = logging.getLogger(__name__)

BATCH = 500
ALIVE_EVERY = timedelta(seconds=15)
OTHERS_AT_WORK = 0.05
"""Seconds to wait when something is due and none of it was to be had: another beat has it, or workers have enough."""
AFTER_TROUBLE = 2.0
"""Seconds to wait when the database or the broker does not answer."""


class MediaPlanScheduler(Scheduler):
    """``tick`` does what is due, then waits inside itself: a nudge or a stop ends the wait at once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.alive_noted: datetime | None = None
        super().__init__(*args, **kwargs)

    @cached_property
    def producer(self) -> Any:
        """Connects when it sends, and says soon that it cannot: Celery's own would wait inside a tick until the broker
        is back, with ever longer pauses, while leases run."""
        return self.Producer(self.connection, auto_declare=False)

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
                "remind of approvals": {"task": "desk.remind_of_approvals", "schedule": crontab(minute="*/5")},
                "send mail": {"task": "desk.send_mail", "schedule": timedelta(seconds=60)},
                "send bot messages": {
                    "task": "desk.send_bot_messages",
                    "schedule": timedelta(seconds=5),
                    "options": {"expires": 5},
                },
                "follow posts": {
                    "task": "reports.follow_posts",
                    "schedule": timedelta(seconds=60),
                    "options": {"expires": 60},
                },
                "seal log": {
                    "task": "reports.seal_log",
                    "schedule": timedelta(seconds=60),
                    "options": {"expires": 60},
                },
                "seal whole log": {"task": "reports.seal_whole_log", "schedule": crontab(hour="2", minute="40")},
                "make reports": {
                    "task": "reports.make_reports",
                    "schedule": timedelta(seconds=5),
                    "options": {"expires": 5},
                },
                "count followers": {
                    "task": "reports.count_followers",
                    "schedule": timedelta(minutes=10),
                    "options": {"expires": 600},
                },
                "forget visitors": {"task": "website.forget_visitors", "schedule": crontab(minute="10")},
                "refresh public plans": {
                    "task": "reports.refresh_public_plans",
                    "schedule": crontab(minute="*/5"),
                    "options": {"expires": 240},
                },
                "send digests": {
                    "task": "desk.send_digests",
                    "schedule": crontab(minute="*/5"),
                    "options": {"expires": 300},
                },
                "forget notices": {"task": "desk.forget_notices", "schedule": crontab(hour="4", minute="20")},
                "forget bot updates": {"task": "desk.forget_bot_updates", "schedule": crontab(hour="4", minute="10")},
            }
        )

    def apply_entry(self, entry: Any, producer: Any = None) -> None:
        try:
            wanted = is_wanted(entry.task, timezone.now())
        # raised further either would cost the entry its place: Celery puts it back only after this
        except (DatabaseError, OperationalError) as error:
            log.error("beat.trouble %s at %s", type(error).__name__, entry.task)
            return
        except Exception:
            log.exception("beat.bug at %s", entry.task)
            return
        if wanted:
            super().apply_entry(entry, producer)

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
        if self.alive_noted is None or not timedelta(0) <= now - self.alive_noted < ALIVE_EVERY:  # clocks go back, too
            self.alive_noted = now
            note_alive("beat", now=now)
            self._send(worker_alive, expires=ALIVE_EVERY.total_seconds())
        longest = settings.BEAT_MAX_WAIT.total_seconds()
        outbox_at, prepare_at = delivery_instants(ahead=AHEAD), next_preparation_instant()
        next_at = _earliest(outbox_at.next, prepare_at)
        if next_at is None:
            return longest
        if next_at > now:
            return min((next_at - now).total_seconds(), longest)
        if _has_come(outbox_at.lease, now):
            outbox.recover_expired(now=now, limit=BATCH)
        if _has_come(outbox_at.miss, now):
            outbox.mark_missed(now=now, limit=BATCH)
        sent = 0
        if _has_come(outbox_at.next, now):  # what was taken back from a lost worker is ready by now, too
            sent += self.send_ready(now)
        if _has_come(prepare_at, now):
            sent += self.send_preparations(now)
        return 0.0 if sent else OTHERS_AT_WORK

    def send_ready(self, now: datetime) -> int:
        """How many deliveries were sent to workers."""
        lease = settings.LEASE
        claims = outbox.claim(now=now, lease=lease, limit=BATCH, ahead=AHEAD)
        for number, claim in enumerate(claims):
            try:
                self._send(deliver, claim.delivery_id, claim.lease_token, expires=lease.total_seconds())
            except Exception:
                outbox.give_back(claims[number:], now=now)
                raise
        return len(claims)

    def send_preparations(self, now: datetime) -> int:
        """How many occurrences were sent to workers."""
        lease = settings.LEASE
        ids = claim_occurrences(now=now, lease=lease, limit=BATCH)
        for occurrence_id in ids:
            self._send(prepare, occurrence_id, expires=lease.total_seconds())
        return len(ids)

    def _send(self, task: Any, *args: Any, expires: float) -> None:
        task.apply_async(args, producer=self.producer, expires=expires)


def _earliest(*instants: datetime | None) -> datetime | None:
    return min((instant for instant in instants if instant is not None), default=None)


def _has_come(instant: datetime | None, now: datetime) -> bool:
    return instant is not None and instant <= now
