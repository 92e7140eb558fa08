"""A press office that has worked for years: posts on four channels, some waiting for people, a year's weekly plan."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from benchmarks.filling import multiply, seconds_after, text
from benchmarks.posts_due import add_channels
from content.models import Channel, Post, Rendition
from publishers.models import Attempt, Delivery
from scheduler.models import MediaPlan, Occurrence, PlanItem

CHANNELS = 4
APART = 1800
"""Seconds between two posts: 100,000 of them are nearly six years."""
AHEAD = 100
"""Posts still to come."""
WRONG = 500
"""Of so many deliveries one waits for a person."""
WEEKS = 53
MOST_ITEMS = 100


@transaction.atomic
def add_posts(count: int) -> None:
    """``count`` posts, four deliveries each: published with an attempt, but for what waits for people or is to come."""
    channels = add_channels("webhook", CHANNELS, "http://127.0.0.1:9")
    first, now = channels[0], timezone.now()
    begins = now - timedelta(seconds=APART * (count - AHEAD))
    post = Post.objects.create(organization=first.organization, title="Xabar", text="<p>Matn</p>", live=True)
    multiply(
        post,
        count,
        key=text("bench-"),
        title=text("Xabar "),
        publish_at=seconds_after(begins, f"n.i * {APART}"),
        created_at=seconds_after(begins, f"n.i * {APART}"),
    )
    of_post, of_channel = f"{post.pk} + 1 + n.i / {CHANNELS}", f"{first.pk} + n.i % {CHANNELS}"
    link = Post.channels.through.objects.create(post=post, channel=first)
    multiply(link, count * CHANNELS, post_id=of_post, channel_id=of_channel)
    form = Rendition.objects.create(
        post=post, channel=first, revision_id=0, content_checksum="0", checksum="0", title="Xabar", approved_at=now
    )
    multiply(form, count * CHANNELS, post_id=of_post, channel_id=of_channel, revision_id="1", title=text("Xabar "))
    delivery = Delivery.objects.create(
        key="bench", post=post, rendition=form, channel=first, due_at=now, miss_after=now, state="published"
    )
    due = seconds_after(begins, f"n.i / {CHANNELS} * {APART}")
    ahead = f"n.i >= {(count - AHEAD) * CHANNELS}"
    multiply(
        delivery,
        count * CHANNELS,
        key=text("bench-"),
        post_id=of_post,
        channel_id=of_channel,
        rendition_id=f"{form.pk} + 1 + n.i",
        due_at=due,
        miss_after=seconds_after(begins, f"n.i / {CHANNELS} * {APART} + 86400"),
        ready_at=f"CASE WHEN {ahead} THEN {due} END",
        finished_at=f"CASE WHEN NOT {ahead} THEN {due} END",
        state=f"CASE WHEN {ahead} THEN 'pending' WHEN n.i % {WRONG} = 7 THEN 'rejected' ELSE 'published' END",
        reason_code=f"CASE WHEN n.i % {WRONG} = 7 THEN 'caption_too_long' ELSE '' END",
        link=text("https://example.com/"),
    )
    attempt = Attempt.objects.create(
        delivery=delivery, number=1, step="publish", lease_token="0", started_at=now, outcome="published"
    )
    of_delivery = f"{delivery.pk} + 1 + n.i"
    multiply(attempt, (count - AHEAD) * CHANNELS, delivery_id=of_delivery, started_at=due, finished_at=due)


@transaction.atomic
def add_weekly_plan() -> None:
    """A plan of this year whose items owe something every week, as much of it written as there are posts."""
    posts = list(Post.objects.order_by("-pk").values_list("pk", flat=True)[: MOST_ITEMS * WEEKS])
    first, items = posts[-1], max(1, min(MOST_ITEMS, len(posts) // WEEKS))
    some = Post.objects.get(pk=first)
    plan = MediaPlan.objects.create(
        organization=some.organization, title="Reja", year=timezone.now().year, state="active"
    )
    item = PlanItem.objects.create(plan=plan, position=0, title="Band", kind="weekly")
    multiply(item, items, title=text("Band "), position="1 + n.i")
    day = date(timezone.now().year, 1, 1)
    one = Occurrence.objects.create(
        item=item, period_key="p", window_start=day, window_end=day, slot=timezone.now(), state="prepared", post=some
    )
    begins = datetime(day.year, 1, 1, 5, tzinfo=UTC)
    multiply(
        one,
        items * WEEKS,
        item_id=f"{item.pk} + 1 + n.i / {WEEKS}",
        period_key=text("p"),
        post_id=f"{first} + n.i",
        slot=seconds_after(begins, f"n.i % {WEEKS} * 604800"),
        window_start=_day_after(day),
        window_end=_day_after(day, 6),
    )
    channel = Channel.objects.order_by("pk")[0]
    owed = Occurrence.channels.through.objects.create(occurrence=one, channel=channel)
    of_one, of_channel = f"{one.pk} + 1 + n.i / {CHANNELS}", f"{channel.pk} + n.i % {CHANNELS}"
    multiply(owed, items * WEEKS * CHANNELS, occurrence_id=of_one, channel_id=of_channel)


def _day_after(day: date, later: int = 0) -> str:
    """SQL for a day of the n-th week, at most the last of the year."""
    days = f"(n.i % {WEEKS}) * 7 + {later}"
    if connection.vendor == "sqlite":
        return f"date('{day}', ({days}) || ' days')"
    return f"'{day}'::date + ({days})"
