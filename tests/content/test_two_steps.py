"""One step of approval or two: who may decide, what a return means, and what a changed setting leaves alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from wagtail.models import Task

from content.approval import ApprovalRefused
from content.models import Post, SecondApprovalTask, Submission
from content.services import Stale, call_back, decide, may_approve, submit
from content.steps import is_stuck, people_of, two_steps
from publishers.models import Delivery
from tests.content.conftest import Office
from tests.desk.people import person


@pytest.fixture
def head(db: None) -> User:
    return person("karim", "Ikkinchi tasdiqlovchilar")


@pytest.fixture
def strict(office: Office) -> Office:
    office.organization.approval_steps = 2
    office.organization.save()
    return office


def waiting(office: Office) -> Post:
    return submit(office.draft([office.channel("website")]), user=office.author)


def say(post: Post, user: User, action: str = "approve", comment: str = "") -> Post:
    fresh = Post.objects.get(pk=post.pk)
    assert fresh.latest_revision_id is not None
    # the user anew: Wagtail keeps on the object what it once asked about groups
    return decide(
        fresh, user=User.objects.get(pk=user.pk), action=action, seen=fresh.latest_revision_id, comment=comment
    )


def test_with_two_steps_only_the_second_approval_sends_the_post_out(strict: Office, head: User) -> None:
    # given
    post = waiting(strict)

    # when the first person approves
    after_first = say(post, strict.approver)

    # then nothing is on its way
    assert (after_first.live, after_first.status_string) == (False, "waits for the second approval")
    assert not Delivery.objects.exists()
    assert Submission.objects.get().outcome == ""

    # when the second does
    after_second = say(post, head)

    # then it is
    assert (after_second.live, after_second.status_string) == (True, "approved")
    assert Delivery.objects.count() == 1
    row = Submission.objects.get()
    assert (row.outcome, row.settled_by, row.steps) == ("approved", head, 2)


def test_nobody_decides_both_steps_nor_what_they_submitted(strict: Office, head: User) -> None:
    # given people who are in both groups
    both = Group.objects.get(name="Ikkinchi tasdiqlovchilar")
    strict.approver.groups.add(both)
    strict.author.groups.add(both, Group.objects.get(name="Tasdiqlovchilar"))
    post = waiting(strict)

    # when / then
    for refused in (strict.author, head):
        with pytest.raises(PermissionDenied):
            say(post, refused)
    say(post, strict.approver)
    for refused in (strict.author, strict.approver):
        for action in ("approve", "reject"):
            with pytest.raises(PermissionDenied):
                say(post, refused, action)
    assert not Delivery.objects.exists()
    assert say(post, head).live


def test_a_superuser_does_not_decide_both_steps_either(strict: Office) -> None:
    root = User.objects.create_superuser("root", "root@example.org", "a long password")
    post = waiting(strict)
    say(post, root)

    with pytest.raises(PermissionDenied):
        say(post, root)

    assert not Post.objects.get().live


def test_without_four_eyes_one_person_does_everything(strict: Office) -> None:
    strict.organization.four_eyes = False
    strict.organization.save()
    strict.author.groups.add(*Group.objects.filter(name__in=["Tasdiqlovchilar", "Ikkinchi tasdiqlovchilar"]))
    post = waiting(strict)

    say(post, strict.author)

    assert say(post, strict.author).live
    assert may_approve(strict.organization, user=User.objects.get(pk=strict.author.pk), submitted_by=strict.author)


def test_what_the_second_step_sends_back_is_decided_by_both_again(strict: Office, head: User) -> None:
    # given
    post = waiting(strict)
    say(post, strict.approver)
    say(post, head, "reject", "Sana notoʻgʻri")

    # when the author mends it and submits it again
    version = Post.objects.get().get_latest_revision_as_object()
    version.title = "Boshqa sarlavha"
    version.save_revision(user=strict.author)
    submit(post, user=strict.author)

    # then the second cannot come before the first
    with pytest.raises(PermissionDenied):
        say(post, head)
    assert say(post, strict.approver).status_string == "waits for the second approval"
    assert say(post, head).live
    assert list(Submission.objects.order_by("pk").values_list("outcome", flat=True)) == ["returned", "approved"]


def test_who_submits_again_is_bound_by_four_eyes_though_they_approved_before(strict: Office, head: User) -> None:
    # given a version the first approver let through and the second sent back
    post = waiting(strict)
    say(post, strict.approver)
    say(post, head, "reject", "Bir oʻylab koʻring")

    # when the first approver submits the very same version
    submit(post, user=strict.approver)

    # then another person takes the first step
    with pytest.raises(PermissionDenied):
        say(post, strict.approver)
    say(post, person("nodira", "Tasdiqlovchilar"))
    assert say(post, head).live


def test_a_decision_on_an_older_version_is_stale_at_each_step(strict: Office, head: User) -> None:
    post = waiting(strict)
    for user in (strict.approver, head):
        with pytest.raises(Stale):
            decide(post, user=user, action="approve", seen=1)
        say(post, user)


@pytest.mark.parametrize(("before", "after", "approvals"), [(1, 2, 1), (2, 1, 2)])
def test_a_changed_setting_leaves_alone_what_is_submitted(
    office: Office, head: User, before: int, after: int, approvals: int
) -> None:
    # given
    office.organization.approval_steps = before
    office.organization.save()
    post = waiting(office)

    # when
    office.organization.approval_steps = after
    office.organization.save()

    # then
    for user in (office.approver, head)[:approvals]:
        assert not Post.objects.get().live
        say(post, user)
    assert Post.objects.get().live


def test_what_was_sent_back_is_submitted_under_todays_number_of_steps(office: Office, head: User) -> None:
    post = waiting(office)
    say(post, office.approver, "reject", "Toʻldiring")
    office.organization.approval_steps = 2
    office.organization.save()

    submit(Post.objects.get(), user=office.author)

    assert not say(post, office.approver).live
    assert say(post, head).live
    assert list(Submission.objects.order_by("pk").values_list("outcome", "steps")) == [("returned", 1), ("approved", 2)]


def test_a_second_step_switched_off_under_a_waiting_post_approves_nothing(strict: Office) -> None:
    post = waiting(strict)
    SecondApprovalTask.objects.get().deactivate()

    with pytest.raises(ApprovalRefused, match="switched off"):
        say(post, strict.approver)

    assert not Post.objects.get().live
    assert not Delivery.objects.exists()
    assert two_steps() is None


def test_the_setting_of_one_organization_is_not_anothers(strict: Office, head: User) -> None:
    other = Office(
        type(strict.organization).objects.create(name="Boshqa", slug="boshqa"), strict.author, strict.approver
    )

    post = submit(other.draft([other.channel("website")]), user=other.author)

    assert say(post, other.approver).live


def test_called_back_is_settled_and_can_be_submitted_anew(office: Office) -> None:
    post = waiting(office)

    call_back(post, user=office.author)
    submit(Post.objects.get(), user=office.author)

    assert list(Submission.objects.order_by("pk").values_list("outcome", flat=True)) == ["called_back", ""]


def test_who_can_decide_each_step_and_when_nobody_can(office: Office, head: User) -> None:
    one, two = people_of(1), people_of(2)

    assert [[one.username for one in step.people] for step in one] == [["rustam"]]
    assert [[one.username for one in step.people] for step in two] == [["rustam"], ["karim"]]
    assert not is_stuck(one, office.organization)
    assert not is_stuck(two, office.organization)
    head.is_active = False
    head.save()
    assert is_stuck(people_of(2), office.organization)
    office.approver.groups.add(Group.objects.get(name="Ikkinchi tasdiqlovchilar"))
    assert is_stuck(people_of(2), office.organization), "one person cannot take both steps"


def test_without_any_workflow_nothing_is_submitted(strict: Office) -> None:
    Task.objects.all().update(active=False)

    with pytest.raises(Exception, match="No approval workflow is set up"):
        waiting(strict)


def test_one_person_may_not_approve_alone_what_needs_two(strict: Office, head: User) -> None:
    answers: list[Any] = [
        may_approve(strict.organization, user=user, submitted_by=strict.author) for user in (strict.approver, head)
    ]

    assert answers == [False, False]
