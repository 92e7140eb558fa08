"""Who of those that are due may start now, at the pace their account allows. It decides; the outbox writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from publishers.models import ChannelAccount, Delivery
from publishers.rules import ARTICLE_GRACE, quiet_until
from publishers.states import State

_APART = timedelta(seconds=1)
"""Shortest time between two questions for links."""


@dataclass(slots=True)
class Turns:
    """What one account does now: ``start`` goes out, ``later`` waits until its instant (None: until a person acts)."""

    start: list[Delivery] = field(default_factory=list)
    later: list[tuple[Delivery, datetime | None]] = field(default_factory=list)
    quiet: list[tuple[Delivery, datetime]] = field(default_factory=list)
    """Those that wait for the end of their post's quiet hours."""
    free_at: datetime | None = None
    """Set when a new post starts: the next one goes out no earlier."""


def turns(
    account: ChannelAccount,
    due: Sequence[Delivery],
    *,
    pace: timedelta,
    busy: bool,
    unfinished: bool = False,
    now: datetime,
) -> Turns:
    """Share out the present among ``due``, the account's deliveries, oldest first.

    ``busy``: a post to this account is under way; ``unfinished``: one is half out and goes on within a turn, before any
    new one. Looking sends nothing, so no pause, hold, pace or quiet hours stop
    it; and quiet hours hold only what has not begun. Asking for links sends nothing either, but can wait: it takes no
    turn from a post, comes one at a time, and keeps to pauses and holds.
    """
    asking = [delivery for delivery in due if delivery.asks_for_link]
    sending = [delivery for delivery in due if delivery.state != State.UNKNOWN and not delivery.asks_for_link]
    found = Turns(start=[delivery for delivery in due if delivery.state == State.UNKNOWN])
    if account.paused_at is not None:
        found.later = [(delivery, None) for delivery in (*sending, *asking)]
        return found
    sending = _without_quiet(found, sending, now=now)
    if account.held_until is not None and account.held_until > now:
        found.later = [(delivery, account.held_until) for delivery in (*sending, *asking)]
        return found
    found.start += asking[:1]
    found.later += [(delivery, now + place * max(pace, _APART)) for place, delivery in enumerate(asking) if place]
    if not pace:
        found.start += sending
    else:
        _pace(found, account, sending, pace=pace, busy=busy, unfinished=unfinished, now=now)
    return found


def _without_quiet(found: Turns, sending: list[Delivery], *, now: datetime) -> list[Delivery]:
    left = []
    for delivery in sending:
        until = _quiet_until(delivery, now)
        if until is None:
            left.append(delivery)
        elif waits_for_article(delivery):  # which is held, too
            found.quiet.append((delivery, until + ARTICLE_GRACE))
        else:
            found.quiet.append((delivery, until))
    return left


def waits_for_article(delivery: Delivery) -> bool:
    """Whether it carries the link of an article that does not stand yet."""
    return delivery.ready_at == delivery.due_at + ARTICLE_GRACE


def _quiet_until(delivery: Delivery, now: datetime) -> datetime | None:
    post = delivery.post
    if delivery.state != State.PENDING or post.quiet_from is None or post.quiet_until is None:
        return None
    zone = ZoneInfo(post.organization.time_zone)
    return quiet_until((post.quiet_from, post.quiet_until), post.publish_at, zone, now)


def _pace(
    found: Turns,
    account: ChannelAccount,
    sending: list[Delivery],
    *,
    pace: timedelta,
    busy: bool,
    unfinished: bool,
    now: datetime,
) -> None:
    turn = max(account.free_at or now, now)
    if busy:
        turn = max(turn, now + pace)
    # the messages of one post stay together
    for delivery in sorted(sending, key=lambda each: not each.is_half_out):
        if delivery.state == State.ACCEPTED and not delivery.is_half_out:
            # going on with what the platform holds already is not a new post
            found.start.append(delivery)
            continue
        if unfinished and not delivery.is_half_out:
            turn = max(turn, now + pace)
        if turn <= now:
            found.start.append(delivery)
            found.free_at = now + pace
        else:  # its turn is only a time to ask again: what starts then moves the account's own clock on
            found.later.append((delivery, turn))
        turn += pace
