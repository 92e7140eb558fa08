"""Asks platforms for figures. Sends nothing, changes no delivery; a platform's "wait" holds the account as always.

Publishing comes first: while an account is paused, held or has something to send, nothing is asked.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError

from publishers import accounts
from publishers.bulkhead import room_for
from publishers.contract import Deadline, Measured, Measures, Placed
from publishers.errors import PublishError, ReasonCode, TryLater
from publishers.gate import pass_door
from publishers.log_context import bound
from publishers.models import ChannelAccount, Delivery
from publishers.outgoing import ApprovalBroken, key_of, outgoing_post
from publishers.registry import can_measure, pace_of, platform_of, publisher_for

log = logging.getLogger(__name__)

PER_SECOND = 1.0
"""Questions to one platform, for all accounts together: these pages are fetched sparingly."""
LITTLE = timedelta(minutes=1)
"""How long to stand back for what is to be sent."""
PAUSED = timedelta(hours=1)
"""How often to look whether a paused channel works again."""


@dataclass(frozen=True, slots=True)
class Unmeasured:
    """Nothing was asked, or asking failed. ``wait``: ask again after so long, None: whenever the caller thinks fit.
    ``postponed``: it was not even tried."""

    code: str
    wait: timedelta | None = None
    postponed: bool = False


def measure_delivery(delivery: Delivery, *, now: datetime) -> Measured | Unmeasured:
    """The figures of what is out. ``delivery`` with channel, account, rendition and post at hand."""

    def ask(publisher: Measures, deadline: Deadline) -> Measured:
        placed = Placed(key_of(delivery), delivery.external_id, tuple(delivery.parts), delivery.link)
        return publisher.measure(placed, outgoing_post(delivery.rendition), deadline)

    with bound(delivery=delivery.pk, channel=delivery.channel_id, kind=delivery.channel.kind):
        return _measure(delivery.channel.account, ask, now=now)


def measure_account(account: ChannelAccount, *, now: datetime) -> Measured | Unmeasured:
    """The figures of the place itself. ``account`` with its channel at hand."""
    with bound(channel=account.channel_id, kind=account.channel.kind):
        return _measure(account, lambda publisher, deadline: publisher.measure_place(deadline), now=now)


def _measure(
    account: ChannelAccount, ask: Callable[[Measures, Deadline], Measured], *, now: datetime
) -> Measured | Unmeasured:
    if (first := _stands_back(account, now)) is not None:
        return first
    with _room(account) as enters:
        if not enters or not _may_ask(account):
            return Unmeasured(ReasonCode.RATE_LIMITED, LITTLE, postponed=True)
        return _asked(account, ask, now=now)


def _room(account: ChannelAccount) -> AbstractContextManager[bool]:
    return room_for(platform_of(account.channel.kind))


def _may_ask(account: ChannelAccount) -> bool:
    """A turn at the platform's door; a place without a pace is our own and needs none."""
    kind = account.channel.kind
    return not pace_of(kind) or pass_door(f"measure:{platform_of(kind)}", "", PER_SECOND)


def _stands_back(account: ChannelAccount, now: datetime) -> Unmeasured | None:
    account.refresh_from_db(fields=["paused_at", "held_until", "health_code"])
    if not can_measure(account.channel.kind):
        return Unmeasured("", postponed=True)
    if account.paused_at is not None:
        return Unmeasured(account.health_code or ReasonCode.TOKEN_INVALID, PAUSED, postponed=True)
    if account.held_until is not None and account.held_until > now:
        return Unmeasured(ReasonCode.RATE_LIMITED, account.held_until - now, postponed=True)
    sending = Delivery.objects.filter(channel_id=account.channel_id)
    ready = sending.filter(ready_at__isnull=False, ready_at__lte=now + LITTLE, leased_until=None)  # as the index has it
    if ready.exists() or sending.filter(leased_until__gt=now).exists():
        return Unmeasured(ReasonCode.NOT_READY, LITTLE, postponed=True)
    return None


def _asked(
    account: ChannelAccount, ask: Callable[[Measures, Deadline], Measured], *, now: datetime
) -> Measured | Unmeasured:
    try:
        publisher = publisher_for(account)
        assert isinstance(publisher, Measures)
        measured = ask(publisher, Deadline.after(settings.CALL_TIME_LIMIT))
    except TryLater as error:
        log.info("measure.later reason=%s", error.code.value)
        if error.after is not None:
            accounts.hold_account(account.pk, until=now + error.after)
        return Unmeasured(error.code.value, error.after)
    except PublishError as error:  # it says nothing of publishing: the checks of the account's health do
        log.warning("measure.refused reason=%s", error.code.value)
        return Unmeasured(error.code.value)
    except ApprovalBroken:
        return Unmeasured(ReasonCode.APPROVAL_CHANGED)
    except (DatabaseError, InterfaceError):
        raise
    except Exception:  # one adapter's bug must not end the figures of all others
        log.exception("measure.bug")
        return Unmeasured(ReasonCode.INTERNAL)
    if measured.wait is not None:
        return Unmeasured(ReasonCode.RATE_LIMITED, measured.wait)
    return measured
