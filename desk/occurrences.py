"""What the plan owes, period by period: occurrences come from the plan's items, people decide about single ones."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import django_filters
from django.db.models import Case, F, QuerySet, When
from django.forms import Media
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet

from content.labels import problem_sentence
from content.problems import Problem
from desk.addresses import edit_address
from desk.columns import StateColumn, Tone
from desk.listings import DayRangeFilter, Listing
from desk.occurrence_exceptions import DecideOccurrence, open_decisions
from desk.plan_choices import items_to_choose, plans_to_choose
from desk.times import shown
from scheduler.copying import free_occurrences
from scheduler.labels import period_label
from scheduler.models import NOT_OWED, Occurrence, OccurrenceChange, PlanItem

State = Occurrence.State
OVER = (State.ELAPSED, State.SKIPPED, State.WITHDRAWN)


def slot(occurrence: Occurrence) -> str:
    """The instant with its zone; for an occurrence without one, the days it may lie between."""
    zone = occurrence.item.plan.organization.time_zone
    if occurrence.slot is not None:
        return shown(occurrence.slot, zone)
    return f"{occurrence.window_start:%d.%m.%Y} – {occurrence.window_end:%d.%m.%Y}"


def period(occurrence: Occurrence) -> str:
    return period_label(occurrence.period_key, occurrence.window_start, occurrence.window_end)


def post(occurrence: Occurrence) -> str:
    if occurrence.post is None:
        return ""
    return format_html('<a href="{}">{}</a>', edit_address(occurrence.post), occurrence.post.title)


def problem(occurrence: Occurrence) -> str:
    if not occurrence.problem_code:
        return ""
    sentence = problem_sentence(Problem(occurrence.problem_code, occurrence.problem_params))
    channel = occurrence.problem_params.get("channel")
    return f"{channel}: {sentence}" if channel else sentence


def remark(occurrence: Occurrence) -> str:
    """What stands in its way, or why a person moved, excused or replaced it."""
    return problem(occurrence) or occurrence.reason


def title(occurrence: Occurrence) -> str:
    """The measure, and the occasion where an approved schedule gives one."""
    return f"{occurrence.item.title} · {occurrence.note}" if occurrence.note else occurrence.item.title


def tone(occurrence: Occurrence) -> Tone:
    if occurrence.state in OVER:
        return "over"
    if occurrence.problem_code:
        return "bad"
    return "good" if occurrence.state in (State.PREPARED, State.REPLACED) else "waits"


class OccurrenceFilterSet(WagtailFilterSet):
    plan = django_filters.ModelChoiceFilter(label=_("Media plan"), field_name="item__plan", queryset=plans_to_choose)
    item = django_filters.ModelChoiceFilter(label=_("Plan item"), queryset=items_to_choose)
    state = django_filters.ChoiceFilter(label=_("State"), choices=Occurrence.State.choices)
    kind = django_filters.ChoiceFilter(label=_("Rhythm"), field_name="item__kind", choices=PlanItem.Kind.choices)
    slot = DayRangeFilter(label=_("Slot"), widget=DateRangePickerWidget)

    problem = django_filters.BooleanFilter(label=_("With a problem"), method="filter_problem")

    class Meta:
        model = Occurrence
        fields = ["plan", "item", "state", "kind", "slot", "problem"]

    def filter_problem(self, rows: QuerySet[Occurrence], name: str, value: bool) -> QuerySet[Occurrence]:
        return rows.exclude(problem_code="") if value else rows.filter(problem_code="")


class OccurrenceIndex(Listing, IndexView):
    empty = _("Nothing is owed yet: import a plan and activate it.")
    filterset_class = OccurrenceFilterSet
    # what is over is history, and what has no instant follows what has one
    default_ordering = (
        Case(When(state__in=NOT_OWED, then=1), default=0),
        F("slot").asc(nulls_last=True),
        "window_start",
        "item__position",
        "pk",
    )

    def get_base_queryset(self) -> QuerySet[Occurrence]:
        rows = Occurrence.objects.select_related("item__plan__organization", "post")
        return rows.prefetch_related("channels").defer("post__text")


def channels(occurrence: Occurrence) -> str:
    return ", ".join(map(str, occurrence.channels.all()))


class OccurrenceInspect(InspectView):
    """One occurrence with what may be decided about it and its history. Wagtail would show instants in UTC."""

    template_name = "desk/occurrences/detail.html"
    page_title = _("Occurrence")

    def get_object(self, queryset: Any = None) -> Occurrence:
        rows = Occurrence.objects.select_related("item__plan__organization", "post")
        return get_object_or_404(rows, pk=self.pk)

    def get_page_subtitle(self) -> str:
        return str(self.object.item)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        decisions, hint = open_decisions(self.object, self.request.user)
        forms = [(one, one.form(occurrence=self.object, auto_id=f"{one.name}-%s")) for one in decisions]
        media = sum((form.media for _decision, form in forms), context.get("media", Media()))
        zone = self.object.item.plan.organization.time_zone
        return context | {
            "occurrence": self.object,
            "tone": tone(self.object),
            "slot": slot(self.object),
            "decisions": forms,
            "hint": hint,
            "copy_here": self.copy_here(),
            "changes": [change_line(one, zone) for one in self.object.changes.select_related("actor")],
            "media": media,
        }

    def copy_here(self) -> str:
        """Where a post is copied to it; '' when it has one that people know, or this person may not write posts."""
        free = free_occurrences(self.object.item.plan.organization, now=timezone.now()).filter(pk=self.object.pk)
        may = self.request.user.has_perm("content.add_post")
        return reverse("post_queue:copy_here", args=[self.object.pk]) if may and free.exists() else ""

    def get_item_display_value(self) -> str:
        item = self.object.item
        if not self.request.user.has_perm("scheduler.change_planitem"):
            return str(item)
        return format_html('<a href="{}">{}</a>', reverse("planitem:edit", args=[item.pk]), item)

    def get_period_key_display_value(self) -> str:
        return period(self.object)

    def get_window_start_display_value(self) -> str:
        return f"{self.object.window_start:%d.%m.%Y}"

    def get_window_end_display_value(self) -> str:
        return f"{self.object.window_end:%d.%m.%Y}"

    def get_slot_display_value(self) -> str:
        return slot(self.object)

    def get_post_display_value(self) -> str:
        return post(self.object) or "–"

    def get_problem_code_display_value(self) -> str:
        return problem(self.object) or "–"


def change_line(change: OccurrenceChange, zone: str) -> dict[str, str]:
    """One line of an occurrence's history in words."""
    return {
        "at": shown(change.at, zone),
        "action": change.get_action_display(),
        "before": _slot_then(change.before, zone),
        "after": _slot_then(change.after, zone),
        "actor": change.actor.get_full_name() or change.actor.get_username() if change.actor else "",
        "reason": change.reason,
    }


