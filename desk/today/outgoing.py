"""What goes out today, post by post, and what comes next."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.models import Post
from desk.addresses import fan_out_address
from desk.times import shown
from publishers.models import Delivery
from publishers.queries import next_waiting
from publishers.states import NEEDS_PERSON, State

SHOWN = 10
NEXT = 5


def day_of(now: datetime) -> tuple[datetime, datetime]:
    """Midnight to midnight of the day in the service's zone."""
    begin = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return begin, begin + timedelta(days=1)


def posts_today(now: datetime) -> tuple[list[dict[str, Any]], int]:
    """Today's posts by their time, the first ``SHOWN``, and how many more there are."""
    begin, end = day_of(now)
    owed = Delivery.objects.filter(due_at__gte=begin, due_at__lt=end).exclude(state=State.CANCELLED)
    groups = (
        owed.order_by()
        .values("post_id")
        .annotate(
            at=Min("due_at"),
            channels=Count("channel", distinct=True),  # one that was taken back and published again counts once
            out=Count("channel", filter=Q(state=State.PUBLISHED), distinct=True),
            stuck=Count("channel", filter=Q(state__in=NEEDS_PERSON), distinct=True),
        )
    )
    found = list(groups.order_by("at", "post_id")[:SHOWN])
    posts = Post.objects.select_related("organization").defer("text").in_bulk([row["post_id"] for row in found])
    more = groups.count() - len(found) if len(found) == SHOWN else 0
    return [_row(posts[row["post_id"]], row) for row in found], more


def _row(post: Post, counts: dict[str, Any]) -> dict[str, Any]:
    zone = post.organization.time_zone
    return {
        "time": f"{counts['at'].astimezone(ZoneInfo(zone)):%H:%M}",
        "zone": zone,
        "title": post.title,
        "organization": post.organization.name,
        "address": fan_out_address(post),
        "said": _said(counts),
        "tone": "bad" if counts["stuck"] else "good" if counts["out"] == counts["channels"] else "waits",
    }


def _said(counts: dict[str, Any]) -> str:
    if counts["stuck"]:
        words = ngettext("%(count)s channel needs you", "%(count)s channels need you", counts["stuck"])
        return words % {"count": counts["stuck"]}
    if counts["out"] == counts["channels"]:
        words = ngettext("out on %(count)s channel", "out on all %(count)s channels", counts["channels"])
        return words % {"count": counts["channels"]}
    if counts["out"]:
        return _("out on %(out)s of %(channels)s channels") % counts
    words = ngettext("waits, %(count)s channel", "waits, %(count)s channels", counts["channels"])
    return words % {"count": counts["channels"]}


def comes_next() -> list[dict[str, Any]]:
    """What is due first of all that waits, for a day on which nothing goes out."""
    rows = Delivery.objects.select_related("rendition", "channel__organization").defer("rendition__text")
    return [
        {
            "title": delivery.rendition.title,
            "channel": str(delivery.channel),
            "due": shown(delivery.due_at, delivery.channel.organization.time_zone),
            "address": reverse("publish_log:detail", args=[delivery.pk]),
        }
        for delivery in next_waiting(rows, limit=NEXT)
    ]
