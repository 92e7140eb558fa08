"""How many people approve a post one after the other, and who they can be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Workflow

from content.models import Organization, Post, SecondApprovalTask
from content.models.places import Steps


@dataclass(frozen=True, slots=True)
class Step:
    number: int
    people: tuple[User, ...]
    """Active members of its groups, by their names."""


def steps_of(post: Post) -> int:
    """What the plans ask for that owe this post, the strictest of them; its organization's number beside a plan."""
    own: int = post.organization.approval_steps
    if post.pk is None:
        return own
    # occurrences and plans are the scheduler's rows: asked for through the relation they make
    asked = post.occurrences.order_by().values_list("item__plan__approval_steps", flat=True)
    return max((steps or own for steps in asked), default=own)


def workflow_for(post: Post) -> Workflow | None:
    """The workflow of as many steps as the post needs; None when none is set up: it is never approved with fewer."""
    if not post.organization_id or steps_of(post) == Steps.ONE:
        return Post.get_default_workflow()
    return two_steps()


def two_steps() -> Workflow | None:
    """The workflow in use that ends with a second approval."""
    kind = ContentType.objects.get_for_model(SecondApprovalTask)
    rows = Workflow.objects.filter(
        active=True, workflow_tasks__task__content_type=kind, workflow_tasks__task__active=True
    )
    return rows.order_by("pk").first()


def people_of(steps: int) -> list[Step]:
    """Each step with whoever can decide it; a workflow that is not set up has no step."""
    workflow = Post.get_default_workflow() if steps == Steps.ONE else two_steps()
    tasks = list(workflow.tasks.filter(active=True).specific()) if workflow is not None else []
    return [Step(number, tuple(members(task))) for number, task in enumerate(tasks, start=1)]


def members(task: Any) -> list[User]:
    """Who decides a step by its groups; administrators may decide too, but nobody counts on them."""
    rows = User.objects.filter(is_active=True, groups__in=task.groups.all()).select_related("wagtail_userprofile")
    return list(rows.distinct().order_by("last_name", "first_name", "username"))


def is_stuck(steps: list[Step], organization: Organization) -> bool:
    """Whether what is submitted could wait for ever: a step without people, or one person for two steps."""
    if not steps or not all(step.people for step in steps):
        return True
    everybody = {person.pk for step in steps for person in step.people}
    return organization.four_eyes and len(everybody) < len(steps)
