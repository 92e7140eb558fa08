"""The publish log: every delivery, findable, filterable, and as a spreadsheet."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import django_filters
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import yesno
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.viewsets.base import ViewSet

from content.models import Channel, Rendition
from desk.columns import LinkColumn, StateColumn, Tone
from desk.deciding import Decide
from desk.listings import DayRangeFilter, Listing, SafeSpreadsheet
from desk.log_captures import CapturePage, CapturePicture, CaptureSmall
from desk.log_detail import DeliveryDetail
from desk.log_search import posts_with
from desk.plan_choices import items_to_choose, plans_to_choose
from desk.times import shown
from publishers.labels import STATES, change_word, reason_sentence, state_label
from publishers.models import Delivery, StateChange
from publishers.queries import delivery_log
from publishers.states import NEEDS_PERSON, State
from scheduler.models import MediaPlan, Occurrence, PlanItem


def due(delivery: Delivery) -> str:
    return shown(delivery.due_at, delivery.channel.organization.time_zone)


def channel(delivery: Delivery) -> str:
    """'Hokimlik Telegram (sandbox) · Telegram'."""
    return f"{delivery.channel} · {delivery.channel.get_kind_display()}"


def reason(delivery: Delivery) -> str:
    return reason_sentence(delivery.change_code or delivery.reason_code)


def state(delivery: Delivery) -> str:
    """'published', or 'published · corrected' and the like."""
    said = change_word(delivery)
    return f"{state_label(delivery.state)} · {said}" if said else state_label(delivery.state)


def tone(state: str) -> Tone:
    if state == State.PUBLISHED:
        return "good"
    return "bad" if state in NEEDS_PERSON else "waits"


_SEARCHED = _("Title, or words of the approved text")


class DeliveryFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        label=_("State"),
        choices=[(s.value, STATES[s]) for s in State],
        distinct=False,  # a row has one state: comparing whole rows with each other would read all of the log
    )
    channel = django_filters.ModelChoiceFilter(label=_("Channel"), queryset=Channel.objects.all())
    plan = django_filters.ModelChoiceFilter(label=_("Media plan"), queryset=plans_to_choose, method="filter_plan")
    item = django_filters.ModelChoiceFilter(label=_("Item of the plan"), queryset=items_to_choose, method="filter_item")
    person = django_filters.ModelChoiceFilter(
        label=_("Person"), queryset=User.objects.filter(is_active=True).order_by("username"), method="filter_person"
    )
    due_at = DayRangeFilter(label=_("Due"), widget=DateRangePickerWidget)

    class Meta:
        model = Delivery
        fields = ["state", "channel", "plan", "item", "person", "due_at"]

    def filter_plan(self, rows: QuerySet[Delivery], name: str, value: MediaPlan) -> QuerySet[Delivery]:
        owed = Occurrence.objects.filter(item__plan=value).exclude(post=None)
        return rows.filter(post__in=owed.order_by().values("post"))

    def filter_item(self, rows: QuerySet[Delivery], name: str, value: PlanItem) -> QuerySet[Delivery]:
        return rows.filter(post__in=value.occurrences.exclude(post=None).order_by().values("post"))

    def filter_person(self, rows: QuerySet[Delivery], name: str, value: User) -> QuerySet[Delivery]:
        """Who approved the text, or decided something about the delivery."""
        # two looks into indexes: a join with the history would read all of it
        decided = StateChange.objects.filter(actor=value).order_by().values("delivery")
        approved = Rendition.objects.filter(approved_by=value).values("pk")
        return rows.filter(Q(pk__in=decided) | Q(rendition__in=approved))


class LogView(Listing, SafeSpreadsheet, ReportView):
    model = Delivery
    any_permission_required = ["view"]
    filterset_class = DeliveryFilterSet
    page_title = _("Publish log")
    empty = _("Nothing was sent yet. A post stands here as soon as it is approved.")
    header_icon = "history"
    index_url_name = "publish_log:index"
    index_results_url_name = "publish_log:results"
    is_searchable = True
    search_backend_name = None
    default_ordering = ("-due_at", "-pk")
    columns = [
        TitleColumn("title", label=_("Post"), accessor="rendition.title", url_name="publish_log:detail"),
        Column("due_at", label=_("Due"), accessor=due, sort_key="due_at"),
        Column("channel", label=_("Channel"), accessor=channel),
        StateColumn(
            "state",
            label=_("State"),
            accessor=state,
            sort_key="state",
            tone=lambda delivery: "bad" if delivery.change_code else tone(delivery.state),
        ),
        Column("tries", label=_("Tries"), classname="desk-spare"),
        Column("reason", label=_("Reason"), accessor=reason),
        LinkColumn("link", label=_("Link"), accessor=lambda delivery: delivery.link),
    ]
    export_headings = {
        "number": _("Number"),
        "due": _("Due"),
        "post": _("Post"),
        "channel": _("Channel"),
        "kind": _("Kind"),
        "sandbox": _("Sandbox"),
        "state": _("State"),
        "tries": _("Tries"),
        "finished": _("Finished"),
        "reason": _("Reason"),
        "link": _("Link"),
    }
    list_export = list(export_headings)
    export_filename = "publish-log"

    def get_search_form(self) -> SearchForm:
        return SearchForm(self.request.GET if self.search_kwarg in self.request.GET else None, placeholder=_SEARCHED)

    def search_queryset(self, queryset: QuerySet[Delivery]) -> QuerySet[Delivery]:
        return queryset.filter(post__in=posts_with(self.search_query)) if self.search_query else queryset

    def get_base_queryset(self) -> QuerySet[Delivery]:
        rows = delivery_log().select_related("channel__organization")
        return rows.defer("post__text", "rendition__text", "rendition__summary")

    def to_row_dict(self, item: Delivery) -> OrderedDict[str, Any]:
        zone = item.channel.organization.time_zone
        return OrderedDict(
            number=item.pk,
            due=shown(item.due_at, zone),
            post=item.rendition.title,
            channel=item.channel.name,
            kind=item.channel.get_kind_display(),
            sandbox=yesno(item.channel.is_sandbox),
            state=state(item),
            tries=item.tries,
            finished=shown(item.finished_at, zone),
            reason=reason(item),
            link=item.link,
        )


class LogMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("publishers.view_delivery")


class PublishLog(ViewSet):
    name = "publish_log"
    icon = "history"
    menu_label = _("Log")
    menu_name = "log"
    menu_order = 120
    menu_item_class = LogMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.construct_view(LogView), name="index"),
            path("results/", self.construct_view(LogView, results_only=True), name="results"),
            path("capture/<int:capture>/page/", self.construct_view(CapturePage), name="capture_page"),
            path("capture/<int:capture>/picture/", self.construct_view(CapturePicture), name="capture_picture"),
            path("capture/<int:capture>/small/", self.construct_view(CaptureSmall), name="capture_small"),
            path("<int:pk>/", self.construct_view(DeliveryDetail), name="detail"),
            path("<int:pk>/<slug:decision>/", self.construct_view(Decide), name="decide"),
        ]
