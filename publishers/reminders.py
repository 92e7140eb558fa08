"""Reminds people of proofs that are owed, each at most once for each of its days."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet

from publishers.models import Delivery
from publishers.proof_notices import carriers, confirmers, tell_reminder
from publishers.reminder_rules import BEFORE, is_reminder_due
from publishers.states import State

log = logging.getLogger(__name__)

BATCH = 200
"""Tasks of one transaction: their reminders and what is written down about them are stored together or not at all."""
_DAY = timedelta(days=1)


def remind(*, now: datetime) -> int:
    """Mail everybody whose proofs are owed and due to be asked for; how many tasks that were."""
    due = list(_due(now))
    count = sum(_remind(due[start : start + BATCH], now=now) for start in range(0, len(due), BATCH))
    if count:
        log.info("proof.reminded tasks=%s", count)
    return count


def _due(now: datetime) -> Iterator[int]:
    rows = _candidates(now).select_related("channel__organization").defer("detail", "link", "resume_token")
    return (delivery.pk for delivery in rows if _is_due(delivery, now))


def _candidates(now: datetime) -> QuerySet[Delivery]:
    """Those that may be due whatever their zone is: near their deadline, or not told for two days."""
    near = Q(miss_after__gt=now - 2 * _DAY, reminded_at__lt=now - timedelta(hours=6))
    long_ago = Q(reminded_at__isnull=True) | Q(reminded_at__lt=now - 2 * _DAY)
    rows = Delivery.objects.filter(near | long_ago, state=State.AWAITING_PROOF, miss_after__lt=now + BEFORE + _DAY)
    return rows.order_by("miss_after", "pk")


def _is_due(delivery: Delivery, now: datetime) -> bool:
    organization = delivery.channel.organization
    start, end = organization.quiet_from, organization.quiet_until
    return is_reminder_due(
        delivery.miss_after,
        told_at=delivery.reminded_at,
        now=now,
        zone=ZoneInfo(organization.time_zone),
        quiet=(start, end) if start and end else None,
    )


@transaction.atomic
def _remind(ids: list[int], *, now: datetime) -> int:
    """Looks at each once more under its lock: somebody else may have reminded, or the proof has come."""
    rows = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        pk__in=ids, state=State.AWAITING_PROOF
    )
    rows = rows.select_related("channel__organization", "channel__account__responsible", "rendition")
    due = [row for row in rows.prefetch_related("proofs").order_by("miss_after", "pk") if _is_due(row, now)]
    tasks: dict[User, list[Delivery]] = defaultdict(list)
    for delivery in due:
        proved = any(proof.confirmed is None for proof in delivery.proofs.all())
        for person in confirmers(delivery) if proved else carriers(delivery):
            tasks[person].append(delivery)
    for person, owed in tasks.items():
        tell_reminder(person, owed, now=now)
    Delivery.objects.filter(pk__in=[delivery.pk for delivery in due]).update(reminded_at=now)
    return len(due)
