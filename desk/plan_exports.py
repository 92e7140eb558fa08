"""A plan taken out again: as Word or Excel, and as a calendar whose secret address staff can hand on."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import View
from wagtail.admin.views.generic import PermissionCheckedMixin

from content.feed_keys import owner_of_key
from desk.calendar_addresses import AddressPage, feed_response
from scheduler.models import MediaPlan
from scheduler.plan_export.docx import docx_of
from scheduler.plan_export.ical import ical_of
from scheduler.plan_export.sheet import Sheet, sheet_of
from scheduler.plan_export.xlsx import xlsx_of
from scheduler.queries import calendar

OFFICE = "application/vnd.openxmlformats-officedocument"
DOCUMENTS = {
    "docx": (docx_of, f"{OFFICE}.wordprocessingml.document"),
    "xlsx": (xlsx_of, f"{OFFICE}.spreadsheetml.sheet"),
}


def document_of(sheet: Sheet, form: str) -> bytes:
    """The plan in the form ``docx`` or ``xlsx``."""
    write, _content_type = DOCUMENTS[form]
    return write(sheet)


def calendar_of_plan(plan: MediaPlan) -> bytes:
    """The plan's calendar in the language of its organization's posts."""
    with translation.override(plan.organization.language):
        rows = calendar(plan_id=plan.pk).select_related(None).select_related("item")
        return ical_of(plan, rows, now=timezone.now())


class DownloadPlan(PermissionCheckedMixin, View):
    model = MediaPlan
    any_permission_required = ["view", "change"]

    def get(self, request: HttpRequest, pk: int, form: str) -> HttpResponse:
        plan = get_object_or_404(MediaPlan, pk=pk)
        if form not in DOCUMENTS:
            raise Http404
        response = HttpResponse(document_of(sheet_of(plan), form), content_type=DOCUMENTS[form][1])
        response["Content-Disposition"] = f'attachment; filename="media-reja-{plan.year or plan.pk}.{form}"'
        return response


class PlanCalendar(PermissionCheckedMixin, AddressPage):
    model = MediaPlan
    permission_required = "change"
    feed = "plan_feed"
    words = {
        "about": _(
            "A calendar program (Outlook, Google Calendar, a telephone) can subscribe to this plan: it then shows "
            "every slot and follows when one moves."
        ),
        "warning": _("Whoever has this address can read the plan without signing in."),
    }

    @cached_property
    def owner(self) -> MediaPlan:
        return get_object_or_404(MediaPlan, pk=self.kwargs["pk"])

    @property
    def back(self) -> str:
        return reverse("mediaplan:inspect", args=[self.owner.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("mediaplan:index"), "label": _now("Media plans")},
            {"url": self.back, "label": str(self.owner)},
            {"url": "", "label": self.get_page_title()},
        ]


@require_safe
def plan_feed(request: HttpRequest, key: str) -> HttpResponse:
    plan = owner_of_key(MediaPlan, key)
    if plan is None:
        raise Http404
    return feed_response(request, calendar_of_plan(plan), filename="media-reja.ics")


def export_urls(viewset: Any) -> list[URLPattern]:
    """What the plans' viewset serves beside its own screens."""
    return [
        path("export/<int:pk>/<str:form>/", viewset.construct_view(DownloadPlan), name="export"),
        path("calendar/<int:pk>/", viewset.construct_view(PlanCalendar), name="calendar"),
    ]
