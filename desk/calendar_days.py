"""Changed days and the confirmed days of moving holidays; each change moves what the plans have still to come."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from desk.columns import StateColumn
from desk.fields import NativeDate
from desk.listings import Listing
from scheduler.calendars import follow_calendar
from scheduler.models import CalendarDay, ConfirmedHoliday, MovingHoliday
from scheduler.working_days import moving_holiday

YEARS_SHOWN = 3
MOST_DAYS_APART = 10
"""The moon moves a holiday by a day or two; more than this is a slip of the pen."""


def follow_sentence(changed: int) -> str:
    """What changed days did to the plans."""
    if not changed:
        return _now("No occurrence of the plans changes by this.")
    words = ngettext(
        "%(count)s occurrence of the plans follows the change.",
        "%(count)s occurrences of the plans follow the change.",
        changed,
    )
    return words % {"count": changed}


class Follows:
    """For views that change one day: afterwards the plans follow, and the person is told how many occurrences did."""

    def form_valid(self, form: Any) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]
        moved_over = "organization" in getattr(form, "changed_data", ())
        whose = None if moved_over else getattr(self.object, "organization", None)  # type: ignore[attr-defined]
        changed = follow_calendar(whose, now=timezone.now(), actor=self.request.user)  # type: ignore[attr-defined]
        messages.info(self.request, follow_sentence(changed))  # type: ignore[attr-defined]
        return response


class DayIndex(Listing, IndexView):
    default_ordering = "-day"

    def get_base_queryset(self) -> QuerySet[CalendarDay]:
        return CalendarDay.objects.select_related("organization")


class DayCreate(Follows, CreateView):
    pass


class DayEdit(Follows, EditView):
    pass


class DayDelete(Follows, DeleteView):
    pass


class CalendarDayViewSet(ModelViewSet):
    model = CalendarDay
    icon = "calendar"
    menu_label = _("Changed days")
    menu_name = "changed-days"
    menu_order = 610
    add_to_settings_menu = True
    add_to_reference_index = False
    index_view_class = DayIndex
    add_view_class = DayCreate
    edit_view_class = DayEdit
    delete_view_class = DayDelete
    copy_view_enabled = False
    list_display = [
        Column("day", label=_("Day"), accessor=lambda row: f"{row.day:%d.%m.%Y}", sort_key="day"),
        StateColumn(
            "works",
            label=_("What it is"),
            accessor=lambda row: _now("working day") if row.works else _now("day off"),
            tone=lambda row: "good" if row.works else "over",
        ),
        Column("organization", label=_("Organization"), accessor=lambda row: row.organization or _now("all")),
        Column("note", label=_("Why")),
    ]
    edit_handler = ObjectList(
        [FieldPanel("day", widget=NativeDate), FieldPanel("works"), FieldPanel("organization"), FieldPanel("note")]
    )


class HolidayForm(WagtailAdminModelForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        day, holiday = cleaned.get("day"), cleaned.get("holiday")
        if day is None or holiday is None:
            return cleaned
        estimate = moving_holiday(holiday, day.year)
        if estimate is not None and abs((day - estimate).days) > MOST_DAYS_APART:
            words = _now("The holiday is expected about %(day)s that year. Check the date.")
            self.add_error("day", words % {"day": f"{estimate:%d.%m.%Y}"})
        others = ConfirmedHoliday.objects.filter(holiday=holiday, year=day.year).exclude(pk=self.instance.pk)
        if others.exists():
            self.add_error("day", _now("That year's day is confirmed already. Change it in the list."))
        self.instance.year = day.year
        return cleaned


class HolidayIndex(Listing, IndexView):
    """Each moving holiday of this and the next two years: estimated or confirmed, with the button that changes it."""

    page_title = _("Moving holidays")
    header_buttons: tuple[Any, ...] = ()
    """Days are confirmed from their line, where the estimate stands."""

    def get_base_queryset(self) -> QuerySet[ConfirmedHoliday]:
        return ConfirmedHoliday.objects.order_by("-day")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        first = timezone.localdate().year
        confirmed = {(row.holiday, row.year): row for row in ConfirmedHoliday.objects.filter(year__gte=first)}
        rows = [
            _holiday_line(holiday, year, confirmed.get((holiday.value, year)))
            for year in range(first, first + YEARS_SHOWN)
            for holiday in MovingHoliday
        ]
        may_change = self.request.user.has_perm("scheduler.add_confirmedholiday")
        return super().get_context_data(*args, **kwargs) | {"holidays": rows, "may_change": may_change}


def _holiday_line(holiday: MovingHoliday, year: int, confirmed: ConfirmedHoliday | None) -> dict[str, Any]:
    estimate = moving_holiday(holiday.value, year)
    query = f"?holiday={holiday.value}" + (f"&day={estimate.isoformat()}" if estimate else "")
    return {
        "name": holiday.label,
        "year": str(year),
        "estimate": f"{estimate:%d.%m.%Y}" if estimate else "",
        "confirmed": f"{confirmed.day:%d.%m.%Y}" if confirmed else "",
        "source": confirmed.source if confirmed else "",
        "confirm": f"{reverse('confirmedholiday:add')}{query}",
        "edit": reverse("confirmedholiday:edit", args=[confirmed.pk]) if confirmed else "",
        "delete": reverse("confirmedholiday:delete", args=[confirmed.pk]) if confirmed else "",
    }


class HolidayCreate(Follows, CreateView):
    page_title = _("Confirm")

    def get_initial(self) -> dict[str, Any]:
        """The holiday and its estimated day, where the list has sent them along."""
        sent = self.request.GET
        initial: dict[str, Any] = {"holiday": sent.get("holiday", "")}
        with suppress(ValueError):
            initial["day"] = date.fromisoformat(sent.get("day", ""))
        return initial


class HolidayEdit(Follows, EditView):
    pass


class HolidayDelete(Follows, DeleteView):
    pass


class ConfirmedHolidayViewSet(ModelViewSet):
    model = ConfirmedHoliday
    icon = "date"
    menu_label = _("Moving holidays")
    menu_name = "moving-holidays"
    menu_order = 620
    add_to_settings_menu = True
    add_to_reference_index = False
    index_view_class = HolidayIndex
    index_template_name = "desk/calendar_days/holidays.html"
    add_view_class = HolidayCreate
    edit_view_class = HolidayEdit
    delete_view_class = HolidayDelete
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("holiday", widget=forms.Select),
            FieldPanel("day", widget=NativeDate),
            FieldPanel("source", help_text=_("The resolution that names the day, for example its number and date.")),
        ],
        base_form_class=HolidayForm,
    )
