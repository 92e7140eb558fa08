"""A post approved in the stock goes out in the very forms that were approved, at its slot, or it waits for people."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from wagtail.models import ModelLogEntry

from content.models import Organization, Post, Rendition
from content.services import Stale, SubmissionRefused, decide, submit
from publishers.models import Delivery
from scheduler.models import Occurrence
from scheduler.stock import take_out, waiting
from tests.at_the_database import after
from tests.scheduler.stocking import (
    STOCK_LOOKED_AT,
    approved_in_stock,
    approver,
    author,
    months,
    organization,
    prepared,
    stocked,
    written,
)
from tests.scheduler.town import channel

__all__ = ["approver", "author", "months", "organization"]
pytestmark = pytest.mark.django_db


def test_a_stocked_post_is_approved_without_a_time_and_nothing_is_put_into_the_outbox(
    months: list[Occurrence], author: User, approver: User
) -> None:
    post = approved_in_stock(months[0], author, approver)

    assert (post.live, post.publish_at, post.awaits_slot) == (True, None, True)
    assert Delivery.objects.count() == 0
    assert Rendition.objects.filter(post=post, approved_by=approver).count() == 1


def test_a_slot_approves_what_was_approved_in_the_stock_and_puts_it_into_the_outbox(
    months: list[Occurrence], author: User, approver: User
) -> None:
    post = approved_in_stock(months[0], author, approver)
    seen = Rendition.objects.get(post=post)

    done = prepared(months[0])

    assert (done.post_id, done.state, done.problem_code, done.prepare_at) == (post.pk, "prepared", "", None)
    post = Post.objects.get(pk=post.pk)
    assert (post.live, post.publish_at, post.stock_revision) == (True, months[0].slot, seen.revision_id)
    (delivery,) = Delivery.objects.select_related("rendition")
    assert (delivery.state, delivery.due_at, delivery.rendition.checksum) == ("pending", months[0].slot, seen.checksum)
    sent = delivery.rendition
    assert (sent.approved_by, sent.approved_at, sent.revision_id) == (approver, seen.approved_at, post.live_revision_id)
    (entry,) = ModelLogEntry.objects.filter(action="desk.from_stock")
    assert entry.data["approved_by"] == "rustam"


def test_the_lateness_limit_counts_from_the_slot_that_the_service_gave(
    months: list[Occurrence], author: User, approver: User
) -> None:
    approved_in_stock(months[0], author, approver)

    prepared(months[0], late=timedelta(days=3))

    (delivery,) = Delivery.objects.all()
    assert months[0].slot is not None
    assert (delivery.due_at, delivery.miss_after) == (months[0].slot, months[0].slot + timedelta(days=1))


def test_a_newer_approval_by_a_person_counts_from_that_approval(
    months: list[Occurrence], author: User, approver: User
) -> None:
    approved_in_stock(months[0], author, approver)
    post = prepared(months[0]).post
    assert post is not None
    content = post.get_latest_revision_as_object()
    content.title = "Tuzatilgan"
    content.save_revision(user=author)

    post = submit(post, user=author)
    assert post.latest_revision_id is not None
    decide(post, user=approver, action="approve", seen=post.latest_revision_id)

    assert Post.objects.get(pk=post.pk).stock_revision is None


def test_a_form_that_changed_since_its_approval_does_not_go_out_by_itself(
    months: list[Occurrence], author: User, approver: User, organization: Organization
) -> None:
    # given: the channel has another alphabet since
    post = approved_in_stock(months[0], author, approver)
    organization.channels.update(alphabet="cyrillic")

    done = prepared(months[0])

    post = Post.objects.get(pk=post.pk)
    assert (done.post_id, done.problem_code) == (post.pk, "stock_changed")
    assert (post.live, post.latest_revision.as_object().publish_at) == (False, months[0].slot)
    assert Delivery.objects.count() == 0


def test_a_channel_that_is_out_of_use_since_stops_it(
    months: list[Occurrence], author: User, approver: User, organization: Organization
) -> None:
    approved_in_stock(months[0], author, approver)
    channel(organization, "telegram")
    organization.channels.filter(kind="website").update(is_active=False)

    assert prepared(months[0]).problem_code == "stock_changed"
    assert Delivery.objects.count() == 0


def test_a_draft_newer_than_the_approval_waits_for_people(
    months: list[Occurrence], author: User, approver: User
) -> None:
    post = approved_in_stock(months[0], author, approver)
    content = post.get_latest_revision_as_object()
    content.title = "Hech kim tasdiqlamagan"
    content.save_revision(user=author)

    done = prepared(months[0])

    post = Post.objects.get(pk=post.pk)
    assert (done.problem_code, post.live) == ("stock_changed", False)
    assert post.latest_revision.as_object().title == "Hech kim tasdiqlamagan"
    assert Delivery.objects.count() == 0


def test_a_post_that_waits_for_approval_is_a_draft_again_with_its_time(
    months: list[Occurrence], author: User, approver: User
) -> None:
    (post,) = stocked(months[0], author, "Birinchi", channels=list(months[0].channels.all()))
    post = submit(post, user=author)
    seen = post.latest_revision_id
    assert seen is not None

    done = prepared(months[0])

    assert (done.post_id, done.problem_code) == (post.pk, "stock_in_approval")
    post = Post.objects.get(pk=post.pk)
    assert (post.workflow_in_progress, post.live) == (False, False)
    with pytest.raises(Stale):
        decide(post, user=approver, action="approve", seen=seen)


def test_a_decision_between_look_and_taking_is_seen(months: list[Occurrence], author: User, approver: User) -> None:
    # given
    (post,) = stocked(months[0], author, "Birinchi", channels=list(months[0].channels.all()))
    post = submit(post, user=author)
    seen = post.latest_revision_id
    assert seen is not None
    # when an approver decides after the worker has looked at the post, and before the slot takes it
    with after(STOCK_LOOKED_AT, lambda: decide(post, user=approver, action="approve", seen=seen)):
        done = prepared(months[0])
    # then: it goes out as approved
    assert (done.problem_code, Delivery.objects.count()) == ("", 1)


def test_taking_out_ends_an_approval_that_was_for_the_stock(
    months: list[Occurrence], author: User, approver: User
) -> None:
    post = approved_in_stock(months[0], author, approver)

    take_out(waiting(months[0].item).get(), user=author)

    post = Post.objects.get(pk=post.pk)
    assert (post.live, post.awaits_slot) == (False, False)
    assert prepared(months[0]).problem_code == "no_template"
    assert Delivery.objects.count() == 0


def test_a_time_of_its_own_is_refused_in_the_stock_and_none_outside_it(
    months: list[Occurrence], author: User, organization: Organization
) -> None:
    own = list(organization.channels.all())
    (post,) = stocked(months[0], author, "Birinchi", channels=own)
    content = post.get_latest_revision_as_object()
    content.publish_at = months[0].slot
    content.save_revision(user=author)

    with pytest.raises(SubmissionRefused) as refused:
        submit(post, user=author)
    assert [problem.code for _channel, problem in refused.value.problems] == ["slot_in_stock"]
    with pytest.raises(SubmissionRefused) as refused:
        submit(written(organization, author, channels=own), user=author)
    assert [problem.code for _channel, problem in refused.value.problems] == ["no_slot"]
