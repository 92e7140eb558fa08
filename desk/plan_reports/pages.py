"""What the screens of one report share: its plan and days from the address, its ledger, who may do what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin

from desk.plan_reports.choosing import address_of, is_period
from publishers.models import Delivery
from reports.execution.compose import period_words
from reports.execution.making import compose
from reports.execution.parts import Report
from reports.ledger.entries import Ledger
from reports.ledger.reading import read_ledger
from scheduler.models import MediaPlan


def may_write(user: Any) -> bool:
    """Results, signatures and the template are written by those who write posts."""
    return bool(user.has_perm("content.change_post"))


class Readers(PermissionCheckedMixin):
    """Those who may see the log; a POST that writes asks for more."""

    model = Delivery
    any_permission_required = ["view"]
    request: HttpRequest

    def ensure_may_write(self) -> None:
        if not may_write(self.request.user):
            raise PermissionDenied


class OfReport(Readers):
    """For views whose address names a plan and the days."""

    kwargs: dict[str, Any]

    @cached_property
    def plan(self) -> MediaPlan:
        return get_object_or_404(MediaPlan.objects.select_related("organization"), pk=self.kwargs["plan"])

    @cached_property
    def days(self) -> tuple[date, date]:
        try:
            first, last = date.fromisoformat(self.kwargs["first"]), date.fromisoformat(self.kwargs["last"])
        except ValueError:
            raise Http404 from None
        if not is_period(first, last):
            raise Http404
        return first, last

    @cached_property
    def now(self) -> datetime:
        return timezone.now()

    @cached_property
    def ledger(self) -> Ledger:
        return read_ledger(self.plan, *self.days, now=self.now)

    def address(self, name: str = "summary", **more: Any) -> str:
        return address_of(self.plan, *self.days, name, **more)

    def period(self) -> str:
        return period_words(*self.days, school=self.plan.is_school_year)

    def report(self, item: int | None = None) -> Report:
        """In the language of the screen: counts alone, or all of one item where it is named."""
        ledger = self.ledger
        if item is not None:
            ledger = replace(ledger, items=tuple(one for one in ledger.items if one.id == item))
        language = get_language() or "uz"
        return compose(self.plan, ledger, language=language, progress=lambda _done, _of: None, rows=item is not None)


class ReportPage(OfReport, WagtailAdminTemplateMixin, TemplateView):
    header_icon = "doc-full"
    page_title = _("Execution report")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("plan_reports:index"), "label": _now("Execution reports")},
            *self.crumbs(),
        ]

    def crumbs(self) -> list[dict[str, Any]]:
        return [{"url": "", "label": self.period()}]
