"""Activation makes a plan's duties exist, once each, and the daily job keeps them complete."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from time_machine import travel

from content.drafts import DraftContent, create_draft
from content.models import Organization
from scheduler.fulfilling import attach_post
from scheduler.models import MediaPlan, Occurrence
from scheduler.planning import YearMissing, activate_plan, extend_active_plans
from scheduler.preparing import claim_occurrences
from tests.scheduler.town import (
    CONTINUOUS,
    MONTHLY,
    QUARTERLY,
    TWELVE_ITEMS,
    channel,
    duties,
    owed_by,
    stored_plan,
    town,
)

pytestmark = pytest.mark.django_db
NEW_YEAR = datetime(2026, 1, 1, 4, 0, tzinfo=UTC)
"""09:00 in Tashkent, before any period of 2026 is over."""
LATE_NOVEMBER = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)
"""Friday, 17:00 in Tashkent: no slot of November lies ahead, and the month is not over."""


@pytest.fixture
def organization() -> Organization:
    return town()


def activated(plan: MediaPlan, *, now: datetime = NEW_YEAR, continuous: str = "none") -> MediaPlan:
    return activate_plan(plan, continuous=continuous, now=now).plan


def test_twelve_items_owe_48_dated_occurrences_and_24_standing_ones(tmp_path: Path, organization: Organization) -> None:
    plan = stored_plan(tmp_path, organization, *TWELVE_ITEMS)

    report = activate_plan(plan, continuous="monthly", now=NEW_YEAR)

    assert (report.dated, report.undated, report.created, report.elapsed) == (48, 24, 72, 0)
    assert report.by_kind == {"monthly": 36, "quarterly": 8, "one_off_month": 4}
    assert Counter(duty.item.number for duty in duties(plan) if duty.slot) == {
        "1": 1, "2": 1, "5": 12, "6": 12, "7": 12, "8": 4, "9": 4, "10": 1, "11": 1,
    }  # fmt: skip
    assert (report.plan.state, report.plan.activated_at) == ("active", NEW_YEAR)


def test_activating_again_adds_nothing_and_changes_nothing(tmp_path: Path, organization: Organization) -> None:
    plan = stored_plan(tmp_path, organization, *TWELVE_ITEMS)
    activate_plan(plan, continuous="monthly", now=NEW_YEAR)
    before = list(Occurrence.objects.order_by("pk").values())

    again = activate_plan(plan, continuous="monthly", now=LATE_NOVEMBER)
    extend_active_plans(now=LATE_NOVEMBER)

    assert again.created == 0
    assert list(Occurrence.objects.order_by("pk").values()) == before
    assert MediaPlan.objects.get().activated_at == NEW_YEAR


def test_another_minimum_replaces_what_is_not_fulfilled_yet(tmp_path: Path, organization: Organization) -> None:
    plan = stored_plan(tmp_path, organization, CONTINUOUS)
    activated(plan, continuous="monthly")
    march = duties(plan)[2]
    post = create_draft(organization, DraftContent("Xabar", "<p>Matn</p>", []), user=None)
    attach_post(march, post)

    activated(plan, continuous="weekly")

    keys = [duty.period_key for duty in duties(plan)]
    assert [key for key in keys if "W" not in key] == [march.period_key]
    assert sum("W" in key for key in keys) == 53


@pytest.mark.parametrize(("continuous", "expected"), [("monthly", 12), ("weekly", 53), ("none", 0)])
def test_continuous_items_owe_the_least_that_was_chosen(
    tmp_path: Path, organization: Organization, continuous: str, expected: int
) -> None:
    plan = stored_plan(tmp_path, organization, CONTINUOUS)

    report = activate_plan(plan, continuous=continuous, now=NEW_YEAR)

    assert (report.dated, report.undated) == (0, expected)
    assert {(duty.slot, duty.prepare_at) for duty in duties(plan)} <= {(None, None)}


def test_an_unknown_minimum_is_refused(tmp_path: Path, organization: Organization) -> None:
    with pytest.raises(ValueError, match="continuous must be one of"):
        activate_plan(stored_plan(tmp_path, organization, CONTINUOUS), continuous="yearly", now=NEW_YEAR)


def test_items_by_an_approved_schedule_wait_for_their_dates(tmp_path: Path, organization: Organization) -> None:
    plan = stored_plan(tmp_path, organization, "Tasdiqlangan reja-grafikga asosan", "Dekabr")

    report = activate_plan(plan, continuous="monthly", now=NEW_YEAR)

    assert report.waiting_for_dates == ["1"]
    assert [duty.item.number for duty in duties(plan)] == ["2"]


def test_what_was_not_understood_is_named_and_owes_nothing(tmp_path: Path, organization: Organization) -> None:
    plan = stored_plan(tmp_path, organization, "Kerak boʻlganda", "Dekabr")
    plan.items.filter(number="1").update(kind="unknown")

    report = activate_plan(plan, continuous="monthly", now=NEW_YEAR)

    assert report.not_understood == ["1"]
    assert [duty.item.number for duty in duties(plan)] == ["2"]


def test_a_plan_without_a_year_is_refused_and_stays_as_it_was(tmp_path: Path, organization: Organization) -> None:
    plan = stored_plan(tmp_path, organization, MONTHLY, year=None)

    with pytest.raises(YearMissing):
        activate_plan(plan, continuous="monthly", now=NEW_YEAR)

    assert MediaPlan.objects.get().state == "draft"
    assert Occurrence.objects.count() == 0


def test_periods_that_were_over_are_elapsed_and_never_prepared(tmp_path: Path, organization: Organization) -> None:
    plan = stored_plan(tmp_path, organization, MONTHLY, QUARTERLY)

    report = activate_plan(plan, continuous="none", now=LATE_NOVEMBER)

    over = [duty for duty in duties(plan) if duty.window_end < date(2026, 11, 27)]
    assert report.elapsed == len(over) == 10 + 3
    assert {(duty.state, duty.prepare_at) for duty in over} == {("elapsed", None)}
    claimed = claim_occurrences(now=LATE_NOVEMBER + timedelta(days=365), lease=timedelta(minutes=2), limit=100)
    assert not set(claimed) & {duty.pk for duty in over}
    assert len(claimed) == 3


def test_a_slot_that_has_passed_in_an_open_period_is_due_now(tmp_path: Path, organization: Organization) -> None:
    plan = activated(stored_plan(tmp_path, organization, MONTHLY), now=LATE_NOVEMBER)

    november = duties(plan)[10]
    assert (november.period_key, november.state, november.slot) == ("2026-11", "expected", LATE_NOVEMBER)
    assert claim_occurrences(now=LATE_NOVEMBER, lease=timedelta(minutes=2), limit=9) == [november.pk]


def test_the_day_ends_where_the_organization_is(tmp_path: Path, organization: Organization) -> None:
    # given the last evening of November in Greenwich, and December in Tashkent
    midnight = datetime(2026, 11, 30, 20, 0, tzinfo=UTC)

    plan = activated(stored_plan(tmp_path, organization, "Noyabr"), now=midnight)

    assert [duty.state for duty in duties(plan)] == ["elapsed"]


def test_the_daily_job_puts_a_lost_occurrence_back_with_what_it_owes(
    tmp_path: Path, organization: Organization
) -> None:
    # given
    channel(organization, "telegram")
    plan = activated(stored_plan(tmp_path, organization, *TWELVE_ITEMS))
    lost = duties(plan)[-1]
    key = (lost.item_id, lost.period_key)
    lost.delete()

    # when
    extend_active_plans(now=NEW_YEAR)

    # then
    back = Occurrence.objects.get(item_id=key[0], period_key=key[1])
    assert owed_by(back) == ["telegram"]
    assert len(duties(plan)) == 48


def test_the_daily_job_leaves_plans_alone_that_are_not_active(tmp_path: Path, organization: Organization) -> None:
    stored_plan(tmp_path, organization, MONTHLY)

    extend_active_plans(now=NEW_YEAR)

    assert Occurrence.objects.count() == 0


def test_words_of_the_plan_become_channels_and_the_rest_is_reported(tmp_path: Path, organization: Organization) -> None:
    # given
    channel(organization, "website", "official_pages", "website")
    channel(organization, "telegram", "official_pages", "telegram")
    channel(organization, "facebook", "facebook")
    channel(town("boshqa"), "instagram", "official_pages")
    coverage = "“Namunaobod tongi” gazetasi, shahar hokimligining rasmiy sahifalari"
    plan = stored_plan(tmp_path, organization, "Dekabr", coverage=coverage)

    # when
    report = activate_plan(plan, continuous="none", now=NEW_YEAR)

    # then
    (duty,) = duties(plan)
    assert owed_by(duty) == ["telegram", "website"]
    assert report.words_without_channel == ["newspaper"]
    assert activate_plan(plan, continuous="none", now=NEW_YEAR).words_without_channel == ["newspaper"]


def test_channels_that_people_chose_for_an_item_stay(tmp_path: Path, organization: Organization) -> None:
    channel(organization, "website")
    chosen = channel(organization, "facebook", "facebook")
    plan = stored_plan(tmp_path, organization, "Dekabr")
    plan.items.get().channels.set([chosen])

    activated(plan)

    assert owed_by(duties(plan)[0]) == ["facebook"]


def test_a_channel_that_is_opened_later_is_owed_by_what_is_still_to_come(
    tmp_path: Path, organization: Organization
) -> None:
    # given a plan that has run with its website since the first of December, one duty of it prepared already
    channel(organization, "website")
    december = datetime(2026, 12, 1, 4, 0, tzinfo=UTC)
    plan = activated(stored_plan(tmp_path, organization, "Noyabr", "Dekabr", MONTHLY), now=december)
    Occurrence.objects.filter(item__number="2").update(state="prepared")

    # when
    with travel(december):
        channel(organization, "telegram")
        channel(organization, "instagram", "instagram")

    # then
    owed = {(duty.item.number, duty.period_key): owed_by(duty) for duty in duties(plan)}
    assert owed["1", "2026-11"] == owed["2", "2026-12"] == owed["3", "2026-11"] == ["website"]
    assert owed["3", "2026-12"] == ["telegram", "website"]


def test_a_channel_of_another_organization_is_not_owed(tmp_path: Path, organization: Organization) -> None:
    plan = activated(stored_plan(tmp_path, organization, "Dekabr"))

    with travel(NEW_YEAR):
        channel(town("boshqa"), "telegram")

    assert owed_by(duties(plan)[0]) == []


def test_activation_asks_the_same_number_of_questions_for_2_and_for_60_monthly_items(
    tmp_path: Path, organization: Organization, django_assert_num_queries: Any
) -> None:
    channel(organization, "website")
    channel(organization, "telegram")
    small = stored_plan(tmp_path, organization, *[MONTHLY] * 2)
    large = stored_plan(tmp_path, organization, *[MONTHLY] * 60)
    with CaptureQueriesContext(connection) as asked:
        assert activate_plan(small, continuous="none", now=NEW_YEAR).dated == 24

    with django_assert_num_queries(len(asked)):
        assert activate_plan(large, continuous="none", now=NEW_YEAR).dated == 720

    inserts = [query["sql"] for query in asked.captured_queries if query["sql"].startswith("INSERT")]
    assert [sql.split('"')[1] for sql in inserts] == [
        "scheduler_planitem_channels", "scheduler_occurrence", "scheduler_occurrence_channels",
    ]  # fmt: skip


LATE_WEDNESDAY = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
"""17:00 in Tashkent; Thursday, Friday and Monday are left of November."""


def slots_of(plan: MediaPlan, period: str) -> list[datetime | None]:
    rows = Occurrence.objects.filter(item__plan=plan, period_key__startswith=period).order_by("slot")
    return [duty.slot for duty in rows]


def test_ten_a_month_activated_late_are_spread_over_what_is_left(tmp_path: Path, organization: Organization) -> None:
    plan = activated(stored_plan(tmp_path, organization, "Har oy 10 ta"), now=LATE_WEDNESDAY)

    late = [(26, 5, 0), (26, 7, 37), (26, 10, 15), (27, 5, 52), (27, 8, 30), (27, 11, 7), (30, 6, 45), (30, 9, 22)]
    in_time = [(26, 6, 30), (30, 9, 0)]
    november = [datetime(2026, 11, *moment, tzinfo=UTC) for moment in sorted(late + in_time)]
    assert slots_of(plan, "2026-11") == november
    assert {duty.state for duty in duties(plan) if duty.period_key < "2026-11"} == {"elapsed"}


def test_what_is_due_at_once_waits_for_the_end_of_quiet_hours(tmp_path: Path, organization: Organization) -> None:
    organization.quiet_from, organization.quiet_until = time(16, 30), time(9)
    organization.save()

    plan = activated(stored_plan(tmp_path, organization, MONTHLY), now=LATE_WEDNESDAY)

    assert slots_of(plan, "2026-11") == [datetime(2026, 11, 26, 4, 0, tzinfo=UTC)]


def test_a_period_that_ends_in_quiet_hours_keeps_its_slot_and_says_so(
    tmp_path: Path, organization: Organization
) -> None:
    organization.quiet_from, organization.quiet_until = time(16, 30), time(9)
    organization.save()
    plan = activated(stored_plan(tmp_path, organization, MONTHLY), now=datetime(2026, 11, 30, 12, 0, tzinfo=UTC))

    november = duties(plan)[10]
    assert (november.state, november.problem_code) == ("expected", "no_time_left")
    assert november.slot is not None
    assert november.slot < datetime(2026, 11, 30, tzinfo=UTC)


def test_a_window_nobody_works_in_says_so(tmp_path: Path, organization: Organization) -> None:
    plan = activated(stored_plan(tmp_path, organization, "Har hafta"))

    assert [(duty.period_key, duty.problem_code) for duty in duties(plan) if duty.problem_code] == [
        ("2026-W01", "no_working_day")
    ]


def test_a_school_year_has_its_own_months_and_quarters(tmp_path: Path, organization: Organization) -> None:
    plan = stored_plan(tmp_path, organization, MONTHLY, QUARTERLY, CONTINUOUS)
    MediaPlan.objects.update(is_school_year=True)
    plan.refresh_from_db()

    activated(plan, continuous="monthly")

    keys = {number: [duty.period_key for duty in duties(plan) if duty.item.number == number] for number in "123"}
    months = [f"2026-{month:02d}" for month in range(9, 13)] + [f"2027-{month:02d}" for month in range(1, 9)]
    assert keys == {"1": months, "2": [f"2026/27-Q{number}" for number in range(1, 5)], "3": months}


def test_another_minimum_leaves_alone_what_is_over_or_excused(tmp_path: Path, organization: Organization) -> None:
    plan = stored_plan(tmp_path, organization, CONTINUOUS)
    activated(plan, continuous="monthly")
    Occurrence.objects.filter(period_key="2026-06").update(state="skipped")

    activated(plan, continuous="weekly", now=datetime(2026, 5, 2, 4, 0, tzinfo=UTC))

    keys = [duty.period_key for duty in duties(plan)]
    assert [key for key in keys if "W" not in key] == ["2026-01", "2026-02", "2026-03", "2026-04", "2026-06"]
    assert (min(key for key in keys if "W" in key), sum("W" in key for key in keys)) == ("2026-W18", 36)


def test_quiet_hours_and_a_lead_of_the_items_own_go_before_the_organizations(
    tmp_path: Path, organization: Organization
) -> None:
    organization.quiet_from, organization.quiet_until = time(9), time(15)
    organization.save()
    plan = stored_plan(tmp_path, organization, "har oyning 20-sanasigacha", "har oyning 20-sanasigacha")
    plan.items.filter(number="2").update(quiet_from=time(10), quiet_until=time(16, 30), lead_days=5)
    plan.items.update(target_time=time(14))

    activated(plan)

    february = {duty.item.number: duty.slot for duty in duties(plan) if duty.period_key == "2026-02"}
    assert february == {
        "1": datetime(2026, 2, 18, 10, 0, tzinfo=UTC), "2": datetime(2026, 2, 13, 11, 30, tzinfo=UTC),
    }  # fmt: skip


def test_a_day_that_the_year_does_not_have_is_asked_about_and_stops_nothing(
    tmp_path: Path, organization: Organization
) -> None:
    plan = stored_plan(tmp_path, organization, "29-fevral", "May", year=None)
    plan.year = 2026
    plan.save()

    report = activate_plan(plan, continuous="none", now=NEW_YEAR)

    assert (report.dated, report.not_understood) == (1, ["1"])
    item = plan.items.get(number="1")
    assert (item.review, item.needs_review) == (["impossible_date"], True)


def test_the_hour_a_deadline_names_is_the_hour_of_its_slots(tmp_path: Path, organization: Organization) -> None:
    plan = activated(stored_plan(tmp_path, organization, "har seshanba soat 15:00 da"))

    assert {(duty.slot.hour, duty.slot.weekday()) for duty in duties(plan) if duty.slot} == {(10, 1)}
