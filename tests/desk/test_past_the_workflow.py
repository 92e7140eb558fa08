"""Roads past the approval that Wagtail itself opens: its settings of workflows, and the second submission."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Workflow, WorkflowContentType, WorkflowTask

from content.models import Channel, FourEyesTask, Organization, Post
from content.services import decide, submit
from publishers.models import Delivery
from tests.desk.conftest import signed_in
from tests.desk.forms import edit_url, post_form
from tests.desk.people import draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(organization: Organization, website: Channel, author: User) -> Post:
    return submit(draft(organization, [website], user=author), user=author)


def state_of(post: Post) -> tuple[bool, int]:
    return Post.objects.get(pk=post.pk).live, Delivery.objects.count()


def test_switching_the_approval_step_off_publishes_nothing(waiting: Post, root: User) -> None:
    task = FourEyesTask.objects.get()

    answer = signed_in(root).post(reverse("wagtailadmin_workflows:disable_task", args=[task.pk]), follow=True)

    assert answer.status_code == 200
    assert state_of(waiting) == (False, 0)


def test_switching_the_workflow_off_publishes_nothing(waiting: Post, root: User) -> None:
    workflow = waiting.get_workflow()

    signed_in(root).post(reverse("wagtailadmin_workflows:disable", args=[workflow.pk]), follow=True)

    assert state_of(waiting) == (False, 0)


def test_a_workflow_without_steps_approves_nothing_and_says_so(
    organization: Organization, website: Channel, root: User
) -> None:
    FourEyesTask.objects.update(active=False)
    post = draft(organization, [website], user=root)

    answer = signed_in(root).post(
        edit_url(post), post_form(organization, [website]) | {"action-submit": "1"}, follow=True
    )

    assert "No approval workflow is set up." in answer.content.decode()
    assert state_of(post) == (False, 0)


def test_a_stock_approval_step_does_not_do_away_with_the_second_person(
    organization: Organization, website: Channel, root: User
) -> None:
    # given: an administrator puts Wagtail's own step, which knows no four eyes, in place of ours
    task = GroupApprovalTask.objects.create(name="Bir oʻzi")
    task.groups.add(Group.objects.get(name="Tasdiqlovchilar"))
    workflow = Workflow.objects.create(name="Qisqa yoʻl")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowContentType.objects.update(workflow=workflow)
    post = submit(draft(organization, [website], user=root), user=root)
    assert post.latest_revision_id is not None
    # when
    with pytest.raises(PermissionDenied):
        decide(post, user=root, action="approve", seen=post.latest_revision_id)
    # then
    assert state_of(post) == (False, 0)


def test_who_submits_what_was_sent_back_does_not_approve_it(
    waiting: Post, approver: User, second_approver: User
) -> None:
    # given: the approver sends the author's text back, then submits it in the author's place
    assert waiting.latest_revision_id is not None
    returned = decide(waiting, user=approver, action="reject", seen=waiting.latest_revision_id, comment="?")
    again = submit(returned, user=approver)
    assert again.latest_revision_id is not None
    # when
    with pytest.raises(PermissionDenied):
        decide(again, user=approver, action="approve", seen=again.latest_revision_id)
    # then
    assert state_of(again) == (False, 0)
    decide(again, user=second_approver, action="approve", seen=again.latest_revision_id)
    assert state_of(again) == (True, 1)
