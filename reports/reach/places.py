"""Counts who follows each channel, once a day."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from publishers.contract import Measured
from publishers.measuring import measure_account
from publishers.models import ChannelAccount
from publishers.registry import publishers
from reports.models import PlaceLook
from reports.reach.noting import note_figures

LEASE = timedelta(minutes=5)
AGAIN = timedelta(hours=1)
"""After a failure, and after the next twice as long, until a day is over."""
HOUR = 6
"""Of the organization's day: figures of one place stand a day apart."""


def count_followers(*, now: datetime, at_most: timedelta) -> int:
    """Count what is due, one place after the other, until nothing is or ``at_most`` is over; how many."""
    add_missing(now=now)
    begun, count = timezone.now(), 0
    while timezone.now() - begun < at_most and (look := _take(now)) is not None:
        _look(look, now)
        count += 1
    return count


def add_missing(*, now: datetime) -> None:
    """A new channel is counted at once."""
    kinds = [kind for kind, adapter in publishers().items() if adapter.capabilities.can_measure]
    new = ChannelAccount.objects.filter(channel__kind__in=kinds, channel__place_look=None)
    rows = [PlaceLook(channel_id=pk, due_at=now) for pk in new.values_list("channel_id", flat=True)]
    PlaceLook.objects.bulk_create(rows, ignore_conflicts=True)


def _take(now: datetime) -> PlaceLook | None:
    with transaction.atomic():
        free = Q(leased_until=None) | Q(leased_until__lt=now)
        due = PlaceLook.objects.select_for_update(skip_locked=True).filter(free, due_at__lte=now)
        taken = due.order_by("due_at", "pk").first()
        if taken is None:
            return None
        PlaceLook.objects.filter(pk=taken.pk).update(leased_until=now + LEASE)
    return PlaceLook.objects.select_related("channel__account", "channel__organization").get(pk=taken.pk)


def _look(look: PlaceLook, now: datetime) -> None:
    channel = look.channel
    account = channel.account
    account.channel = channel
    answer = measure_account(account, now=now)
    following = _tomorrow(now, channel.organization.time_zone)
    failures, code = 0, ""
    if isinstance(answer, Measured):
        note_figures(answer.figures, channel_id=channel.pk, at=now)
    else:
        code = answer.code
        failures = look.failures if answer.postponed else look.failures + 1
        following = min(following, now + max(answer.wait or AGAIN, AGAIN) * 2 ** min(failures, 4))
    mine = PlaceLook.objects.filter(pk=look.pk, leased_until=look.leased_until)
    mine.update(due_at=following, leased_until=None, failures=failures, last_at=now, last_code=code)


def _tomorrow(now: datetime, zone: str) -> datetime:
    day = now.astimezone(ZoneInfo(zone)) + timedelta(days=1)
    return day.replace(hour=HOUR, minute=0, second=0, microsecond=0)
