"""A submission that is sent back or cancelled is settled, whichever screen of Wagtail's it was done on."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from wagtail.models import WorkflowState
from wagtail.signals import workflow_cancelled, workflow_rejected

from content.approval import settle


@receiver(workflow_rejected, sender=WorkflowState)
def note_return(instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    _settle(instance, "returned", user)


@receiver(workflow_cancelled, sender=WorkflowState)
def note_call_back(instance: WorkflowState, user: Any = None, **kwargs: Any) -> None:
    _settle(instance, "called_back", user)


def _settle(state: WorkflowState, outcome: str, user: Any) -> None:
    if state.base_content_type.model == "post":
        settle(int(state.object_id), outcome, user=user)
