"""Which period a template is filled in for, where no plan item tells."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta

from content.template_data import period_data, roman

MONTHS_BACK, MONTHS_AHEAD = 2, 6
_KEY = re.compile(r"(\d{4})(?:-(\d{2})|-(I|II|III|IV))?")
_QUARTERS = {roman(number): number for number in range(1, 5)}


def period_choices(today: date) -> list[tuple[str, str]]:
    """(key, words) of the months around ``today``, their quarters and their years."""
    first = today.replace(day=1)
    months = [first + relativedelta(months=step) for step in range(-MONTHS_BACK, MONTHS_AHEAD + 1)]
    quarters = dict.fromkeys((month.year, (month.month + 2) // 3) for month in months)
    years = dict.fromkeys(month.year for month in months)
    keys = [
        *(month_key(month) for month in months),
        *(f"{year}-{roman(quarter)}" for year, quarter in quarters),
        *(str(year) for year in years),
    ]
    return [(key, str(period_of(key)["label"])) for key in keys]


def month_key(day: date) -> str:
    return f"{day:%Y-%m}"


def period_of(key: str) -> dict[str, Any]:
    """The templates' ``period`` group for '2026-12', '2026-IV' or '2026'. Raises ValueError for anything else."""
    match = _KEY.fullmatch(key)
    if match is None:
        raise ValueError(key)
    year, month, quarter = match.groups()
    return period_data(int(year), month=int(month) if month else None, quarter=_QUARTERS[quarter] if quarter else None)
