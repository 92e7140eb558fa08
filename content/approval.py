"""What approval binds: the newest revision, and for each channel the very form the approver saw.

Wagtail calls ``finish`` by its dotted path while its own models load: no model may be imported at the top.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from content.models import Post


class ApprovalRefused(Exception):
    """What would be approved is not what was submitted. The message is for staff, in their language."""


def finish(workflow_state: Any, user: Any = None) -> None:
    """The last task of a workflow was approved; runs in the transaction of that decision.

    Raises PermissionDenied when nobody approved it who may, ApprovalRefused when it has changed.
    """
    _require_decision(workflow_state)
    approved = workflow_state.current_task_state.revision
    instance = workflow_state.content_object
    if instance.latest_revision_id != approved.pk:
        raise ApprovalRefused(_("There is a newer version than the one on your screen. Reload the page."))
    if workflow_state.base_content_type.model == "post":
        # a person answers for it now, with its slot, whatever it once went out from
        type(instance).objects.filter(pk=instance.pk).update(template_revision=None, stock_revision=None)
        bind_renditions(instance, approved, user=user)
        settle(instance.pk, "approved", user=user)
    approved.publish(user=user, skip_permission_checks=True)


def _require_decision(workflow_state: Any) -> None:
    """Wagtail also ends a workflow whose step was switched off under a waiting text, or that has no step at all; and
    its own kinds of step let people approve what they submitted."""
    from content.models import SecondApprovalTask
    from content.models.approval import deciders

    last = workflow_state.current_task_state
    if last is None or last.status != last.STATUS_APPROVED or last.finished_by_id is None:
        raise PermissionDenied
    steps = list(workflow_state.workflow.tasks.specific())
    done = deciders(workflow_state)
    if any(isinstance(step, SecondApprovalTask) and step.pk not in done for step in steps):
        raise ApprovalRefused(_("The second step of this approval was switched off. Cancel it and submit it again."))
    if not workflow_state.content_object.organization.four_eyes:
        return
    people = set(done.values())
    if people & {workflow_state.requested_by_id, None} or len(people) < len(done):
        raise PermissionDenied


def settle(post_id: int, outcome: str, *, user: Any = None) -> None:
    """Write down how the open submission of a post ended; one from before submissions were kept has no row."""
    from content.models import Submission

    now = timezone.now()
    for row in Submission.objects.select_for_update().filter(post_id=post_id, outcome=Submission.Outcome.OPEN):
        row.outcome, row.settled_at, row.settled_by = outcome, now, user
        if outcome == Submission.Outcome.APPROVED and row.slot is not None and now > row.slot:
            row.late_by = now - row.slot
        row.save(update_fields=["outcome", "settled_at", "settled_by", "late_by"])


def bind_renditions(post: Post, revision: Any, *, user: Any) -> None:
    """Mark this revision's frozen forms as approved. Raises ApprovalRefused when anything changed since submission."""
    from content.channels_of import channels_of
    from content.checksums import content_checksum
    from content.models import Rendition

    content = revision.as_object()
    renditions = Rendition.objects.filter(
        post_id=post.pk, revision_id=revision.pk, content_checksum=content_checksum(content)
    )
    frozen = set(renditions.values_list("channel_id", flat=True))
    wanted = {channel.pk for channel in channels_of(content)}
    if not wanted or frozen != wanted:
        raise ApprovalRefused(
            _("The post, its pictures or its channels changed after it was submitted. Submit it again.")
        )
    renditions.update(approved_at=timezone.now(), approved_by=user)
