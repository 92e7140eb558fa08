"""A person moves, excuses, replaces and restores one occurrence; what is out is never touched."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

import pytest
from django.contrib.auth.models import User

from content.drafts import DraftContent, create_draft, is_untouched_draft
from content.models import Channel, Organization, Post
from content.services import decide, submit
from publishers.changing import publish_again
from publishers.models import ChannelAccount, Delivery
from publishers.outbox import claim
from scheduler.exceptions import ExceptionRefused, doubts, move, replace, restore, skip
from scheduler.fulfilling import attach_post
from scheduler.models import MediaPlan, Occurrence, OccurrenceChange, PlanItem
from scheduler.planning import activate_plan
from scheduler.preparing import prepare
from tests.desk.people import person
from tests.scheduler.town import channel, duties, town

pytestmark = pytest.mark.django_db
NEW_YEAR = datetime(2026, 1, 1, 4, 0, tzinfo=UTC)
NOW = datetime(2026, 5, 2, 4, 0, tzinfo=UTC)
LATER = datetime(2026, 5, 21, 9, 0, tzinfo=UTC)
WHY = "Hokim xizmat safarida"


@pytest.fixture
def organization() -> Organization:
    return town()


@pytest.fixture
def website(organization: Organization) -> Channel:
    made = channel(organization, "website")
    ChannelAccount.objects.create(channel=made, address="@namuna")
    return made


@pytest.fixture
def author() -> User:
    return person("malika", "Mualliflar")


@pytest.fixture
def approver() -> User:
    return person("rustam", "Tasdiqlovchilar")


@pytest.fixture
def may(organization: Organization, website: Channel) -> Occurrence:
    """What a monthly item owes in May."""
    plan = MediaPlan.objects.create(organization=organization, title="Media-reja", year=2026)
    item = PlanItem.objects.create(
        plan=plan, position=1, number="1", title="Infografika", kind="monthly", rrule="FREQ=MONTHLY"
    )
    item.channels.add(website)
    activate_plan(plan, continuous="none", now=NEW_YEAR)
    return duties(plan)[4]


def written(may: Occurrence, website: Channel, author: User) -> Post:
    """A draft of a person's for May."""
    content = DraftContent("Maydagi xabar", "<p>Matn</p>", [website], publish_at=may.slot)
    post = create_draft(may.item.plan.organization, content, user=author)
    attach_post(may, post, user=author)
    return post


def approved(may: Occurrence, website: Channel, author: User, approver: User) -> Delivery:
    post = submit(written(may, website, author), user=author)
    assert post.latest_revision_id is not None
    decide(post, user=approver, action="approve", seen=post.latest_revision_id)
    return Delivery.objects.get(post=post)


def now_is(occurrence: Occurrence) -> Occurrence:
    return Occurrence.objects.get(pk=occurrence.pk)


def refused(code: str, act: object, *args: object, reason: str = WHY, now: datetime = NOW) -> None:
    with pytest.raises(ExceptionRefused) as refusal:
        act(*args, reason=reason, actor=None, now=now)  # type: ignore[operator]
    assert refusal.value.code == code
    assert OccurrenceChange.objects.count() == 0


def test_a_moved_occurrence_is_prepared_for_its_new_slot_and_the_history_says_why(
    may: Occurrence, author: User
) -> None:
    old = may.slot
    assert old is not None

    move(may, LATER, reason=WHY, actor=author, now=NOW)

    moved = now_is(may)
    assert (moved.slot, moved.moved, moved.reason, moved.state) == (LATER, True, WHY, "expected")
    assert moved.prepare_at == LATER - timedelta(days=5)
    change = OccurrenceChange.objects.get()
    assert (change.action, change.actor, change.reason, change.at) == ("moved", author, WHY, NOW)
    assert change.before == {"state": "expected", "slot": old.isoformat(), "post": None}
    assert change.after == {"state": "expected", "slot": LATER.isoformat(), "post": None}


def test_the_draft_of_a_person_moves_with_it(may: Occurrence, website: Channel, author: User) -> None:
    post = written(may, website, author)

    move(may, LATER, reason=WHY, actor=author, now=NOW)

    post = Post.objects.get(pk=post.pk)
    content = post.get_latest_revision_as_object()
    assert (post.publish_at, content.publish_at) == (LATER, LATER)
    assert (content.title, list(content.channels.all())) == ("Maydagi xabar", [website])
    assert (now_is(may).slot, now_is(may).post, now_is(may).prepare_at) == (LATER, post, None)
    assert post.latest_revision is not None
    assert post.latest_revision.user == author


