"""The action menu of posts and templates: nothing publishes by hand; decisions stand although the text is locked."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy
from wagtail.snippets.action_menu import ActionMenuItem, CancelWorkflowMenuItem, WorkflowMenuItem

from content.models import Post, PostTemplate

HIDDEN_ACTIONS = {"action-publish", "action-unpublish", "action-restart-workflow"}


def arrange_actions(menu_items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]) -> None:
    """Hook: put our items in the place of Wagtail's, the one most needed first."""
    instance = context.get("instance")
    if context.get("model") not in (Post, PostTemplate):
        return
    kept = {item.name: item for item in menu_items if item.name not in HIDDEN_ACTIONS}
    if "action-submit" in kept:
        kept["action-submit"] = SubmitItem(order=kept["action-submit"].order)
    state = instance.current_workflow_state if instance is not None else None
    if "action-cancel-workflow" in kept:
        if state is not None and state.requested_by_id == request.user.pk:
            kept["action-cancel-workflow"] = CancelItem(order=kept["action-cancel-workflow"].order)
        else:
            del kept["action-cancel-workflow"]  # whoever decides sends the text back, with a reason
    task = instance.current_workflow_task if instance is not None else None
    decisions: list[ActionMenuItem] = [
        DecisionItem(name, label, modal, icon_name="success" if name == "approve" else "edit")
        for name, label, modal in _approve_first(task.get_actions(instance, request.user) if task else [])
    ]
    locked = kept.pop("action-locked", None)
    first = decisions or ([locked] if locked else [])
    menu_items[:] = [*first, *(item for name, item in kept.items() if name not in {one.name for one in decisions})]


class SubmitItem(ActionMenuItem):
    name = "action-submit"
    label = gettext_lazy("Submit for approval")
    icon_name = "resubmit"


class CancelItem(CancelWorkflowMenuItem):
    label = gettext_lazy("Cancel the submission")


class DecisionItem(WorkflowMenuItem):
    """Shown although the text itself is locked while it waits."""

    def is_shown(self, context: dict[str, Any]) -> bool:
        return bool(context["view"] == "edit")


def _approve_first(actions: list[tuple[str, Any, bool]]) -> list[tuple[str, Any, bool]]:
    return sorted(actions, key=lambda action: (action[0] != "approve", action[2]))
