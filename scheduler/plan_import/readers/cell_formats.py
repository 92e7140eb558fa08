"""The number in a spreadsheet's cell to the text that the cell shows, by its number format."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta

from openpyxl.utils.datetime import from_excel

MONTHS = (
    "yanvar", "fevral", "mart", "aprel", "may", "iyun", "iyul", "avgust", "sentabr", "oktabr", "noyabr", "dekabr",
)  # fmt: skip
WEEKDAYS = ("dushanba", "seshanba", "chorshanba", "payshanba", "juma", "shanba", "yakshanba")

_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DATE_PARTS = re.compile(r"y+|m+|d+|h+|s+|am/pm|a/p")
_PIECES = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]|([#0?][#0?,]*(?:\.[#0?]+)?)|([^"\\])')


def number_text(value: float, number_format: str, epoch: datetime) -> str:
    """Return the cell as shown: a date, a month, an hour or a number. `epoch` is the workbook's first day."""
    parts = _date_parts(number_format)
    if parts:
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
    clock = moment if isinstance(moment, time) else (moment + timedelta(seconds=30)).time()
    hour = f"{clock:%H:%M}" if any(part[0] == "h" for part in parts) or isinstance(moment, time) else ""
    if isinstance(moment, time):
        return hour
    shown = {part[0] for part in parts if part[0] in "ym"} | {"d" for part in parts if part in ("d", "dd")}
    month = MONTHS[moment.month - 1]
    texts: dict[frozenset[str], Callable[[], str]] = {
        frozenset("ym"): lambda: f"{month} {moment.year}",
        frozenset("md"): lambda: f"{moment.day}-{month}",
        frozenset("y"): lambda: str(moment.year),
        frozenset("m"): lambda: month,
        frozenset("d"): lambda: str(moment.day),
        frozenset(): lambda: "" if hour else WEEKDAYS[moment.weekday()],
    }
    day = texts.get(frozenset(shown), lambda: f"{moment:%d.%m.%Y}")()
    return f"{day} {hour}" if day and hour and hour != "00:00" else day or hour


def _date_parts(number_format: str) -> list[str]:
    """Return the letters of a date or time in the format's first section, minutes left out; empty for a number."""
    if number_format == "General":
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
    return kept if re.search(r"[ymdhs]", bare) and not re.search(r"[#0?]", bare) else []


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
