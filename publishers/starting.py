"""Those of the due that may start now, by channel; the others are put off. Part of a claim, in its transaction.

As many questions for a thousand rows of a hundred channels as for one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from publishers.errors import ReasonCode
from publishers.models import ChannelAccount, Delivery
from publishers.pacing import turns
from publishers.queries import channels_being_sent_to, half_out_goes_on
from publishers.registry import pace_of


def may_start(due: Iterable[Delivery], accounts: Mapping[int, ChannelAccount], *, now: datetime) -> list[Delivery]:
    """Those that may start now, oldest first; the others are put off to the next free instant of their account.

    ``due`` and ``accounts`` (by channel) are locked by the caller.
    """
    by_channel: dict[int, list[Delivery]] = defaultdict(list)
    for delivery in due:
        by_channel[delivery.channel_id].append(delivery)
    paces = {channel_id: pace_of(rows[0].channel.kind) for channel_id, rows in by_channel.items()}
    busy = channels_being_sent_to()
    going_on = half_out_goes_on(now + max(paces.values(), default=timedelta(0)))
    start: list[Delivery] = []
    later: list[Delivery] = []
    quiet: list[Delivery] = []
    moved_on: list[ChannelAccount] = []
    for channel_id, rows in by_channel.items():
        account, pace = accounts[channel_id], paces[channel_id]
        goes_on = going_on.get(channel_id)
        unfinished = goes_on is not None and goes_on <= now + pace
        shared = turns(account, rows, pace=pace, busy=channel_id in busy, unfinished=unfinished, now=now)
        start += shared.start
        for delivery, at in shared.later:
            delivery.ready_at = _not_sooner(delivery, at)
            later.append(delivery)
        for delivery, at in shared.quiet:
            delivery.ready_at, delivery.reason_code = _not_sooner(delivery, at), ReasonCode.QUIET_HOURS.value
            quiet.append(delivery)
        if shared.free_at is not None:
            account.free_at = shared.free_at
            moved_on.append(account)
    Delivery.objects.bulk_update(later, ["ready_at"])
    Delivery.objects.bulk_update(quiet, ["ready_at", "reason_code"])
    ChannelAccount.objects.bulk_update(moved_on, ["free_at"])
    return sorted(start, key=lambda delivery: (delivery.ready_at, delivery.pk))


def _not_sooner(delivery: Delivery, at: datetime | None) -> datetime | None:
    """What was claimed ahead of its time may have its turn before it is ready."""
    return at if at is None or delivery.ready_at is None else max(at, delivery.ready_at)
