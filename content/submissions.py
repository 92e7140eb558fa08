"""Which posts wait for approval."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, OuterRef, QuerySet
from django.db.models.functions import Cast
from wagtail.models import WorkflowState

from content.models import Post, SecondApprovalTask


def submitted_posts(posts: Collection[int]) -> dict[int, bool]:
    """Those of ``posts`` that wait for approval, by their numbers, and whether it is the second that they wait for."""
    second = ContentType.objects.get_for_model(SecondApprovalTask).pk
    rows = _submissions().filter(object_id__in=[str(pk) for pk in posts])
    steps = rows.values_list("object_id", "current_task_state__task__content_type_id")
    return {int(pk): step == second for pk, step in steps}


def submission_of(column: str) -> QuerySet[WorkflowState]:
    """For Exists(): the submission of the post whose number stands in ``column`` of the outer question."""
    return _submissions().filter(object_id=Cast(OuterRef(column), CharField()))  # Wagtail keeps the number as text


def _submissions() -> QuerySet[WorkflowState]:
    kind = ContentType.objects.get_for_model(Post)
    return WorkflowState.objects.filter(base_content_type=kind, status=WorkflowState.STATUS_IN_PROGRESS)
