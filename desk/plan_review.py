"""The review screen: what the importer understood beside the original words, what it asks, and people's answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin

from desk.plan_answers import FieldRefused, give
from desk.plan_review_forms import AnswerForm, YearForm
from desk.plan_words import place_in_document
from desk.understood import channels_in_words, coming, in_words
from scheduler.answering import AnswerRefused, refuse_unclear
from scheduler.days_off import calendar_of
from scheduler.item_rules import follow, is_understood, rule_of_words, state_of
from scheduler.labels import answer_sentence, not_read_label, review_sentence
from scheduler.models import MediaPlan, PlanItem
from scheduler.plan_import.wording import read_wording
from scheduler.questions import about_channels, is_held_back

AT_ONCE = 100
"""Doubtful rows on one screen: a browser's form has to stay below the server's limit of fields."""
MAY_ANSWER = "scheduler.change_mediaplan"


class PlanScreen(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """A screen about one plan."""

    model = MediaPlan
    any_permission_required = ["view", "change"]

    @cached_property
    def plan(self) -> MediaPlan:
        found: MediaPlan = get_object_or_404(MediaPlan.objects.select_related("organization"), pk=self.kwargs["pk"])
        return found

    def get_page_subtitle(self) -> str:
        return str(self.plan)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("mediaplan:index"), "label": _now("Media plans")},
            {"url": reverse("mediaplan:inspect", args=[self.plan.pk]), "label": str(self.plan)},
            {"url": "", "label": self.get_page_title()},
        ]

    @property
    def may_change(self) -> bool:
        return bool(self.request.user.has_perm(MAY_ANSWER))

    def demand_change(self) -> None:
        if not self.may_change:
            raise PermissionDenied


class ReviewPlan(PlanScreen):
    template_name = "desk/plans/review.html"
    page_title = _("Questions and answers")
    header_icon = "help"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.demand_change()
        year = self._year_form(request.POST) if "year-form" in request.POST else None
        year_stored = year is None or (year.is_valid() and year.save())
        forms = self._answer_forms(request.POST)
        stored, refused = self._give(forms)
        if stored:
            words = ngettext("Answers stored: %(count)s", "Answers stored: %(count)s", stored) % {"count": stored}
            messages.success(request, words)
        if refused or not year_stored:
            messages.error(request, _now("Some answers were not stored. The reasons stand beside them."))
            del self.plan
            return self.render_to_response(self.get_context_data(year=None if year_stored else year, refused=refused))
        if "activate" in request.POST:
            return redirect("mediaplan:activate", self.plan.pk)
        return redirect("mediaplan:review", self.plan.pk)

    def _answer_forms(self, data: Mapping[str, Any]) -> list[AnswerForm]:
        """A bound form for each item that the person saw fields of."""
        items = self.plan.items.select_related("plan").filter(withdrawn_at=None)
        return [AnswerForm(data, item=item) for item in items if f"item-{item.pk}-seen" in data]

    def _give(self, forms: list[AnswerForm]) -> tuple[int, dict[int, AnswerForm]]:
        """Store each answer on its own; return how many were stored, and the refused forms by item."""
        stored, refused = 0, {}
        for form in forms:
            if not form.is_valid():
                refused[form.item.pk] = form
                continue
            try:
                with transaction.atomic():
                    given = give(
                        form.item,
                        form.answer(),
                        actor=self.request.user,
                        now=timezone.now(),
                        seen=form.cleaned_data["seen"],
                    )
                stored += given
            except FieldRefused as refusal:
                form.add_error(refusal.field, str(refusal))
                refused[form.item.pk] = form if not refusal.stale else _anew(form.item, str(refusal))
        return stored, refused

    def _year_form(self, data: Mapping[str, Any] | None = None) -> YearForm | None:
        draft = self.plan.state == MediaPlan.State.DRAFT
        return YearForm(data, plan=self.plan) if draft and self.may_change else None

    def get_context_data(
        self, year: YearForm | None = None, refused: Mapping[int, AnswerForm] | None = None, **kwargs: Any
    ) -> dict[str, Any]:
        plan, refused = self.plan, refused or {}
        items = list(
            plan.items.filter(withdrawn_at=None)
            .select_related("plan__organization")
            .prefetch_related("decisions__actor", "scheduled_dates")
            .annotate(answers=Count("decisions"))
        )
        calendar, now = calendar_of(plan.organization), timezone.now()
        rows = [_row(item, plan, coming(item, plan, calendar, now=now)) for item in items]
        open_rows = [row for row in rows if row["asked"] or row["item"].pk in refused]
        shown, later = open_rows[:AT_ONCE], open_rows[AT_ONCE:]
        clear_rows = [row for row in rows if row not in open_rows]
        if self.may_change:
            for row in [*shown, *clear_rows]:
                row["form"] = refused.get(row["item"].pk) or AnswerForm(item=row["item"])
        return super().get_context_data(**kwargs) | {
            "plan": plan,
            "plan_questions": [review_sentence(code) for code in plan.review if code != "rows_need_attention"],
            "year_form": year or self._year_form(),
            "open_rows": shown,
            "later": len(later),
            "clear_rows": clear_rows,
            "held_back": sum(row["held_back"] for row in open_rows),
            "not_read": [_not_read(entry) for entry in plan.not_read],
            "may_change": self.may_change,
        }


def _anew(item: PlanItem, sentence: str) -> AnswerForm:
    """The form of an item that changed meanwhile: empty, with the reason above it."""
    form = AnswerForm(item=PlanItem.objects.select_related("plan").get(pk=item.pk))
    form.stale = sentence
    return form


def _row(item: PlanItem, plan: MediaPlan, next_days: Any) -> dict[str, Any]:
    decision = next(reversed(item.decisions.all()), None)
    return {
        "item": item,
        "asked": [review_sentence(code) for code in item.review],
        "asks_where": bool(about_channels(item.review)),
        "held_back": is_held_back(item),
        "understood": in_words(state_of(item)) if is_understood(item) else "",
        "channels": channels_in_words(item.channel_words, item.outlets),
        "coming": next_days,
        "decision": decision,
    }


def _not_read(entry: dict[str, Any]) -> dict[str, str]:
    return {"place": place_in_document(entry), "text": entry["text"], "reason": not_read_label(entry["reason"])}


class WordsMeaning(PermissionCheckedMixin, View):
    """What a deadline in a person's words would mean for an item, as JSON: shown while they type. Stores nothing."""

    model = MediaPlan
    any_permission_required = ["view", "change"]

    def get(self, request: HttpRequest, pk: int) -> JsonResponse:
        item = get_object_or_404(PlanItem.objects.select_related("plan__organization"), pk=pk)
        plan = item.plan
        wording = read_wording(request.GET.get("text", "")[:500], year=plan.year, school=plan.is_school_year)
        try:
            refuse_unclear(wording)
        except AnswerRefused as refusal:
            return JsonResponse({"clear": False, "sentence": answer_sentence(refusal.code, refusal.params), "days": []})
        follow(item, rule_of_words(wording, plan.year, school=plan.is_school_year))
        days = coming(item, plan, calendar_of(plan.organization), now=timezone.now()).days
        return JsonResponse({"clear": True, "sentence": in_words(state_of(item)), "days": list(days)})


def review_urls(viewset: Any) -> list[URLPattern]:
    return [
        path("review/<int:pk>/", viewset.construct_view(ReviewPlan), name="review"),
        path("meaning/<int:pk>/", viewset.construct_view(WordsMeaning), name="meaning"),
    ]
