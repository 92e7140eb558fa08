"""The activation of a plan: asks what the document cannot say, then makes the plan's occurrences exist."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.log_actions import log

from scheduler.labels import word_label
from scheduler.models import MediaPlan, PlanItem
from scheduler.planning import Activation, activate_plan
from scheduler.questions import is_held_back


class ActivationForm(forms.Form):
    continuous = forms.ChoiceField(
        label=_("How often at least must continuous items appear?"),
        choices=MediaPlan._meta.get_field("continuous").choices,
        widget=forms.RadioSelect,
    )
    year = forms.IntegerField(label=_("Year of the plan"), min_value=2000, max_value=2100)

    def __init__(self, *args: Any, plan: MediaPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["continuous"].initial = plan.continuous or "monthly"
        if plan.year is not None:
            del self.fields["year"]


class ActivatePlan(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """Asks what the document cannot say, then makes the plan's occurrences exist. Only a POST changes anything."""

    model = MediaPlan
    permission_required = "change"
    form_class = ActivationForm
    template_name = "desk/plans/activate.html"
    page_title = _("Activate")
    header_icon = "check"

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

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"plan": self.plan}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        continuous = self.plan.items.filter(kind=PlanItem.Kind.CONTINUOUS).count()
        return super().get_context_data(**kwargs) | {
            "plan": self.plan,
            "continuous_count": continuous,
            "waiting": _waiting(self.plan),
        }

    def form_valid(self, form: ActivationForm) -> HttpResponse:
        plan = self.plan
        with transaction.atomic():
            if "year" in form.cleaned_data:
                MediaPlan.objects.filter(pk=plan.pk, year=None).update(year=form.cleaned_data["year"])
                plan.refresh_from_db()
            report = activate_plan(
                plan, continuous=form.cleaned_data["continuous"], now=timezone.now(), actor=self.request.user
            )
            log(report.plan, "wagtail.edit", user=self.request.user)
        messages.success(self.request, _summary(report))
        return redirect("mediaplan:inspect", plan.pk)


def _waiting(plan: MediaPlan) -> list[PlanItem]:
    """Items that will owe nothing although the plan is active, because a question is open."""
    asked = plan.items.filter(needs_review=True, withdrawn_at=None)
    return [item for item in asked if is_held_back(item)]


def _summary(report: Activation) -> str:
    sentences = [
        _now("The plan is active: %(dated)s dated occurrences, %(undated)s without a day of their own.")
        % {"dated": report.dated, "undated": report.undated}
    ]
    if report.elapsed:
        sentences.append(_now("The period of %(count)s was already over.") % {"count": report.elapsed})
    if report.waiting_for_dates:
        sentences.append(_now("Waiting for dates: items %(items)s.") % {"items": ", ".join(report.waiting_for_dates)})
    if report.waiting_for_answers:
        waiting = ", ".join(report.waiting_for_answers)
        sentences.append(_now("Held back until they are answered: items %(items)s.") % {"items": waiting})
    if not_understood := [name for name in report.not_understood if name not in report.waiting_for_answers]:
        sentences.append(_now("Not understood: items %(items)s.") % {"items": ", ".join(not_understood)})
    if report.words_without_channel:
        words = ", ".join(map(word_label, report.words_without_channel))
        sentences.append(_now("No channel answers to: %(words)s.") % {"words": words})
    return " ".join(sentences)
