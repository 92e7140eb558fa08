"""Writes the report's default template, to be edited in Word: python -m reports.execution.build_template."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from reports.execution.packing import packed

FILE = Path(__file__).parent / "report-template.docx"
FONT = "Times New Roman"
MADE = date(2026, 11, 28)
WIDTH = 16.9
"""Centimetres between the margins."""


def main() -> None:
    FILE.write_bytes(template())


def template() -> bytes:
    document = docx.Document()
    _look(document)
    _head(document)
    _summary(document)
    _points(document)
    _signatures(document)
    _stamp(document)
    _annex(document)
    document.core_properties.author = "Mediareja"
    document.core_properties.title = "{{ title }}"
    document.core_properties.comments = ""
    held = BytesIO()
    document.save(held)
    return packed(held.getvalue(), day=MADE)


def _look(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.6), Cm(1.5)
    section.top_margin, section.bottom_margin = Cm(1.9), Cm(2.1)
    normal = document.styles["Normal"]
    _font(normal, 12)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.line_spacing = 1.08
    for level, size in ((1, 14), (2, 12), (3, 11)):
        style = document.styles[f"Heading {level}"]
        _font(style, size)
        style.font.bold, style.font.italic, style.font.color.rgb = True, level == 3, RGBColor(0, 0, 0)
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(18 - 4 * level), Pt(4)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _small(footer.add_run("{{ period }}  ·  {{ short_checksum }}  ·  "))
    _field(footer, "PAGE")
    _small(footer.add_run(" / "))
    _field(footer, "NUMPAGES")


def _font(style: Any, size: int) -> None:
    style.font.name, style.font.size = FONT, Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(name), None)
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(name), FONT)


def _head(document: Any) -> None:
    for text, size, bold in (
        ("{{ organization }}", 12, False),
        ("{{ title }}", 14, True),
        ("{{ headline }}", 12, False),
        ("{{ kind }}", 16, True),
        ("{{ period }}", 12, False),
    ):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(4)
        run = paragraph.add_run(text)
        run.bold, run.font.size = bold, Pt(size)


def _summary(document: Any) -> None:
    _tag(document, "{%p for sentence in summary %}")
    _text(document, "{{ sentence }}")
    _tag(document, "{%p endfor %}")
    for name in ("statuses", "quarters", "channels", "points"):
        _tag(document, f"{{%p if charts.{name} %}}")
        document.add_heading(f"{{{{ words.{name} }}}}", 1)
        document.add_paragraph(f"{{{{r charts.{name} }}}}")
        _tag(document, "{%p endif %}")


def _points(document: Any) -> None:
    _tag(document, "{%p for point in points %}")
    document.add_heading("{{ point.heading }}", 2)
    title = _text(document, "{{ point.title }}")
    title.paragraph_format.keep_with_next = True
    _tag(document, "{%p if point.planned %}")
    _table(document, (3.9, 13.0), None, ("{%tr for row in point.planned %}", ("{{ row.label }}", "{{ row.text }}")))
    _tag(document, "{%p endif %}")
    told = _text(document, "{{ point.told }}")
    told.paragraph_format.space_before = Pt(6)
    told.paragraph_format.keep_with_next = True
    rows = ("{{ row.day }}", "{{ row.title }}{% if row.remark %} ({{ row.remark }}){% endif %}", "{{r row.where }}")
    head = ("{{ words.day }}", "{{ words.what }}", "{{ words.where }}")
    for name in ("done", "besides"):
        if name == "besides":
            _missing(document)
        _part(document, name, (2.3, 8.4, 6.2), head, rows)
    _part(
        document,
        "figures",
        (3.0, 8.2, 3.4, 2.3),
        tuple(f"{{{{ words.{name} }}}}" for name in ("channel", "metric", "source", "until")),
        tuple(f"{{{{ row.{name} }}}}" for name in ("channel", "told", "source", "until")),
    )
    _tag(document, "{%p if point.owes %}")
    document.add_heading("{{ words.result }}", 3)
    _tag(document, "{%p for part in point.result %}")
    _text(document, "{{ part }}")
    _tag(document, "{%p endfor %}")
    _tag(document, "{%p if not point.result %}")
    _text(document, "{{ words.no_result }}").runs[0].italic = True
    _tag(document, "{%p endif %}")
    _tag(document, "{%p endif %}")
    _tag(document, "{%p endfor %}")


def _missing(document: Any) -> None:
    head = tuple(f"{{{{ words.{name} }}}}" for name in ("due", "channel", "status", "why"))
    rows = tuple(f"{{{{ row.{name} }}}}" for name in ("day", "channel", "status", "why"))
    _part(document, "missing", (2.3, 4.8, 3.0, 6.8), head, rows)


def _part(document: Any, name: str, widths: Sequence[float], head: Sequence[str], row: Sequence[str]) -> None:
    """A heading and its table, both only where there are rows."""
    _tag(document, f"{{%p if point.{name} %}}")
    document.add_heading(f"{{{{ words.{name} }}}}", 3)
    _table(document, widths, head, (f"{{%tr for row in point.{name} %}}", row))
    _tag(document, "{%p endif %}")


def _table(document: Any, widths: Sequence[float], head: Sequence[str] | None, rows: tuple[str, Sequence[str]]) -> None:
    table = document.add_table(rows=0, cols=len(widths), style="Table Grid")
    table.autofit = False
    if head:
        _fill(table.add_row(), head, bold=True)
        _property(table.rows[0], "w:tblHeader")
    loop, cells = rows
    for texts in ((loop,), cells, ("{%tr endfor %}",)):
        _fill(table.add_row(), texts, keep=head is None)
    for row in table.rows:
        _property(row, "w:cantSplit")
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)


def _fill(row: Any, texts: Sequence[str], *, bold: bool = False, keep: bool = False) -> None:
    for cell, text in zip(row.cells, texts, strict=False):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.line_spacing = 1
        paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
        run = paragraph.add_run(text)
        run.bold, run.font.size = bold or None, Pt(9.5)
        paragraph.paragraph_format.keep_with_next = bold or keep or None


def _signatures(document: Any) -> None:
    _tag(document, "{%p if signatures %}")
    _text(document, "")
    table = document.add_table(rows=0, cols=3)
    table.autofit = False
    for texts in (
        ("{%tr for row in signatures %}",),
        ("{{ row.position }}", "____________________", "{{ row.name }}"),
        ("{%tr endfor %}",),
    ):
        row = table.add_row()
        _property(row, "w:cantSplit")
        for cell, text, width in zip(row.cells, [*texts, "", ""], (7.4, 4.5, 5.0), strict=False):
            cell.paragraphs[0].add_run(text)
            cell.paragraphs[0].paragraph_format.space_before = Pt(14)
            cell.width = Cm(width)
    _tag(document, "{%p endif %}")


def _stamp(document: Any) -> None:
    _text(document, "")
    table = document.add_table(rows=1, cols=1, style="Table Grid")
    _property(table.rows[0], "w:cantSplit")
    cell = table.cell(0, 0)
    _small(cell.paragraphs[0].add_run("{{ words.stamp }}")).bold = True
    for text in ("{%p for sentence in stamp %}", "{{ sentence }}", "{%p endfor %}"):
        paragraph = cell.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(0)
        _small(paragraph.add_run(text))


def _annex(document: Any) -> None:
    _tag(document, "{%p if has_links %}")
    heading = document.add_heading("{{ words.annex }}", 1)
    heading.paragraph_format.page_break_before = True
    _small(document.add_paragraph().add_run("{{ words.annex_note }}"))
    _tag(document, "{{p annex }}")
    _tag(document, "{%p endif %}")


def _text(document: Any, text: str) -> Any:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.add_run(text)
    return paragraph


def _tag(document: Any, tag: str) -> None:
    """A line that docxtpl takes out; grey for whoever edits the template."""
    run = _small(document.add_paragraph().add_run(tag))
    run.font.color.rgb = RGBColor(0x80, 0x80, 0x80)


def _small(run: Any) -> Any:
    run.font.size = Pt(8.5)
    return run


def _property(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name, attrs={qn("w:val"): "true"}))


def _field(paragraph: Any, code: str) -> None:
    for kind in ("begin", code, "end"):
        run = _small(paragraph.add_run())
        if kind == code:
            told = OxmlElement("w:instrText", attrs={qn("xml:space"): "preserve"})
            told.text = f" {code} "
        else:
            told = OxmlElement("w:fldChar", attrs={qn("w:fldCharType"): kind})
        run._r.append(told)


if __name__ == "__main__":
    main()
