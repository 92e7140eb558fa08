"""Changed days and confirmed holidays: whose working days they change, and what follows of the plans that run."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from content.drafts import DraftContent, create_draft
from content.models import Organization
from scheduler.calendars import calendar_of, day_of_holiday, follow_calendar
from scheduler.fulfilling import attach_post
from scheduler.models import (
    CalendarDay,
    ConfirmedHoliday,
    ItemDecision,
    MediaPlan,
    Occurrence,
    OccurrenceChange,
    PlanItem,
)
from scheduler.planning import activate_plan
from tests.desk.people import person
from tests.scheduler.town import duties, town

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 4, 4, 0, tzinfo=UTC)
ESTIMATE, CONFIRMED, CORRECTED = date(2027, 3, 9), date(2027, 3, 10), date(2027, 3, 11)
"""Days of Ramazon hayit in 2027: the public calendar's, then those of a resolution."""


@pytest.fixture
def organization() -> Organization:
    return town()


def is_worked(organization: Organization, *days: date) -> list[bool]:
    calendar = calendar_of(organization)
    return [calendar.is_working_day(day) for day in days]


def confirm(day: date, holiday: str = "ramazon") -> None:
    ConfirmedHoliday.objects.update_or_create(holiday=holiday, year=day.year, defaults={"day": day})


def active_plan(organization: Organization, *, school: bool = False, **item: Any) -> PlanItem:
    year = 2026 if school else 2027
    plan = MediaPlan.objects.create(organization=organization, title="Reja", year=year, is_school_year=school)
    values = {"number": "1", "title": "Hayit tabrigi", "position": 1, "target_time": time(10)} | item
    made = PlanItem.objects.create(plan=plan, **values)
    activate_plan(plan, continuous="none", now=NOW)
    return made


GREETING = {
    "kind": "dates",
    "holiday": "ramazon",
    "holiday_offset": -1,
    "review": ["moving_holiday"],
    "needs_review": True,
}


def owed(item: PlanItem) -> list[tuple[str, str, datetime | None]]:
    return [(duty.period_key, duty.state, duty.slot) for duty in duties(item.plan)]


def at_ten(day: int) -> datetime:
    return datetime(2027, 3, day, 5, 0, tzinfo=UTC)


def test_an_ordinary_day_is_as_the_public_calendar_has_it(organization: Organization) -> None:
    assert is_worked(organization, ESTIMATE, CONFIRMED, date(2027, 5, 8)) == [False, True, False]


def test_a_six_day_week_is_the_organizations_setting(organization: Organization) -> None:
    organization.six_day_week = True
    assert is_worked(organization, date(2027, 5, 8)) == [True]


def test_a_changed_day_of_its_own_goes_before_one_of_all(organization: Organization) -> None:
    monday, saturday = date(2027, 2, 1), date(2027, 2, 6)
    CalendarDay.objects.create(day=monday, works=False)
    CalendarDay.objects.create(day=saturday, works=True)
    other = town("boshqa")
    CalendarDay.objects.create(organization=other, day=monday, works=True)

    assert is_worked(organization, monday, saturday) == [False, True]
    assert is_worked(other, monday, saturday) == [True, True]


def test_the_day_of_a_holiday_is_an_estimate_until_a_person_confirms_it() -> None:
    assert day_of_holiday("ramazon", 2027) == (ESTIMATE, False)

    confirm(CONFIRMED)

    assert day_of_holiday("ramazon", 2027) == (CONFIRMED, True)
    assert day_of_holiday("qurbon", 2027) == (date(2027, 5, 16), False)
    assert day_of_holiday("boshqa", 2027) == (None, False)


def test_a_confirmed_day_takes_the_place_of_the_estimate(organization: Organization) -> None:
    confirm(CONFIRMED)
    assert is_worked(organization, ESTIMATE, CONFIRMED) == [True, False]


def test_an_estimate_that_was_right_changes_nothing(organization: Organization) -> None:
    before = calendar_of(organization)
    confirm(ESTIMATE)
    assert calendar_of(organization) == before


def test_slots_leave_a_day_that_is_off_now(organization: Organization) -> None:
    item = active_plan(organization, kind="monthly", rrule="FREQ=MONTHLY", target_position="first_working_day")
    CalendarDay.objects.create(organization=organization, day=date(2027, 2, 1), works=False)
    before = dict(Occurrence.objects.values_list("period_key", "slot"))

    assert follow_calendar(organization, now=NOW) == 1

    after = dict(Occurrence.objects.values_list("period_key", "slot"))
    assert after == before | {"2027-02": datetime(2027, 2, 2, 5, 0, tzinfo=UTC)}
    assert OccurrenceChange.objects.get().action == "replanned"
    assert follow_calendar(None, now=NOW) == 0
    assert item.plan.state == "draft"  # read before it was activated; the row is what counts


def test_only_the_organizations_own_plans_follow(organization: Organization) -> None:
    active_plan(organization, kind="monthly", rrule="FREQ=MONTHLY", target_position="first_working_day")
    CalendarDay.objects.create(day=date(2027, 2, 1), works=False)

    assert follow_calendar(town("boshqa"), now=NOW) == 0
    assert follow_calendar(None, now=NOW) == 1


