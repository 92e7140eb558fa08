"""Execution reports: choosing plan and period, and where the other screens are found."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from content.models import Organization
from content.people import name_of
from desk.board.choosing import plan_of_today
from desk.plan_choices import plans_to_choose
from desk.plan_reports.choosing import ChooseForm, address_of, period_of_today
from desk.plan_reports.item import ItemPage
from desk.plan_reports.made import AskForFile, DownloadFile
from desk.plan_reports.office import DownloadHouseTemplate, DownloadTemplate, OfficePage
from desk.plan_reports.pages import Readers, may_write
from desk.plan_reports.summary import SummaryPage
from desk.times import shown
from reports.models import ReportFile

SHOWN = 15
OFFERED = 50


class ChoosePage(Readers, WagtailAdminTemplateMixin, TemplateView):
    """The choice is made by an address, which leads on to the report."""

    template_name = "desk/plan_reports/choose.html"
    page_title = _("Execution reports")
    header_icon = "doc-full"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        plans = plans_to_choose(request).select_related("organization")
        if "period" in request.GET:
            form = ChooseForm(request.GET, plans=plans)
            if form.is_valid():
                return redirect(form.address())
        else:
            form = ChooseForm(initial=self.initial(plans), plans=plans)
        return self.render_to_response(self.get_context_data(form=form, plans=plans))

    def initial(self, plans: Any) -> dict[str, Any]:
        asked = self.request.GET.get("plan", "")
        plan = plans.filter(pk=asked).first() if asked.isdecimal() and len(asked) < 10 else None
        now = timezone.now()
        plan = plan or plan_of_today(now)
        return {"plan": plan, "period": period_of_today(plan, timezone.localdate(now))} if plan else {}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = ReportFile.objects.filter(state=ReportFile.State.MADE).select_related("plan__organization", "asked_by")
        return super().get_context_data(**kwargs) | {
            "has_plans": kwargs["plans"].exists(),
            "newest": [
                {
                    "row": row,
                    "made": shown(row.made_at, row.plan.organization.time_zone),
                    "by": name_of(row.asked_by),
                    "address": address_of(row.plan, row.first, row.last),
                }
                for row in rows.order_by("-pk")[:SHOWN]
            ],
            "organizations": Organization.objects.order_by("name")[:OFFERED],
            "may_write": may_write(self.request.user),
        }


class ReportsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("publishers.view_delivery"))


class PlanReports(ViewSet):
    name = "plan_reports"
    icon = "doc-full"
    menu_label = _("Execution reports")
    menu_name = "execution-reports"
    menu_order = 103
    menu_item_class = ReportsMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        view: Any = self.construct_view
        days = "<int:plan>/<str:first>/<str:last>/"
        return [
            path("", view(ChoosePage), name="index"),
            path(days, view(SummaryPage), name="summary"),
            path(f"{days}item/<int:item>/", view(ItemPage), name="item"),
            path(f"{days}make/", view(AskForFile), name="make"),
            path("file/<int:file>/", view(DownloadFile), name="file"),
            path("template/", view(DownloadHouseTemplate), name="house_template"),
            path("office/<int:organization>/", view(OfficePage), name="office"),
            path("office/<int:organization>/template/", view(DownloadTemplate), name="template"),
        ]
