"""Sets the stage in the scratch database: what the script names, connected to the private sandbox, activated by the
same code as ever."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core import serializers

from content.drafts import DraftContent, unsaved_post
from content.models import Channel, ChannelText, Organization, Post, PostTemplate
from content.models.places import BY_HAND
from publishers.credentials import encrypt
from publishers.models import ChannelAccount
from scheduler.models import NOT_OWED, MediaPlan, Occurrence
from scheduler.plan_year import set_year
from scheduler.planning import activate_plan
from scheduler.rehearsal.people import StagePeople, bring_people
from scheduler.rehearsal.private_sandbox import PrivateSandbox
from website.services import ensure_section, ensure_site

State = Occurrence.State
SETTLED = (State.SKIPPED, State.REPLACED, State.WITHDRAWN)
"""What people decided about single occurrences; everything else is played anew."""

HERE = {Channel.Kind.WEBSITE, *BY_HAND}
"""Kinds that need no stand-in: our own site, and what is handed to people."""


def set_stage(script: Mapping[str, Any], sandbox: PrivateSandbox) -> StagePeople:
    """Everything that stands before the first day; the clock is at the beginning already."""
    people = bring_people(_instant(script["begin"]), _instant(script["end"]))
    ensure_site(site_name="Mediareja", base_url=settings.SITE_URL)
    for slug, title in script["sections"]:
        ensure_section(slug, title)
    _bring_rows(script["rows"])
    for channel in Channel.objects.order_by("pk"):
        _connect(channel, script["accounts"][str(channel.pk)], sandbox, people.author, at=_instant(script["begin"]))
    plan = MediaPlan.objects.get(pk=script["plan"])
    if plan.year is None:
        plan = set_year(plan, script["year"], school=plan.is_school_year)
    activate_plan(plan, continuous=script["continuous"], now=_instant(script["activated"]))
    _follow_decisions(script["occurrences"])
    _close_what_is_not_played(_instant(script["begin"]), _instant(script["end"]))
    posts = {content["pk"]: _bring_post(content, plan.organization, people) for content in script["posts"]}
    _attach(script["occurrences"], posts)
    owed = {row["post"] for row in script["occurrences"] if row["state"] != State.SKIPPED}
    for content in script["posts"]:
        if content["pk"] in owed and (content["approved"] or script["with_posts"]):
            _approve(posts[content["pk"]], people, script)
    return people


def _bring_rows(rows: list[dict[str, Any]]) -> None:
    for row in serializers.deserialize("python", rows):
        instance = row.object
        if isinstance(instance, Channel):
            instance.is_sandbox = True  # whatever happens, its adapter is given the addresses of the stand-ins
        approved = isinstance(instance, PostTemplate) and instance.live
        row.save()
        if isinstance(instance, PostTemplate):
            revision = instance.save_revision(clean=False)
            if approved:
                revision.publish(skip_permission_checks=True)


def _connect(
    channel: Channel, account: Mapping[str, Any], sandbox: PrivateSandbox, responsible: User, *, at: datetime
) -> None:
    """A stand-in for the channel's access. One that nobody connected stays so, one that is paused stays paused."""
    if not account["connected"]:
        return
    own = channel.kind in HERE
    address, token = ("", "") if own else sandbox.new_channel(channel.kind, channel.name)
    row = ChannelAccount(channel=channel, address=address, stored_secret=encrypt(token), responsible=responsible)
    if account["paused"]:
        row.paused_at, row.health, row.health_code = at, ChannelAccount.Health.FAILING, account["paused"]
    row.save()


def _follow_decisions(rows: list[dict[str, Any]]) -> None:
    """Moved slots, excuses and channels of single occurrences, and those that people added."""
    made = {(duty.item_id, duty.period_key): duty for duty in Occurrence.objects.all()}
    for row in rows:
        duty = made.get((row["item"], row["period_key"]))
        if duty is None:
            if row["slot"] is None or row["state"] in NOT_OWED:
                continue
            duty = Occurrence(
                item_id=row["item"],
                period_key=row["period_key"],
                window_start=date.fromisoformat(row["window_start"]),
                window_end=date.fromisoformat(row["window_end"]),
                slot=_instant(row["slot"]),
            )
        if row["moved"] and row["slot"] is not None:
            days = duty.slot - duty.prepare_at if duty.slot and duty.prepare_at else timedelta(0)
            duty.moved, duty.slot = True, _instant(row["slot"])
            duty.prepare_at = duty.slot - days
        if row["state"] in SETTLED:
            duty.state, duty.prepare_at = row["state"], None
        duty.reason, duty.note = row["reason"], row["note"]
        duty.save()
        if row["channels"]:
            duty.channels.set(row["channels"])


def _close_what_is_not_played(begin: datetime, end: datetime) -> None:
    """Nothing is prepared for slots outside the days that are played."""
    Occurrence.objects.filter(slot__lt=begin).update(prepare_at=None)
    Occurrence.objects.filter(slot__gte=end).update(prepare_at=None)


def _bring_post(content: Mapping[str, Any], organization: Organization, people: StagePeople) -> Post:
    """A person's post as a draft of the stage's author: words and channels. Pictures of the library stay behind; where
    a channel demands one, a card is drawn."""
    draft = DraftContent(
        title=content["title"],
        text=content["text"],
        channels=list(Channel.objects.filter(pk__in=content["channels"])),
        publish_at=_instant(content["publish_at"]) if content["publish_at"] else None,
        hashtags=content["hashtags"],
        section=content["section"],
        lateness_limit=timedelta(seconds=content["lateness_seconds"]),
        card=content["card"],
    )
    post = unsaved_post(organization, draft)
    post.quiet_from, post.quiet_until = (time.fromisoformat(at) if at else None for at in content["quiet"])
    post.channel_texts.set(
        [
            ChannelText(channel_id=channel, text=text, sort_order=order)
            for order, (channel, text) in enumerate(content["channel_texts"])
        ]
    )
    post.save()
    post.save_revision(user=people.author, clean=False)
    return post


def _attach(rows: list[dict[str, Any]], posts: Mapping[int, Post]) -> None:
    for row in rows:
        if (post := posts.get(row["post"])) is not None:
            duties = Occurrence.objects.filter(item_id=row["item"], period_key=row["period_key"])
            duties.exclude(state__in=SETTLED).update(post=post, state=State.PREPARED, prepare_at=None)
            duties.filter(state__in=SETTLED).update(post=post)


def _approve(post: Post, people: StagePeople, script: Mapping[str, Any]) -> None:
    """What was due before the first day is not sent anew: it would go out at once."""
    if post.publish_at is not None and _instant(script["begin"]) <= post.publish_at < _instant(script["end"]):
        people.submit_and_approve(post)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