def test_an_item_of_a_moving_holiday_owes_nothing_before_its_day_is_confirmed(organization: Organization) -> None:
    assert owed(active_plan(organization, **GREETING)) == []


def test_confirming_the_holiday_settles_the_question_and_the_occurrence_comes(organization: Organization) -> None:
    item = active_plan(organization, **GREETING)
    confirm(CONFIRMED)
    rustam = person("rustam", "Tasdiqlovchilar")

    assert follow_calendar(None, now=NOW, actor=rustam) == 1

    item.refresh_from_db()
    assert (item.dates, item.review, item.needs_review) == (["2027-03-09"], [], False)
    decision = ItemDecision.objects.get()
    assert (decision.item, decision.codes, decision.actor, decision.at) == (item, ["moving_holiday"], rustam, NOW)
    assert (decision.before["recurrence"]["dates"], decision.after["recurrence"]["dates"]) == ([], ["2027-03-09"])
    assert owed(item) == [("2027-03-09", "expected", at_ten(9))]


def test_a_plan_that_comes_later_takes_the_day_that_is_confirmed_already(organization: Organization) -> None:
    confirm(CONFIRMED)
    assert owed(active_plan(organization, **GREETING)) == [("2027-03-09", "expected", at_ten(9))]


def test_a_school_year_takes_the_holiday_of_its_second_year(organization: Organization) -> None:
    confirm(CONFIRMED)
    confirm(date(2026, 3, 20))
    assert owed(active_plan(organization, school=True, **GREETING)) == [("2027-03-09", "expected", at_ten(9))]


def test_confirmed_again_on_another_day_the_same_occurrence_moves(organization: Organization) -> None:
    item = active_plan(organization, **GREETING)
    confirm(CONFIRMED)
    follow_calendar(None, now=NOW)
    confirm(CORRECTED)

    assert follow_calendar(None, now=NOW) == 1

    item.refresh_from_db()
    assert item.dates == ["2027-03-10"]
    assert owed(item) == [("2027-03-10", "expected", at_ten(10))]
    assert [decision.codes for decision in ItemDecision.objects.all()] == [["moving_holiday"], []]
    assert [change.action for change in OccurrenceChange.objects.all()] == ["replanned", "replanned"]


def test_what_people_wrote_for_the_earlier_day_stands_and_they_are_told(organization: Organization) -> None:
    item = active_plan(organization, **GREETING)
    confirm(CONFIRMED)
    follow_calendar(None, now=NOW)
    post = create_draft(organization, DraftContent("Tabrik", "<p>Matn</p>", []), user=person("malika", "Mualliflar"))
    attach_post(duties(item.plan)[0], post)
    confirm(CORRECTED)

    assert follow_calendar(None, now=NOW) == 1

    assert owed(item) == [("2027-03-09", "prepared", at_ten(9))]
    duty = duties(item.plan)[0]
    assert (duty.post, duty.problem_code, duty.problem_params) == (post, "holiday_moved", {"day": "10.03.2027"})
    assert follow_calendar(None, now=NOW) == 0


def test_a_confirmation_that_is_taken_back_asks_again(organization: Organization) -> None:
    item = active_plan(organization, **GREETING)
    confirm(CONFIRMED)
    follow_calendar(None, now=NOW)
    ConfirmedHoliday.objects.all().delete()

    assert follow_calendar(None, now=NOW) == 1

    item.refresh_from_db()
    assert (item.dates, item.review, item.needs_review) == ([], ["moving_holiday"], True)
    assert owed(item) == [("2027-03-09", "withdrawn", at_ten(9))]

    confirm(CONFIRMED)
    assert follow_calendar(None, now=NOW) == 1
    assert owed(item) == [("2027-03-09", "expected", at_ten(9))]


def test_a_date_that_people_gave_in_other_words_is_left_alone(organization: Organization) -> None:
    item = active_plan(organization, kind="dates", dates=["2027-03-01"], anchor="on")
    confirm(CONFIRMED)

    assert follow_calendar(None, now=NOW) == 0
    assert (owed(item), ItemDecision.objects.count()) == ([("2027-03-01", "expected", at_ten(1))], 0)


def test_a_draft_plan_learns_the_day_and_owes_nothing_yet(organization: Organization) -> None:
    plan = MediaPlan.objects.create(organization=organization, title="Reja", year=2027)
    item = PlanItem.objects.create(plan=plan, position=1, title="Tabrik", **GREETING)
    confirm(CONFIRMED)

    assert follow_calendar(organization, now=NOW) == 0

    item.refresh_from_db()
    assert (item.dates, item.review, Occurrence.objects.count()) == (["2027-03-09"], [], 0)


def test_a_changed_day_asks_the_same_number_of_questions_for_2_and_for_60_items(
    organization: Organization, django_assert_max_num_queries: Any
) -> None:
    plan = active_plan(organization, kind="monthly", rrule="FREQ=MONTHLY", holiday="", review=[]).plan
    for position in range(2, 61):
        PlanItem.objects.create(
            plan=plan, position=position, number=str(position), title="Xabar", kind="monthly", rrule="FREQ=MONTHLY"
        )
    activate_plan(plan, continuous="none", now=NOW)
    organization.six_day_week = True
    organization.save()

    with django_assert_max_num_queries(20):
        assert follow_calendar(organization, now=NOW) > 60
