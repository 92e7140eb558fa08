"""Media plans: list, a plan with what was understood beside the original words, and its activation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView, InspectView, PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.log_actions import log

from desk.columns import StateColumn
from desk.listings import Listing
from desk.plan_exports import export_urls
from scheduler.labels import review_sentence, word_label
from scheduler.models import MediaPlan, PlanItem
from scheduler.planning import Activation, activate_plan


def names(words: list[str]) -> str:
    """The importer's channel words as staff read them, separated by commas."""
    return ", ".join(map(word_label, words))


class PlanIndex(Listing, IndexView):
    def get_base_queryset(self) -> QuerySet[MediaPlan]:
        dated = Q(items__occurrences__slot__isnull=False)
        return (
            MediaPlan.objects.select_related("organization")
            .annotate(
                item_count=Count("items", distinct=True),
                doubtful=Count("items", filter=Q(items__needs_review=True), distinct=True),
                dated=Count("items__occurrences", filter=dated, distinct=True),
                prepared=Count("items__occurrences", filter=Q(items__occurrences__post__isnull=False), distinct=True),
            )
            .order_by("-imported_at", "-pk")
        )

    def get_edit_url(self, instance: MediaPlan) -> str | None:
        return None  # a plan is opened, not edited, from the list


class PlanDetail(InspectView):
    template_name = "desk/plans/detail.html"
    page_title = _("Media plan")

    @cached_property
    def header_buttons(self) -> list[Button]:
        if not self.request.user.has_perm("scheduler.change_mediaplan"):
            return []
        label = _("Activate") if self.object.state == MediaPlan.State.DRAFT else _("Activate again")
        return [HeaderButton(label, url=reverse("mediaplan:activate", args=[self.object.pk]), icon_name="check")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        items = (
            self.object.items.select_related("template")
            .prefetch_related("channels")
            .annotate(
                owed=Count("occurrences", distinct=True),
                posts=Count("occurrences", filter=Q(occurrences__post__isnull=False), distinct=True),
            )
        )
        return context | {
            "plan": self.object,
            "review": [review_sentence(code) for code in self.object.review],
            "rows": [_row(item) for item in items],
            "may_change": self.request.user.has_perm("scheduler.change_planitem"),
        }


def _row(item: PlanItem) -> dict[str, Any]:
    return {
        "item": item,
        "words": names(item.channel_words),
        "also": names(item.also_mentioned),
        "review": [review_sentence(code) for code in item.review],
        "channels": ", ".join(map(str, item.channels.all())),
        "occurrences": f"{reverse('occurrence:index')}?item={item.pk}",
    }


class PlanForm(forms.ModelForm):
    class Meta:
        model = MediaPlan
        fields = ["title", "year"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.state != MediaPlan.State.DRAFT:
            # its occurrences exist already
            del self.fields["year"]


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
        return super().get_context_data(**kwargs) | {"plan": self.plan, "continuous_count": continuous}

    def form_valid(self, form: ActivationForm) -> HttpResponse:
        plan = self.plan
        with transaction.atomic():
            if "year" in form.cleaned_data:
                MediaPlan.objects.filter(pk=plan.pk, year=None).update(year=form.cleaned_data["year"])
                plan.refresh_from_db()
            report = activate_plan(plan, continuous=form.cleaned_data["continuous"], now=timezone.now())
            log(report.plan, "wagtail.edit", user=self.request.user)
        messages.success(self.request, _summary(report))
        return redirect("mediaplan:inspect", plan.pk)


def _summary(report: Activation) -> str:
    sentences = [
        _now("The plan is active: %(dated)s dated occurrences, %(undated)s without a day of their own.")
        % {"dated": report.dated, "undated": report.undated}
    ]
    if report.elapsed:
        sentences.append(_now("The period of %(count)s was already over.") % {"count": report.elapsed})
    if report.waiting_for_dates:
        sentences.append(_now("Waiting for dates: items %(items)s.") % {"items": ", ".join(report.waiting_for_dates)})
    if report.not_understood:
        sentences.append(_now("Not understood: items %(items)s.") % {"items": ", ".join(report.not_understood)})
    if report.words_without_channel:
        words = names(report.words_without_channel)
        sentences.append(_now("No channel answers to: %(words)s.") % {"words": words})
    return " ".join(sentences)


class PlanViewSet(ModelViewSet):
    model = MediaPlan
    icon = "calendar-alt"
    menu_label = _("Media plans")
    menu_order = 100
    add_to_admin_menu = True
    add_to_reference_index = False
    index_view_class = PlanIndex
    inspect_view_class = PlanDetail
    inspect_view_enabled = True
    copy_view_enabled = False
    list_display = [
        "title",
        Column("year", label=_("Year"), sort_key="year"),
        StateColumn(
            "state",
            label=_("State"),
            accessor="get_state_display",
            tone=lambda plan: "good" if plan.state == MediaPlan.State.ACTIVE else "waits",
        ),
        "organization",
        Column("item_count", label=_("Items")),
        Column("doubtful", label=_("Need a decision")),
        Column("dated", label=_("Dated occurrences")),
        Column("prepared", label=_("With a post")),
    ]

    def get_form_class(self, for_update: bool = False) -> type[PlanForm]:
        return PlanForm

    def get_urlpatterns(self) -> list[URLPattern]:
        activate = path("activate/<int:pk>/", self.construct_view(ActivatePlan), name="activate")
        return [*super().get_urlpatterns(), activate, *export_urls(self)]
