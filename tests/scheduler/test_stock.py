"""Prepared posts wait in the stock of a plan item, and its slots take them in order, each once."""

from __future__ import annotations

from datetime import time, timedelta

import pytest
from django.contrib.auth.models import User
from wagtail.models import ModelLogEntry

from content.models import Organization, Post, PostTemplate
from content.services import submit
from publishers.models import Delivery
from scheduler.exceptions import ExceptionRefused, replace
from scheduler.models import Occurrence, OccurrenceChange, PlanItem, StockedPost
from scheduler.moving import MoveRefused, move_post, stage_of_post, version_of
from scheduler.stock import StockRefused, put_in, set_order, slots_to_fill, take_out, waiting, write_new
from tests.at_the_database import after
from tests.scheduler.stocking import (
    NEW_YEAR,
    STOCK_LOOKED_AT,
    approver,
    author,
    months,
    organization,
    prepared,
    stocked,
    written,
)
from tests.scheduler.town import channel, town

__all__ = ["approver", "author", "months", "organization"]

pytestmark = pytest.mark.django_db


def test_slots_take_the_posts_in_order_and_the_next_gets_the_reminder(months: list[Occurrence], author: User) -> None:
    first, second = stocked(months[0], author, "Birinchi", "Ikkinchi")

    done = [prepared(month) for month in months[:3]]

    assert [one.post_id for one in done[:2]] == [first.pk, second.pk]
    assert [(one.state, one.problem_code, one.prepare_at) for one in done[:2]] == [("prepared", "", None)] * 2
    assert done[2].problem_code == "no_template"
    rows = StockedPost.objects.order_by("pk")
    assert [row.taken_by_id for row in rows] == [months[0].pk, months[1].pk]


def test_a_taken_draft_has_what_its_slot_and_item_say_and_waits_for_people(
    months: list[Occurrence], author: User
) -> None:
    PlanItem.objects.update(lateness_limit=timedelta(hours=6), quiet_from=time(20), quiet_until=time(8))
    stocked(months[0], author, "Birinchi")

    post = prepared(months[0]).post

    assert post is not None
    content = post.latest_revision.as_object()
    assert (content.publish_at, content.lateness_limit) == (months[0].slot, timedelta(hours=6))
    assert (content.quiet_from, content.quiet_until) == (time(20), time(8))
    assert [one.kind for one in content.channels.all()] == ["website"]
    assert (post.live, post.awaits_slot, Delivery.objects.count()) == (False, False, 0)
    (change,) = OccurrenceChange.objects.filter(action="from_stock")
    assert (change.occurrence_id, change.after["post"], change.actor) == (months[0].pk, post.pk, None)
    assert ModelLogEntry.objects.filter(action="desk.from_stock", object_id=post.pk).count() == 1


def test_channels_that_people_ticked_stay(months: list[Occurrence], author: User, organization: Organization) -> None:
    telegram = channel(organization, "telegram", "telegram")
    stocked(months[0], author, "Birinchi", channels=[telegram])

    post = prepared(months[0]).post

    assert post is not None
    assert [one.kind for one in post.latest_revision.as_object().channels.all()] == ["telegram"]


def test_preparing_twice_takes_one(months: list[Occurrence], author: User) -> None:
    stocked(months[0], author, "Birinchi", "Ikkinchi")
    first = prepared(months[0])
    Occurrence.objects.filter(pk=first.pk).update(prepare_at=NEW_YEAR)

    again = prepared(months[0])

    assert again.post_id == first.post_id
    assert waiting(months[0].item).count() == 1


def test_slots_that_are_due_together_take_in_the_order_of_the_plan_whoever_comes_first(
    months: list[Occurrence], author: User
) -> None:
    first, second = stocked(months[0], author, "Birinchi", "Ikkinchi")

    later, earlier = prepared(months[1]), prepared(months[0])

    assert (earlier.post_id, later.post_id) == (first.pk, second.pk)


def test_an_occurrence_that_was_planned_anew_meanwhile_takes_nothing(months: list[Occurrence], author: User) -> None:
    # given
    stocked(months[0], author, "Birinchi")
    one = Occurrence.objects.filter(pk=months[0].pk)
    # when somebody moves the occurrence between the worker's look at the stock and its writing
    assert months[0].slot is not None
    later = months[0].slot + timedelta(days=1)
    with after(STOCK_LOOKED_AT, lambda: one.update(slot=later)):
        done = prepared(months[0])
    # then
    assert (done.post, done.state) == (None, "expected")
    assert waiting(months[0].item).count() == 1


