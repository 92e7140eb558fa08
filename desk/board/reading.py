"""How far each of some duties is, in five questions to the database whatever their number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from content.submissions import submitted_posts
from desk.board.states import Standing, is_over, standing_of, worst
from publishers.models import Delivery
from publishers.states import CALLED_OFF
from scheduler.models import NOT_OWED, Occurrence
from scheduler.owing import channels_owed

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


def read_duties(rows: QuerySet[Occurrence], *, zone: ZoneInfo, now: datetime, channel: int | None = None) -> list[Duty]:
    """Those of ``rows`` that somebody answers for, by time; with ``channel`` only what is owed there."""
    rows = rows.exclude(state__in=NOT_OWED)
    found = list(
        rows.order_by("slot", "window_end", "pk").values_list(
            "pk", "item_id", "slot", "window_end", "state", "problem_code", "post_id", "post__live"
        )
    )  # fmt: skip
    owed, sent = channels_owed(rows), _deliveries(rows)
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


def _deliveries(rows: QuerySet[Occurrence]) -> dict[int, dict[int, str]]:
    """By post and channel the state of the newest delivery."""
    posts = rows.filter(post__isnull=False).order_by().values("post_id")
    sent = Delivery.objects.filter(post__in=posts).exclude(state__in=CALLED_OFF).order_by("pk")
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for post, channel, state in sent.values_list("post_id", "channel_id", "state"):
        found[post][channel] = state
    return found
