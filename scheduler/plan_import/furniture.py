"""Rows and lines that carry no item: repeated headers, column numbers, totals, signatures, footnotes, stamps."""

from __future__ import annotations

import re
from collections.abc import Sequence

from scheduler.plan_import.folding import fold
from scheduler.plan_import.header import Header
from scheduler.plan_import.header_words import LONGEST_HEADER, named_role
from scheduler.plan_import.headings import SECTION_HEADING, is_signed, is_stamp
from scheduler.plan_import.numbering import number_of
from scheduler.plan_import.rows import Row
from scheduler.plan_import.wording import read_wording

ROMAN = re.compile(r"^[ivhl]{1,5}[ .)-]*$")
_TOTAL = re.compile(r"^(?:umumiy )?(?:jami|itogo|vsego|hammasi)\b")
_SUM = re.compile(r"\d+(?:[.,]\d+)?(?: ?-? ?(?:ta|dona|sht|sum|som|%))?\.?|[-–—]")
_LONGEST_TOTAL = 60
_SIGNATURE = re.compile(
    r"\b(?:imzo|podpis|hokim|rais|direktor|boshli[gk]|mudir|kotib|mutahassis|orinbosar|rektor|nachalnik|rukovoditel"
    r"|tuzuvchi|kelishildi|ispolnitel|tayyorladi|inspektor|vrach|hodim)[a-z]*\b|\bm\.? ?o\.?\b"
)
_POST = re.compile(
    r"\b(?:hokimi?|raisi?|direktori?|boshligi|mudiri|kotibi|orinbosari|mutahassisi|kelishildi|tuzuvchi|tayyorladi"
    r"|rektori?|nachalnik|rukovoditel|direktor|sekretar|ispolnitel|vrachi?|hodimi?)[ :]*$"
)
_NAME = re.compile(r"^(?:[a-z]{1,2}\. ?){1,2}[a-z]+$|^[a-z]+ (?:[a-z]{1,2}\. ?){1,2}$")
_INITIALS = re.compile(r"\b[a-z]\.")
_LONGEST_SIGNATURE = 120
_FOOTNOTE = re.compile(r"^(?:\*|[¹²³⁴⁵]|izoh ?[:.-]|eslatma ?[:.-]|primechani[ea] ?[:.-]|\(\*\)|\[\d\])")
_SUPERSCRIPT = re.compile(r"^\s*(?:\*|[¹²³⁴⁵])")


def furniture_of(row: Row, header: Header) -> str | None:
    """Return why a row below the header is no item, as a reason of `rows.REASONS`, or None."""
    texts = [cell.text.strip() for cell in row.cells if cell.text.strip()]
    if repeats_header(row, header):
        return "repeated_header"
    if _is_total(row, texts, header):
        return "total"
    numbers = [number_of(text) for text in texts]
    if len(texts) >= 3 and all(numbers) and len(set(numbers)) == len(numbers):
        return "column_numbers"
    if _is_signature(row, header):
        return "signature"
    only = row.only_text()
    if only is not None and outside_reason(only) == "footnote":
        return "footnote"
    if len(texts) == 1 and number_of(texts[0]) and header.columns.get("number") == row_column(row, texts[0]):
        return "blank_row"
    return None


def _is_total(row: Row, texts: Sequence[str], header: Header) -> bool:
    """A word for "total" with sums or a remark behind it; a row with a deadline that reads is an item."""
    if not _TOTAL.match(fold(texts[0])) or len(texts[0]) > _LONGEST_TOTAL:
        return False
    if all(_SUM.fullmatch(fold(text)) for text in texts[1:]):
        return True
    return len(set(texts)) <= 3 and all(read_wording(row.text(column)).kind == "unknown" for column in header.deadlines)


def row_column(row: Row, text: str) -> int:
    """Return the column of the cell that holds `text`."""
    return next(cell.column for cell in row.cells if cell.text.strip() == text)


def repeats_header(row: Row, header: Header) -> bool:
    """The header repeated on the next page, or a part of it below cells that are merged downwards."""
    title = row.cell(header.columns["title"])
    merged = title is not None and title.inherited and title.text.strip() == header.cells.text(header.columns["title"])
    if merged and not header.is_guessed:
        return True
    texts = [cell.text for cell in row.cells if cell.text.strip()]
    if number_of(row.text(header.columns.get("number"))) or any(len(text) > LONGEST_HEADER for text in texts):
        return False
    roles = [named_role(text) for text in texts]
    if len(roles) >= 3 and all(roles) and {"title", "deadline"} <= set(roles):
        return True
    return words_of(row) == words_of(header.cells)


def words_of(row: Row) -> list[str]:
    """Return the folded texts of a row."""
    return [fold(cell.text) for cell in row.cells if cell.text.strip()]


def outside_reason(text: str) -> str:
    """Return why a line outside the items is not read: footnote, signature, stamp, total or paragraph."""
    key = fold(text)
    if _FOOTNOTE.match(key) or _SUPERSCRIPT.match(text):
        return "footnote"
    if _TOTAL.match(key):
        return "total"
    if SECTION_HEADING.match(key):
        return "paragraph"
    is_post = len(key) < _LONGEST_SIGNATURE and _SIGNATURE.search(key) is not None
    if "__" in text or _NAME.match(key) or (is_post and (is_signed(text) or _INITIALS.search(key))):
        return "signature"
    if is_stamp(text):
        return "stamp"
    return "signature" if len(key) < 80 and _POST.search(key) else "paragraph"


def reason_of_table(rows: Sequence[Row]) -> str:
    """Return what a table is that holds no plan: a stamp of approval, signatures, or another table."""
    texts = [line for row in rows for cell in row.cells for line in cell.text.split("\n") if line.strip()]
    reasons = [outside_reason(text) for text in texts]
    if reasons and len(texts) <= 12:
        if any(is_stamp(text) and reason == "stamp" for text, reason in zip(texts, reasons, strict=True)):
            return "stamp"
        is_list = any(named_role(cell.text) == "number" for cell in rows[0].cells)
        if "signature" in reasons and not is_list and not {"footnote", "total"} & set(reasons):
            return "signature"
    return "other_table"


def _is_signature(row: Row, header: Header) -> bool:
    """A post and a name with initials, and nothing else, sign the plan; under "responsible" they may be an item's."""
    texts = words_of(row)
    if len(texts) == 1:
        return _NAME.match(texts[0]) is not None and not SECTION_HEADING.match(texts[0])
    is_signed = len(texts) in (2, 3) and _POST.search(texts[0]) is not None and _NAME.match(texts[-1]) is not None
    return is_signed and not row.text(header.columns.get("responsible"))
