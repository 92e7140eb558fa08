"""Rows for a benchmark: channels with accounts, and approved posts that are due on them, written in bulk."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from content.checksums import form_checksum
from content.models import Channel, Organization, Post, Rendition
from publishers.credentials import encrypt
from publishers.models import Attempt, ChannelAccount, Delivery, StateChange

SECRET = "whsec_" + b64encode(b"a key for benchmarks, invented").decode()
TEXT = "<p>Namunaobod tumanida yangi maktab ochildi. 540 oʻrinli binoda 24 sinf, oshxona va sport zali bor.</p>"
_ROWS = 1000


def add_channels(kind: str, count: int, platform: str) -> list[Channel]:
    """``count`` channels of one kind with accounts that work at the platform."""
    organization, _made = Organization.objects.get_or_create(slug="bench", defaults={"name": "Namunaobod"})
    channels = Channel.objects.bulk_create(
        Channel(organization=organization, kind=kind, name=f"{kind} {number}") for number in range(count)
    )
    ChannelAccount.objects.bulk_create(
        ChannelAccount(
            channel=channel,
            address=f"@kanal_{number}" if kind == "telegram" else f"{platform}/{kind}/{number}",
            stored_secret=encrypt(f"{number + 1000}:bench" if kind == "telegram" else SECRET),
            health=ChannelAccount.Health.OK,
        )
        for number, channel in enumerate(channels)
    )
    return channels


@transaction.atomic
def add_posts_due(channels: Sequence[Channel], instants: Sequence[datetime], *, in_turn: bool = False) -> list[Post]:
    """One approved post for each instant, due then on all of the channels, or ``in_turn`` on the next one alone. Its
    text names it by its id."""
    now = timezone.now()
    posts = Post.objects.bulk_create(
        [
            Post(organization=channels[0].organization, title=f"Xabar {number}", text=TEXT, publish_at=at, live=True)
            for number, at in enumerate(instants)
        ],
        batch_size=_ROWS,
    )
    renditions = Rendition.objects.bulk_create(
        [
            _approved(post, channel, now)
            for number, post in enumerate(posts)
            for channel in ([channels[number % len(channels)]] if in_turn else channels)
        ],
        batch_size=_ROWS,
    )
    deliveries = Delivery.objects.bulk_create([_due(rendition) for rendition in renditions], batch_size=_ROWS)
    StateChange.objects.bulk_create(
        [StateChange(delivery=delivery, old="", new="pending", at=now) for delivery in deliveries], batch_size=_ROWS
    )
    return posts


def _approved(post: Post, channel: Channel, now: datetime) -> Rendition:
    text = f"{TEXT.removeprefix('<p>').removesuffix('</p>')}\npost-no-{post.pk}-"
    return Rendition(
        post=post,
        channel=channel,
        revision_id=1,
        content_checksum="0" * 64,
        checksum=form_checksum(post.title, text, "", "", []),
        title=post.title,
        text=text,
        approved_at=now,
    )


def _due(rendition: Rendition) -> Delivery:
    post = rendition.post
    assert post.publish_at is not None
    late = post.publish_at + timedelta(days=1)
    return Delivery(
        key=f"{post.key}-{rendition.channel_id}-1",
        post=post,
        rendition=rendition,
        channel=rendition.channel,
        due_at=post.publish_at,
        ready_at=post.publish_at,
        miss_after=late,
        miss_at=late,
    )


def forget_posts() -> None:
    """Empty what posts brought; channels stay. Statistics and free room are as in a database that is looked after."""
    tables = [model._meta.db_table for model in (StateChange, Attempt, Delivery, Rendition)]
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
    Post.objects.all().delete()
