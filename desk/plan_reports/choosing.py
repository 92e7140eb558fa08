"""Which plan and which days a report is about: chosen in words, then named in the address."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from desk.listings import DayField
from scheduler.labels import MONTHS, ROMAN
from scheduler.models import MediaPlan
from scheduler.periods import months_after, quarter_of
from scheduler.plan_year import bounds

LONGEST = timedelta(days=800)
"""A report of more days than that is a slip of the pen."""
YEAR, OWN = "year", "own"


class ChooseForm(forms.Form):
    """The period is chosen in the plan's own year: of a school year the quarters begin in September."""

    plan = forms.ModelChoiceField(label=_("Media plan"), queryset=MediaPlan.objects.none(), empty_label=None)
    period = forms.ChoiceField(label=_("Period"))
    first = DayField(label=_("First day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    last = DayField(label=_("Last day"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, plans: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["plan"].queryset = plans
        self.fields["period"].choices = [
            (YEAR, _now("the whole year of the plan")),
            (_now("Quarters"), [(f"Q{n}", _now("quarter %(roman)s") % {"roman": ROMAN[n - 1]}) for n in range(1, 5)]),
            (_now("Months"), [(f"M{n}", str(MONTHS[n - 1])) for n in range(1, 13)]),
            (OWN, _now("days of your own")),
        ]

    def clean(self) -> dict[str, Any]:
        chosen: dict[str, Any] = super().clean() or self.cleaned_data
        plan, period = chosen.get("plan"), chosen.get("period")
        if plan is None or period is None or "first" in self.errors or "last" in self.errors:
            return chosen
        if period == OWN:
            self._check_days(chosen.get("first"), chosen.get("last"))
        elif plan.year is None:
            self.add_error("period", _now("This plan has no year yet. Choose days of your own."))
        else:
            chosen["first"], chosen["last"] = days_of(plan, period)
        return chosen

    def _check_days(self, first: date | None, last: date | None) -> None:
        if first is None or last is None:
            self.add_error("last" if first else "first", _now("Give the first and the last day."))
        elif not is_period(first, last):
            self.add_error("last", _now("The last day must not be before the first, nor years after it."))

    def address(self) -> str:
        chosen = self.cleaned_data
        return address_of(chosen["plan"], chosen["first"], chosen["last"])


def days_of(plan: MediaPlan, period: str) -> tuple[date, date]:
    """'year', 'Q1' to 'Q4', or 'M1' to 'M12' (the months of the calendar) in the plan's year."""
    first, last = bounds(plan)
    if period == YEAR:
        return first, last
    number = int(period[1:])
    if period[0] == "Q":
        begin = months_after(first, 3 * (number - 1))
        return begin, months_after(begin, 3) - timedelta(days=1)
    begin = date(first.year if number >= first.month else last.year, number, 1)
    return begin, months_after(begin, 1) - timedelta(days=1)


def period_of_today(plan: MediaPlan, today: date) -> str:
    """The quarter that is running; outside the plan's year the whole of it."""
    if plan.year is None:
        return OWN
    first, last = bounds(plan)
    if not first <= today <= last:
        return YEAR
    start = quarter_of(today, plan.is_school_year).start
    return f"Q{((start.year - first.year) * 12 + start.month - first.month) // 3 + 1}"


def is_period(first: date, last: date) -> bool:
    return first <= last and last - first <= LONGEST


def address_of(plan: MediaPlan, first: date, last: date, name: str = "summary", **more: Any) -> str:
    days = {"plan": plan.pk, "first": first.isoformat(), "last": last.isoformat()}
    return reverse(f"plan_reports:{name}", kwargs=days | more)