def test_the_services_own_draft_is_made_anew_for_the_new_slot(may: Occurrence, author: User) -> None:
    prepare(may.pk, now=NOW)
    move(may, LATER, reason=WHY, actor=author, now=NOW)
    assert (Post.objects.count(), now_is(may).state) == (0, "expected")

    prepare(may.pk, now=LATER - timedelta(days=5))

    post = now_is(may).post
    assert post is not None
    assert (post.publish_at, is_untouched_draft(post)) == (LATER, True)


def test_the_time_of_a_submitted_or_approved_post_stands(
    may: Occurrence, website: Channel, author: User, approver: User
) -> None:
    post = submit(written(may, website, author), user=author)
    refused("in_approval", move, may, LATER)
    refused("in_approval", skip, may)

    assert post.latest_revision_id is not None
    decide(post, user=approver, action="approve", seen=post.latest_revision_id)
    refused("approved", move, may, LATER)
    assert Delivery.objects.get().state == "pending"


def test_excusing_cancels_what_waits_and_keeps_the_post(
    may: Occurrence, website: Channel, author: User, approver: User
) -> None:
    delivery = approved(may, website, author, approver)

    skip(may, reason=WHY, actor=approver, now=NOW)

    excused = now_is(may)
    assert (excused.state, excused.reason, excused.post, excused.prepare_at) == (
        "skipped",
        WHY,
        delivery.post,
        None,
    )
    assert Delivery.objects.get().state == "cancelled"
    said = Delivery.objects.get().changes.last()
    assert said is not None
    assert (said.note, said.actor) == (WHY, approver)


def test_excusing_takes_the_services_draft_away(may: Occurrence, author: User) -> None:
    prepare(may.pk, now=NOW)

    skip(may, reason=WHY, actor=author, now=NOW)

    assert (Post.objects.count(), now_is(may).state, now_is(may).post) == (0, "skipped", None)
    assert now_is(may).problem_code == ""


@pytest.mark.parametrize("state", ["published", "unknown", "partial", "leased"])
def test_what_is_or_may_be_out_is_never_touched(
    may: Occurrence, website: Channel, author: User, approver: User, state: str
) -> None:
    delivery = approved(may, website, author, approver)
    if state == "leased":
        assert claim(now=delivery.due_at, lease=timedelta(minutes=2), limit=1)
    else:
        Delivery.objects.filter(pk=delivery.pk).update(state=state)
    other = create_draft(may.item.plan.organization, DraftContent("Boshqa", "<p>Matn</p>", []), user=author)

    refused("out", move, may, LATER)
    refused("out", skip, may)
    refused("out", replace, may, other)

    assert (Delivery.objects.get().state, now_is(may).state) == (state, "prepared")


def test_an_occurrence_whose_post_was_taken_back_can_be_excused(
    may: Occurrence, website: Channel, author: User, approver: User
) -> None:
    taken_back = approved(may, website, author, approver)
    Delivery.objects.filter(pk=taken_back.pk).update(state="withdrawn", ready_at=None, miss_at=None)
    history = taken_back.changes.count()

    refused("approved", move, may, LATER)
    skip(may, reason=WHY, actor=approver, now=NOW)

    assert (now_is(may).state, now_is(may).post) == ("skipped", taken_back.post)
    assert (Delivery.objects.get().state, taken_back.changes.count()) == ("withdrawn", history)


def test_another_post_stands_for_one_that_was_taken_back_and_what_waits_again_is_cancelled(
    may: Occurrence, website: Channel, author: User, approver: User
) -> None:
    taken_back = approved(may, website, author, approver)
    Delivery.objects.filter(pk=taken_back.pk).update(state="withdrawn", ready_at=None, miss_at=None)
    again = publish_again(taken_back.pk, actor=approver, now=NOW, note="")
    other = create_draft(may.item.plan.organization, DraftContent("Boshqa", "<p>Matn</p>", []), user=author)

    replace(may, other, reason=WHY, actor=approver, now=NOW)

    assert (now_is(may).state, now_is(may).post) == ("replaced", other)
    assert list(Delivery.objects.order_by("pk").values_list("pk", "state")) == [
        (taken_back.pk, "withdrawn"),
        (again.pk, "cancelled"),
    ]


