"""The switch of a plan's public page: a look at it first, then shown or hidden by a person, and written down."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin

from content.people import name_of
from desk.times import shown
from reports.models import PublicPlan
from reports.public.open_data import LICENCE
from reports.public.showing import ShowRefused, hide, preview, show
from reports.public.views import page_of
from scheduler.models import MediaPlan

REFUSED = {
    "not_active": _("The plan is not active yet: activate it first, then it can be shown."),
    "no_year": _("The plan has no year yet: answer that under “Questions and answers”, then it can be shown."),
}


def public_facts(plan: MediaPlan, request: HttpRequest) -> dict[str, Any]:
    """Since when the public sees the plan, by whom, and where; what the reader may do about it."""
    row = (
        PublicPlan.objects.filter(plan=plan, shown_at__isnull=False).select_related("shown_by").defer("page", "duties")
    )
    found = row.first()
    zone = plan.organization.time_zone
    return {
        "is_shown": found is not None,
        "since": shown(found.shown_at, zone) if found else "",
        "by": name_of(found.shown_by) if found else "",
        "as_of": shown(found.as_of, zone) if found else "",
        "address": request.build_absolute_uri(reverse("public_plan", args=[plan.pk])),
        "may_switch": request.user.has_perm("scheduler.change_mediaplan"),
        "switch": reverse("mediaplan:public", args=[plan.pk]),
    }


class PublicSwitch(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    model = MediaPlan
    permission_required = "change"
    template_name = "desk/plans/public.html"
    page_title = _("Public page")
    header_icon = "view"

    @cached_property
    def plan(self) -> MediaPlan:
        return get_object_or_404(MediaPlan.objects.select_related("organization"), pk=self.kwargs["pk"])

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
        facts = {"plan": self.plan, "public": public_facts(self.plan, self.request), "licence": LICENCE}
        return super().get_context_data(**kwargs) | facts | {"refused": self._refused()}

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        action = request.POST.get("action")
        if action == "hide":
            hide(self.plan, actor=request.user)
            messages.success(request, _now("The public does not see the plan any more."))
        elif action == "show":
            try:
                show(self.plan, actor=request.user, now=timezone.now())
            except ShowRefused as refusal:
                messages.error(request, str(REFUSED[refusal.code]))
                return redirect("mediaplan:public", self.plan.pk)
            messages.success(request, _now("The public sees the plan now."))
        return redirect("mediaplan:public", self.plan.pk)

    def _refused(self) -> str:
        if self.plan.state == MediaPlan.State.DRAFT:
            return str(REFUSED["not_active"])
        return str(REFUSED["no_year"]) if self.plan.year is None else ""


class PublicPreview(PermissionCheckedMixin, View):
    """The page as it will look, in the language of the reader's screens."""

    model = MediaPlan
    permission_required = "change"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        plan = get_object_or_404(MediaPlan.objects.select_related("organization"), pk=pk)
        now = timezone.now()
        try:
            told = preview(plan, now=now)
        except ShowRefused as refusal:
            messages.error(request, str(REFUSED[refusal.code]))
            return redirect("mediaplan:public", pk)
        row = PublicPlan(plan=plan, page=told.page, duties=told.duties, as_of=now)
        return page_of(request, row, is_preview=True)


def public_urls(viewset: Any) -> list[URLPattern]:
    return [
        path("public/<int:pk>/", viewset.construct_view(PublicSwitch), name="public"),
        path("public/<int:pk>/preview/", viewset.construct_view(PublicPreview), name="public_preview"),
    ]
