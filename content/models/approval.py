"""The approval step of a post: who submitted it does not approve it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.locks import WorkflowLock
from wagtail.models import AbstractGroupApprovalTask


class WaitingLock(WorkflowLock):
    """Wagtail's lock says that reviewers may edit; here nobody may."""

    def get_message(self, user: Any) -> Any:
        return _(
            "This text waits for approval and cannot be changed. An approver can send it back; whoever submitted it "
            "can cancel the submission."
        )

    def get_description(self, user: Any, can_lock: bool = False) -> Any:
        return _("Nobody changes what waits for approval.")


def as_waiting(lock: Any) -> Any:
    """``lock`` with our words when it is the workflow's; any other, and None, as it is."""
    return WaitingLock(lock.object, lock.task) if isinstance(lock, WorkflowLock) else lock


class FourEyesTask(AbstractGroupApprovalTask):
    class Meta:
        verbose_name = _("approval by a second person")
        verbose_name_plural = _("approvals by a second person")

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        state = obj.current_workflow_state
        organization = getattr(obj, "organization", None)
        four_eyes = organization is None or organization.four_eyes
        if state and four_eyes and state.requested_by_id == user.pk:
            return []
        return super().get_actions(obj, user)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        # what is submitted is frozen: approvers send it back instead of editing what somebody else wrote
        return True

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        return False

    @classmethod
    def get_description(cls) -> Any:
        return _("A member of the chosen groups, other than the person who submitted the post, approves it.")
