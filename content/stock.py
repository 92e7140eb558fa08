"""Posts that wait in a stock without a time: what may wait there, and how a slot of the plan gives one its time.

An approved one goes out only in the very forms that were approved: they are rendered anew, outside any transaction, and
compared. Whatever differs, the post is a draft again and waits for people.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from wagtail.actions.edit import EditAction
from wagtail.log_actions import log

from content.channels_of import channels_of
from content.checksums import content_checksum
from content.models import Channel, Post, Rendition
from content.problems import Problem
from content.quiet_hours import Hours
from content.rendering import Rendered, render_all
from content.services import frozen_form, give_up_approval


@dataclass(frozen=True, slots=True)
class Slot:
    """What the plan gives to a post of the stock. ``channels``: for a post that names none itself."""

    at: datetime
    lateness_limit: timedelta
    quiet: Hours | None
    channels: Sequence[Channel]


@dataclass(frozen=True, slots=True)
class Looked:
    """A post of the stock as it was before the transaction that takes it.

    revision_id: its newest version. live, submitted: how far it was. forms: of an approved one, rendered for the slot.
    problem: why it does not go out by itself although it was submitted or approved; channel: where, if it is one's.
    """

    revision_id: int
    live: bool
    submitted: bool
    forms: tuple[Rendered, ...] = ()
    problem: Problem | None = None
    channel: str = ""

    def still_holds(self, post: Post) -> bool:
        """Whether a locked post is what was looked at."""
        return (self.revision_id, self.live, self.submitted) == _standing(post)


def is_approved(post: Post) -> bool:
    """Whether the newest version of a post is the approved one."""
    return bool(post.live and post.live_revision_id == post.latest_revision_id and not post.workflow_in_progress)


def look_at(post: Post, slot: Slot) -> Looked:
    """Render an approved post for a slot and compare it to what was approved. No transaction may be open."""
    looked = Looked(*_standing(post))
    if looked.submitted:
        return replace(looked, problem=Problem("stock_in_approval"))
    if not is_approved(post):
        return replace(looked, problem=Problem("stock_changed")) if post.live else looked
    revision = post.latest_revision
    approved = _approved_forms(post, revision)
    content = revision.as_object()
    _give(content, slot)
    forms = render_all(content)
    if not approved or {form.channel.pk: form.checksum for form in forms} != {
        channel: form.checksum for channel, form in approved.items()
    }:
        return replace(looked, problem=Problem("stock_changed"))
    stopping = [problem for form in forms for problem in form.blocking]
    if stopping:
        place = next(form.channel for form in forms if form.blocking)
        return replace(looked, problem=stopping[0], channel=str(place))
    return replace(looked, forms=tuple(forms))


def give_slot(post: Post, slot: Slot, looked: Looked) -> Problem | None:
    """Give a locked post of the stock its slot, and say what people have to mend. What ``look_at`` found as approved is
    approved with its slot, and the receivers of that put it into the outbox; anything else is a draft.

    The caller has seen that the newest version is still the one that was looked at, and has taken it from the stock.
    """
    problem = looked.problem
    if looked.forms:
        # once more: a picture's file may have been replaced since
        if approved := _approved_forms(post, post.latest_revision):
            _approve(post, slot, looked, approved)
            return None
        problem = Problem("stock_changed")
    if post.workflow_in_progress:
        post.current_workflow_state.cancel(user=None)
    if post.live:
        give_up_approval(post, user=None)
    content = Post.objects.get(pk=post.pk).get_latest_revision_as_object()
    _give(content, slot)
    EditAction(content, user=None, log_action="desk.from_stock", clean=False).execute(skip_permission_checks=True)
    return problem


def _approve(post: Post, slot: Slot, looked: Looked, approved: Mapping[int, Rendition]) -> None:
    Post.objects.filter(pk=post.pk).update(stock_revision=looked.revision_id, template_revision=None)
    fresh = Post.objects.get(pk=post.pk)
    content = fresh.get_latest_revision_as_object()
    _give(content, slot)
    revision = content.save_revision(user=None, clean=False)
    stored = revision.as_object()
    checksum = content_checksum(stored)
    Rendition.objects.bulk_create(
        frozen_form(
            fresh,
            form,
            revision_id=revision.pk,
            content_checksum=checksum,
            fingerprint=approved[form.channel.pk].fingerprint,
            approved_at=approved[form.channel.pk].approved_at,
            approved_by_id=approved[form.channel.pk].approved_by_id,
        )
        for form in looked.forms
    )
    revision.publish(user=None, log_action=False, skip_permission_checks=True)
    who = next(iter(approved.values())).approved_by
    data = {"slot": slot.at.isoformat(), "version": looked.revision_id, "approved_by": str(who or "")}
    log(Post.objects.get(pk=post.pk), "desk.from_stock", revision=revision, data=data)


def _standing(post: Post) -> tuple[int, bool, bool]:
    assert post.latest_revision_id is not None
    return post.latest_revision_id, post.live, bool(post.workflow_in_progress)


def _approved_forms(post: Post, revision: Any) -> dict[int, Rendition]:
    """By channel, those that approval bound and whose post, pictures and channels are still what they were."""
    content = revision.as_object()
    rows = Rendition.objects.filter(
        post_id=post.pk,
        revision_id=revision.pk,
        content_checksum=content_checksum(content),
        approved_at__isnull=False,
    )
    found = {row.channel_id: row for row in rows.select_related("approved_by")}
    return found if set(found) == {channel.pk for channel in channels_of(content)} else {}


def _give(content: Post, slot: Slot) -> None:
    content.publish_at = slot.at
    content.lateness_limit = slot.lateness_limit
    content.quiet_from, content.quiet_until = slot.quiet or (None, None)
    if not channels_of(content):
        content.channels.set(slot.channels)
