"""The sample plan, in both forms, reads as its layout must."""

from collections import Counter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from scheduler import samples
from scheduler.plan_import import PlanReading, read_plan
from scheduler.recurrence import Rule, Target, WorkingCalendar, expand
from scheduler.samples.build_sample import as_docx, as_text

FOLDER = Path(samples.__file__).parent
KINDS = (
    "one_off_month", "one_off_month", "continuous", "on_schedule", "monthly", "monthly", "monthly", "quarterly",
    "quarterly", "one_off_month", "one_off_month", "continuous",
)  # fmt: skip


@pytest.fixture(params=["media-reja.txt", "media-reja.docx"])
def reading(request: pytest.FixtureRequest) -> PlanReading:
    return read_plan(FOLDER / request.param)


def test_every_item_is_understood_and_only_the_schedule_is_asked_about(reading: PlanReading) -> None:
    assert [item.number for item in reading.items] == [str(number) for number in range(1, 13)]
    assert tuple(item.kind for item in reading.items) == KINDS
    assert [item.review for item in reading.items if item.review] == [("needs_dates",)]
    assert reading.items[3].review == ("needs_dates",)


def test_channels_come_from_the_coverage_column_and_the_rest_is_suggested(reading: PlanReading) -> None:
    first = reading.items[0]
    assert first.channels == ("newspaper", "official_pages")
    assert first.also_mentioned == ("website", "telegram", "facebook", "instagram")
    assert first.outlets == ("Namunaobod tongi",)
    assert [item.channels for item in reading.items[1:]] == [("official_pages",)] * 11
    assert {item.number: item.also_mentioned for item in reading.items[1:] if item.also_mentioned} == {
        "7": ("website",),
        "12": ("outdoor",),
    }


def test_steps_are_no_items(reading: PlanReading) -> None:
    assert [len(item.steps) for item in reading.items] == [2, 3, 2, 0, 0, 0, 0, 0, 0, 0, 2, 0]
    assert reading.items[1].steps[0] == "Suhbat kuni va joyini belgilab, bir hafta oldin e’lon berish"


def test_without_a_year_it_asks_once(reading: PlanReading) -> None:
    assert (reading.year, reading.year_from) == (None, None)
    assert reading.plan_review == ("no_year", "rows_need_attention")
    assert reading.to_json()["items"][0]["recurrence"]["window"] == {"start": "--12", "end": "--12"}


@pytest.mark.parametrize("year_given_at", ["reading", "expanding"])
@pytest.mark.parametrize("name", ["media-reja.txt", "media-reja.docx"])
def test_a_year_owes_48_dated_occurrences(name: str, year_given_at: str) -> None:
    # given the plan, read with its year or without
    reading = read_plan(FOLDER / name, year=2026 if year_given_at == "reading" else None)
    # when every item is expanded for 2026
    owed: Counter[str] = Counter()
    for spread, item in enumerate(reading.to_json()["items"]):
        rule = Rule.from_json(item["kind"], item["recurrence"], year=2026)
        target, zone = Target(spread=spread), ZoneInfo("Asia/Tashkent")
        owed[item["kind"]] += len(expand(rule, year=2026, zone=zone, calendar=WorkingCalendar(), target=target))
    # then
    assert owed == {"monthly": 36, "quarterly": 8, "one_off_month": 4, "continuous": 0, "on_schedule": 0}


def test_the_committed_files_are_what_the_builder_writes(tmp_path: Path) -> None:
    as_docx(tmp_path / "media-reja.docx")
    assert read_plan(tmp_path / "media-reja.docx") == read_plan(FOLDER / "media-reja.docx")
    assert (FOLDER / "media-reja.txt").read_text(encoding="utf-8") == as_text()
