"""Every change of a post's life between draft and delivery: submit, decide, take back, publish from a template."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.unpublish import UnpublishAction

from content.approval import ApprovalRefused, bind_renditions
from content.channels_of import channels_of
from content.checksums import content_checksum
from content.drafts import DraftContent, is_untouched_draft, unsaved_post
from content.fingerprints import fingerprint_of
from content.models import Channel, Organization, Post, PostTemplate, Rendition, Submission
from content.polls import poll_problems, read_question
from content.preparation import example_of
from content.problems import Problem
from content.rendering import Rendered, render_all
from content.steps import steps_of

__all__ = ["ApprovalRefused", "Stale", "SubmissionRefused"]


class Stale(Exception):
    """The person decided on a version that is no longer the newest."""


class TouchedByPeople(Exception):
    """The post is a person's work by now, or approved already: no template answers for it."""


class SubmissionRefused(Exception):
    """The post cannot go out as it is. ``problems`` holds (channel or None, problem) pairs."""

    def __init__(self, problems: Sequence[tuple[Channel | None, Problem]]) -> None:
        super().__init__(", ".join(problem.code for _channel, problem in problems))
        self.problems = problems


def check_content(organization: Organization, content: DraftContent) -> None:
    """Whether a draft of this content could be submitted; no row of it is stored.

    Raises SubmissionRefused with every problem, ValidationError for an empty field.
    """
    post = unsaved_post(organization, content)
    post.full_clean()
    _rendered_or_refused(post)


def blocking_problems(content: Post, rendered: Iterable[Rendered]) -> list[tuple[Channel | None, Problem]]:
    """Why the post cannot be submitted: fields, the poll's words, and each channel's limits."""
    problems: list[tuple[Channel | None, Problem]] = []
    if not channels_of(content):
        problems.append((None, Problem("no_channel")))
    if (content.publish_at is None) != content.awaits_slot:
        problems.append((None, Problem("slot_in_stock" if content.publish_at else "no_slot")))
    poll = read_question(content.poll_question, content.poll_options, multiple=content.poll_multiple)
    if poll is not None:
        problems += [(None, problem) for problem in poll_problems(poll)]
    problems += [(form.channel, problem) for form in rendered for problem in form.blocking]
    return problems


def submit(post: Post, *, user: Any) -> Post:
    """Freeze one form per channel of the newest version and ask for approval.

    Raises SubmissionRefused with every problem, ValidationError for an empty field, Stale when somebody saved
    meanwhile.
    """
    revision = Post.objects.get(pk=post.pk).latest_revision
    content = revision.as_object()
    content.full_clean()
    rendered = _rendered_or_refused(content)
    with transaction.atomic():
        post = _locked(post.pk)
        if post.latest_revision_id != revision.pk or (content.publish_at is None) != post.awaits_slot:
            raise Stale
        _store_renditions(post, revision, content, rendered)
        _leave_old_steps(post, user=user)
        Submission.objects.create(
            post=post, revision_id=revision.pk, slot=content.publish_at, submitted_by=user, steps=steps_of(post)
        )
        _ask(post, user=user)
    return post


def frozen_form(post: Post, form: Rendered, **more: Any) -> Rendition:
    """The row that would be stored of a rendered form; ``more`` are fields of it. Nothing is written."""
    return Rendition(
        post=post,
        channel=form.channel,
        checksum=form.checksum,
        title=form.composed.title,
        text=form.composed.text,
        summary=form.composed.summary,
        link=form.link,
        section=form.section,
        pictures=[picture.as_row() for picture in form.pictures],
        alphabet=form.alphabet,
        **form.later_parts(),
        **more,
    )


def may_approve(organization: Organization, *, user: Any, submitted_by: Any) -> bool:
    """Whether ``user`` alone could approve what ``submitted_by`` submits: nobody takes both of two steps."""
    if organization.four_eyes and user.pk == submitted_by.pk:
        return False
    post = Post(organization=organization)
    steps = _steps(post.get_workflow())
    if organization.four_eyes and len(steps) > 1:
        return False
    return bool(steps) and all(
        "approve" in {name for name, *_rest in step.specific.get_actions(post, user)} for step in steps
    )


@transaction.atomic
def decide(post: Post, *, user: Any, action: str, seen: int, comment: str = "") -> Post:
    """Approve or reject ("approve", "reject") the revision ``seen`` on the person's screen; of two steps, the one that
    waits.

    Raises Stale when that is not the newest, PermissionDenied when this person may not, ApprovalRefused when what was
    submitted has changed since.
    """
    _decide(_locked(post.pk), user=user, action=action, seen=seen, comment=comment)
    return Post.objects.get(pk=post.pk)


@transaction.atomic
def decide_template(template: PostTemplate, *, user: Any, action: str, seen: int, comment: str = "") -> PostTemplate:
    """As ``decide``, for a template's wording."""
    locked = PostTemplate.objects.select_for_update().get(pk=template.pk)
    _decide(locked, user=user, action=action, seen=seen, comment=comment)
    return PostTemplate.objects.get(pk=template.pk)