def test_what_goes_into_the_stock_loses_its_time(
    months: list[Occurrence], author: User, organization: Organization
) -> None:
    post = written(organization, author, publish_at=NEW_YEAR)

    put_in(months[0].item, post, user=author, now=NEW_YEAR)

    assert Post.objects.get(pk=post.pk).latest_revision.as_object().publish_at is None


def test_posts_that_are_elsewhere_are_refused(
    months: list[Occurrence], author: User, organization: Organization
) -> None:
    item = months[0].item
    (twice,) = stocked(months[0], author, "Birinchi")
    taken = prepared(months[0]).post
    strange = written(town("boshqa"), author)
    (submitted,) = [written(organization, author, channels=list(organization.channels.all()), publish_at=NEW_YEAR)]
    submit(submitted, user=author)
    (again,) = stocked(months[1], author, "Ikkinchi")
    assert taken == twice

    codes = []
    for post in (twice, strange, submitted, again):
        with pytest.raises(StockRefused) as refused:
            put_in(item, Post.objects.get(pk=post.pk), user=author, now=NEW_YEAR)
        codes.append(refused.value.code)
    assert codes == ["for_occurrence", "other_organization", "in_approval", "in_stock"]


def test_order_is_set_and_what_is_not_named_stays_behind(months: list[Occurrence], author: User) -> None:
    stocked(months[0], author, "a", "b", "c")
    item = months[0].item
    rows = list(waiting(item))

    set_order(item, [rows[2].pk, rows[0].pk, 999])
    assert [row.post.title for row in waiting(item)] == ["c", "a", "b"]
    set_order(item, [row.pk for row in waiting(item)])
    assert [row.post.title for row in waiting(item)] == ["c", "a", "b"]


def test_what_waits_for_approval_or_is_taken_is_not_taken_out(months: list[Occurrence], author: User) -> None:
    posts = stocked(months[0], author, "Birinchi", "Ikkinchi", channels=list(months[0].channels.all()))
    first, second = waiting(months[0].item)
    prepared(months[0])
    submit(posts[1], user=author)

    codes = []
    for row in (first, second):
        with pytest.raises(StockRefused) as refused:
            take_out(row, user=author)
        codes.append(refused.value.code)
    assert codes == ["gone", "in_approval"]


def test_a_new_one_has_the_plans_words_and_the_items_channels(months: list[Occurrence], author: User) -> None:
    post = write_new(months[0].item, user=author, now=NEW_YEAR)

    assert post.title == months[0].item.title
    assert [one.kind for one in post.latest_revision.as_object().channels.all()] == ["website"]
    assert waiting(months[0].item).get().post == post
    assert slots_to_fill(months[0].item).count() == 12


def test_a_post_of_the_stock_neither_stands_for_another_occurrence_nor_is_moved(
    months: list[Occurrence], author: User
) -> None:
    (post,) = stocked(months[0], author, "Birinchi")
    post = Post.objects.get(pk=post.pk)
    seen = version_of(post.latest_revision_id, stage_of_post(post))

    with pytest.raises(ExceptionRefused) as refused:
        replace(months[3], post, reason="Oʻrniga", actor=author, now=NEW_YEAR)
    assert refused.value.code == "in_stock"
    with pytest.raises(MoveRefused) as unmoved:
        move_post(post, NEW_YEAR + timedelta(days=3), seen=seen, reason="", actor=author, now=NEW_YEAR)
    assert unmoved.value.code == "in_stock"
    assert Post.objects.get(pk=post.pk).awaits_slot


def test_a_deleted_draft_leaves_the_stock(months: list[Occurrence], author: User) -> None:
    first, second = stocked(months[0], author, "Birinchi", "Ikkinchi")

    Post.objects.get(pk=first.pk).delete()

    assert prepared(months[0]).post == second


def test_an_automatic_template_waits_while_the_stock_lasts(months: list[Occurrence], author: User) -> None:
    template = PostTemplate(organization=months[0].item.plan.organization, key="sinov", name="Sinov", live=False)
    template.title, template.body = "{{ period.label }} xabari", "Xabar."
    template.save()
    template.save_revision().publish()
    PlanItem.objects.update(template=template, automatic=True)
    (post,) = stocked(months[0], author, "Birinchi")

    done = [prepared(month) for month in months[:2]]

    assert (done[0].post, done[0].post is not None and done[0].post.live) == (post, False)
    assert done[1].post is not None
    assert (done[1].post.title, done[1].post.live) == ("2026-yil fevral xabari", True)
