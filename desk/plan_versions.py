"""Newer documents of a plan: the difference item by item, what it means for occurrences, and applying it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.log_actions import log

from desk.plan_review import PlanScreen
from desk.plan_words import effects, field_label
from desk.times import shown
from scheduler.comparing import marked
from scheduler.labels import VERSIONS, review_sentence
from scheduler.models import MediaPlan, PlanVersion
from scheduler.versions import VersionRefused, apply_version, discard_version, pending_version, preview_version

GROUPS = {
    "changed": _("Changed"),
    "new": _("New"),
    "gone": _("No longer in the plan"),
    "kept": _("Unchanged"),
}


class PlanVersionScreen(PlanScreen):
    template_name = "desk/plans/version.html"
    page_title = _("Newer version")
    header_icon = "history"

    @cached_property
    def version(self) -> PlanVersion:
        found: PlanVersion = get_object_or_404(PlanVersion.objects.select_related("imported_by"), pk=self.kwargs["pk"])
        return found

    @cached_property
    def plan(self) -> MediaPlan:
        found: MediaPlan = MediaPlan.objects.select_related("organization").get(pk=self.version.plan_id)
        return found

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.demand_change()
        try:
            if "apply" not in request.POST and "discard" not in request.POST:
                return redirect("mediaplan:version", self.version.pk)
            if "discard" in request.POST:
                discard_version(self.version, actor=request.user)
                messages.success(request, _now("The version was put aside. The plan stays as it was."))
            else:
                apply_version(self.version, actor=request.user, now=timezone.now())
                log(self.plan, "wagtail.edit", user=request.user)
                messages.success(request, _now("The plan is what the newer version says."))
        except VersionRefused as refusal:
            messages.error(request, str(VERSIONS[refusal.code]) % {"year": "", **refusal.params})
        asks = self.plan.items.filter(needs_review=True, withdrawn_at=None).exists()
        return redirect("mediaplan:review" if asks and "apply" in request.POST else "mediaplan:inspect", self.plan.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waits = self.version == pending_version(self.plan)
        report = preview_version(self.version, now=timezone.now()) if waits else self.version.changes
        groups = [
            {"status": status, "label": label, "entries": [_entry(entry) for entry in report.get(status, ())]}
            for status, label in GROUPS.items()
        ]
        return super().get_context_data(**kwargs) | {
            "plan": self.plan,
            "version": self.version,
            "waits": waits,
            "imported_at": shown(self.version.imported_at, self.plan.organization.time_zone),
            "applied_at": shown(self.version.applied_at, self.plan.organization.time_zone),
            "groups": groups,
            "effects": effects(report.get("totals", {})),
            "may_change": self.may_change,
        }


def _entry(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "number": entry["number"],
        "title": entry["title"],
        "item": entry["item"],
        "fields": [(field_label(name), marked(*words)) for name, words in entry["fields"].items()],
        "read_anew": entry["when_differs"] and "deadline" not in entry["fields"],
        "questions": [review_sentence(code) for code in entry["review"]],
        "effects": effects(entry),
    }


def version_rows(plan: MediaPlan) -> list[dict[str, Any]]:
    """The plan's documents, newest first, as its page lists them."""
    waiting = pending_version(plan)
    rows, in_force, zone = [], False, plan.organization.time_zone
    for version in plan.versions.select_related("imported_by", "applied_by"):
        if version == waiting:
            state = _now("waits to be applied")
        elif version.applied_at is None:
            state = _now("put aside")
        else:
            words = _now("replaced; applied %(day)s") if in_force else _now("in force since %(day)s")
            state, in_force = words % {"day": shown(version.applied_at, zone)}, True
        rows.append(
            {
                "version": version,
                "state": state,
                "waits": version == waiting,
                "first": version.number == 1,
                "imported_at": shown(version.imported_at, zone),
            }
        )
    return rows


def version_urls(viewset: Any) -> list[URLPattern]:
    return [path("version/<int:pk>/", viewset.construct_view(PlanVersionScreen), name="version")]


def import_newer(plan: MediaPlan) -> str:
    return f"{reverse('mediaplan:import')}?replaces={plan.pk}"