@transaction.atomic
def call_back(post: Post, *, user: Any) -> None:
    """Cancel the submission: the post is a draft again. Raises PermissionDenied for anybody but who submitted it:
    whoever decides sends it back with a comment instead."""
    state = _locked(post.pk).current_workflow_state
    if state is None or state.requested_by_id != user.pk:
        raise PermissionDenied
    state.cancel(user=user)


@transaction.atomic
def give_up_approval(post: Post, *, user: Any) -> None:
    """The approved post is a draft again and must be approved anew. The caller has seen to it that nothing of it waits
    to go out."""
    UnpublishAction(_locked(post.pk), user=user, log_action=False).execute(skip_permission_checks=True)


def publish_from_template(post: Post) -> Post:
    """Approve a post that an approved template rendered, without a further person: automated recurring posting.

    The caller has rendered it from the template's approved (live) wording; which revision that was is written down.
    Raises SubmissionRefused when it does not fit, ApprovalRefused when the template is not approved, TouchedByPeople
    when it is not, or no longer, what the service itself has made.
    """
    if not is_untouched_draft(post):
        raise TouchedByPeople
    revision = post.latest_revision
    content = revision.as_object()
    rendered = _rendered_or_refused(content)
    with transaction.atomic():
        post = _locked(post.pk)
        if not is_untouched_draft(post):
            raise TouchedByPeople
        template = PostTemplate.objects.select_for_update().filter(pk=post.template_id, live=True).first()
        if template is None or post.latest_revision_id != revision.pk:
            raise ApprovalRefused("the template is not approved")
        Post.objects.filter(pk=post.pk).update(template_revision=template.live_revision_id)
        revision = _locked(post.pk).latest_revision  # anew: publishing copies the row's facts into what it saves
        _store_renditions(post, revision, content, rendered)
        bind_renditions(post, revision, user=None)
        revision.publish(user=None, skip_permission_checks=True)
    return Post.objects.get(pk=post.pk)


def submit_template(template: PostTemplate, *, user: Any) -> None:
    """Ask for approval of a template's newest wording.

    Raises TemplateProblem when its example cannot be rendered, ValidationError for an empty field, Stale when somebody
    saved meanwhile.
    """
    revision = PostTemplate.objects.get(pk=template.pk).latest_revision
    content = revision.as_object()
    content.full_clean()
    example_of(content)
    with transaction.atomic():
        locked = PostTemplate.objects.select_for_update().get(pk=template.pk)
        if locked.latest_revision_id != revision.pk:
            raise Stale
        _leave_old_steps(locked, user=user)
        _ask(locked, user=user)


def _ask(instance: Post | PostTemplate, *, user: Any) -> None:
    """Start the workflow, or go on with the one that sent the text back."""
    state, workflow = instance.current_workflow_state, instance.get_workflow()
    steps = _steps(workflow)
    if not steps:
        raise ValidationError(_("No approval workflow is set up."))
    if state is None or state.status != state.STATUS_NEEDS_CHANGES:
        workflow.start(instance, user)
        return
    # who submits last answers for the text, and does not approve it; whichever step sent it back, all decide anew
    state.requested_by = user
    state.current_task_state = state.task_states.filter(task_id=steps[0].pk).order_by("-pk").first()
    state.resume(user=user)


def _leave_old_steps(instance: Post | PostTemplate, *, user: Any) -> None:
    """What was sent back under other steps than today's begins anew: only what waits keeps its own."""
    state, workflow = instance.current_workflow_state, instance.get_workflow()
    if state is None or state.status != state.STATUS_NEEDS_CHANGES:
        return
    first = next((step.pk for step in _steps(workflow)), None)
    if state.workflow != workflow or not state.task_states.filter(task_id=first).exists():
        state.cancel(user=user)


def _steps(workflow: Any) -> list[Any]:
    """The steps of a workflow that are in use; a workflow without one would approve everything at once."""
    return list(workflow.tasks.filter(active=True)) if workflow is not None else []


def _decide(instance: Post | PostTemplate, *, user: Any, action: str, seen: int, comment: str) -> None:
    task_state = instance.current_workflow_task_state
    if task_state is None or {task_state.revision_id, instance.latest_revision_id} != {seen}:
        raise Stale
    task = task_state.task.specific
    if action not in {name for name, *_rest in task.get_actions(instance, user)}:
        raise PermissionDenied
    task.on_action(task_state, user, action, comment=comment)


def _locked(pk: int) -> Post:
    return Post.objects.select_for_update().get(pk=pk)


def _rendered_or_refused(content: Post) -> list[Rendered]:
    rendered = render_all(content)
    problems = blocking_problems(content, rendered)
    if problems:
        raise SubmissionRefused(problems)
    return rendered


def _store_renditions(post: Post, revision: Any, content: Post, rendered: Iterable[Rendered]) -> None:
    common = {"revision_id": revision.pk, "content_checksum": content_checksum(content)}
    common |= {"fingerprint": fingerprint_of(content)}
    Rendition.objects.bulk_create(
        [frozen_form(post, form, **common) for form in rendered],
        ignore_conflicts=True,  # the same version submitted again after a return
    )
