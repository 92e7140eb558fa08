"""What one change of a plan leaves behind, the next one finds: nothing is lost, doubled or changed back in silence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User

from content.drafts import DraftContent, create_draft
from content.models import Channel, Organization, Post
from scheduler.answering import give_days, reword
from scheduler.calendars import follow_calendar
from scheduler.date_lists import DateList, GivenDate
from scheduler.exceptions import ExceptionRefused, move, replace, restore, skip
from scheduler.fulfilling import AlreadyFulfilled, attach_post
from scheduler.giving_dates import give_dates
from scheduler.models import ConfirmedHoliday, MediaPlan, Occurrence, OccurrenceChange, PlanItem, ScheduledDate
from scheduler.planning import activate_plan, extend_active_plans
from scheduler.preparing import claim_occurrences, prepare
from scheduler.storing import store_plan
from scheduler.versions import apply_version, store_version
from tests.desk.people import person
from tests.scheduler.lifetimes import reading
from tests.scheduler.town import channel, town

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
NEW_YEAR = datetime(2026, 1, 1, 4, 0, tzinfo=UTC)
WHY = "Hokim topshirigʻi"
MONTHLY, FROM_MARCH = "Har oyda bir marotaba", [f"2026-{month:02d}" for month in range(3, 13)]


@dataclass
class Office:
    organization: Organization
    website: Channel
    malika: User

    def plan(self, *deadlines: str, now: datetime = NEW_YEAR, continuous: str = "none") -> MediaPlan:
        """An active plan, its items named and numbered from 1."""
        found = reading(rows(*deadlines), year=2026)
        plan = store_plan(
            found, organization=self.organization, title="Reja", source_name="reja.docx", checksum="first"
        )
        return activate_plan(plan, continuous=continuous, now=now).plan

    def newer(self, plan: MediaPlan, *items: tuple[str, str, str], now: datetime = NOW) -> None:
        last = plan.versions.count()
        version = store_version(plan, reading(list(items), year=2026), source_name="", checksum=f"version {last}")
        apply_version(version, actor=self.malika, now=now)

    def post(self) -> Post:
        return create_draft(self.organization, DraftContent("Xabar", "<p>Bugun.</p>", [self.website]), user=self.malika)


@pytest.fixture
def office() -> Office:
    organization = town()
    return Office(organization, channel(organization, "website"), person("malika", "Mualliflar"))


def rows(*deadlines: str) -> list[tuple[str, str, str]]:
    return [(f"{number}.", f"Tadbir {'ABCDE'[number - 1]}", text) for number, text in enumerate(deadlines, 1)]


def states(item: PlanItem) -> dict[str, str]:
    return dict(item.occurrences.order_by("window_start", "pk").values_list("period_key", "state"))


def slots(plan: MediaPlan) -> dict[int, Any]:
    return dict(Occurrence.objects.filter(item__plan=plan).values_list("pk", "slot"))


def one(item: PlanItem, key: str) -> Occurrence:
    return item.occurrences.get(period_key=key)


def everything() -> list[Any]:
    models = (MediaPlan, PlanItem, Occurrence, OccurrenceChange)
    return [list(model.objects.order_by("pk").values()) for model in models]


def assert_settled(now: datetime = NOW) -> None:
    """The daily job and a look at the calendar change nothing."""
    before = everything()
    extend_active_plans(now=now)
    assert (follow_calendar(None, now=now), everything()) == (0, before)


def prepared(now: datetime) -> None:
    for pk in claim_occurrences(now=now, lease=timedelta(minutes=2), limit=50):
        prepare(pk, now=now)


def test_items_that_change_places_keep_their_slots(office: Office) -> None:
    plan = office.plan(MONTHLY, MONTHLY, MONTHLY)
    before = slots(plan)
    first, second, third = rows(MONTHLY, MONTHLY, MONTHLY)

    office.newer(plan, ("1.", "Yangi tadbir", "Dekabr"), ("2.", *third[1:]), ("3.", *first[1:]), ("4.", *second[1:]))

    assert {pk: slot for pk, slot in slots(plan).items() if pk in before} == before
    assert_settled()
    assert {pk: slot for pk, slot in slots(plan).items() if pk in before} == before


def test_another_minimum_takes_the_place_of_one_that_came_after_activation(office: Office) -> None:
    plan = office.plan(MONTHLY, continuous="monthly")
    item = reword(plan.items.get(), "Doimiy", actor=office.malika, now=NOW).item
    activate_plan(plan, continuous="weekly", now=NOW, actor=office.malika)

    owed = [key for key, state in states(item).items() if state == "expected"]
    assert owed[:4] == ["2026-01", "2026-02", "2026-W10", "2026-W11"]
    assert not [key for key in owed[2:] if "W" not in key]
    assert_settled()

    activate_plan(plan, continuous="none", now=NOW, actor=office.malika)

    assert [key for key, state in states(item).items() if state == "expected"] == ["2026-01", "2026-02"]
    assert set(OccurrenceChange.objects.values_list("actor", flat=True)) == {office.malika.pk}


def test_a_holiday_named_in_other_words_is_still_owed(office: Office) -> None:
    ConfirmedHoliday.objects.create(holiday="ramazon", year=2026, day=date(2026, 3, 20))
    plan = office.plan("Ramazon hayiti kuni")
    item = plan.items.get()
    assert states(item) == {"2026-03-20": "expected"}

    office.newer(plan, ("1.", "Tadbir A", "Ramazon hayitida"))

    assert states(item) == {"2026-03-20": "expected"}
    assert_settled()


def test_words_that_name_a_confirmed_holiday_owe_at_once(office: Office) -> None:
    ConfirmedHoliday.objects.create(holiday="ramazon", year=2026, day=date(2026, 3, 20))
    item = office.plan("25-martgacha").items.get()

    reword(item, "Ramazon hayiti kuni", actor=office.malika, now=NOW)

    item.refresh_from_db()
    assert (item.review, states(item)["2026-03-20"]) == ([], "expected")
    assert_settled()


def test_an_answer_outlives_a_version_that_changes_only_the_coverage(office: Office) -> None:
    plan = office.plan("Dekabr")
    item = plan.items.get()
    give_days(item, [date(2026, 12, 15)], actor=office.malika, now=NOW)
    changed = reading(rows("Dekabr"), year=2026)
    changed["items"][0] |= {"coverage_text": "Telegram", "channels": ["telegram"]}
    for checksum in ("two", "three"):
        version = store_version(plan, changed, source_name="", checksum=checksum)
        apply_version(version, actor=office.malika, now=NOW)

    item.refresh_from_db()
    assert (item.coverage_text, item.dates) == ("Telegram", ["2026-12-15"])
    assert [key for key, state in states(item).items() if state == "expected"] == ["2026-12-15"]


def test_a_question_that_a_version_raises_about_the_same_words_holds_the_item_back(office: Office) -> None:
    plan = office.plan(MONTHLY)
    item = plan.items.get()
    asked = reading(rows(MONTHLY), year=2026)
    asked["items"][0]["review"] = ["inherited_deadline"]
    apply_version(store_version(plan, asked, source_name="", checksum="two"), actor=office.malika, now=NOW)
    assert {key: states(item)[key] for key in FROM_MARCH} == dict.fromkeys(FROM_MARCH, "withdrawn")

    office.newer(plan, *rows(MONTHLY))

    assert {key: states(item)[key] for key in FROM_MARCH} == dict.fromkeys(FROM_MARCH, "expected")
    assert_settled()


def test_what_returns_is_owed_on_its_later_day_even_when_its_first_one_is_over(office: Office) -> None:
    plan = office.plan("Har oyning 5-sanasida", MONTHLY)
    item = plan.items.get(position=1)
    office.newer(plan, rows("", MONTHLY)[1])
    later = NOW + timedelta(days=10)

    office.newer(plan, *rows("Har oyning 25-sanasida", MONTHLY), now=later)

    march = one(item, "2026-03")
    assert (march.state, march.window_end) == ("expected", date(2026, 3, 25))
    assert_settled(later)


def test_a_moved_occurrence_leaves_the_plan_with_its_item_and_returns_by_the_rule(office: Office) -> None:
    plan = office.plan(MONTHLY, MONTHLY)
    item = plan.items.get(position=1)
    april = one(item, "2026-04")
    move(april, NOW + timedelta(days=60), reason=WHY, actor=office.malika, now=NOW)
    office.newer(plan, rows("", MONTHLY)[1])
    gone = one(item, "2026-04")
    assert (gone.state, gone.prepare_at) == ("withdrawn", None)

    office.newer(plan, *rows(MONTHLY, MONTHLY))

    back = one(item, "2026-04")
    assert (back.state, back.slot, back.moved, back.reason) == ("expected", april.slot, False, "")
    assert [change.action for change in back.changes.all()] == ["moved", "withdrawn", "restored"]
    assert_settled()


def test_what_was_excused_is_not_owed_again_when_its_item_has_left_the_plan(office: Office) -> None:
    plan = office.plan(MONTHLY, MONTHLY)
    april = one(plan.items.get(position=1), "2026-04")
    skip(april, reason=WHY, actor=office.malika, now=NOW)
    office.newer(plan, rows("", MONTHLY)[1])

    with pytest.raises(ExceptionRefused, match="not_in_rule"):
        restore(april, reason=WHY, actor=office.malika, now=NOW)

    office.newer(plan, *rows(MONTHLY, MONTHLY))
    assert one(april.item, "2026-04").state == "skipped"
    restore(april, reason=WHY, actor=office.malika, now=NOW)
    assert one(april.item, "2026-04").state == "expected"
    assert_settled()


def test_two_items_of_one_title_that_left_come_back_both(office: Office) -> None:
    plan = office.plan("Dekabr", MONTHLY)
    twins = [("1.", "Qabul", MONTHLY), ("2.", "Qabul", "Har chorakda")]
    office.newer(plan, *twins)
    were = list(plan.items.filter(title="Qabul").order_by("position"))
    office.newer(plan, *rows("Dekabr", MONTHLY))

    office.newer(plan, twins[1], twins[0])

    back = plan.items.filter(title="Qabul", withdrawn_at=None).order_by("position")
    assert [(item.pk, item.kind) for item in back] == [(were[1].pk, "quarterly"), (were[0].pk, "monthly")]
    assert_settled()


def test_a_draft_that_stands_for_another_occurrence_does_not_give_way(office: Office) -> None:
    plan = office.plan(MONTHLY, MONTHLY)
    first, second = plan.items.order_by("position")
    prepared(NOW + timedelta(days=10))
    draft = one(first, "2026-03").post
    assert draft is not None
    replace(one(second, "2026-04"), draft, reason=WHY, actor=office.malika, now=NOW)

    office.newer(plan, rows("", MONTHLY)[1])

    assert one(first, "2026-03").post == draft
    assert (one(second, "2026-04").state, one(second, "2026-04").post) == ("replaced", draft)


def test_another_hour_of_a_replaced_date_leaves_the_other_post_alone(office: Office) -> None:
    item = office.plan("Tasdiqlangan reja-grafikga asosan").items.get()
    day, who = date(2026, 4, 7), {"source": ScheduledDate.Source.FORM, "actor": office.malika, "now": NOW}
    give_dates(item, DateList((GivenDate(day),)), **who)
    other = office.post()
    replace(one(item, "2026-04-07"), other, reason=WHY, actor=office.malika, now=NOW)
    row = item.scheduled_dates.get()

    given = give_dates(item, DateList((GivenDate(day, NOW.time(), row=row.pk),)), **who)

    assert [duty.period_key for duty in given.stays] == ["2026-04-07"]
    other.refresh_from_db()
    assert (other.revisions.count(), one(item, "2026-04-07").post) == (1, other)


def test_a_post_does_not_fulfil_what_was_excused_in_the_same_moment(office: Office) -> None:
    april = one(office.plan(MONTHLY).items.get(), "2026-04")
    skip(april, reason=WHY, actor=office.malika, now=NOW)

    with pytest.raises(AlreadyFulfilled):
        attach_post(april, office.post(), user=office.malika)

    assert one(april.item, "2026-04").state == "skipped"


def test_what_was_withdrawn_after_a_worker_was_told_of_it_gets_no_draft(office: Office) -> None:
    item = office.plan("Tasdiqlangan reja-grafikga asosan").items.get()
    who: dict[str, Any] = {"source": ScheduledDate.Source.FORM, "actor": office.malika, "now": NOW}
    give_dates(item, DateList((GivenDate(date(2026, 3, 4)),)), **who)
    (pk,) = claim_occurrences(now=NOW, lease=timedelta(minutes=2), limit=5)
    Occurrence.objects.filter(pk=pk).update(state="withdrawn")

    prepare(pk, now=NOW)

    left = Occurrence.objects.get(pk=pk)
    assert (left.state, left.post, Post.objects.count()) == ("withdrawn", None, 0)


def test_what_is_restored_after_days_were_changed_takes_its_new_day(office: Office) -> None:
    """The last working day of February 2026 is Friday 27, and in a week of six days Saturday 28."""
    item = office.plan("Har oyning oxirgi ish kunida").items.get()
    february = one(item, "2026-02")
    begin = NEW_YEAR + timedelta(days=20)
    move(february, begin + timedelta(days=3), reason=WHY, actor=office.malika, now=begin)
    office.organization.six_day_week = True
    office.organization.save()
    follow_calendar(office.organization, now=begin, actor=office.malika)

    restore(february, reason=WHY, actor=office.malika, now=begin)

    back = one(item, "2026-02")
    assert (back.window_start, back.window_end) == (date(2026, 2, 28), date(2026, 2, 28))
    assert back.slot is not None and back.slot.date() == date(2026, 2, 28)
    assert_settled(begin)
