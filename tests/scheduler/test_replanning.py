"""A changed rule plans the future anew; what has happened, and what people decided, stays as it is."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from content.drafts import DraftContent, create_draft
from content.models import Channel, Organization, Post
from scheduler.fulfilling import attach_post
from scheduler.models import MediaPlan, Occurrence, OccurrenceChange, PlanItem
from scheduler.planning import activate_plan
from scheduler.preparing import _prepare, claim_occurrences, prepare, prepare_instant, template_data
from scheduler.replanning import replan
from tests.desk.people import person
from tests.scheduler.town import channel, duties, owed_by, town

pytestmark = pytest.mark.django_db
NEW_YEAR = datetime(2026, 1, 1, 4, 0, tzinfo=UTC)
NOW = datetime(2026, 5, 2, 4, 0, tzinfo=UTC)
"""A Saturday morning: of the months of 2026 four are over, and May is under way with its slot ahead."""
TEN_O_CLOCK = time(10)
PAST = [f"2026-{month:02d}" for month in range(1, 5)]
AHEAD = [f"2026-{month:02d}" for month in range(5, 13)]


@pytest.fixture
def organization() -> Organization:
    return town()


@pytest.fixture
def website(organization: Organization) -> Channel:
    return channel(organization, "website")


@pytest.fixture
def item(organization: Organization, website: Channel) -> PlanItem:
    """A monthly item of an active plan, always at ten, on the website."""
    plan = MediaPlan.objects.create(organization=organization, title="Media-reja", year=2026)
    made = PlanItem.objects.create(
        plan=plan, position=1, number="1", title="Xabar", kind="monthly", rrule="FREQ=MONTHLY", target_time=TEN_O_CLOCK
    )
    made.channels.add(website)
    activate_plan(plan, continuous="none", now=NEW_YEAR)
    made.plan.refresh_from_db()
    return made


def changed(item: PlanItem, **settings: Any) -> PlanItem:
    for name, value in settings.items():
        setattr(item, name, value)
    item.save()
    return item


def by_key(item: PlanItem) -> dict[str, Occurrence]:
    return {duty.period_key: duty for duty in duties(item.plan)}


def rows(item: PlanItem) -> list[dict[str, Any]]:
    return list(Occurrence.objects.filter(item=item).order_by("pk").values())


def changes(item: PlanItem) -> list[tuple[str, str]]:
    found = OccurrenceChange.objects.filter(occurrence__item=item).order_by("pk")
    return [(change.occurrence.period_key, change.action) for change in found.select_related("occurrence")]


def set_may(item: PlanItem, **values: Any) -> Occurrence:
    Occurrence.objects.filter(item=item, period_key="2026-05").update(**values)
    return by_key(item)["2026-05"]


def test_nothing_changes_when_the_rule_has_not_changed(item: PlanItem) -> None:
    before = rows(item)

    assert replan(item, now=NOW) == 0

    assert (rows(item), changes(item)) == (before, [])


def test_another_hour_moves_what_is_ahead_and_its_history_says_so(item: PlanItem) -> None:
    malika = person("malika", "Mualliflar")
    before = by_key(item)

    assert replan(changed(item, target_time=time(15)), now=NOW, actor=malika) == 8

    after = by_key(item)
    assert [after[key].slot for key in PAST] == [before[key].slot for key in PAST]
    assert [after[key].slot for key in AHEAD] == [before[key].slot + timedelta(hours=5) for key in AHEAD]  # type: ignore[operator]
    assert [after[key].prepare_at for key in AHEAD] == [prepare_instant(item, after[key].slot) for key in AHEAD]  # type: ignore[arg-type]
    assert changes(item) == [(key, "replanned") for key in AHEAD]
    first = OccurrenceChange.objects.order_by("pk").first()
    assert first is not None
    assert (first.actor, first.at) == (malika, NOW)
    assert first.before == {"state": "expected", "slot": "2026-05-12T05:00:00+00:00", "post": None}
    assert first.after == {"state": "expected", "slot": "2026-05-12T10:00:00+00:00", "post": None}


def test_another_rhythm_withdraws_what_is_obsolete_and_adds_what_is_missing(item: PlanItem) -> None:
    changed(item, kind="quarterly", rrule="FREQ=MONTHLY;INTERVAL=3")

    assert replan(item, now=NOW) == 8 + 3

    after = by_key(item)
    assert {key: duty.state for key, duty in after.items()} == (
        dict.fromkeys(PAST, "expected") | dict.fromkeys(AHEAD, "withdrawn")
        | dict.fromkeys(["2026-Q2", "2026-Q3", "2026-Q4"], "expected")
    )  # fmt: skip
    assert {after[key].prepare_at for key in AHEAD} == {None}
    assert [owed_by(after[f"2026-Q{quarter}"]) for quarter in (2, 3, 4)] == [["website"]] * 3
    assert changes(item) == [
        *((key, "withdrawn") for key in AHEAD), ("2026-Q2", "replanned"), ("2026-Q3", "replanned"),
        ("2026-Q4", "replanned"),
    ]  # fmt: skip
    assert not set(claim_occurrences(now=NOW.replace(year=2028), lease=timedelta(minutes=2), limit=99)) & {
        after[key].pk for key in AHEAD
    }


def test_going_back_to_the_old_rule_brings_the_same_rows_back(item: PlanItem) -> None:
    before = rows(item)
    replan(changed(item, kind="quarterly", rrule="FREQ=MONTHLY;INTERVAL=3"), now=NOW)

    assert replan(changed(item, kind="monthly", rrule="FREQ=MONTHLY"), now=NOW) == 8 + 3

    monthly = [row for row in rows(item) if "Q" not in row["period_key"]]
    assert monthly == before
    assert changes(item)[-11:] == [
        *((key, "restored") for key in AHEAD), ("2026-Q2", "withdrawn"), ("2026-Q3", "withdrawn"),
        ("2026-Q4", "withdrawn"),
    ]  # fmt: skip


def test_more_in_each_period_adds_the_further_ones(item: PlanItem) -> None:
    replan(changed(item, per_period=2), now=NOW)

    assert [key for key in by_key(item) if "#" in key] == [f"{key}#2" for key in AHEAD]


@pytest.mark.parametrize(
    "happened",
    [
        {"moved": True},
        {"state": "skipped", "prepare_at": None},
        {"state": "replaced", "prepare_at": None},
        {"state": "elapsed", "prepare_at": None},
        {"state": "prepared", "prepare_at": None},  # people deleted its post
        {"window_end": date(2026, 5, 1)},
    ],
    ids=lambda values: "-".join(f"{name}={value}" for name, value in values.items()),
)
@pytest.mark.parametrize(
    "settings", [{"target_time": time(15)}, {"kind": "quarterly", "rrule": "FREQ=MONTHLY;INTERVAL=3"}]
)
def test_what_has_happened_is_never_touched(item: PlanItem, happened: dict[str, Any], settings: dict[str, Any]) -> None:
    set_may(item, **happened)
    (before,) = Occurrence.objects.filter(item=item, period_key="2026-05").values()

    replan(changed(item, **settings), now=NOW)

    (after,) = Occurrence.objects.filter(item=item, period_key="2026-05").values()
    assert after == before
    assert "2026-05" not in [key for key, _action in changes(item)]


@pytest.mark.parametrize("live", [False, True])
def test_a_post_of_people_stays_with_what_it_fulfils(item: PlanItem, organization: Organization, live: bool) -> None:
    post = create_draft(organization, DraftContent("Xabar", "<p>Matn</p>", []), user=person("malika", "Mualliflar"))
    attach_post(by_key(item)["2026-05"], post)
    Post.objects.filter(pk=post.pk).update(live=live)
    before = rows(item)[4]

    replan(changed(item, withdrawn_at=NOW), now=NOW)

    assert rows(item)[4] == before
    assert [by_key(item)[key].state for key in AHEAD] == ["prepared"] + ["withdrawn"] * 7


def drafted(item: PlanItem) -> Post:
    """The service's own draft for May."""
    prepare(by_key(item)["2026-05"].pk, now=NOW)
    post = by_key(item)["2026-05"].post
    assert post is not None
    return post


