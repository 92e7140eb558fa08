"""Approval that came too late, and what still waits though its slot has passed: findable, and as a spreadsheet."""

from __future__ import annotations

from collections import OrderedDict
from datetime import datetime, timedelta
from typing import Any

import django_filters
from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.viewsets.base import ViewSet

from content.models import Organization, Post, Submission
from content.people import name_of
from desk.addresses import review_address
from desk.columns import StateColumn
from desk.listings import DayRangeFilter, Listing, SafeSpreadsheet
from desk.plan_choices import plans_to_choose
from desk.times import shown, shown_length
from publishers.models import Delivery
from publishers.states import State
from scheduler.models import MediaPlan, Occurrence

MINUTE = timedelta(minutes=1)


class LateFilterSet(WagtailFilterSet):
    slot = DayRangeFilter(label=_("Slot"), widget=DateRangePickerWidget)
    plan = django_filters.ModelChoiceFilter(label=_("Media plan"), queryset=plans_to_choose, method="filter_plan")
    organization = django_filters.ModelChoiceFilter(
        label=_("Organization"), queryset=Organization.objects.all(), field_name="post__organization"
    )

    class Meta:
        model = Submission
        fields = ["slot", "plan", "organization"]

    def filter_plan(self, rows: QuerySet[Submission], name: str, value: MediaPlan) -> QuerySet[Submission]:
        owed = Occurrence.objects.filter(item__plan=value).exclude(post=None)
        return rows.filter(post__in=owed.order_by().values("post"))


def late_rows(now: datetime) -> QuerySet[Submission]:
    """Approved after the slot, or waiting past it, with how many channels missed it and how many got it late."""
    rows = Submission.objects.filter(Q(late_by__isnull=False) | Q(outcome=Submission.Outcome.OPEN, slot__lt=now))
    related = rows.select_related("post__organization", "submitted_by", "settled_by").defer("post__text")
    late = Q(state=State.PUBLISHED, finished_at__gt=OuterRef("slot") + MINUTE)
    return related.annotate(missed=_count(Q(state=State.MISSED)), out_late=_count(late))


def _count(condition: Q) -> Coalesce:
    rows = Delivery.objects.filter(condition, rendition__revision_id=OuterRef("revision_id"), post=OuterRef("post"))
    counted = rows.order_by().values("post").annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def how_late(row: Submission) -> str:
    """Of what waits: by now."""
    late = row.late_by
    if late is None and row.slot is not None:
        late = timezone.now() - row.slot
    return shown_length(rounded(late or MINUTE))


def rounded(late: timedelta) -> timedelta:
    """Whole minutes, of more than two hours whole hours, of more than two days whole days."""
    unit = next((unit for unit in (timedelta(days=1), timedelta(hours=1)) if late >= 2 * unit), MINUTE)
    return max(late // unit * unit, MINUTE)


def came_of_it(row: Submission) -> str:
    if row.outcome == Submission.Outcome.OPEN:
        return _now("still waits")
    missed, late = row.missed, row.out_late  # type: ignore[attr-defined]
    words = [
        _now("missed: %(count)s") % {"count": missed} if missed else "",
        _now("out late: %(count)s") % {"count": late} if late else "",
    ]
    return ", ".join(filter(None, words)) or _now("not out yet")


def _at(field: str) -> Any:
    return lambda row: shown(getattr(row, field), row.post.organization.time_zone)


class LateView(Listing, SafeSpreadsheet, ReportView):
    model = Post
    any_permission_required = ["view"]
    filterset_class = LateFilterSet
    page_title = _("Approval came too late")
    empty = _("No approval came too late.")
    header_icon = "history"
    index_url_name = "late_approvals:index"
    index_results_url_name = "late_approvals:results"
    default_ordering = ("-slot", "-pk")
    columns = [
        TitleColumn("title", label=_("Post"), accessor="post.title", get_url=lambda row: review_address(row.post)),
        Column("slot", label=_("Slot"), accessor=_at("slot"), sort_key="slot"),
        Column(
            "submitted",
            label=_("Submitted"),
            accessor=_at("submitted_at"),
            sort_key="submitted_at",
            classname="desk-spare",
        ),
        Column("by", label=_("Submitted by"), accessor=lambda row: name_of(row.submitted_by), classname="desk-spare"),
        Column("approved", label=_("Approved"), accessor=_at("settled_at"), sort_key="settled_at"),
        Column("approver", label=_("Approved by"), accessor=lambda row: name_of(row.settled_by)),
        Column("late", label=_("Too late by"), accessor=how_late, sort_key="late_by"),
        StateColumn(
            "outcome",
            label=_("What came of it"),
            accessor=came_of_it,
            tone=lambda row: "bad" if row.missed or row.outcome == Submission.Outcome.OPEN else "waits",
        ),
    ]
    export_headings = {
        "post": _("Post"),
        "organization": _("Organization"),
        "slot": _("Slot"),
        "submitted": _("Submitted"),
        "by": _("Submitted by"),
        "short_notice": _("Short notice"),
        "approved": _("Approved"),
        "approver": _("Approved by"),
        "late": _("Too late by"),
        "outcome": _("What came of it"),
    }
    list_export = list(export_headings)
    export_filename = "late-approvals"

    def get_base_queryset(self) -> QuerySet[Submission]:
        return late_rows(timezone.now())

    def order_queryset(self, queryset: QuerySet[Submission]) -> QuerySet[Submission]:
        if self.ordering in ("late_by", "-late_by"):  # what still waits is the latest of all
            late = F("late_by")
            order = late.asc(nulls_last=True) if self.ordering == "late_by" else late.desc(nulls_first=True)
            return queryset.order_by(order, "-pk")
        ordered: QuerySet[Submission] = super().order_queryset(queryset)
        return ordered

    def to_row_dict(self, item: Submission) -> OrderedDict[str, Any]:
        zone = item.post.organization.time_zone
        return OrderedDict(
            post=item.post.title,
            organization=item.post.organization.name,
            slot=shown(item.slot, zone),
            submitted=shown(item.submitted_at, zone),
            by=name_of(item.submitted_by),
            short_notice=_now("yes") if item.short_notice else "",
            approved=shown(item.settled_at, zone),
            approver=name_of(item.settled_by),
            late=how_late(item),
            outcome=came_of_it(item),
        )


class LateMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("content.view_post"))


class LateApprovals(ViewSet):
    name = "late_approvals"
    icon = "history"
    menu_label = _("Approval came too late")
    menu_order = 900

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.construct_view(LateView), name="index"),
            path("results/", self.construct_view(LateView, results_only=True), name="results"),
        ]
