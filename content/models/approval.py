"""The approval step of a post: who submitted it does not approve it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask


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
