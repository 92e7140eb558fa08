"""The dates that an approved schedule gives to an item: typed in or from a file, looked at before they are stored."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin

from desk.date_reading import as_payload, dates_of_file, from_payload
from desk.fields import NativeDate, NativeTime
from desk.occurrence_labels import DATES_REFUSED, NO_DATES
from desk.schedule_previews import given_sentences, preview_lines
from scheduler.date_lists import NOTE_LENGTH, DateList, GivenDate, NoDates, one_line
from scheduler.giving_dates import DatesRefused, give_dates, preview, seen_of
from scheduler.models import MediaPlan, PlanItem, ScheduledDate

EMPTY_ROWS = 6
SALT = "desk.scheduled_dates"


class RowForm(forms.Form):
    row = forms.IntegerField(required=False, widget=forms.HiddenInput)
    day = forms.DateField(label=_("Day"), required=False, widget=NativeDate)
    at = forms.TimeField(label=_("Time"), required=False, widget=NativeTime)
    note = forms.CharField(label=_("Occasion"), required=False, max_length=NOTE_LENGTH)
    remove = forms.BooleanField(label=_("Remove"), required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        filled = cleaned.get("at") or cleaned.get("note") or cleaned.get("row")
        if filled and not cleaned.get("day") and not cleaned.get("remove") and "day" not in self.errors:
            self.add_error("day", _now("Give the day, or mark the row to be removed."))
        return cleaned

    def given(self) -> GivenDate | None:
        """The date of the row; None for an empty row and one to be removed."""
        values = self.cleaned_data
        if not values.get("day") or values["remove"]:
            return None
        return GivenDate(values["day"], values["at"], one_line(values["note"]), row=values["row"])


Rows = forms.formset_factory(RowForm, extra=EMPTY_ROWS, max_num=1000, absolute_max=1000)


class FileForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        help_text=_("A table saved as CSV with columns for date, time and occasion, or a calendar (.ics)."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.ics"}),
    )
    whole = forms.BooleanField(
        label=_("The file is the whole schedule: dates that it does not name are removed"), required=False
    )


class ItemDates(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Shows the dates and takes new ones. What is sent in is shown once more before it is stored."""

    model = PlanItem
    permission_required = "change"
    template_name = "desk/schedules/dates.html"
    page_title = _("Dates of the schedule")
    header_icon = "date"

    @cached_property
    def item(self) -> PlanItem:
        return get_object_or_404(PlanItem.objects.select_related("plan__organization"), pk=self.kwargs["pk"])

    @property
    def address(self) -> str:
        return reverse("planitem:dates", args=[self.item.pk])

    def get_page_subtitle(self) -> str:
        return str(self.item)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        plan = self.item.plan
        return [
            *self.breadcrumbs_items,
            {"url": reverse("mediaplan:index"), "label": _now("Media plans")},
            {"url": reverse("mediaplan:inspect", args=[plan.pk]), "label": str(plan)},
            {"url": reverse("planitem:edit", args=[self.item.pk]), "label": str(self.item)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context.setdefault("rows", Rows(initial=self._stored(), prefix="rows"))
        context.setdefault("file_form", FileForm(prefix="file"))
        seen = self.request.POST.get("seen") or seen_of(self.item)
        return context | {"item": self.item, "seen": seen, "zone": self.item.plan.organization.time_zone}

    def _stored(self) -> list[dict[str, Any]]:
        return [
            {"row": row.pk, "day": row.day, "at": row.at, "note": row.note} for row in self.item.scheduled_dates.all()
        ]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if "payload" in request.POST:
            return self._store()
        if "typed" in request.POST:
            rows = Rows(request.POST, prefix="rows")
            if not rows.is_valid():
                return self.render_to_response(self.get_context_data(rows=rows))
            dates = tuple(one for form in rows if (one := form.given()))
            return self._show(DateList(dates, whole=True), ScheduledDate.Source.FORM, request.POST.get("seen", ""))
        form = FileForm(request.POST, request.FILES, prefix="file")
        if form.is_valid():
            try:
                given, source = dates_of_file(form.cleaned_data["file"], self.item, whole=form.cleaned_data["whole"])
            except NoDates as refusal:
                form.add_error("file", ValidationError(str(NO_DATES[refusal.code])))
            except DatesRefused as refusal:
                return self._refuse(refusal)
            else:
                return self._show(given, source, seen_of(self.item))
        return self.render_to_response(self.get_context_data(file_form=form))

    def _show(self, given: DateList, source: ScheduledDate.Source, seen: str) -> HttpResponse:
        """The preview: nothing is stored yet."""
        if seen != seen_of(self.item):
            return self._refuse(DatesRefused("changed_meanwhile"))
        try:
            changes = preview(self.item, given)
        except DatesRefused as refusal:
            return self._refuse(refusal)
        if changes.is_empty and not changes.bad:
            return self._refuse(DatesRefused("nothing_new"))
        payload = signing.dumps(as_payload(given, source, seen), salt=f"{SALT}.{self.item.pk}", compress=True)
        context = self.get_context_data() | preview_lines(self.item, changes) | {"payload": payload}
        self.template_name = "desk/schedules/preview.html"
        return self.render_to_response(context)

    def _store(self) -> HttpResponse:
        try:
            payload = signing.loads(self.request.POST["payload"], salt=f"{SALT}.{self.item.pk}")
            given, source, seen = from_payload(payload)
            stored = give_dates(
                self.item,
                given,
                source=source,
                actor=self.request.user,
                now=timezone.now(),
                seen=seen,
                without_bad="without_bad" in self.request.POST,
            )
        except signing.BadSignature:
            return self._refuse(DatesRefused("changed_meanwhile"))
        except DatesRefused as refusal:
            return self._refuse(refusal)
        done, left = given_sentences(stored, active=self.item.plan.state == MediaPlan.State.ACTIVE)
        messages.success(self.request, done)
        if left:
            messages.warning(self.request, left)
        return redirect(self.address)

    def _refuse(self, refusal: DatesRefused) -> HttpResponse:
        messages.error(self.request, str(DATES_REFUSED[refusal.code]))
        return redirect(self.address)