def test_an_untouched_draft_stays_when_its_day_stays(item: PlanItem) -> None:
    post = drafted(item)

    assert replan(changed(item, prepare_days=9), now=NOW) == 7

    assert by_key(item)["2026-05"].post == post


@pytest.mark.parametrize(
    "settings",
    [{"target_time": time(15)}, {"quiet_from": time(22), "quiet_until": time(8)}],
    ids=["hour", "quiet hours"],
)
def test_an_untouched_draft_gives_way_when_it_would_be_wrong(item: PlanItem, settings: dict[str, Any]) -> None:
    post = drafted(item)

    replan(changed(item, **settings), now=NOW)

    may = by_key(item)["2026-05"]
    assert (may.post, may.state, may.problem_code) == (None, "expected", "")
    assert may.slot is not None
    assert may.prepare_at == prepare_instant(item, may.slot)
    assert not Post.objects.filter(pk=post.pk).exists()
    again = drafted(item)
    assert (again.publish_at, again.quiet_from) == (may.slot, item.quiet_from)


def test_a_draft_takes_the_organizations_quiet_hours_where_the_item_has_none(item: PlanItem) -> None:
    Organization.objects.update(quiet_from=time(22), quiet_until=time(8))
    post = drafted(item)
    assert (post.quiet_from, post.quiet_until) == (time(22), time(8))


