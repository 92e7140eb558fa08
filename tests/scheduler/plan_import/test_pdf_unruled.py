"""PDF tables that nobody ruled: read where header, gaps and numbers leave no doubt, and otherwise not as a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.plan_import.readers.pdf import read_pdf
from scheduler.samples.build_sample import HEADER, ROWS, TITLE
from tests.scheduler.plan_import.pdfs import table, typeset
from tests.scheduler.plan_import.plans import plan_rows
from tests.scheduler.plan_import.test_pdf import WIDTHS, texts

SAMPLE = [HEADER, *ROWS]


@pytest.mark.parametrize("page", ['paper: "a4"', 'paper: "a4", flipped: true'])
@pytest.mark.parametrize("stroke", ["none", "(x, y) => (bottom: 0.5pt)"])
def test_a_plan_without_upright_lines_over_several_pages(tmp_path: Path, page: str, stroke: str) -> None:
    body = f"{TITLE}\n\n{table(SAMPLE, columns=WIDTHS, options=f'stroke: {stroke},')}\n\nMatbuot kotibi A. Namunaviy"
    document = read_pdf(typeset(tmp_path / "p.pdf", body, page=page, size=8))
    assert texts(document) == [[list(row) for row in SAMPLE]]
    assert [block.text for block in document.blocks if block not in document.tables and hasattr(block, "text")] == [
        TITLE, "Matbuot kotibi A. Namunaviy",
    ]  # fmt: skip


def test_a_section_between_the_rows_is_a_row_of_one_cell(tmp_path: Path) -> None:
    header, first, second = plan_rows("May", "Iyun")
    section = "table.cell(colspan: 5)[II. Ijtimoiy tarmoqlarda targʻibot ishlari va ularni yoritish],"
    markup = table([header, first], columns=WIDTHS, options="stroke: none,")[:-1] + f", {section} "
    markup += ", ".join(f"[{cell}]" for cell in second) + ")"
    assert texts(read_pdf(typeset(tmp_path / "p.pdf", markup, size=9))) == [
        [header, first, ["II. Ijtimoiy tarmoqlarda targʻibot ishlari va ularni yoritish"], second]
    ]


def test_rows_whose_ends_are_uncertain_make_no_table(tmp_path: Path) -> None:
    middle = table(SAMPLE, columns=WIDTHS, options="stroke: none, align: horizon,")
    numberless = table([row[1:] for row in SAMPLE], columns="(4fr, 6fr, 2fr, 3fr)", options="stroke: none,")
    for markup in (middle, numberless):
        assert read_pdf(typeset(tmp_path / "p.pdf", markup, size=9)).tables == ()
