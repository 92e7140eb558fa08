"""Who hears of a submission, a return, an approval, a comment. Stored in the transaction it happens in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import translation
from wagtail.models import TaskState, WorkflowState

from content.models import Post, ReviewComment, Submission
from content.models.approval import deciders
from content.people import language_of, name_of
from content.waiting import people_for
from desk.addresses import review_address
from desk.review.letters import Letter, approved, commented, returned, submitted
from desk.telling import tell


def tell_approvers(step: TaskState, *, by: Any, now: datetime) -> None:
    """Everybody who may decide the step that begins now, but who has just begun it."""
    state = step.workflow_state
    post = state.content_object
    firsts = [who for task, who in deciders(state).items() if task != step.task_id]
    first_by = name_of(User.objects.filter(pk__in=firsts).first())
    row = _open(post)
    people = [person for person in people_for(step) if by is None or person.pk != by.pk]
    tell_each(people, lambda: submitted(post, row, first_by=first_by), post, key=f"submitted:{step.pk}", now=now)


def tell_returned(state: WorkflowState, *, by: Any, now: datetime) -> None:
    post, step = state.content_object, state.current_task_state
    tell_each(
        _authors(state, except_for=by),
        lambda: returned(post, by=name_of(by), comment=step.comment),
        post,
        key=f"returned:{step.pk}",
        now=now,
    )


def tell_approved(state: WorkflowState, *, by: Any, now: datetime) -> None:
    post = state.content_object
    row = Submission.objects.filter(post=post, revision_id=state.current_task_state.revision_id).first()
    tell_each(
        _authors(state, except_for=by),
        lambda: approved(post, row, by=name_of(by)),
        post,
        key=f"approved:{state.current_task_state_id}",
        now=now,
    )


def tell_comment(comment: ReviewComment, *, now: datetime) -> None:
    """Who submitted the post, who wrote about it before, and who is asked to decide."""
    post = comment.post
    people = set(User.objects.filter(pk__in=post.review_comments.values("author")))
    people |= set(User.objects.filter(pk__in=Submission.objects.filter(post=post).values("submitted_by")))
    step = post.current_workflow_task_state
    people |= set(people_for(step)) if step is not None else set()
    others = sorted((one for one in people if one.pk != comment.author_id), key=lambda one: one.pk)
    letter = lambda: commented(post, by=name_of(comment.author), text=comment.text)  # noqa: E731
    tell_each(others, letter, post, key=f"comment:{comment.pk}", now=now)


def tell_each(people: Iterable[User], letter: Callable[[], Letter], post: Post, *, key: str, now: datetime) -> int:
    """The same occasion to each, in their language; how many had not been told."""
    address = f"{settings.SITE_URL}{review_address(post)}"
    told = 0
    for person in people:
        with translation.override(language_of(person)):
            subject, text = letter()
            told += tell(person, subject=subject, text=text, address=address, key=key, now=now)
    return told


def _authors(state: WorkflowState, *, except_for: Any) -> list[User]:
    """Who submitted the text and who saved it last."""
    writer = state.current_task_state.revision.user if state.current_task_state else None
    people = {person for person in (state.requested_by, writer) if person is not None}
    return sorted((one for one in people if except_for is None or one.pk != except_for.pk), key=lambda one: one.pk)


def _open(post: Post) -> Submission | None:
    rows = Submission.objects.filter(post=post, outcome=Submission.Outcome.OPEN)
    return rows.select_related("submitted_by").first()
