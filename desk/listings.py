"""What the desk's lists share: their count in words that fit every number, yes and no, and safe spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import django_filters
from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.template.defaultfilters import yesno
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from wagtail.admin.active_filters import ActiveFilter, BaseFilterAdapter, register_filter_adapter_class
from wagtail.admin.paginator import WagtailPaginator

from reports.tables import harmless


class CountedPaginator(WagtailPaginator):
    """Wagtail joins a number and a plural, which is wrong in Uzbek always and in Russian mostly."""

    @cached_property
    def items_count_label(self) -> str:
        return _now("in all: %(count)s") % {"count": self.count}


class DayField(forms.DateField):
    """A day of a year that plans can have: those at the ends of the calendar have no midnight in every zone."""

    default_validators = (
        MinValueValidator(date(2000, 1, 1)),
        MaxValueValidator(date(2100, 12, 31)),
    )


class DayRangeField(django_filters.fields.DateRangeField):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        django_filters.fields.RangeField.__init__(self, (DayField(), DayField()), *args, **kwargs)


class DayRangeFilter(django_filters.DateFromToRangeFilter):
    """Days from and to, both within the years of plans."""

    field_class = DayRangeField


class Listing:
    """For index views, before Wagtail's own class."""

    paginator_class = CountedPaginator
    empty: Any = ""
    """What a list says that holds nothing yet: why, and what to do."""

    @property
    def no_results_message(self) -> Any:
        narrowed = self.is_searching or self.is_filtering  # type: ignore[attr-defined]
        return super().no_results_message if narrowed or not self.empty else self.empty  # type: ignore[misc]


class SafeSpreadsheet:
    """For index views with an export: no spreadsheet program takes a title for a formula."""

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        written = super().preprocess_field_value(field, value, export_format)  # type: ignore[misc]
        # Wagtail writes XLSX cells as text; CSV knows no types
        return harmless(written) if export_format == "csv" else written


class YesNoAdapter(BaseFilterAdapter):
    """An active filter reads "With a problem: yes", not "True"."""

    def get_active_filters(self) -> Iterator[ActiveFilter]:
        for shown in super().get_active_filters():
            yield shown._replace(value=yesno(self.value))


register_filter_adapter_class(django_filters.BooleanFilter, YesNoAdapter)
