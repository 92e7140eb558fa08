"""What the plan owes, period by period. Read only: occurrences come from the plan's items."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Case, F, QuerySet, When
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
from desk.listings import Listing
from desk.times import shown
from scheduler.labels import period_label
from scheduler.models import MediaPlan, Occurrence, PlanItem


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


def tone(occurrence: Occurrence) -> Tone:
    if occurrence.problem_code:
        return "bad"
    return "good" if occurrence.state == Occurrence.State.PREPARED else "waits"


class OccurrenceFilterSet(WagtailFilterSet):
    plan = django_filters.ModelChoiceFilter(
        label=_("Media plan"), field_name="item__plan", queryset=MediaPlan.objects.all()
    )
    item = django_filters.ModelChoiceFilter(label=_("Plan item"), queryset=PlanItem.objects.all())
    state = django_filters.ChoiceFilter(label=_("State"), choices=Occurrence.State.choices)
    kind = django_filters.ChoiceFilter(label=_("Rhythm"), field_name="item__kind", choices=PlanItem.Kind.choices)
    slot = django_filters.DateFromToRangeFilter(label=_("Slot"), widget=DateRangePickerWidget)

    problem = django_filters.BooleanFilter(label=_("With a problem"), method="filter_problem")

    class Meta:
        model = Occurrence
        fields = ["plan", "item", "state", "kind", "slot", "problem"]

    def filter_problem(self, rows: QuerySet[Occurrence], name: str, value: bool) -> QuerySet[Occurrence]:
        return rows.exclude(problem_code="") if value else rows.filter(problem_code="")


class OccurrenceIndex(Listing, IndexView):
    filterset_class = OccurrenceFilterSet
    # what is over is history, and what has no instant follows what has one
    default_ordering = (
        Case(When(state=Occurrence.State.ELAPSED, then=1), default=0),
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
    """Wagtail would show instants in UTC and without their zone."""

    def get_page_subtitle(self) -> str:
        return str(self.object.item)

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


class OccurrenceViewSet(ModelViewSet):
    model = Occurrence
    icon = "date"
    menu_label = _("Occurrences")
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
        TitleColumn("item", label=_("Plan item"), accessor="item.title", url_name="occurrence:inspect"),
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
        Column("problem", label=_("Problem"), accessor=problem),
    ]
