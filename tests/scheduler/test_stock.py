"""Prepared posts wait in the stock of a plan item, and its slots take them in order, each once."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from wagtail.models import ModelLogEntry

from content.drafts import DraftContent, create_draft
from content.models import Organization, Post, PostTemplate, Rendition
from content.services import Stale, SubmissionRefused, decide, submit
from publishers.models import Delivery
from scheduler import taking
from scheduler.exceptions import ExceptionRefused, replace
from scheduler.models import Occurrence, OccurrenceChange, PlanItem, StockedPost
from scheduler.moving import MoveRefused, move_post, stage_of_post, version_of
from scheduler.planning import activate_plan
from scheduler.preparing import prepare
from scheduler.stock import StockRefused, put_in, set_order, slots_to_fill, take_out, waiting, write_new
from tests.scheduler.town import MONTHLY, channel, duties, stored_plan, town

pytestmark = pytest.mark.django_db
NEW_YEAR = datetime(2026, 1, 1, 4, 0, tzinfo=UTC)


@pytest.fixture
def organization() -> Organization:
    organization = town()
    channel(organization, "website")
    return organization


@pytest.fixture
def months(tmp_path: Path, organization: Organization) -> list[Occurrence]:
    """What item 1 owes in 2026, a month each; the item has no template."""
    plan = stored_plan(tmp_path, organization, MONTHLY)
    activate_plan(plan, continuous="none", now=NEW_YEAR)
    return duties(plan)


def person(name: str, group: str) -> User:
    user = User.objects.create_user(name)
    user.groups.add(Group.objects.get(name=group))
    return User.objects.get(pk=user.pk)


@pytest.fixture
def author(db: None) -> User:
    return person("malika", "Authors")


@pytest.fixture
def approver(db: None) -> User:
    return person("rustam", "Approvers")


def written(organization: Organization, user: User, title: str = "Zaxira", **more: object) -> Post:
    values = {"text": "<p>Obyektlar roʻyxati yangilandi.</p>", "channels": [], "publish_at": None} | more
    return create_draft(organization, DraftContent(title=title, **values), user=user)  # type: ignore[arg-type]


def stocked(month: Occurrence, user: User, *titles: str, **more: object) -> list[Post]:
    organization = month.item.plan.organization
    posts = [written(organization, user, title, **more) for title in titles]
    for post in posts:
        put_in(month.item, post, user=user, now=NEW_YEAR)
    return posts


def approved_in_stock(month: Occurrence, author: User, approver: User) -> Post:
    own = list(month.item.plan.organization.channels.all())
    (post,) = stocked(month, author, "Tasdiqlangan zaxira", channels=own)
    post = submit(post, user=author)
    assert post.latest_revision_id is not None
    return decide(post, user=approver, action="approve", seen=post.latest_revision_id)


def prepared(month: Occurrence, *, late: timedelta = timedelta(days=-5)) -> Occurrence:
    assert month.slot is not None
    prepare(month.pk, now=month.slot + late)
    return Occurrence.objects.select_related("post").get(pk=month.pk)


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


def test_an_occurrence_that_was_planned_anew_meanwhile_takes_nothing(
    months: list[Occurrence], author: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given: somebody moves the occurrence between the worker's look and its writing
    stocked(months[0], author, "Birinchi")

    def look_while_moved(post: Post, slot: object) -> object:
        Occurrence.objects.filter(pk=months[0].pk).update(slot=months[0].slot + timedelta(days=1))  # type: ignore[operator]
        return looked(post, slot)

    looked = taking.look_at
    monkeypatch.setattr(taking, "look_at", look_while_moved)
    # when
    done = prepared(months[0])
    # then
    assert (done.post, done.state) == (None, "expected")
    assert waiting(months[0].item).count() == 1


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


def test_a_decision_between_look_and_taking_is_seen(
    months: list[Occurrence], author: User, approver: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given: an approver decides in the very moment in which the slot takes the post
    (post,) = stocked(months[0], author, "Birinchi", channels=list(months[0].channels.all()))
    post = submit(post, user=author)

    def look_while_decided(one: Post, slot: object) -> object:
        found = looked(one, slot)
        if not Post.objects.get(pk=post.pk).live:
            assert post.latest_revision_id is not None
            decide(post, user=approver, action="approve", seen=post.latest_revision_id)
        return found

    looked = taking.look_at
    monkeypatch.setattr(taking, "look_at", look_while_decided)
    # when
    done = prepared(months[0])
    # then: it goes out as approved
    assert (done.problem_code, Delivery.objects.count()) == ("", 1)


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


def test_taking_out_ends_an_approval_that_was_for_the_stock(
    months: list[Occurrence], author: User, approver: User
) -> None:
    post = approved_in_stock(months[0], author, approver)

    take_out(waiting(months[0].item).get(), user=author)

    post = Post.objects.get(pk=post.pk)
    assert (post.live, post.awaits_slot) == (False, False)
    assert prepared(months[0]).problem_code == "no_template"
    assert Delivery.objects.count() == 0


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
