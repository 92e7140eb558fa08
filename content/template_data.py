"""The data every post template can count on: what names there are, in Uzbek words where words are needed. Pure.

================  =================================================================================================
``organization``  name, name_genitive, short_name, website, trust_line, phone, email, address. All text; all but
                  name and name_genitive may be empty.
``period``        year; month (1-12, None for a quarter or a year); month_name ('noyabr', '' without a month);
                  quarter (1-4, None for a year); quarter_roman ('IV', '' without a quarter);
                  label ('2026-yil noyabr', '2026-yil IV chorak', '2026-yil'); previous_label, likewise one step back.
``item``          number, title, method, section, responsible (text), steps (a list of text): the plan item's words;
                  note (text, may be empty): the occasion that an approved schedule names.
``today``         a date.
================  =================================================================================================
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

MONTH_NAMES = (
    "yanvar", "fevral", "mart", "aprel", "may", "iyun",
    "iyul", "avgust", "sentabr", "oktabr", "noyabr", "dekabr",
)  # fmt: skip
GROUPS: Mapping[str, tuple[str, ...]] = {
    "organization": (
        "name", "name_genitive", "short_name", "website", "trust_line", "phone", "email", "address",
    ),
    "period": (
        "year", "month", "month_name", "quarter", "quarter_roman", "label", "previous_label",
    ),
    "item": ("number", "title", "method", "steps", "section", "responsible", "note"),
}  # fmt: skip

_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def period_data(
    year: int, *, month: int | None = None, quarter: int | None = None, school: bool = False
) -> dict[str, Any]:
    """The ``period`` group for a month (1-12), a quarter (1-4) or, with neither, a year; ValueError when out of range.

    A month decides its quarter by itself. school: quarter and year are those of the school year that begins in ``year``
    ('2026/27-oʻquv yili I chorak').
    """
    if month is not None and not 1 <= month <= 12:
        raise ValueError(f"month out of range: {month}")
    if month is None and quarter is not None and not 1 <= quarter <= 4:
        raise ValueError(f"quarter out of range: {quarter}")
    if month is not None:
        quarter = (month + 2) // 3
    return {
        "year": year,
        "month": month,
        "month_name": MONTH_NAMES[month - 1] if month else "",
        "quarter": quarter,
        "quarter_roman": roman(quarter) if quarter else "",
        "label": _label(year, month, quarter, school),
        "previous_label": _previous_label(year, month, quarter, school),
    }


def genitive(name: str) -> str:
    """'Zarafshon shahar hokimligi' → 'Zarafshon shahar hokimligining'; '' stays ''."""
    return f"{name}ning" if name else ""


def roman(number: int) -> str:
    """1 to 39 in Roman numerals, as quarters and half-years are written; ValueError beyond."""
    if not 1 <= number <= 39:
        raise ValueError(f"no Roman numeral for {number}")
    numeral = ""
    for value, letters in _ROMAN:
        while number >= value:
            numeral, number = numeral + letters, number - value
    return numeral


def uzbek_date(day: date) -> str:
    """'2026-yil 9-dekabr'."""
    return f"{day.year}-yil {day.day}-{MONTH_NAMES[day.month - 1]}"


def unplanned_item() -> dict[str, Any]:
    """The ``item`` group for a post that no plan item owes: blanks for people to fill in before it can go out."""
    return {
        "number": "⟦tartib raqami⟧",
        "title": "⟦tadbir nomi⟧",
        "method": "⟦amalga oshirish shakli⟧",
        "steps": ["⟦amalga oshirish bosqichi⟧"],
        "section": "⟦boʻlim⟧",
        "responsible": "⟦masʼul⟧",
        "note": "",
    }


def example_data(*, month: int = 11, year: int = 2026) -> dict[str, Any]:
    """A whole set of data for trying a template, every name of the contract filled in."""
    name = "Zarafshon shahar hokimligi"
    return {
        "organization": {
            "name": name,
            "name_genitive": genitive(name),
            "short_name": "Hokimlik",
            "website": "https://zarafshon.example",
            "trust_line": "1144",
            "phone": "+998 00 000 00 00",
            "email": "matbuot@zarafshon.example",
            "address": "Zarafshon shahri, Mustaqillik koʻchasi, 1-uy",
        },
        "period": period_data(year, month=month),
        "item": {
            "number": "5",
            "title": "Ijtimoiy tarmoqlarda yoritish uchun infografikalar tayyorlash va tarqatish",
            "method": "Infografikalarda korrupsiyaning taʼrifi, shakllari va oqibatlari koʻrsatib boriladi",
            "steps": ["Infografikani tayyorlash", "Rasmiy sahifalarda eʼlon qilish"],
            "section": "korrupsiyaga-qarshi-kurashish",
            "responsible": "Matbuot xizmati",
            "note": "Ochiq eshiklar kuni",
        },
        "today": date(year, month, 10),
    }


def _label(year: int, month: int | None, quarter: int | None, school: bool) -> str:
    if month:
        return f"{year}-yil {MONTH_NAMES[month - 1]}"
    name = f"{year}/{(year + 1) % 100:02d}-oʻquv yili" if school else f"{year}-yil"
    return f"{name} {roman(quarter)} chorak" if quarter else name


def _previous_label(year: int, month: int | None, quarter: int | None, school: bool) -> str:
    if month:
        return _label(year, month - 1, None, school) if month > 1 else _label(year - 1, 12, None, school)
    if quarter:
        return _label(year, None, quarter - 1, school) if quarter > 1 else _label(year - 1, None, 4, school)
    return _label(year - 1, None, None, school)
