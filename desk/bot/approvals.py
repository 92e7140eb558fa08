"""Listens to the workflow: who is asked when a step begins, and what is settled when it ends.

All of it are rows written in the workflow's own transaction.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone
from wagtail.models import TaskState
from wagtail.signals import task_approved, task_cancelled, task_rejected

from content.models import Post
from content.waiting import people_for
from desk.bot.connecting import service_bot
from desk.bot.models import TelegramLink
from desk.bot.outbox import queue_request, settle_step
from desk.bot.steps import time_to_tell


def ask_people(step: TaskState, *, submitted_by: Any, now: datetime) -> None:
    """Queue a request to each linked person whom the step is for, but for who has brought it about."""
    post = step.workflow_state.content_object
    if not isinstance(post, Post) or service_bot() is None:
        return
    when = time_to_tell(post, step.revision.as_object().publish_at, now=now)
    people = [person for person in people_for(step) if submitted_by is None or person.pk != submitted_by.pk]
    for link in TelegramLink.objects.select_related("person").filter(blocked_at=None, person__in=people):
        queue_request(link.person, step_id=step.pk, post=post, revision_id=step.revision_id, not_before=when, now=now)


def _settle(instance: TaskState, **kwargs: Any) -> None:
    settle_step(instance.pk, now=timezone.now())


def listen() -> None:
    """Once, when all apps are loaded."""
    for signal in (task_approved, task_cancelled, task_rejected):
        signal.connect(_settle, sender=TaskState, dispatch_uid="desk.bot.settle")