def test_an_untouched_draft_goes_with_what_is_withdrawn(item: PlanItem) -> None:
    post = drafted(item)

    assert replan(changed(item, withdrawn_at=NOW), now=NOW) == 8

    may = by_key(item)["2026-05"]
    assert (may.post, may.state, may.prepare_at) == (None, "withdrawn", None)
    assert not Post.objects.filter(pk=post.pk).exists()
    change = OccurrenceChange.objects.get(occurrence=may)
    assert (change.before["state"], change.before["post"], change.after["post"]) == ("prepared", post.pk, None)


def test_a_draft_that_a_person_saved_is_theirs(item: PlanItem) -> None:
    post = drafted(item)
    post.save_revision(user=person("malika", "Mualliflar"))
    before = rows(item)[4]

    replan(changed(item, target_time=time(15)), now=NOW)

    assert rows(item)[4] == before


def test_a_worker_that_read_its_row_before_the_rule_changed_makes_nothing(item: PlanItem) -> None:
    # given
    set_may(item, leased_until=NOW + timedelta(minutes=2))
    seen = Occurrence.objects.select_related("item__plan__organization", "item__template").get(period_key="2026-05")
    # when
    replan(changed(item, target_time=time(15)), now=NOW)
    _prepare(seen, now=NOW)
    # then
    may = by_key(item)["2026-05"]
    assert (may.slot, may.leased_until, may.post) == (seen.slot + timedelta(hours=5), None, None)  # type: ignore[operator]
    assert (may.prepare_at, Post.objects.count()) == (prepare_instant(item, may.slot), 0)  # type: ignore[arg-type]


def test_other_channels_take_hold_of_what_is_ahead(item: PlanItem, organization: Organization) -> None:
    telegram = channel(organization, "telegram", "telegram")
    item.channels.set([telegram])

    assert replan(item, now=NOW) == 8

    after = by_key(item)
    assert {tuple(owed_by(after[key])) for key in AHEAD} == {("telegram",)}
    assert {tuple(owed_by(after[key])) for key in PAST} == {("website",)}
    assert changes(item) == []


def test_a_change_makes_nothing_late(item: PlanItem) -> None:
    later = datetime(2026, 5, 14, 4, 0, tzinfo=UTC)
    before = by_key(item)["2026-05"].slot

    replan(changed(item, target_position="first_working_day"), now=later)

    assert by_key(item)["2026-05"].slot == before
    assert by_key(item)["2026-06"].slot == datetime(2026, 6, 1, 5, 0, tzinfo=UTC)


