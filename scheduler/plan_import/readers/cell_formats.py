"""The number in a spreadsheet's cell to the text that the cell shows, by its number format."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta

from openpyxl.utils.datetime import from_excel

MONTHS = (
    "yanvar", "fevral", "mart", "aprel", "may", "iyun", "iyul", "avgust", "sentabr", "oktabr", "noyabr", "dekabr",
)  # fmt: skip
WEEKDAYS = ("dushanba", "seshanba", "chorshanba", "payshanba", "juma", "shanba", "yakshanba")

_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_ELAPSED = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_DATE_PARTS = re.compile(r"y+|m+|d+|h+|s+|am/pm|a/p")
_PIECES = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]|([#0?][#0?,]*(?:\.[#0?]+)?)|([^"\\])')


def number_text(value: float, number_format: str, epoch: datetime) -> str:
    """Return the cell as shown: a date, a month, an hour or a number. `epoch` is the workbook's first day."""
    if value >= 0 and _date_parts(number_format):
        try:
            moment = from_excel(value, epoch)
        except (ValueError, OverflowError):
            return _general(value)
        if isinstance(moment, datetime | time):
            return moment_text(moment, number_format)
        return _general(value)
    return _formatted(value, number_format)


def moment_text(moment: datetime | time, number_format: str) -> str:
    """Return what of the moment the format shows: "15.12.2026", "15-dekabr", "dekabr 2026", "10:00".

    A format without a day shows a month, whatever day lies behind it; one without a year promises no year.
    """
    parts = _date_parts(number_format)
    if isinstance(moment, time):
        return f"{moment:%H:%M}"
    hour = f"{moment + timedelta(seconds=30):%H:%M}" if any(part[0] == "h" for part in parts) else ""
    shown = {part[0] for part in parts if part[0] in "ym"} | {"d" for part in parts if part in ("d", "dd")}
    month = MONTHS[moment.month - 1]
    texts = {
        frozenset("ym"): f"{month} {moment.year}",
        frozenset("md"): f"{moment.day}-{month}",
        frozenset("y"): str(moment.year),
        frozenset("m"): month,
        frozenset("d"): str(moment.day),
        frozenset(): "" if hour else WEEKDAYS[moment.weekday()],
    }
    whole = f"{moment:%d.%m.%Y}"
    day = texts.get(frozenset(shown), whole) if parts else whole
    return f"{day} {hour}" if day and hour and hour != "00:00" else day or hour


def _date_parts(number_format: str) -> list[str]:
    """Return the letters of a date or time in the format's first section, minutes left out; empty for a number."""
    if number_format == "General" or _ELAPSED.search(number_format):
        return []
    bare = _LITERALS.sub("", number_format.split(";")[0]).lower()
    parts = _DATE_PARTS.findall(bare)
    kept: list[str] = []
    for at, part in enumerate(parts):
        is_minutes = part in ("m", "mm") and (
            (at > 0 and parts[at - 1][0] == "h") or (at + 1 < len(parts) and parts[at + 1][0] == "s")
        )
        if not is_minutes:
            kept.append(part)
    is_date = any(part[0] in "ymdh" for part in kept) and not re.search(r"[#0?]", bare)
    return kept if is_date else []


def _formatted(value: float, number_format: str) -> str:
    sections = number_format.split(";")
    section = sections[1] if value < 0 and len(sections) > 1 and sections[1] else sections[0]
    pieces = list(_PIECES.finditer(section))
    patterns = [piece.group(3) for piece in pieces if piece.group(3)]
    others = {piece.group(4) for piece in pieces if piece.group(4)}
    if len(patterns) != 1 or others & {"E", "e", "/", "@"}:
        return _general(value)
    amount = abs(value) * (100 if "%" in others else 1)
    shown = "".join(
        _digits(amount, piece.group(3)) if piece.group(3) else piece.group(1) or piece.group(2) or piece.group(4) or ""
        for piece in pieces
    )
    return ("-" if value < 0 and section is sections[0] else "") + shown.strip()


def _digits(amount: float, pattern: str) -> str:
    whole, _point, fraction = pattern.partition(".")
    text = f"{amount:{',' if ',' in whole else ''}.{len(fraction)}f}"
    if fraction:
        kept = len(fraction.rstrip("#?"))
        head, tail = text.split(".")
        tail = tail[:kept] + tail[kept:].rstrip("0")
        text = f"{head}.{tail}" if tail else head
    return text.replace(",", " ").rjust(whole.count("0"), "0")


def _general(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.10g}"
