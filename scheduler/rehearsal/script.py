"""What a rehearsal plays, read from the real database as one JSON value: places, rules, rows of the plan, people's
texts. No token, no address of a channel, no person and no picture is in it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model, Q

from content.drafts import is_untouched_draft
from content.models import Channel, Organization, Post, PostTemplate
from publishers.models import ChannelAccount
from scheduler.models import CalendarDay, ConfirmedHoliday, MediaPlan, Occurrence, PlanItem, ScheduledDate
from scheduler.rehearsal.scratch_database import own_tables
from website.models import SectionPage

DEFAULT_CONTINUOUS = "monthly"
NOT_COPIED: dict[type[Model], set[str]] = {
    Organization: {"feed_key"},
    Channel: set(),
    PostTemplate: {
        "has_unpublished_changes", "first_published_at", "last_published_at", "live_revision", "go_live_at",
        "expire_at", "expired", "locked", "locked_at", "locked_by", "latest_revision",
    },
    MediaPlan: {"state", "feed_key", "activated_at", "not_read", "source_name", "source_checksum"},
    PlanItem: set(),
    CalendarDay: set(),
    ConfirmedHoliday: set(),
    ScheduledDate: {"uid"},
}  # fmt: skip
"""Fields that stay behind, by model: what belongs to people, revisions and the file the plan came from."""


def script_of(plan: MediaPlan, *, begin: date, end: date, year: int, with_posts: bool) -> dict[str, Any]:
    """``begin`` and ``end`` are days of the organization's calendar, both played; ``year`` is the plan's."""
    organization = plan.organization
    zone = ZoneInfo(organization.time_zone)
    start = datetime.combine(begin, time(), zone)
    channels = list(Channel.objects.filter(organization=organization).order_by("pk"))
    rows: list[Model] = [organization, *channels]
    rows += PostTemplate.objects.filter(organization=organization).order_by("pk")
    rows += [plan, *plan.items.order_by("pk")]
    rows += CalendarDay.objects.filter(Q(organization=None) | Q(organization=organization)).order_by("pk")
    rows += ConfirmedHoliday.objects.order_by("pk")
    rows += ScheduledDate.objects.filter(item__plan=plan).order_by("pk")
    duties = list(
        Occurrence.objects.filter(item__plan=plan).select_related("post").prefetch_related("channels").order_by("pk")
    )
    script = {
        "plan": plan.pk,
        "year": year,
        "continuous": plan.continuous or DEFAULT_CONTINUOUS,
        "with_posts": with_posts,
        "begin": start,
        "end": datetime.combine(end + timedelta(days=1), time(), zone),
        "activated": min(plan.activated_at or start, start),
        "settings": _settings(),
        "tables": own_tables(),
        "sections": list(SectionPage.objects.live().order_by("pk").values_list("slug", "title")),
        "rows": _rows(rows),
        "accounts": {channel.pk: _account(channel) for channel in channels},
        "occurrences": [_occurrence(duty) for duty in duties],
        "posts": [_post(post) for post in _people_s_posts(duties)],
    }
    portable: dict[str, Any] = json.loads(json.dumps(script, cls=_Exact))
    return portable


class _Exact(DjangoJSONEncoder):
    """Instants keep their microseconds: a post's slot must stay what its approval was bound to."""

    def default(self, value: Any) -> Any:
        return value.isoformat() if isinstance(value, datetime) else super().default(value)


def _settings() -> dict[str, str]:
    """Settings of the real service that decide when things happen, as the environment writes them."""
    return {
        "TIME_ZONE": settings.TIME_ZONE,
        "PREPARE_DAYS": str(settings.PREPARE_DAYS),
        "LEASE_SECONDS": str(int(settings.LEASE.total_seconds())),
        "CALL_SECONDS": str(int(settings.CALL_TIME_LIMIT.total_seconds())),
        "SETTLE_SECONDS": str(int(settings.SETTLE.total_seconds()) if settings.SETTLE else 0),
        "GRAPH_API_VERSION": settings.GRAPH_API_VERSION,
    }


def _rows(rows: Iterable[Model]) -> list[dict[str, Any]]:
    copied: list[dict[str, Any]] = []
    for row in rows:
        left = NOT_COPIED[type(row)]
        names = [field.name for field in (*row._meta.fields, *row._meta.many_to_many) if field.name not in left]
        copied += json.loads(serializers.serialize("json", [row], fields=names))
    return copied


def _account(channel: Channel) -> dict[str, Any]:
    """Only how the channel is doing; how to get in there stays where it is."""
    account = ChannelAccount.objects.filter(channel=channel).first()
    if account is None:
        return {"connected": False, "paused": ""}
    return {"connected": True, "paused": (account.health_code or "no_account") if account.paused_at else ""}


def _occurrence(duty: Occurrence) -> dict[str, Any]:
    return {
        "item": duty.item_id,
        "period_key": duty.period_key,
        "window_start": duty.window_start,
        "window_end": duty.window_end,
        "slot": duty.slot,
        "state": duty.state,
        "moved": duty.moved,
        "reason": duty.reason,
        "note": duty.note,
        "post": duty.post_id,
        "channels": [channel.pk for channel in duty.channels.all()],
    }


def _people_s_posts(duties: Iterable[Occurrence]) -> list[Post]:
    """Posts that people made or touched; what the service made by itself it makes again on the stage."""
    posts = {duty.post.pk: duty.post for duty in duties if duty.post is not None}
    return [
        post for pk, post in sorted(posts.items()) if post.template_revision is None and not is_untouched_draft(post)
    ]


def _post(post: Post) -> dict[str, Any]:
    """The approved wording of a post, or of one that nobody has approved the newest."""
    version = post if post.live or post.latest_revision is None else post.latest_revision.as_object()
    return {
        "pk": post.pk,
        "approved": post.live,
        "title": version.title,
        "text": version.text,
        "hashtags": version.hashtags,
        "section": version.section,
        "publish_at": version.publish_at,
        "lateness_seconds": version.lateness_limit.total_seconds(),
        "quiet": [version.quiet_from, version.quiet_until],
        "channels": [channel.pk for channel in version.channels.all()],
        "channel_texts": [[own.channel_id, own.text] for own in version.channel_texts.all()],
        "card": version.card,
    }
