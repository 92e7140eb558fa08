"""Columns that stand for months, quarters or half-years: their header words, and a row's marks as a deadline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from scheduler.plan_import.folding import fold, is_cyrillic
from scheduler.plan_import.marks import count_in, days_in, is_bare_number, is_mark, is_nothing
from scheduler.plan_import.rows import Cell, Row
from scheduler.plan_import.wording import read_wording

_STEMS = ("yan", "fev", "mar", "apr", "may", "iyun", "iyul", "avg", "sen", "okt", "noy", "dek")
_MONTH = re.compile(
    r"(yan|fev|mar|apr|may|iyun|iyul|iyn|iyl|avg|sen|okt|noy|dek)(?:v|var|varya|vr|r|ral|ralya|t|el|elya|rel|ya|a|i|yu"
    r"|ust|usta|tabr|tyabr|tyabrya|tabrya|t|tab|tya|abr|yabr|abrya|yabrya|ab)?[. ]*"
    r"(?:oyi?|20\d\d(?: ?-? ?y(?:il)?| g)?)?[. ]*"
)
_SHORT = {"iyn": "iyun", "iyl": "iyul"}
_ROMAN = {
    "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7, "viii": 8, "ih": 9, "h": 10, "hi": 11, "hii": 12,
    "l": 1, "ll": 2, "lll": 3, "vill": 8,
}  # fmt: skip
_PART = re.compile(
    r"(?:(?P<number>[ivl]{1,3}|[1-4]) ?-? ?(?P<unit>chorak|kvartal|kv|ch|yarim yillik|yarim yil|polugodie)[a-z]*"
    r"|q(?P<quarter>[1-4]))[. ]*(?:20\d\d(?: ?-? ?y(?:il)?| g)?)?[. ]*"
)
_UNITS = {"month": 12, "quarter": 4, "half": 2}
_EVERY = {
    "month": ("har oyda", "ежемесячно"), "quarter": ("har chorakda", "ежеквартально"),
    "half": ("har yarim yillikda", "раз в полугодие"),
}  # fmt: skip
_ROMANS = ("I", "II", "III", "IV")
_FEW = 4  # bare numbers up to this one may be counts of posts as well as days


@dataclass(frozen=True)
class Period:
    """One column's stretch of the year: unit "month", "quarter" or "half", its number from 1, its name in words.

    year: the one that its header names, or None.
    """

    unit: str
    number: int
    name: str
    year: int | None = None

    @property
    def words(self) -> str:
        """The name, with the year where there is one."""
        return f"{self.name} {self.year}" if self.year else self.name


def named_period(text: str) -> Period | None:
    """Return the month, quarter or half-year that a header cell names in words, or None."""
    key = fold(text.replace("\n", " "))
    if match := _MONTH.fullmatch(key):
        stem = _SHORT.get(match.group(1), match.group(1))
        return replace(month(_STEMS.index(stem) + 1, cyrillic=is_cyrillic(text)), year=_year_in(key))
    if match := _PART.fullmatch(key):
        said = match.group("number") or match.group("quarter")
        number = _ROMAN.get(said) or int(said)
        is_half = (match.group("unit") or "").startswith(("yarim", "polugodie"))
        if number <= (2 if is_half else 4):
            name = _part_name(number, half=is_half, cyrillic=is_cyrillic(text))
            return Period("half" if is_half else "quarter", number, name, _year_in(key))
    return None


def month(number: int, *, cyrillic: bool = False) -> Period:
    """Return a month by its number, named in the letters of the document."""
    latin = (
        "yanvar", "fevral", "mart", "aprel", "may", "iyun", "iyul", "avgust", "sentabr", "oktabr", "noyabr", "dekabr",
    )  # fmt: skip
    russian = (
        "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь",
        "декабрь",
    )  # fmt: skip
    return Period("month", number, (russian if cyrillic else latin)[number - 1])


def bare_periods(texts: Mapping[int, str], *, cyrillic: bool) -> dict[int, Period]:
    """Return the periods of neighbouring columns that are headed by bare numbers: I–XII, 1–12, or I–IV for quarters."""
    numbers = {column: _bare_number(text) for column, text in texts.items()}
    run = [column for column, number in sorted(numbers.items()) if number is not None]
    said = [numbers[column] for column in run]
    if said == list(range(1, 13)):
        return {column: month(place, cyrillic=cyrillic) for place, column in enumerate(run, 1)}
    if said == [1, 2, 3, 4]:
        return {
            column: Period("quarter", place, _part_name(place, cyrillic=cyrillic))
            for place, column in enumerate(run, start=1)
        }
    return {}


def deadline_of(row: Row, periods: Mapping[int, Period], *, russian: bool, counted: bool = False) -> str:
    """Return the deadline that the marks of a row make, in words that `read_wording` reads; empty without marks.

    counted: the table adds its numbers up, so they are counts of posts and no days.
    """
    cells = [cell for cell in row.cells if _covered(cell, periods) and not is_nothing(cell.text)]
    if counted:
        cells = [
            replace(cell, text=f"{cell.text.strip(' .')} ta") if is_bare_number(cell.text) else cell for cell in cells
        ]
    if all(is_mark(cell.text) and len(_covered(cell, periods)) == 1 for cell in cells) or _all_are_one(cells):
        return _names([_covered(cell, periods)[0] for cell in cells], russian=russian)
    counts = {count_in(cell.text) for cell in cells}
    is_every_month = len(cells) == 12 and all(len(_covered(cell, periods)) == 1 for cell in cells)
    if is_every_month and len(counts) == 1 and None not in counts:
        return f"ежемесячно {counts.pop()} раза" if russian else f"oyiga {counts.pop()} marta"
    return "; ".join(_phrase(cell, _covered(cell, periods), russian=russian) for cell in cells)


def has_doubtful_numbers(rows: Iterable[Row], periods: Mapping[int, Period]) -> bool:
    """Tell whether bare numbers under the months of a table may be counts of posts instead of days."""
    values = [
        int(cell.text.strip(" ."))
        for row in rows
        for cell in row.cells
        if _covered(cell, periods) and is_bare_number(cell.text)
    ]
    return bool(values) and (max(values) <= _FEW or any(value > 31 for value in values))


def is_numbered(row: Row, periods: Mapping[int, Period]) -> bool:
    """Tell whether a row has bare numbers under its months."""
    return any(is_bare_number(cell.text) for cell in row.cells if _covered(cell, periods))


def _covered(cell: Cell, periods: Mapping[int, Period]) -> list[Period]:
    return [periods[column] for column in range(cell.column, cell.column + cell.span) if column in periods]


def _as_count(cell: Cell) -> Cell:
    return replace(cell, text=f"{cell.text.strip(' .')} ta") if is_bare_number(cell.text) else cell


def _all_are_one(cells: Sequence[Cell]) -> bool:
    return bool(cells) and all(cell.span == 1 and cell.text.strip(" .") in ("1", "1 ta") for cell in cells)


def _names(periods: Sequence[Period], *, russian: bool) -> str:
    units = {period.unit for period in periods}
    years = {period.year for period in periods}
    if len(units) != 1 or len(years) != 1:
        return "; ".join(period.words for period in periods)
    unit, year = units.pop(), years.pop()
    if len(periods) == _UNITS[unit]:
        return f"{_EVERY[unit][russian]}, {year}" if year else _EVERY[unit][russian]
    if unit == "quarter" and len(periods) > 1:
        numbers = ", ".join(_ROMANS[period.number - 1] for period in periods)
        return " ".join([numbers, "квартал" if russian else "choraklar", *([str(year)] if year else [])])
    return ", ".join(period.words for period in periods)


def _phrase(cell: Cell, covered: Sequence[Period], *, russian: bool) -> str:
    text = " ".join(cell.text.split())
    if len(covered) == 1:
        name = covered[0].words
        days = days_in(text) if covered[0].unit == "month" else []
        if days:
            return f"{', '.join(map(str, days))}-{name}"
        if is_mark(text):
            return name
        return f"{name} {text}"
    if not is_mark(text) and read_wording(text).kind != "unknown":
        return text
    whole = len(covered) == _UNITS[covered[0].unit]
    stretch = ("в течение года" if russian else "yil davomida") if whole else f"{covered[0].name}-{covered[-1].name}"
    return stretch if is_mark(text) else f"{stretch} {text}"


def _bare_number(text: str) -> int | None:
    key = fold(text).strip(" .)")
    if key.isdecimal() and len(key) <= 2:
        return int(key)
    return _ROMAN.get(key)


def _part_name(number: int, *, half: bool = False, cyrillic: bool = False) -> str:
    units = ("полугодие", "квартал") if cyrillic else ("yarim yillik", "chorak")
    return f"{_ROMANS[number - 1]} {units[0 if half else 1]}"


def _year_in(key: str) -> int | None:
    match = re.search(r"20\d\d", key)
    return int(match.group()) if match else None
