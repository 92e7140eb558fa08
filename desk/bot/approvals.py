"""Listens to the workflow: who is asked when a step begins, and what is settled when it ends.

All of it are rows written in the workflow's own transaction.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from wagtail.admin.mail import GroupApprovalTaskStateSubmissionEmailNotifier
from wagtail.models import TaskState
from wagtail.signals import task_approved, task_cancelled, task_rejected, task_submitted

from content.models import Post
from desk.bot.connecting import service_bot
from desk.bot.models import BotMessage, TelegramLink
from desk.bot.outbox import queue_request, settle_step
from desk.bot.steps import may_decide, time_to_tell

_OF_WAGTAIL = "group_approval_task_submitted_email_notification"


class ApprovalNotifier(GroupApprovalTaskStateSubmissionEmailNotifier):
    """Wagtail's letter to those who may decide, less those who hear of it from the bot and want no letter besides."""

    def __call__(self, instance: Any = None, **kwargs: Any) -> bool:
        ask_people(instance, submitted_by=kwargs.get("user"), now=timezone.now())
        done: bool = super().__call__(instance, **kwargs)
        return done

    def get_valid_recipients(self, instance: TaskState, **kwargs: Any) -> set[User]:
        recipients: set[User] = super().get_valid_recipients(instance, **kwargs)
        asked = BotMessage.objects.filter(task_state_id=instance.pk, person__telegram_link__also_mail=False)
        told = set(asked.values_list("person_id", flat=True))
        return {person for person in recipients if person.pk not in told}


def ask_people(step: TaskState, *, submitted_by: Any, now: datetime) -> None:
    """Queue a request to each linked person who may decide, but for who has brought the step about."""
    post = step.workflow_state.content_object
    if not isinstance(post, Post) or service_bot() is None:
        return
    when = time_to_tell(post, step.revision.as_object().publish_at, now=now)
    links = TelegramLink.objects.select_related("person").filter(blocked_at=None, person__is_active=True)
    for link in links.exclude(person=submitted_by) if submitted_by else links:
        if may_decide(step, link.person):
            queue_request(
                link.person, step_id=step.pk, post=post, revision_id=step.revision_id, not_before=when, now=now
            )


def _settle(instance: TaskState, **kwargs: Any) -> None:
    settle_step(instance.pk, now=timezone.now())


notifier = ApprovalNotifier()


def listen() -> None:
    """To be called before Wagtail's own app is ready: under the same name the first one connected stays."""
    task_submitted.connect(notifier, sender=TaskState, dispatch_uid=_OF_WAGTAIL)
    for signal in (task_approved, task_rejected, task_cancelled):
        signal.connect(_settle, sender=TaskState, dispatch_uid="desk.bot.settle")
