"""Reminds of approval: who owes a submission, before the lead time begins; who owes a decision, as the slot nears.

Every reminder is a row that can be written once only: workers may do this at the same time.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import translation

from content.models import Organization, Post
from content.people import language_of, people_with
from content.submissions import submission_of
from content.waiting import open_submissions, people_for, waiting_steps
from desk.addresses import edit_address
from desk.models import Notice
from desk.quiet import is_quiet_at
from desk.review.letters import still_waits, to_submit
from desk.review.notifying import tell_each
from desk.review.reminder_times import AT_WORK, SOON, due_call, is_soon
from desk.telling import tell
from desk.times import shown
from scheduler.approval_time import LeadTimes, lead_hours
from scheduler.lead_time import longest
from scheduler.models import MediaPlan, Occurrence

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Owed:
    """What is not submitted; ``key`` names it and its slot: another slot is another reminder."""

    key: str
    title: str
    slot: datetime
    ask_by: datetime
    organization: Organization
    author: User | None
    address: str
    is_written: bool


def remind(*, now: datetime) -> int:
    """Tell everybody whose submission or decision is due to be asked for; how many letters that were."""
    told = sum(_tell_owed(one, now=now) for one in _not_told(_owed(now)) if not is_quiet_at(one.organization, now))
    told += _remind_approvers(now)
    if told:
        log.info("approval.reminded letters=%s", told)
    return told


def _remind_approvers(now: datetime) -> int:
    rows = open_submissions().filter(slot__gt=now).filter(_within(now, "post__organization", extra=timedelta()))
    submissions = list(rows.select_related("post__organization").defer("post__text").order_by("slot", "pk"))
    hours = _plan_hours([row.post_id for row in submissions])
    times, due = LeadTimes(), []
    for row in submissions:
        organization = row.post.organization
        assert row.slot is not None
        ask_by = times.ask_by(row.slot, organization, lead_hours(organization, hours[row.post_id]))
        call = due_call(row.slot, ask_by=ask_by, waits_since=row.submitted_at, now=now)
        if call is not None and not is_quiet_at(organization, now):
            due.append((row, int(call.total_seconds() // 60)))
    steps = waiting_steps([row.post_id for row, _call in due])
    calls = {
        f"waiting:{steps[row.post_id].pk}:{call}": (row, steps[row.post_id])
        for row, call in due
        if row.post_id in steps
    }
    before, told = _told(calls), 0
    for key, (row, step) in calls.items():
        if key in before:
            continue
        slot = shown(row.slot, row.post.organization.time_zone)
        told += tell_each(people_for(step), partial(still_waits, row.post, slot), row.post, key=key, now=now)
    return told


def _owed(now: datetime) -> Iterator[Owed]:
    yield from _owed_by_plans(now)
    yield from _owed_beside_plans(now)


def _owed_by_plans(now: datetime) -> Iterator[Owed]:
    """Occurrences nobody has written, and drafts of them nobody has submitted."""
    states = [Occurrence.State.EXPECTED, Occurrence.State.PREPARED]
    rows = Occurrence.objects.filter(slot__gt=now, state__in=states, item__plan__state=MediaPlan.State.ACTIVE)
    rows = rows.filter(_within(now, "item__plan__organization")).exclude(post__live=True)
    # what an approved template is to fill needs nobody yet
    rows = rows.exclude(item__automatic=True, post=None).exclude(Exists(submission_of("post_id")))
    related = rows.select_related("item__plan__organization", "post__latest_revision__user__wagtail_userprofile")
    times = LeadTimes()
    for one in related.defer("post__text", "post__latest_revision__content").order_by("slot", "pk"):
        plan = one.item.plan
        assert one.slot is not None
        hours = lead_hours(plan.organization, [plan.approval_lead_hours])
        ask_by = times.ask_by(one.slot, plan.organization, hours)
        if not hours or not is_soon(ask_by, one.slot, now=now):
            continue
        if one.post is None or _is_left(one.post, now):
            address = edit_address(one.post) if one.post else reverse("occurrence:inspect", args=[one.pk])
            title = one.post.title if one.post else one.item.title
            yield _made(f"o{one.pk}", title, one.slot, ask_by, plan.organization, one.post, address)


def _owed_beside_plans(now: datetime) -> Iterator[Owed]:
    """Drafts of posts that no plan asks for."""
    rows = Post.objects.filter(publish_at__gt=now, live=False).filter(_within(now, "organization", slot="publish_at"))
    rows = rows.exclude(Exists(submission_of("pk"))).exclude(Exists(Occurrence.objects.filter(post=OuterRef("pk"))))
    related = rows.select_related("organization", "latest_revision__user__wagtail_userprofile")
    times = LeadTimes()
    for post in related.defer("text", "latest_revision__content").order_by("publish_at", "pk"):
        assert post.publish_at is not None
        hours = post.organization.approval_lead_hours
        ask_by = times.ask_by(post.publish_at, post.organization, hours)
        if hours and _is_left(post, now) and is_soon(ask_by, post.publish_at, now=now):
            yield _made(f"p{post.pk}", post.title, post.publish_at, ask_by, post.organization, post, edit_address(post))


def _made(
    what: str, title: str, slot: datetime, ask_by: datetime, organization: Organization, post: Post | None, address: str
) -> Owed:
    author = post.latest_revision.user if post is not None and post.latest_revision else None
    key = f"submit:{what}:{slot:%Y%m%dT%H%M%S}"
    address = f"{settings.SITE_URL}{address}"
    return Owed(key, title, slot, ask_by, organization, author, address, is_written=post is not None)


def _tell_owed(one: Owed, *, now: datetime) -> int:
    zone = one.organization.time_zone
    told = 0
    for person in [one.author] if one.author is not None and one.author.is_active else _authors():
        with translation.override(language_of(person)):
            subject, text = to_submit(
                one.title,
                slot=shown(one.slot, zone),
                ask_by=shown(one.ask_by, zone),
                is_over=one.ask_by <= now,
                is_written=one.is_written,
            )
            told += tell(person, subject=subject, text=text, address=one.address, key=one.key, now=now)
    return told


def _authors() -> QuerySet[User]:
    return people_with("content.add_post").select_related("wagtail_userprofile")


def _not_told(owed: Iterable[Owed]) -> list[Owed]:
    """Those of which nobody has been reminded: what is owed stays so for a day and more, and is looked at often."""
    found = list(owed)
    told = _told(one.key for one in found)
    return [one for one in found if one.key not in told]


def _told(keys: Iterable[str]) -> set[str]:
    """Those that somebody was told. All who are told one thing are told at once."""
    return set(Notice.objects.filter(key__in=list(keys)).values_list("key", flat=True))


def _within(now: datetime, organization: str, *, slot: str = "slot", extra: timedelta = SOON) -> Q:
    """A condition on rows whose slot is so near that something may be due, by the lead times in force."""
    horizons: dict[timedelta, list[int]] = defaultdict(list)
    hours: dict[int, int] = defaultdict(int)
    plans = MediaPlan.objects.filter(state=MediaPlan.State.ACTIVE, approval_lead_hours__isnull=False).order_by()
    for pk, asked in plans.values_list("organization_id", "approval_lead_hours"):
        hours[pk] = max(hours[pk], asked or 0)
    rows = Organization.objects.order_by().values_list("pk", "approval_lead_hours", "approval_lead_working")
    for pk, own, working in rows:
        horizons[longest(max(own, hours[pk], 2), working=working)].append(pk)
    condition = Q(pk__in=[])
    for horizon, organizations in horizons.items():
        condition |= Q(**{f"{organization}__in": organizations, f"{slot}__lte": now + horizon + extra})
    return condition


def _plan_hours(posts: list[int]) -> dict[int, list[int | None]]:
    found: dict[int, list[int | None]] = defaultdict(list)
    rows = Occurrence.objects.filter(post__in=posts).order_by()
    for post, hours in rows.values_list("post_id", "item__plan__approval_lead_hours"):
        found[post].append(hours)
    return found


def _is_left(post: Post, now: datetime) -> bool:
    revision = post.latest_revision
    return revision is None or revision.created_at <= now - AT_WORK
