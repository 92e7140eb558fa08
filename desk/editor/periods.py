"""Which period a template is filled in for, where no plan item tells. Keys and words are the plan's own."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta

from content.template_data import period_data
from scheduler.labels import period_label
from scheduler.periods import month_of, quarter_of

MONTHS_BACK, MONTHS_AHEAD = 2, 6
_KEY = re.compile(r"(\d{4})(?:-(\d{2})|-Q([1-4]))?")


def period_choices(today: date) -> list[tuple[str, str]]:
    """(key, words) of the months around ``today``, their quarters and their years, in the reader's language."""
    first = today.replace(day=1)
    months = [first + relativedelta(months=step) for step in range(-MONTHS_BACK, MONTHS_AHEAD + 1)]
    named = dict.fromkeys([*map(month_of, months), *map(quarter_of, months)])
    years = [str(year) for year in dict.fromkeys(month.year for month in months)]
    return [*((one.key, period_label(*one)) for one in named), *zip(years, years, strict=True)]


def month_key(day: date) -> str:
    return month_of(day).key


def period_of(key: str) -> dict[str, Any]:
    """The templates' ``period`` group for '2026-12', '2026-Q4' or '2026'. Raises ValueError for anything else."""
    match = _KEY.fullmatch(key)
    if match is None:
        raise ValueError(key)
    year, month, quarter = match.groups()
    return period_data(int(year), month=int(month) if month else None, quarter=int(quarter) if quarter else None)
