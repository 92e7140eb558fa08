"""What happened to a post on its way to approval, and what people said about it, oldest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from wagtail.models import TaskState, WorkflowState

from content.models import Post, SecondApprovalTask, Submission
from content.people import name_of
from desk.times import shown

Outcome = Submission.Outcome


@dataclass(frozen=True, slots=True)
class Event:
    at: datetime
    who: str
    deed: str
    text: str = ""
    revision: int = 0
    tone: str = "over"
    when: str = ""


def thread(post: Post) -> list[Event]:
    """Three questions to the database."""
    zone = post.organization.time_zone
    found = [*_submissions(post), *_decisions(post), *_comments(post)]
    return [
        Event(one.at, one.who or "–", one.deed, one.text, one.revision, one.tone, shown(one.at, zone))
        for one in sorted(found, key=lambda one: one.at)
    ]


def _submissions(post: Post) -> list[Event]:
    events = []
    for row in post.submissions.select_related("submitted_by", "settled_by").order_by("pk"):
        words = _("submitted it, at short notice") if row.short_notice else _("submitted it")
        events.append(Event(row.submitted_at, name_of(row.submitted_by), words, "", row.revision_id, "waits"))
        if row.outcome == Outcome.CALLED_BACK and row.settled_at is not None:
            deed = _("cancelled the submission")
            events.append(Event(row.settled_at, name_of(row.settled_by), deed, "", row.revision_id))
    return events


def _decisions(post: Post) -> list[Event]:
    states = WorkflowState.objects.for_instance(post).values("pk")
    rows = TaskState.objects.filter(workflow_state__in=states, finished_at__isnull=False)
    rows = rows.filter(status__in=[TaskState.STATUS_APPROVED, TaskState.STATUS_REJECTED])
    words = {
        (TaskState.STATUS_APPROVED, False): _("approved it"),
        (TaskState.STATUS_APPROVED, True): _("gave the second approval"),
        (TaskState.STATUS_REJECTED, False): _("sent it back"),
        (TaskState.STATUS_REJECTED, True): _("sent it back at the second step"),
    }
    return [
        Event(
            row.finished_at,
            name_of(row.finished_by),
            words[row.status, row.task.content_type.model == SecondApprovalTask._meta.model_name],
            row.comment,
            row.revision_id,
            "good" if row.status == TaskState.STATUS_APPROVED else "bad",
        )
        for row in rows.select_related("finished_by", "task__content_type").order_by("pk")
        if row.finished_at is not None
    ]


def _comments(post: Post) -> list[Event]:
    rows = post.review_comments.select_related("author").order_by("pk")
    return [Event(row.at, name_of(row.author), _("wrote"), row.text, row.revision_id) for row in rows]
