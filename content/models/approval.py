"""The approval step of a post: who submitted it does not approve it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
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


class ApprovedVersionsStay:
    """For models with revisions and approval: what somebody submitted or approved is never rewritten in place, as
    autosave would do, and its lock says so in our words."""

    def save_revision(self, *args: Any, overwrite_revision: Any = None, **kwargs: Any) -> Any:
        if overwrite_revision and (
            overwrite_revision.pk == self.live_revision_id  # type: ignore[attr-defined]
            or overwrite_revision.task_states.exists()
        ):
            raise PermissionDenied(_("This version was submitted or approved. Reload the page."))
        return super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)  # type: ignore[misc]

    def get_lock(self) -> Any:
        return as_waiting(super().get_lock())  # type: ignore[misc]


class ApprovalStep(AbstractGroupApprovalTask):
    """Nobody decides on what they submitted, nor twice on one submission, unless the organization allows it."""

    class Meta:
        abstract = True

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, Any, bool]]:
        actions = super().get_actions(obj, user)
        state = obj.current_workflow_state if actions else None
        organization = getattr(obj, "organization", None)
        if state is None or (organization is not None and not organization.four_eyes):
            return actions
        others = {person for step, person in deciders(state).items() if step != self.pk}
        return [] if user.pk == state.requested_by_id or user.pk in others else actions

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        # what is submitted is frozen: approvers send it back instead of editing what somebody else wrote
        return True

    def user_can_lock(self, obj: Any, user: Any) -> bool:
        return False


class FourEyesTask(ApprovalStep):
    class Meta:
        verbose_name = _("approval by a second person")
        verbose_name_plural = _("approvals by a second person")

    @classmethod
    def get_description(cls) -> Any:
        return _("A member of the chosen groups, other than the person who submitted the post, approves it.")


class SecondApprovalTask(ApprovalStep):
    class Meta:
        verbose_name = _("second approval")
        verbose_name_plural = _("second approvals")

    @classmethod
    def get_description(cls) -> Any:
        return _(
            "After the first approval a member of the chosen groups approves the post: "
            "neither who submitted it nor who gave the first approval."
        )


def deciders(state: Any) -> dict[int, int | None]:
    """Who approved each step of the version under review: step -> person, of several approvals the newest."""
    current = state.current_task_state
    if current is None:
        return {}
    approved = state.task_states.filter(status=current.STATUS_APPROVED, revision_id=current.revision_id)
    return dict(approved.order_by("pk").values_list("task_id", "finished_by_id"))
