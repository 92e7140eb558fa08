"""A house that has worked for years: deliveries with their attempts, and plans with a year of occurrences."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from benchmarks.filling import multiply, seconds_after, text
from benchmarks.posts_due import add_channels
from content.models import Channel, Organization, Post, Rendition
from publishers.models import Attempt, Delivery
from scheduler.models import MediaPlan, Occurrence, PlanItem

CHANNELS = 200
APART = 60
"""Seconds between two deliveries of the log: a million of them are two years."""


@transaction.atomic
def add_log(count: int, *, ahead: bool = False) -> None:
    """``count`` deliveries, one post for each 200 channels: published with an attempt, or ``ahead`` still to come."""
    channels = list(Channel.objects.order_by("pk")) or add_channels("webhook", CHANNELS, "http://127.0.0.1:9")
    now, first = timezone.now(), channels[0]
    post = Post.objects.create(organization=first.organization, title="Xabar", text="<p>Matn</p>", live=True)
    multiply(post, (count - 1) // CHANNELS + 1, key=text("bench-"), title=text("Xabar "))
    form = Rendition.objects.create(
        post=post, channel=first, revision_id=0, content_checksum="0", checksum="0", title="Xabar", approved_at=now
    )
    of_post = f"{post.pk} + 1 + n.i / {CHANNELS}"
    of_channel = f"{first.pk} + n.i % {CHANNELS}"
    multiply(form, count, post_id=of_post, channel_id=of_channel, revision_id="1", title=text("Xabar "))
    begins = now + timedelta(days=1) if ahead else now - timedelta(seconds=APART * count)
    due = seconds_after(begins, f"n.i * {APART if not ahead else 1}")
    late = seconds_after(begins, f"n.i * {APART if not ahead else 1} + 86400")
    delivery = Delivery.objects.create(
        key="bench", post=post, rendition=form, channel=first, due_at=now, miss_after=now, state="published"
    )
    times = {"due_at": due, "miss_after": late}
    waiting = {"ready_at": due, "miss_at": late, "state": "'pending'", "finished_at": "NULL"}
    done = {"finished_at": due, "external_id": text(""), "link": text("https://example.com/")}
    own = {"key": text("bench-"), "post_id": of_post, "channel_id": of_channel, "rendition_id": f"{form.pk} + 1 + n.i"}
    multiply(delivery, count, **own, **times, **(waiting if ahead else done))
    if not ahead:
        attempt = Attempt.objects.create(
            delivery=delivery, number=1, step="publish", lease_token="0", started_at=now, outcome="published"
        )
        multiply(attempt, count, delivery_id=f"{delivery.pk} + 1 + n.i", started_at=due, finished_at=due)


@transaction.atomic
def add_plans(count: int, *, items: int = 12, occurrences: int = 9) -> None:
    """``count`` active plans of this year, each with its items and their occurrences."""
    now = timezone.now()
    organization = Organization.objects.order_by("pk")[0]
    plan = MediaPlan.objects.create(organization=organization, title="Reja", year=now.year, state="active")
    multiply(plan, count, title=text("Reja "))
    item = PlanItem.objects.create(plan=plan, position=1, title="Band", kind="monthly")
    multiply(item, count * items, plan_id=f"{plan.pk} + 1 + n.i / {items}", position=f"1 + n.i % {items}")
    day = date(now.year, 1, 1)
    one = Occurrence.objects.create(item=item, period_key="p", window_start=day, window_end=day, slot=now)
    multiply(
        one,
        count * items * occurrences,
        item_id=f"{item.pk} + 1 + n.i / {occurrences}",
        period_key=text("p"),
        slot=seconds_after(now - timedelta(days=200), "n.i % 30000000"),
    )
