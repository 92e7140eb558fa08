"""A plan written out again is a document that reads as the plan it came from."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pytest

from scheduler.models import MediaPlan, PlanItem
from scheduler.plan_export.docx import docx_of
from scheduler.plan_export.sheet import Sheet, sheet_of, writing_of
from scheduler.plan_export.xlsx import xlsx_of
from scheduler.plan_import.reading import PlanReading, read_plan
from tests.scheduler.plan_export.stored import SAMPLE, stored
from tests.scheduler.town import town

pytestmark = pytest.mark.django_db
FORMS: dict[str, Callable[[Sheet], bytes]] = {"docx": docx_of, "xlsx": xlsx_of}


@pytest.fixture
def reading() -> PlanReading:
    return read_plan(SAMPLE, year=2026)


@pytest.mark.parametrize("form", FORMS)
def test_what_is_exported_reads_as_what_was_imported(form: str, reading: PlanReading, tmp_path: Path) -> None:
    file = tmp_path / f"reja.{form}"
    file.write_bytes(FORMS[form](sheet_of(stored(reading))))

    again = read_plan(file)

    assert _without_places(again) == _without_places(reading)
    assert (again.year, again.year_from) == (2026, "title")


def test_the_title_stands_above_with_the_year_it_lacks(reading: PlanReading) -> None:
    document = docx.Document(BytesIO(docx_of(sheet_of(stored(reading)))))

    assert [paragraph.text for paragraph in document.paragraphs] == [reading.title, "2026-yil"]
    assert document.sections[0].page_width > document.sections[0].page_height
    assert [cell.text for cell in document.tables[0].rows[0].cells] == [
        "T/r",
        "Tadbir nomi",
        "Amalga oshirish shakli",
        "Muddati",
        "Yoritilishi",
    ]
    assert document.tables[0].rows[0]._tr.trPr.xpath("w:tblHeader")


def test_a_year_in_the_title_is_not_said_twice(reading: PlanReading) -> None:
    plan = stored(reading)
    plan.title = "2026-yil uchun media-reja"

    assert sheet_of(plan).year_line == ""


def test_a_school_plan_names_both_its_years(reading: PlanReading) -> None:
    plan = stored(reading)
    plan.is_school_year = True

    assert sheet_of(plan).year_line == "2026–2027 o‘quv yili"


def test_sections_those_responsible_and_words_in_force(reading: PlanReading) -> None:
    plan = stored(reading)
    first, second, third = plan.items.order_by("position")[:3]
    first.section, first.responsible = "I. Nashrlar", "Matbuot xizmati"
    second.section = "I. Nashrlar"
    third.section, third.withdrawn_at = "II. Tadbirlar", plan.imported_at
    for item in (first, second, third):
        item.save()
    second.decisions.create(at=plan.imported_at, codes=["exact_day"], wording="15-sentabr")

    sheet = sheet_of(plan)

    assert sheet.header == (
        "T/r",
        "Tadbir nomi",
        "Amalga oshirish shakli",
        "Muddati",
        "Mas’ul",
        "Yoritilishi",
    )
    assert [(row.cells, row.is_heading) for row in sheet.rows[:3]] == [
        (("I. Nashrlar",), True),
        (("1.", first.title, first.method, "Dekabr", "Matbuot xizmati", first.coverage_text), False),
        (("2.", second.title, second.method, "15-sentabr", "", second.coverage_text), False),
    ]
    assert len(sheet.rows) == 1 + 11


def test_the_query_count_does_not_grow_with_the_plan(
    reading: PlanReading, django_assert_num_queries: Callable[[int], object]
) -> None:
    plan = stored(reading)
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        sheet_of(plan)


def test_a_title_that_looks_like_a_formula_is_text(reading: PlanReading) -> None:
    plan = stored(reading)
    plan.items.filter(position=1).update(title="=1+1")

    page = openpyxl.load_workbook(BytesIO(xlsx_of(sheet_of(plan)))).active

    assert page is not None
    cell = page["B4"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


@pytest.mark.parametrize(
    ("text", "writing"),
    [
        ("Ochiqlik haqida media-reja", "uz"),
        ("Очиқлик ҳақида медиа-режа", "uz-cyrl"),
        ("Медиаплан об открытости", "ru"),
        ("", "uz"),
    ],
)
def test_the_header_follows_the_writing_of_the_plan(text: str, writing: str) -> None:
    assert writing_of(text) == writing


def _without_places(reading: PlanReading) -> list[dict[str, object]]:
    return [{key: value for key, value in item.to_json().items() if key != "place"} for item in reading.items]


def test_a_plan_without_items_is_a_header_only() -> None:
    from tests.scheduler.town import town

    plan = MediaPlan.objects.create(organization=town(), title="Reja", year=2026)

    assert sheet_of(plan).rows == ()


@pytest.mark.parametrize("form", FORMS)
def test_control_characters_that_were_stored_keep_nobody_from_exporting(form: str, tmp_path: Path) -> None:
    plan = MediaPlan.objects.create(organization=town(), title="Media-reja\x0b", year=2026)
    PlanItem.objects.create(
        plan=plan, position=1, number="1", section="I\x00", title="Brifing\x1b[31m", deadline_text="Har oyda\x7f"
    )
    file = tmp_path / f"reja.{form}"

    file.write_bytes(FORMS[form](sheet_of(plan)))

    (item,) = read_plan(file, year=2026).items
    assert (item.section, item.title, item.deadline_text) == ("I", "Brifing [31m", "Har oyda")
