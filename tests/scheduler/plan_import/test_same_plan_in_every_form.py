"""One plan, five kinds of file: Word, pasted text, Excel, CSV and PDF give the same items and the same questions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scheduler.plan_import import PlanReading, read_plan
from scheduler.samples.build_sample import FOLDER, HEADER, ROWS, TITLE
from tests.scheduler.plan_import.pdfs import table, typeset, words
from tests.scheduler.plan_import.workbooks import write_csv, write_xlsx

PRINTED_BY_LIBREOFFICE = Path(__file__).parent / "media-reja.pdf"


def items(reading: PlanReading) -> list[dict[str, Any]]:
    """Return the items without their places in the file."""
    return [{key: value for key, value in item.items() if key != "place"} for item in reading.to_json()["items"]]


@pytest.fixture(scope="module")
def word() -> PlanReading:
    return read_plan(FOLDER / "media-reja.docx", year=2026)


def written(form: str, folder: Path) -> Path:
    """Write the sample plan in one form."""
    rows = [[TITLE], [], HEADER, *ROWS]
    if form == "text":
        return FOLDER / "media-reja.txt"
    if form == "excel":
        return write_xlsx(folder / "reja.xlsx", rows)
    if form == "csv":
        return write_csv(folder / "reja.csv", rows)
    if form == "pdf":
        widths = "(1.2fr, 4fr, 6fr, 2.4fr, 3fr)"
        body = f"#align(center)[*#{words(TITLE)}*]\n\n{table([HEADER, *ROWS], columns=widths)}"
        return typeset(folder / "reja.pdf", body)
    return PRINTED_BY_LIBREOFFICE


@pytest.mark.parametrize("form", ["text", "excel", "csv", "pdf", "pdf printed by an office program"])
def test_the_items_are_those_of_the_word_form(form: str, word: PlanReading, tmp_path: Path) -> None:
    reading = read_plan(written(form, tmp_path), year=2026)
    assert items(reading) == items(word)
    assert (reading.title, reading.plan_review, reading.not_read) == (TITLE, word.plan_review, ())
