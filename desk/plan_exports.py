"""A plan taken out again: as Word or Excel, and as a calendar whose secret address staff can hand on."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.log_actions import log

from scheduler.models import MediaPlan
from scheduler.plan_export.docx import docx_of
from scheduler.plan_export.feeds import close_feed, open_feed, plan_of_key
from scheduler.plan_export.ical import ical_of
from scheduler.plan_export.sheet import Sheet, sheet_of
from scheduler.plan_export.xlsx import xlsx_of
from scheduler.queries import calendar

_STAMP = re.compile(rb"^DTSTAMP.*$", re.MULTILINE)
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


class PlanCalendar(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Shows the calendar's address; only a POST makes, renews or withdraws it, and the plan's history says so."""

    model = MediaPlan
    permission_required = "change"
    template_name = "desk/plans/calendar_address.html"
    page_title = _("Calendar address")
    header_icon = "calendar-alt"

    @cached_property
    def plan(self) -> MediaPlan:
        return get_object_or_404(MediaPlan, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.plan)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("mediaplan:index"), "label": _now("Media plans")},
            {"url": reverse("mediaplan:inspect", args=[self.plan.pk]), "label": str(self.plan)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        key = self.plan.feed_key
        address = self.request.build_absolute_uri(reverse("plan_feed", args=[key])) if key else ""
        return super().get_context_data(**kwargs) | {"plan": self.plan, "address": address}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        action = request.POST.get("action")
        if action == "close":
            close_feed(self.plan)
            sentence = _now("The address leads nowhere now.")
        elif action not in ("open", "renew"):
            return redirect("mediaplan:calendar", self.plan.pk)
        else:
            open_feed(self.plan, renew=action == "renew")
            sentence = _now("The address is ready. Whoever has it can read the plan: hand it only to your own people.")
        log(self.plan, "desk.calendar_address", user=request.user)
        messages.success(request, sentence)
        return redirect("mediaplan:calendar", self.plan.pk)


@require_safe
def plan_feed(request: HttpRequest, key: str) -> HttpResponse:
    """The calendar for programs that subscribe to it: no login, the address itself is the key."""
    plan = plan_of_key(key)
    if plan is None:
        raise Http404
    written = calendar_of_plan(plan)
    # every answer is stamped anew: the stamp is no news
    etag = f'"{hashlib.sha256(_STAMP.sub(b"", written)).hexdigest()}"'
    response = HttpResponse(written, content_type="text/calendar; charset=utf-8")
    response["ETag"] = etag
    response["Content-Disposition"] = 'inline; filename="media-reja.ics"'
    response["Cache-Control"] = "private, max-age=300"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return get_conditional_response(request, etag=etag, response=response)


def export_urls(viewset: Any) -> list[URLPattern]:
    """What the plans' viewset serves beside its own screens."""
    return [
        path("export/<int:pk>/<str:form>/", viewset.construct_view(DownloadPlan), name="export"),
        path("calendar/<int:pk>/", viewset.construct_view(PlanCalendar), name="calendar"),
    ]