def _slot_then(facts: dict[str, Any], zone: str) -> str:
    slot = facts.get("slot")
    return shown(datetime.fromisoformat(slot), zone) if slot else ""


class OccurrenceViewSet(ModelViewSet):
    model = Occurrence
    icon = "date"
    menu_label = _("Occurrences")
    menu_name = "occurrences"
    menu_order = 105
    add_to_admin_menu = True
    add_to_reference_index = False
    index_view_class = OccurrenceIndex
    inspect_view_enabled = True
    inspect_view_class = OccurrenceInspect
    inspect_view_fields = [
        "item",
        "period_key",
        "window_start",
        "window_end",
        "slot",
        "state",
        "post",
        "problem_code",
        "channels",
    ]
    copy_view_enabled = False
    list_per_page = 50
    exclude_form_fields: tuple[str, ...] = ()
    search_fields = ["item__title", "item__number"]
    search_backend_name = None
    list_display: list[Any] = [
        TitleColumn("item", label=_("Plan item"), accessor=title, url_name="occurrence:inspect"),
        Column("slot", label=_("Slot"), accessor=slot, sort_key="slot"),
        Column("period_key", label=_("Period"), accessor=period),
        StateColumn(
            "state",
            label=_("State"),
            accessor="get_state_display",
            tone=tone,
        ),
        Column("channels", label=_("Channels"), accessor=channels, classname="desk-spare"),
        Column("post", label=_("Post"), accessor=post),
        Column("remark", label=_("Problem or reason"), accessor=remark),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        decide = path("<int:pk>/<slug:decision>/", self.construct_view(DecideOccurrence), name="decide")
        return [*super().get_urlpatterns(), decide]
