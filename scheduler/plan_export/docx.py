"""A plan as a Word document: landscape, a bordered table whose header stands on every page."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from scheduler.plan_export.sheet import Sheet

WIDTHS = {"number": 1.2, "title": 7.0, "method": 8.2, "deadline": 3.4, "responsible": 3.4, "coverage": 4.4}
"""Centimetres; the page leaves 25.7, or 27.6 with those responsible."""
LANGUAGES = {"uz": "uz-Latn-UZ", "uz-cyrl": "uz-Cyrl-UZ", "ru": "ru-RU"}


def docx_of(sheet: Sheet) -> bytes:
    """The document's bytes."""
    document = docx.Document()
    _landscape(document)
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(12)
    for line in filter(None, (sheet.title, sheet.year_line)):
        heading = document.add_paragraph()
        heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
        heading.add_run(line).bold = True
    table = document.add_table(rows=1, cols=len(sheet.roles), style="Table Grid")
    table.autofit = False
    _fill(table.rows[0].cells, sheet.header, bold=True)
    _repeat_on_every_page(table.rows[0])
    for row in sheet.rows:
        cells = table.add_row().cells
        if row.is_heading:
            _fill([cells[0].merge(cells[-1])], row.cells, bold=True)
        else:
            _fill(cells, row.cells)
    for column, role in zip(table.columns, sheet.roles, strict=True):
        for cell in column.cells:
            cell.width = Cm(WIDTHS[role])
    properties = document.core_properties
    properties.author, properties.title, properties.language = "Mediareja", sheet.title[:255], LANGUAGES[sheet.writing]
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _landscape(document: Any) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Cm(29.7), Cm(21)
    section.left_margin = section.right_margin = Cm(1.0)
    section.top_margin = section.bottom_margin = Cm(1.5)


def _fill(cells: Any, texts: tuple[str, ...], *, bold: bool = False) -> None:
    for cell, text in zip(cells, texts, strict=True):
        cell.text = text
        if bold:
            paragraph = cell.paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            for run in paragraph.runs:
                run.bold = True


def _repeat_on_every_page(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader", attrs={qn("w:val"): "true"}))
