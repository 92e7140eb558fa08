"""What items owe and how far each duty is, in five questions to the database whatever the number of items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from content.submissions import submitted_posts
from desk.board.states import Standing, is_over, standing_of, worst
from publishers.models import Delivery
from publishers.states import CALLED_OFF
from scheduler.models import NOT_OWED, Occurrence

SKIPPED = Occurrence.State.SKIPPED

NOTHING: dict[int, str] = {}
NOWHERE: frozenset[int] = frozenset()


class Duty(NamedTuple):
    """What one item owes once."""

    pk: int
    item: int
    day: date
    """Of its slot in the organization's zone; without a slot the last day of its window."""
    has_slot: bool
    post: int | None
    ways: Mapping[int | None, Standing]
    """By channel, those owed and those the post went to; by None when it owes no channel."""
    standing: Standing
    """The worst of its ways."""


def read_duties(items: Collection[int], *, zone: ZoneInfo, now: datetime, channel: int | None = None) -> list[Duty]:
    """All that ``items`` owe, by time; with ``channel`` only what is owed there."""
    rows = Occurrence.objects.filter(item__in=items).exclude(state__in=NOT_OWED).order_by("slot", "window_end", "pk")
    found = list(
        rows.values_list(
            "pk", "item_id", "slot", "window_end", "state", "problem_code", "post_id", "post__live"
        )
    )  # fmt: skip
    owed, sent = _channels(items), _deliveries(items)
    submitted = submitted_posts({row[6] for row in found if row[6] is not None and not row[7]})
    today = now.astimezone(zone).date()
    told: dict[Any, tuple[dict[int | None, Standing], Standing]] = {}  # thousands of duties, a few dozen kinds of them
    duties = []
    for pk, item, slot, window_end, state, problem, post, live in found:
        out = sent.get(post, NOTHING)
        channels: Iterable[int | None] = sorted(owed.get(pk, NOWHERE) | out.keys()) or (None,)
        if channel is not None:
            channels = [one for one in channels if one == channel]
        over = is_over(slot, window_end, now=now, today=today)
        waits, written = post in submitted, post is not None and not live
        facts = (state == SKIPPED, problem != "", over, waits, written, waits and submitted[post])
        key = (tuple((one, out.get(one) if one else None) for one in channels), facts)
        if key not in told:
            told[key] = _told(*key)
        ways, standing = told[key]
        if ways:
            day = slot.astimezone(zone).date() if slot else window_end
            duties.append(Duty(pk, item, day, slot is not None, post, ways, standing))
    return duties


def _told(
    channels: tuple[tuple[int | None, str | None], ...], facts: tuple[bool, bool, bool, bool, bool, bool]
) -> tuple[dict[int | None, Standing], Standing]:
    excused, problem, over, submitted, written, second = facts
    ways = {
        one: standing_of(
            sent, excused=excused, problem=problem, over=over, submitted=submitted, written=written, second=second
        )
        for one, sent in channels
    }
    return ways, worst(ways.values()) if ways else Standing.EXPECTED


def _channels(items: Collection[int]) -> dict[int, set[int]]:
    """Owed, by occurrence."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = Occurrence.channels.through.objects.filter(occurrence__item__in=items)
    for occurrence, channel in rows.values_list("occurrence_id", "channel_id"):
        found[occurrence].add(channel)
    return found


def _deliveries(items: Collection[int]) -> dict[int, dict[int, str]]:
    """By post and channel the state of the newest delivery."""
    posts = Occurrence.objects.filter(item__in=items, post__isnull=False).order_by().values("post_id")
    rows = Delivery.objects.filter(post__in=posts).exclude(state__in=CALLED_OFF).order_by("pk")
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for post, channel, state in rows.values_list("post_id", "channel_id", "state"):
        found[post][channel] = state
    return found
