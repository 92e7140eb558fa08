"""Dates of an approved schedule become occurrences, and corrected ones move them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.contrib.auth.models import User

from content.drafts import DraftContent, create_draft
from content.models import Organization
from publishers.models import Delivery
from scheduler.date_lists import BadLine, DateList, GivenDate
from scheduler.fulfilling import attach_post, owed_on
from scheduler.giving_dates import DatesRefused, Given, give_dates, preview, seen_of
from scheduler.models import ItemDecision, MediaPlan, Occurrence, OccurrenceChange, PlanItem, ScheduledDate
from scheduler.planning import activate_plan
from scheduler.preparing import prepare
from scheduler.replanning import replan
from tests.desk.people import person
from tests.scheduler.town import channel, town

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 4, 0, tzinfo=UTC)
MARCH, APRIL, MAY = date(2026, 3, 5), date(2026, 4, 6), date(2026, 5, 7)


@pytest.fixture
def organization() -> Organization:
    made = town()
    channel(made, "website")
    return made


@pytest.fixture
def item(organization: Organization) -> PlanItem:
    """Of an active plan, waiting for its dates."""
    plan = MediaPlan.objects.create(organization=organization, title="Media-reja", year=2026)
    made = PlanItem.objects.create(
        plan=plan,
        position=1,
        number="4",
        title="Press-tadbirlar",
        kind="on_schedule",
        channel_words=["official_pages"],
        review=["needs_dates"],
        needs_review=True,
    )
    activate_plan(plan, continuous="none", now=NOW)
    return reread(made)


@pytest.fixture
def author() -> User:
    return person("malika", "Mualliflar")


def reread(item: PlanItem) -> PlanItem:
    return PlanItem.objects.select_related("plan__organization").get(pk=item.pk)


def given(item: PlanItem, *dates: GivenDate, now: datetime = NOW, actor: Any = None, **rest: Any) -> Given:
    source = rest.pop("source", ScheduledDate.Source.FORM)
    return give_dates(reread(item), DateList(dates, **rest), source=source, actor=actor, now=now)


def owed(item: PlanItem) -> list[tuple[str, str, str]]:
    """(period, slot in Tashkent, state) of the item's occurrences."""
    rows = Occurrence.objects.filter(item=item).order_by("slot", "pk")
    return [(row.period_key, local(row.slot), row.state) for row in rows]


def local(slot: datetime | None) -> str:
    assert slot is not None
    return slot.astimezone(datetime.fromisoformat("2026-01-01T00:00+05:00").tzinfo).strftime("%d.%m %H:%M")


def key_of(item: PlanItem, period: str) -> Occurrence:
    return Occurrence.objects.get(item=item, period_key=period)


def test_each_date_owes_one_occurrence_at_its_own_hour_or_the_items(item: PlanItem, author: User) -> None:
    PlanItem.objects.filter(pk=item.pk).update(target_time=time(11, 30))

    done = given(item, GivenDate(APRIL, note="Ochiq eshik"), GivenDate(MARCH, time(9, 0)), actor=author)

    assert (done.created, done.moved, done.withdrawn, done.stays) == (2, 0, 0, ())
    assert owed(item) == [("2026-03-05", "05.03 09:00", "expected"), ("2026-04-06", "06.04 11:30", "expected")]
    april = key_of(item, "2026-04-06")
    assert (april.note, april.window_start, april.window_end) == ("Ochiq eshik", APRIL, APRIL)
    assert list(april.channels.values_list("kind", flat=True)) == ["website"]


def test_giving_dates_settles_the_question_and_is_written_down(item: PlanItem, author: User) -> None:
    given(item, GivenDate(MARCH, time(9, 0)), GivenDate(APRIL), actor=author)

    assert (reread(item).review, reread(item).needs_review) == ([], False)
    decision = ItemDecision.objects.get()
    assert (decision.codes, decision.actor, decision.at) == (["needs_dates"], author, NOW)
    assert decision.before["scheduled_dates"] == []
    assert decision.after["scheduled_dates"] == ["2026-03-05T09:00", "2026-04-06"]


def test_dates_of_a_plan_that_is_not_active_wait_for_its_activation(item: PlanItem) -> None:
    MediaPlan.objects.update(state="draft")
    given(item, GivenDate(MARCH, time(9, 0)))
    assert owed(item) == []

    activate_plan(item.plan, continuous="none", now=NOW)
    assert owed(item) == [("2026-03-05", "05.03 09:00", "expected")]


def test_a_day_that_is_over_is_not_published_in_silence(item: PlanItem) -> None:
    given(item, GivenDate(date(2026, 2, 3), time(9, 0)))

    assert owed(item) == [("2026-02-03", "03.02 09:00", "elapsed")]


