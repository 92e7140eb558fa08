"""What stands in the shown days: posts, and what the plan expects and nobody has written. One question per table."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from content.models import Channel, ChannelGroup, Organization, Post
from content.submissions import submitted_posts
from publishers.models import Delivery
from publishers.queries import posts_begun
from publishers.stages import Stage, stage_of
from scheduler.models import MediaPlan, Occurrence
from scheduler.moving import MOVABLE, version_of

EXPECTED = "expected"


@dataclass(frozen=True, slots=True)
class Wish:
    """Whose entries, and which of them; None: all."""

    organization: Organization
    channel: Channel | None = None
    state: str = ""
    """A Stage, or EXPECTED."""
    plan: MediaPlan | None = None

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.organization.time_zone)


@dataclass(frozen=True, slots=True)
class Entry:
    kind: Literal["post", "occurrence"]
    pk: int
    title: str
    at: datetime
    """Local."""
    state: str
    seen: str
    """The version shown: whoever moves it names it."""
    channels: frozenset[int]
    waits_for_second: bool = False

    @property
    def name(self) -> str:
        return f"{self.kind}-{self.pk}"

    @property
    def day(self) -> str:
        return f"{self.at:%Y-%m-%d}"

    @property
    def clock(self) -> str:
        return f"{self.at:%H:%M}"

    @property
    def is_movable(self) -> bool:
        return self.state == EXPECTED or self.state in MOVABLE

    @property
    def asks_first(self) -> bool:
        """Whether moving it needs a word of the person: a reason, or that it must be approved again."""
        return self.state != Stage.DRAFT


def read_entries(wish: Wish, start: date, end: date, *, occurrences: bool = True) -> list[Entry]:
    """Entries of the local days from ``start`` to ``end``, in order of time.

    occurrences: whether the person may see what plans expect.
    """
    since = datetime.combine(start, time(), wish.zone)
    until = datetime.combine(end + timedelta(days=1), time(), wish.zone)
    found: list[Entry] = []
    if wish.state != EXPECTED:
        found += _posts(wish, since, until)
    if occurrences and wish.state in ("", EXPECTED):
        found += _occurrences(wish, since, until)
    kept = [entry for entry in found if not wish.state or entry.state == wish.state]
    return sorted(kept, key=lambda entry: (entry.at, entry.kind, entry.pk))


def _posts(wish: Wish, since: datetime, until: datetime) -> list[Entry]:
    rows = Post.objects.filter(organization=wish.organization, publish_at__gte=since, publish_at__lt=until)
    if wish.channel is not None:
        to_it = Q(channels=wish.channel) | Q(groups__channels=wish.channel)
        rows = rows.filter(pk__in=Post.objects.filter(to_it, publish_at__gte=since, publish_at__lt=until).values("pk"))
    if wish.plan is not None:
        rows = rows.filter(pk__in=Occurrence.objects.filter(item__plan=wish.plan, post__isnull=False).values("post"))
    posts = list(rows.order_by().values_list("pk", "title", "publish_at", "live", "latest_revision_id"))
    states, begun = _states(rows), posts_begun(rows.order_by().values("pk"))
    waiting = submitted_posts([row[0] for row in posts if row[0] not in states])
    channels = _channels(rows)
    found = []
    for pk, title, at, live, revision in posts:
        stage = stage_of(live=live, in_approval=pk in waiting, states=states.get(pk, ()), begun=pk in begun)
        seen = version_of(revision, stage)
        second = stage == Stage.SUBMITTED and waiting[pk]
        to = frozenset(channels.get(pk, ()))
        found.append(Entry("post", pk, title, at.astimezone(wish.zone), stage, seen, to, second))
    return found


def _states(posts: QuerySet[Post]) -> dict[int, set[str]]:
    """States of the deliveries, by post."""
    found: dict[int, set[str]] = defaultdict(set)
    rows = Delivery.objects.filter(post__in=posts.order_by().values("pk")).order_by()
    for post, state in rows.values_list("post_id", "state"):
        found[post].add(state)
    return found


def _channels(posts: QuerySet[Post]) -> dict[int, set[int]]:
    """Channels by post, those of its groups included."""
    found: dict[int, set[int]] = defaultdict(set)
    chosen = posts.order_by().values("pk")
    for post, channel in Post.channels.through.objects.filter(post__in=chosen).values_list("post_id", "channel_id"):
        found[post].add(channel)
    through = ChannelGroup.channels.through.objects
    grouped = list(Post.groups.through.objects.filter(post__in=chosen).values_list("post_id", "channelgroup_id"))
    members: dict[int, set[int]] = defaultdict(set)
    rows = through.filter(channelgroup__in={group for _post, group in grouped}, channel__is_active=True)
    for group, channel in rows.values_list("channelgroup_id", "channel_id"):
        members[group].add(channel)
    for post, group in grouped:
        found[post] |= members[group]
    return found


def _occurrences(wish: Wish, since: datetime, until: datetime) -> list[Entry]:
    rows = Occurrence.objects.filter(
        slot__gte=since,
        slot__lt=until,
        state=Occurrence.State.EXPECTED,
        post=None,
        item__plan__organization=wish.organization,
    )
    if wish.plan is not None:
        rows = rows.filter(item__plan=wish.plan)
    if wish.channel is not None:
        rows = rows.filter(channels=wish.channel)
    found = []
    for pk, title, note, slot in rows.order_by().values_list("pk", "item__title", "note", "slot"):
        words = f"{title} · {note}" if note else title
        found.append(
            Entry("occurrence", pk, words, slot.astimezone(wish.zone), EXPECTED, slot.isoformat(), frozenset())
        )
    return found
