"""The review screen: what the importer understood beside the original words, what it asks, and people's answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
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
from desk.times import shown
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
        items = self.plan.items.filter(withdrawn_at=None).select_related("plan").prefetch_related("decisions")
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
        items = list(plan.items.filter(withdrawn_at=None).prefetch_related("decisions__actor", "scheduled_dates"))
        for item in items:
            item.plan = plan  # the one that knows already what it was asked for once
        calendar, now = calendar_of(plan.organization), timezone.now()
        rows = [_row(item, coming(item, plan, calendar, now=now)) for item in items]
        open_rows = [row for row in rows if _is_open(row, refused)]
        clear_rows = [row for row in rows if not _is_open(row, refused)]
        here, more = self._at_once(open_rows, refused)
        if self.may_change:
            for row in [*here, *clear_rows]:
                row["form"] = refused.get(row["item"].pk) or AnswerForm(item=row["item"])
        return super().get_context_data(**kwargs) | {
            "plan": plan,
            "plan_questions": [review_sentence(code) for code in plan.review if code != "rows_need_attention"],
            "year_form": year or self._year_form(),
            "open_rows": here,
            "open_count": len(open_rows),
            **more,
            "clear_rows": clear_rows,
            "held_back": sum(row["held_back"] for row in open_rows),
            "not_read": [_not_read(entry) for entry in plan.not_read],
            "may_change": self.may_change,
            "sample_year": plan.year or now.year,
        }

    def _at_once(
        self, open_rows: list[dict[str, Any]], refused: Mapping[int, AnswerForm]
    ) -> tuple[list[dict[str, Any]], dict[str, str]]:
        """The rows of one screen, those of refused answers always among them; and where the others are found.

        ``?item=`` of the address asks for the screen that this item stands on.
        """
        keys = [row["item"].pk for row in open_rows]
        wanted = self.request.GET.get("item", "")
        place = keys.index(int(wanted)) if wanted.isdecimal() and int(wanted) in keys else 0
        start = place - place % AT_ONCE
        here = [row for at, row in enumerate(open_rows) if start <= at < start + AT_ONCE or row["item"].pk in refused]
        address = reverse("mediaplan:review", args=[self.plan.pk])
        more = {}
        if start:
            more["before"] = f"{address}?item={keys[start - AT_ONCE]}"
        if start + AT_ONCE < len(keys):
            more["after"] = f"{address}?item={keys[start + AT_ONCE]}"
        return here, more


def _is_open(row: Mapping[str, Any], refused: Mapping[int, AnswerForm]) -> bool:
    return bool(row["asked"]) or row["item"].pk in refused


def review_address(item: PlanItem) -> str:
    """Where the item stands on the review screen, on whichever of its pages."""
    return f"{reverse('mediaplan:review', args=[item.plan_id])}?item={item.pk}#item-{item.pk}"


def _anew(item: PlanItem, sentence: str) -> AnswerForm:
    """The form of an item that changed meanwhile: empty, with the reason above it."""
    form = AnswerForm(item=PlanItem.objects.select_related("plan").get(pk=item.pk))
    form.stale = sentence
    return form


def _row(item: PlanItem, next_days: Any) -> dict[str, Any]:
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
        "decided_at": shown(decision.at, item.plan.organization.time_zone) if decision else "",
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
