"""What waits for whom: the submissions a person could decide now. Screens, reminders and bots ask here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from wagtail.models import Task, TaskState, WorkflowState

from content.models import Post, SecondApprovalTask, Submission
from content.models.approval import deciders
from content.steps import members


@dataclass(frozen=True, slots=True)
class Waiting:
    """``step``: the row that waits, unique for each asking; ``seen``: the version a decision has to name."""

    post: Post
    step: int
    seen: int
    second: bool
    since: datetime


def waiting_for(user: Any) -> list[Waiting]:
    """What ``user`` may decide now, what goes out first at the top. Four questions to the database."""
    rows = list(_steps().filter(task__in=_tasks_of(user)))
    posts = Post.objects.select_related("organization").defer("text").in_bulk([row.post_number for row in rows])
    own = _own_decisions(user, rows)
    second = ContentType.objects.get_for_model(SecondApprovalTask).pk
    found = []
    for row in rows:
        post = posts.get(row.post_number)
        if post is None or row.revision_id != post.latest_revision_id:
            continue
        if post.organization.four_eyes and (row.workflow_state.requested_by_id == user.pk or _decided(row, own)):
            continue
        found.append(Waiting(post, row.pk, row.revision_id, row.task.content_type_id == second, row.started_at))
    return sorted(found, key=lambda one: (one.post.publish_at is None, one.post.publish_at or one.since, one.post.pk))


def people_for(step: TaskState) -> list[User]:
    """Who may decide this waiting step and is no administrator only."""
    state = step.workflow_state
    people = members(step.task.specific)
    if not state.content_object.organization.four_eyes:
        return people
    barred = {state.requested_by_id, *(who for task, who in deciders(state).items() if task != step.task_id)}
    return [person for person in people if person.pk not in barred]


def waiting_steps(posts: Sequence[int]) -> dict[int, TaskState]:
    """The step that waits, by post."""
    return {row.post_number: row for row in _steps().filter(workflow_state__object_id__in=[str(pk) for pk in posts])}


def open_submissions() -> QuerySet[Submission]:
    return Submission.objects.filter(outcome=Submission.Outcome.OPEN)


def _steps() -> QuerySet[TaskState]:
    rows = TaskState.objects.filter(
        status=TaskState.STATUS_IN_PROGRESS,
        workflow_state__status=WorkflowState.STATUS_IN_PROGRESS,
        workflow_state__base_content_type=ContentType.objects.get_for_model(Post),
    )
    # Wagtail keeps the post's number as text
    number = Cast("workflow_state__object_id", BigIntegerField())
    return rows.select_related("workflow_state", "task").annotate(post_number=number)


def _tasks_of(user: Any) -> list[int]:
    tasks = Task.objects.filter(active=True)
    if not user.is_superuser:
        groups = user.groups.values("pk")
        tasks = tasks.filter(
            Q(foureyestask__groups__in=groups)
            | Q(secondapprovaltask__groups__in=groups)
            | Q(groupapprovaltask__groups__in=groups)
        )
    return list(tasks.order_by().distinct().values_list("pk", flat=True))


def _own_decisions(user: Any, rows: Sequence[TaskState]) -> set[tuple[int, int, int]]:
    """(submission, version, step) of what the person approved last of the other steps."""
    approved = TaskState.objects.filter(
        workflow_state__in=[row.workflow_state_id for row in rows], status=TaskState.STATUS_APPROVED
    )
    same = approved.filter(
        workflow_state=OuterRef("workflow_state"), revision=OuterRef("revision"), task=OuterRef("task")
    )
    newest = approved.filter(finished_by=user, pk=Subquery(same.order_by("-pk").values("pk")[:1]))
    return set(newest.values_list("workflow_state_id", "revision_id", "task_id"))


def _decided(row: TaskState, own: set[tuple[int, int, int]]) -> bool:
    return any(
        state == row.workflow_state_id and version == row.revision_id and task != row.task_id
        for state, version, task in own
    )