def test_days_outside_the_plans_year_are_refused_unless_the_others_are_wanted(item: PlanItem) -> None:
    dates = DateList((GivenDate(MARCH, line=2), GivenDate(date(2027, 1, 1), line=3)))
    assert preview(item, dates).bad == (BadLine(3, "outside_year", "01.01.2027"),)

    with pytest.raises(DatesRefused, match="bad_lines"):
        give_dates(item, dates, source=ScheduledDate.Source.CSV, actor=None, now=NOW)
    assert ScheduledDate.objects.count() == 0

    give_dates(item, dates, source=ScheduledDate.Source.CSV, actor=None, now=NOW, without_bad=True)
    assert ScheduledDate.objects.get().day == MARCH


def test_a_school_plan_takes_the_days_of_its_own_year(item: PlanItem) -> None:
    MediaPlan.objects.update(is_school_year=True)

    changes = preview(reread(item), DateList((GivenDate(MARCH), GivenDate(date(2027, 5, 25)))))

    assert [one.day for one in changes.added] == [date(2027, 5, 25)]
    assert [found.text for found in changes.bad] == ["05.03.2026"]


def test_a_corrected_calendar_moves_the_date_of_the_same_event(item: PlanItem) -> None:
    given(item, GivenDate(MARCH, time(9, 0), "Brifing", uid="e1"), source=ScheduledDate.Source.ICAL)
    before = key_of(item, "2026-03-05")

    done = given(
        item,
        GivenDate(APRIL, time(15, 0), "Brifing", uid="e1"),
        source=ScheduledDate.Source.ICAL,
        events=frozenset({"e1"}),
    )

    assert (done.created, done.moved, done.withdrawn) == (0, 1, 0)
    assert owed(item) == [("2026-04-06", "06.04 15:00", "expected")]
    assert key_of(item, "2026-04-06").pk == before.pk
    assert OccurrenceChange.objects.filter(action="replanned").count() == 1


def test_a_called_off_event_and_a_repetition_that_is_gone_are_withdrawn(item: PlanItem) -> None:
    given(item, GivenDate(MARCH, uid="a"), GivenDate(APRIL, uid="b/20260406"), GivenDate(MAY, uid="b/20260507"))

    done = given(item, GivenDate(MAY, uid="b/20260507"), withdrawn=frozenset({"a/"}), events=frozenset({"b"}))

    assert done.withdrawn == 2
    assert [(key, state) for key, _slot, state in owed(item)] == [
        ("2026-03-05", "withdrawn"),
        ("2026-04-06", "withdrawn"),
        ("2026-05-07", "expected"),
    ]
    assert key_of(item, "2026-03-05").prepare_at is None


def test_a_list_adds_unless_it_is_the_whole_schedule(item: PlanItem) -> None:
    given(item, GivenDate(MARCH), GivenDate(APRIL))

    assert given(item, GivenDate(MAY)).withdrawn == 0
    assert given(item, GivenDate(MAY), whole=True).withdrawn == 2
    assert [row.day for row in ScheduledDate.objects.all()] == [MAY]


def test_an_hour_that_is_given_later_moves_the_date_and_adds_none(item: PlanItem) -> None:
    given(item, GivenDate(MARCH))

    changes = preview(item, DateList((GivenDate(MARCH, time(10, 0)),)))

    assert (len(changes.moved), changes.added) == (1, ())


def test_a_removed_date_with_a_persons_post_stays_and_is_named(item: PlanItem, author: User) -> None:
    given(item, GivenDate(MARCH), GivenDate(APRIL))
    post = create_draft(item.plan.organization, DraftContent("Xabar", "<p>Matn</p>", []), user=author)
    attach_post(key_of(item, "2026-03-05"), post, user=author)
    prepare(key_of(item, "2026-04-06").pk, now=NOW)

    done = given(item, GivenDate(MAY), whole=True)

    assert [row.period_key for row in done.stays] == ["2026-03-05"]
    assert (key_of(item, "2026-03-05").state, key_of(item, "2026-03-05").post) == ("prepared", post)
    assert (key_of(item, "2026-04-06").state, key_of(item, "2026-04-06").post) == ("withdrawn", None)


def test_a_persons_draft_moves_with_its_date(item: PlanItem, author: User) -> None:
    given(item, GivenDate(MARCH, time(9, 0), uid="e1"))
    post = create_draft(item.plan.organization, DraftContent("Xabar", "<p>Matn</p>", []), user=author)
    attach_post(key_of(item, "2026-03-05"), post, user=author)

    done = given(item, GivenDate(APRIL, time(9, 0), uid="e1"), actor=author)

    assert done.stays == ()
    post.refresh_from_db()
    assert post.publish_at == datetime(2026, 4, 6, 4, 0, tzinfo=UTC)
    assert (key_of(item, "2026-04-06").post, key_of(item, "2026-04-06").state) == (post, "prepared")


