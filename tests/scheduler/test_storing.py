"""What the importer read becomes rows, once per file."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError

from content.models import Organization
from scheduler.models import MediaPlan, Occurrence, PlanItem
from scheduler.plan_import.reading import read_plan
from scheduler.samples.build_sample import HEADER, PAGES
from scheduler.storing import AlreadyImported, store_plan
from tests.scheduler.plan_import.plans import write_docx
from tests.scheduler.town import stored_plan, town

pytestmark = pytest.mark.django_db
ROWS = [
    list(HEADER),
    ["1.", "Ochiqlik kuni", "1. Eʼlon berish;\n2. Xabar tayyorlash", "Noyabr", f"“Tong” gazetasi, {PAGES}"],
    ["2.", "Infografika", "Infografika tayyorlash", "Har oyda bir marotaba", PAGES],
]


@pytest.fixture
def organization() -> Organization:
    return town()


def reading(folder: Path, *, year: int | None = 2026) -> dict[str, Any]:
    return read_plan(write_docx(folder / "reja.docx", ROWS), year=year).to_json()


def stored(organization: Organization, read: dict[str, Any], checksum: str = "a" * 64) -> MediaPlan:
    return store_plan(read, organization=organization, title="Reja", source_name="reja.docx", checksum=checksum)


def test_a_plan_waits_to_be_activated_with_its_rows_in_their_order(tmp_path: Path, organization: Organization) -> None:
    plan = stored(organization, reading(tmp_path))

    plan.refresh_from_db()
    assert (plan.state, plan.year, plan.title, plan.source_name) == ("draft", 2026, "Reja", "reja.docx")
    assert plan.activated_at is None
    assert list(plan.items.values_list("position", "number", "title", "kind")) == [
        (1, "1", "Ochiqlik kuni", "one_off_month"),
        (2, "2", "Infografika", "monthly"),
    ]


def test_an_item_keeps_what_was_written_and_what_was_understood(tmp_path: Path, organization: Organization) -> None:
    stored(organization, reading(tmp_path))

    item = PlanItem.objects.get(number="1")
    assert (item.deadline_text, item.coverage_text) == ("Noyabr", f"“Tong” gazetasi, {PAGES}")
    assert item.steps == ["Eʼlon berish", "Xabar tayyorlash"]
    assert item.channel_words == ["newspaper", "official_pages"]
    assert item.outlets == ["Tong"]
    assert (item.window_start, item.window_end, item.rrule) == ("2026-11-01", "2026-11-30", "")
    assert (item.per_period, item.needs_review) == (1, False)
    assert (item.target_position, item.automatic, item.template) == ("default", False, None)


def test_a_file_is_stored_once_for_an_organization_and_year(tmp_path: Path, organization: Organization) -> None:
    first = stored(organization, reading(tmp_path))

    with pytest.raises(AlreadyImported) as known:
        stored(organization, reading(tmp_path))

    assert known.value.plan == first
    assert (MediaPlan.objects.count(), PlanItem.objects.count()) == (1, 2)


@pytest.mark.parametrize("difference", ["organization", "year", "file"])
def test_another_organization_year_or_file_is_another_plan(
    tmp_path: Path, organization: Organization, difference: str
) -> None:
    stored(organization, reading(tmp_path))

    stored(
        town("boshqa") if difference == "organization" else organization,
        reading(tmp_path, year=2027 if difference == "year" else 2026),
        checksum="b" * 64 if difference == "file" else "a" * 64,
    )

    assert MediaPlan.objects.count() == 2


def test_a_row_that_cannot_be_stored_leaves_no_plan_behind(tmp_path: Path, organization: Organization) -> None:
    read = reading(tmp_path)
    read["items"][1] = {**read["items"][1], "title": None}

    with pytest.raises(IntegrityError):
        stored(organization, read)

    assert (MediaPlan.objects.count(), PlanItem.objects.count()) == (0, 0)


def test_the_same_file_is_known_whether_or_not_its_year_was_given(tmp_path: Path, organization: Organization) -> None:
    plan = stored(organization, reading(tmp_path, year=None))

    with pytest.raises(AlreadyImported):
        stored(organization, reading(tmp_path, year=2026))
    plan.year = 2026
    plan.save()
    with pytest.raises(AlreadyImported):
        stored(organization, reading(tmp_path, year=None))

    assert MediaPlan.objects.count() == 1


def test_the_hour_that_a_deadline_names_becomes_the_items_target_time(
    tmp_path: Path, organization: Organization
) -> None:
    plan = stored_plan(tmp_path, organization, "har seshanba soat 15:00 da", "Dekabr")

    assert list(plan.items.values_list("target_time", flat=True)) == [time(15, 0), None]


def test_texts_of_any_length_fit_their_columns(tmp_path: Path, organization: Organization) -> None:
    """SQLite would not notice."""
    number = PlanItem._meta.get_field("number")
    period = Occurrence._meta.get_field("period_key")

    assert number.max_length is None
    assert period.max_length is not None and period.max_length >= len("2026-12-09/2026-12-14#100")