def test_what_was_rejected_and_waits_anew_is_cancelled_whole(
    may: Occurrence, website: Channel, author: User, approver: User
) -> None:
    rejected = approved(may, website, author, approver)
    Delivery.objects.filter(pk=rejected.pk).update(state="withdrawn", ready_at=None, miss_at=None)
    publish_again(rejected.pk, actor=approver, now=NOW, note="")
    Delivery.objects.filter(pk=rejected.pk).update(state="rejected")

    skip(may, reason=WHY, actor=approver, now=NOW)

    assert now_is(may).state == "skipped"
    assert list(Delivery.objects.values_list("state", flat=True)) == ["cancelled", "cancelled"]


def test_another_post_stands_for_it_and_its_own_stays_a_draft(may: Occurrence, website: Channel, author: User) -> None:
    own = written(may, website, author)
    other = create_draft(may.item.plan.organization, DraftContent("Boshqa", "<p>Matn</p>", []), user=author)

    replace(may, other, reason=WHY, actor=author, now=NOW)
    assert (now_is(may).state, now_is(may).post, now_is(may).prepare_at) == ("replaced", other, None)

    restore(may, reason="Adashdim", actor=author, now=NOW)
    assert (now_is(may).state, now_is(may).post, now_is(may).reason) == ("prepared", own, "")
    assert [change.action for change in may.changes.all()] == ["replaced", "restored"]


def test_a_post_of_another_organization_or_the_own_one_replaces_nothing(
    may: Occurrence, website: Channel, author: User
) -> None:
    own = written(may, website, author)
    stranger = create_draft(town("boshqacha"), DraftContent("Boshqa", "<p>Matn</p>", []), user=author)

    refused("same_post", replace, may, own)
    refused("other_organization", replace, may, stranger)


def test_what_was_excused_is_owed_again(may: Occurrence, author: User) -> None:
    before = now_is(may)
    skip(may, reason=WHY, actor=author, now=NOW)

    restore(may, reason="Safar qoldirildi", actor=author, now=NOW)

    after = now_is(may)
    assert (after.state, after.slot, after.prepare_at) == ("expected", before.slot, before.prepare_at)


def test_what_was_moved_gets_the_slot_of_its_rule_back(may: Occurrence, author: User) -> None:
    planned = may.slot
    move(may, LATER, reason=WHY, actor=author, now=NOW)

    restore(may, reason="Safar qoldirildi", actor=author, now=NOW)

    assert (now_is(may).slot, now_is(may).moved, now_is(may).reason) == (planned, False, "")


def test_slots_that_cannot_be_are_refused(may: Occurrence) -> None:
    assert may.slot is not None
    refused("outside_year", move, may, datetime(2026, 12, 31, 20, 0, tzinfo=UTC))  # 2027 in Tashkent
    refused("past", move, may, NOW)
    refused("same_slot", move, may, may.slot)
    refused("no_reason", move, may, LATER, reason="  ")


def test_only_what_is_owed_can_be_excused_and_only_what_was_changed_restored(may: Occurrence) -> None:
    refused("nothing_to_restore", restore, may)
    for state in ("elapsed", "withdrawn"):
        Occurrence.objects.filter(pk=may.pk).update(state=state)
        refused(state, skip, may)
        refused(state, move, may, LATER)
        refused(state, restore, may)


def test_nobody_reaches_into_the_making_of_a_draft(may: Occurrence) -> None:
    Occurrence.objects.filter(pk=may.pk).update(leased_until=NOW + timedelta(minutes=1))

    refused("being_prepared", skip, may)


def test_what_speaks_against_a_slot_is_said(may: Occurrence) -> None:
    organization = may.item.plan.organization
    organization.quiet_from, organization.quiet_until = time(22), time(7)
    organization.save()
    may = Occurrence.objects.select_related("item__plan__organization").get(pk=may.pk)

    assert doubts(may, LATER) == []
    # a Saturday night of June in Tashkent
    assert doubts(may, datetime(2026, 6, 6, 18, 0, tzinfo=UTC)) == ["quiet_hours", "day_off", "outside_window"]
