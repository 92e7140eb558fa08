"""Letters about posts take the place of Wagtail's, so that nobody gets two for one thing; other texts keep Wagtail's.

A signal takes one receiver for a name. Ours are connected under the names of Wagtail's, and before them: this app
stands before Wagtail's in INSTALLED_APPS.
"""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from content.models import Post
from desk.bot.approvals import ask_people
from desk.review.notifying import tell_approved, tell_approvers, tell_returned


def connect() -> None:
    task, state = TaskState, WorkflowState
    task_submitted.connect(_step_begins, sender=task, dispatch_uid="group_approval_task_submitted_email_notification")
    workflow_submitted.connect(_submitted, sender=state, dispatch_uid="workflow_state_submitted_email_notification")
    workflow_rejected.connect(_returned, sender=state, dispatch_uid="workflow_state_rejected_email_notification")
    workflow_approved.connect(_approved, sender=state, dispatch_uid="workflow_state_approved_email_notification")


def _step_begins(instance: TaskState, user: Any = None, **kwargs: Any) -> None:
    if _is_post(instance.workflow_state):
        now = timezone.now()
        ask_people(instance, submitted_by=user, now=now)
        tell_approvers(instance, by=user, now=now)
    else:
        _wagtail().task_submission_email_notifier(instance=instance, user=user, **kwargs)


def _submitted(instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    if not _is_post(instance):  # of a post its first step is told
        _wagtail().workflow_submission_email_notifier(instance=instance, user=user, **kwargs)


def _returned(instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    if _is_post(instance):
        tell_returned(instance, by=user, now=timezone.now())
    else:
        _wagtail().workflow_rejection_email_notifier(instance=instance, user=user, **kwargs)


def _approved(instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    if _is_post(instance):
        tell_approved(instance, by=user, now=timezone.now())
    else:
        _wagtail().workflow_approval_email_notifier(instance=instance, user=user, **kwargs)


def _is_post(state: WorkflowState) -> bool:
    return bool(state.base_content_type.model_class() is Post)


def _wagtail() -> Any:
    from wagtail.admin import signal_handlers  # connects nothing by itself, but needs all apps

    return signal_handlers
