"""Steps of approval: who may decide on one, and when to tell them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from wagtail.models import TaskState

from content.models import Post
from content.quiet_hours import end_of_quiet

NEAR = timedelta(hours=2)
"""A slot that comes sooner than this after quiet hours is worth a message in them."""


def may_decide(step: TaskState, person: Any) -> bool:
    """Whether the step is open and this person may approve in it."""
    if step.status != TaskState.STATUS_IN_PROGRESS or not person.is_active:
        return False
    post = step.workflow_state.content_object
    return "approve" in {name for name, *_rest in step.task.specific.get_actions(post, person)}


def time_to_tell(post: Post, slot: datetime | None, *, now: datetime) -> datetime:
    """Now, or the end of the organization's quiet hours unless the slot is near then."""
    organization = post.organization
    if organization.quiet_from is None or organization.quiet_until is None:
        return now
    calm = end_of_quiet(now, ZoneInfo(organization.time_zone), (organization.quiet_from, organization.quiet_until))
    return now if slot is not None and slot < calm + NEAR else calm
