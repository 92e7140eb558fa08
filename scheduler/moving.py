"""A person gives a post another time. What is out or under way stays; what was submitted or approved needs it again.

Approval binds the time with the text: the post becomes a draft with the new time, and what waits to go out at the old
one is cancelled. Nothing here publishes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from content.drafts import set_publish_at
from content.models import Post
from content.services import call_back, give_up_approval
from publishers.decisions import DecisionRefused, cancel
from publishers.models import Delivery
from publishers.queries import posts_begun
from publishers.stages import Stage, stage_of
from publishers.states import State
from scheduler.exceptions import STILL_OWED, ExceptionRefused, move
from scheduler.models import Occurrence

MOVABLE = frozenset({Stage.DRAFT, Stage.SUBMITTED, Stage.SCHEDULED})


class MoveRefused(Exception):
    """Nothing was changed.

    code: stale, past, same_slot, locked, in_stock, in_approval; the stage under_way, published, failed or called_off;
    or a code of ExceptionRefused when the occurrence the post stands for does not let it go.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Moved:
    """before: the old time; stage: what the post was then; post: None when the service's own draft gave way and is made
    anew in time; occurrence: the one that moved with it, if any."""

    before: datetime | None
    stage: Stage
    post: Post | None
    occurrence: Occurrence | None


def version_of(latest_revision_id: int | None, stage: Stage) -> str:
    """What a screen names as the version it showed."""
    return f"{latest_revision_id}-{stage}"


def stage_of_post(post: Post) -> Stage:
    """The stage as the database has it now; an attempt ever made counts as begun."""
    states = list(Delivery.objects.filter(post=post).values_list("state", flat=True))
    waiting = bool(post.workflow_in_progress)
    return stage_of(live=post.live, in_approval=waiting, states=states, begun=bool(posts_begun([post.pk])))


@transaction.atomic
def move_post(post: Post, to: datetime, *, seen: str, reason: str, actor: Any, now: datetime) -> Moved:
    """Let the post go out at ``to``; an occurrence that it alone stands for moves with it.

    ``seen``: the version on the person's screen, see ``version_of``. Raises MoveRefused.
    """
    occurrence = _only_occurrence(post)
    locked = Post.objects.select_for_update(of=("self",)).get(pk=post.pk)
    stage, before = stage_of_post(locked), locked.publish_at
    if version_of(locked.latest_revision_id, stage) != seen:
        raise MoveRefused("stale")
    _refuse(locked, stage, to, actor=actor, now=now)
    if locked.workflow_in_progress:
        try:
            call_back(locked, user=actor)
        except PermissionDenied:
            raise MoveRefused("in_approval") from None
    if stage == Stage.SCHEDULED:
        _give_up_approval(locked, reason=reason, actor=actor, now=now)
    if occurrence is None:
        set_publish_at(Post.objects.get(pk=locked.pk), to, user=actor)
    else:
        try:
            move(occurrence, to, reason=reason, actor=actor, now=now)
        except ExceptionRefused as refused:
            raise MoveRefused(refused.code) from None
    found = Post.objects.filter(pk=locked.pk).first()
    if found is not None:
        log(found, "desk.move", user=actor, data={"from": _iso(before), "to": _iso(to), "reason": reason})
    return Moved(before, stage, found, occurrence)


def _only_occurrence(post: Post) -> Occurrence | None:
    """The occurrence that owes this post, locked; None when there is none, or more than one."""
    rows = Occurrence.objects.select_for_update().filter(post=post, state__in=STILL_OWED).order_by("pk")
    found = list(rows[:2])
    return found[0] if len(found) == 1 else None


def _refuse(post: Post, stage: Stage, to: datetime, *, actor: Any, now: datetime) -> None:
    if stage not in MOVABLE:
        raise MoveRefused(stage)
    if to <= now:
        raise MoveRefused("past")
    if to == post.publish_at:
        raise MoveRefused("same_slot")
    if post.awaits_slot:
        raise MoveRefused("in_stock")
    if post.locked and post.locked_by_id != actor.pk:
        raise MoveRefused("locked")


def _give_up_approval(post: Post, *, reason: str, actor: Any, now: datetime) -> None:
    """What waits is cancelled first: a worker that takes one meanwhile stops the move."""
    for delivery in Delivery.objects.filter(post=post, state=State.PENDING).order_by("pk"):
        try:
            cancel(delivery.pk, actor=actor, now=now, note=reason)
        except DecisionRefused:
            raise MoveRefused(Stage.UNDER_WAY) from None
    give_up_approval(post, user=actor)


def _iso(at: datetime | None) -> str:
    return at.isoformat() if at else ""