def test_what_is_out_stays_on_its_day_and_the_new_day_owes_one_of_its_own(
    item: PlanItem, author: User, organization: Organization
) -> None:
    given(item, GivenDate(MARCH, time(9, 0), uid="e1"))
    post = create_draft(organization, DraftContent("Xabar", "<p>Matn</p>", []), user=author)
    attach_post(key_of(item, "2026-03-05"), post, user=author)
    rendition = post.renditions.create(
        channel=organization.channels.get(), revision_id=1, content_checksum="c", checksum="c", title="X", text="X"
    )
    Delivery.objects.create(
        key="k",
        post=post,
        rendition=rendition,
        channel=rendition.channel,
        state="published",
        due_at=NOW,
        miss_after=NOW,
    )

    done = given(item, GivenDate(APRIL, time(9, 0), uid="e1"))

    assert (done.created, [row.period_key for row in done.stays]) == (1, ["2026-03-05"])
    assert [(key, state) for key, _slot, state in owed(item)] == [
        ("2026-03-05", "prepared"),
        ("2026-04-06", "expected"),
    ]


def test_each_occurrence_stays_with_its_own_date_of_a_day_that_has_two(item: PlanItem, author: User) -> None:
    given(item, GivenDate(MARCH, time(9, 0), "Ertalab"), GivenDate(MARCH, time(15, 0), "Kechqurun"))
    assert owed(item) == [("2026-03-05", "05.03 09:00", "expected"), ("2026-03-05#2", "05.03 15:00", "expected")]
    evening = key_of(item, "2026-03-05#2")
    post = create_draft(item.plan.organization, DraftContent("Xabar", "<p>Matn</p>", []), user=author)
    attach_post(evening, post, user=author)

    given(item, GivenDate(MARCH, time(15, 0), "Kechqurun"), whole=True)

    evening.refresh_from_db()
    assert (evening.period_key, evening.post, evening.note) == ("2026-03-05", post, "Kechqurun")
    assert [(key, state) for key, _slot, state in owed(item)] == [
        ("2026-03-05#2", "withdrawn"),
        ("2026-03-05", "prepared"),
    ]


def test_two_dates_may_change_places(item: PlanItem) -> None:
    given(item, GivenDate(MARCH, time(9, 0), uid="a"), GivenDate(APRIL, time(9, 0), uid="b"))
    first, second = key_of(item, "2026-03-05").pk, key_of(item, "2026-04-06").pk

    given(item, GivenDate(APRIL, time(9, 0), uid="a"), GivenDate(MARCH, time(9, 0), uid="b"))

    assert (key_of(item, "2026-04-06").pk, key_of(item, "2026-03-05").pk) == (first, second)
    assert owed(item) == [("2026-03-05", "05.03 09:00", "expected"), ("2026-04-06", "06.04 09:00", "expected")]


def test_a_date_that_comes_again_is_owed_again(item: PlanItem) -> None:
    given(item, GivenDate(MARCH, time(9, 0)))
    given(item, GivenDate(APRIL), whole=True)

    done = given(item, GivenDate(MARCH, time(10, 0)))

    assert done.created == 1
    march = key_of(item, "2026-03-05")
    assert (march.state, local(march.slot), march.prepare_at is not None) == ("expected", "05.03 10:00", True)


def test_a_post_that_was_written_before_the_dates_came_fulfils_its_day(item: PlanItem, author: User) -> None:
    PlanItem.objects.update(review=[], needs_review=False)
    free = owed_on(item.plan.organization, "4", datetime(2026, 3, 5, 6, 0, tzinfo=UTC))
    assert free is not None
    post = create_draft(item.plan.organization, DraftContent("Xabar", "<p>Matn</p>", []), user=author)
    attach_post(free, post, user=author)

    done = given(item, GivenDate(MARCH, time(9, 0), "Brifing"))

    assert done.created == 0
    assert [(row.post, row.note) for row in Occurrence.objects.all()] == [(post, "Brifing")]


def test_changed_settings_move_only_dates_without_an_hour(item: PlanItem) -> None:
    given(item, GivenDate(MARCH, time(9, 0)), GivenDate(APRIL))
    PlanItem.objects.filter(pk=item.pk).update(target_time=time(14, 0))

    replan(reread(item), now=NOW)

    assert owed(item) == [("2026-03-05", "05.03 09:00", "expected"), ("2026-04-06", "06.04 14:00", "expected")]


def test_items_with_a_rule_and_withdrawn_ones_take_no_dates(item: PlanItem) -> None:
    for code, values in {
        "not_by_schedule": {"kind": "monthly"},
        "withdrawn": {"kind": "on_schedule", "withdrawn_at": NOW},
    }.items():
        PlanItem.objects.update(**values)
        with pytest.raises(DatesRefused, match=code):
            given(item, GivenDate(MARCH))


def test_dates_that_somebody_changed_meanwhile_are_not_overwritten(item: PlanItem) -> None:
    seen = seen_of(item)
    given(item, GivenDate(MARCH))

    with pytest.raises(DatesRefused, match="changed_meanwhile"):
        give_dates(item, DateList(whole=True), source=ScheduledDate.Source.FORM, actor=None, now=NOW, seen=seen)


def test_the_same_list_again_changes_nothing(item: PlanItem) -> None:
    given(item, GivenDate(MARCH, time(9, 0), "Brifing"))

    with pytest.raises(DatesRefused, match="nothing_new"):
        given(item, GivenDate(MARCH, time(9, 0)))
    assert ScheduledDate.objects.get().note == "Brifing"
