"""The report on the screen: how much is carried out, by status, quarter and channel, then item by item."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets.button import HeaderButton

from desk.plan_reports.made import MakeForm, file_rows
from desk.plan_reports.pages import ReportPage, may_write
from desk.plan_reports.pictures import measure_of, strip_of
from desk.times import shown
from reports.execution.results import results_of, signatures_of


class SummaryPage(ReportPage):
    template_name = "desk/plan_reports/summary.html"

    @property
    def header_buttons(self) -> list[HeaderButton]:
        other = f"{reverse('plan_reports:index')}?plan={self.plan.pk}"
        plan = reverse("mediaplan:inspect", args=[self.plan.pk])
        return [
            HeaderButton(_("Another period"), url=other, icon_name="date"),
            HeaderButton(_("Media plan"), url=plan, icon_name="calendar-alt"),
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "part" in request.GET:
            return render(request, "desk/plan_reports/files.html", {"files": file_rows(self)})
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report, ledger = self.report(), self.ledger
        written = results_of(self.plan, *self.days)
        user = self.request.user
        return super().get_context_data(**kwargs) | {
            "plan": self.plan,
            "report": report,
            "as_of": shown(ledger.as_of, ledger.zone),
            "strip": strip_of(report.counts),
            "quarters": [measure_of(bar) for bar in report.quarters],
            "channels": [measure_of(bar) for bar in report.channels],
            "items": [
                {
                    "part": part,
                    "section": entry.section,
                    "strip": strip_of(part.counts) if part.counts.total else None,
                    "written": entry.id in written,
                    "address": self.address("item", item=entry.id),
                }
                for entry, part in zip(ledger.items, report.items, strict=True)
            ],
            "without": sum(bool(entry.duties) and entry.id not in written for entry in ledger.items),
            "files": file_rows(self),
            "form": MakeForm(),
            "make": self.address("make"),
            "signatures": signatures_of(self.plan.organization),
            "may_write": may_write(user),
        }
