"""What nobody may do on the screens, superusers included, whatever the groups say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from content.models import Organization, Post, PostTemplate
from publishers.models import ChannelAccount, Delivery
from scheduler.models import MediaPlan, Occurrence, PlanItem


class PolicyWithout(ModelPermissionPolicy):
    """Django's permissions, less the ``refused`` actions."""

    def __init__(self, model: type[Model], *refused: str) -> None:
        super().__init__(model)
        self.refused = frozenset(refused)

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in self.refused and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Iterable[str]) -> bool:
        return super().user_has_any_permission(user, set(actions) - self.refused)


def register_policies() -> None:
    """To be called before Wagtail first asks for a policy."""
    refused = {
        # only the approval workflow publishes
        Post: ["publish"],
        PostTemplate: ["publish"],
        # plans come from the importer, occurrences from activation; a channel and its log stay for good
        MediaPlan: ["add", "delete"],
        PlanItem: ["add", "delete"],
        Occurrence: ["add", "change", "delete"],
        ChannelAccount: ["delete"],
        Delivery: ["add", "delete"],
        Organization: ["delete"],
    }
    for model, actions in refused.items():
        register_permission_policy(model, PolicyWithout(model, *actions))