def test_a_rule_that_would_have_been_due_already_leaves_what_is_under_way(item: PlanItem) -> None:
    later = datetime(2026, 5, 14, 4, 0, tzinfo=UTC)
    before = rows(item)[4]

    replan(changed(item, rrule="FREQ=MONTHLY;BYMONTHDAY=5", anchor="by"), now=later)

    assert rows(item)[4] == before
    assert by_key(item)["2026-06"].window_end == date(2026, 6, 5)


def test_what_comes_late_into_a_period_under_way_is_spread_over_the_rest_of_it(item: PlanItem) -> None:
    later = datetime(2026, 5, 22, 4, 0, tzinfo=UTC)  # Friday, 09:00
    replan(changed(item, per_period=5), now=later)

    may = {key: duty.slot for key, duty in by_key(item).items() if key.startswith("2026-05#")}
    assert may == {
        "2026-05#2": datetime(2026, 5, 22, 5, 0, tzinfo=UTC),
        "2026-05#3": datetime(2026, 5, 25, 5, 0, tzinfo=UTC),
        "2026-05#4": datetime(2026, 5, 26, 5, 0, tzinfo=UTC),
        "2026-05#5": datetime(2026, 5, 26, 5, 0, tzinfo=UTC),
    }


def test_an_item_that_is_answered_late_accounts_for_the_whole_year(item: PlanItem) -> None:
    # given an item that owed nothing until now
    OccurrenceChange.objects.all().delete()
    Occurrence.objects.all().delete()

    assert replan(item, now=NOW) == 12

    after = by_key(item)
    assert {key: duty.state for key, duty in after.items()} == (
        dict.fromkeys(PAST, "elapsed") | dict.fromkeys(AHEAD, "expected")
    )


def test_an_item_with_an_open_question_owes_nothing_ahead(item: PlanItem) -> None:
    replan(changed(item, review=["spelling"], needs_review=True), now=NOW)

    assert [duty.state for duty in duties(item.plan)] == ["expected"] * 4 + ["withdrawn"] * 8


@pytest.mark.parametrize("state", ["draft", "archived"])
def test_a_plan_that_does_not_run_is_left_alone(item: PlanItem, state: str) -> None:
    item.plan.state = state
    before = rows(item)

    assert replan(changed(item, target_time=time(15)), now=NOW) == 0
    assert rows(item) == before


def test_a_day_that_does_not_exist_changes_nothing(item: PlanItem) -> None:
    before = rows(item)

    assert replan(changed(item, kind="dates", rrule="", dates=["--02-30"]), now=NOW) == 0
    assert rows(item) == before


def test_the_questions_asked_do_not_grow_with_what_changes(item: PlanItem, django_assert_max_num_queries: Any) -> None:
    replan(changed(item, kind="daily", rrule="FREQ=DAILY", per_period=2), now=NOW)
    assert Occurrence.objects.filter(item=item).count() > 400

    item.plan.organization  # noqa: B018 - read before what is counted
    with django_assert_max_num_queries(12):
        assert replan(changed(item, target_time=time(15)), now=NOW) > 400


def test_the_daily_job_changes_nothing_after_it(item: PlanItem) -> None:
    replan(changed(item, kind="weekly", rrule="FREQ=WEEKLY"), now=NOW)
    before = rows(item)

    report = activate_plan(item.plan, continuous="none", now=NOW + timedelta(days=1))

    assert (report.created, rows(item)) == (0, before)


def test_a_template_of_a_school_plan_names_the_quarter_of_its_school_year(item: PlanItem) -> None:
    plan = item.plan
    MediaPlan.objects.filter(pk=plan.pk).update(is_school_year=True)
    second = Occurrence(
        item=PlanItem.objects.get(pk=changed(item, kind="quarterly").pk),
        window_start=date(2026, 12, 1),
        window_end=date(2027, 2, 28),
        period_key="2026/27-Q2",
    )
    assert template_data(second)["period"]["label"] == "2026/27-oʻquv yili II chorak"
