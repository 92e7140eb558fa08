"""Rows of the outbox as they lie in the database, however they came there: what figures are counted from."""

from __future__ import annotations

import itertools
from datetime import datetime, timedelta
from typing import Any

from content.models import Channel, Organization, Post, Rendition
from publishers.models import Attempt, ChannelAccount, Delivery

_NUMBERS = itertools.count(1)
DAY = timedelta(days=1)


def organization(slug: str = "namunaobod") -> Organization:
    return Organization.objects.get_or_create(slug=slug, defaults={"name": "Namunaobod shahar hokimligi"})[0]


def channel(kind: str, name: str, *, is_active: bool = True, **account: Any) -> Channel:
    made = Channel.objects.create(organization=organization(), kind=kind, name=name, is_active=is_active)
    ChannelAccount.objects.create(channel=made, **account)
    return made


def delivery(to: Channel, due_at: datetime, state: str = "pending", **fields: Any) -> Delivery:
    """Pending means that beat will look at it when it is due; in other states as ``fields`` say."""
    post = Post.objects.create(organization=to.organization, title="Ochiqlik kuni")
    rendition = Rendition.objects.create(
        post=post, channel=to, revision_id=1, content_checksum="0", checksum="0", title=post.title, text=""
    )
    values: dict[str, Any] = {"miss_after": due_at + DAY}
    if state == "pending":
        values |= {"ready_at": due_at, "miss_at": due_at + DAY}
    return Delivery.objects.create(
        key=f"k{next(_NUMBERS)}", post=post, rendition=rendition, channel=to, due_at=due_at, state=state,
        **(values | fields),
    )  # fmt: skip


def attempt(of: Delivery, outcome: str, started_at: datetime, *, step: str = "publish", number: int = 1) -> Attempt:
    """``outcome`` empty: under way."""
    ended = started_at + timedelta(seconds=1) if outcome else None
    return Attempt.objects.create(
        delivery=of, number=number, step=step, outcome=outcome, started_at=started_at, finished_at=ended
    )
