"""Tasks: everything that waits for proof, the longest overdue first."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.viewsets.base import ViewSet

from content.models.places import channel_kinds
from desk.columns import StateColumn, Tone
from desk.listings import Listing, SafeSpreadsheet
from desk.proof_files import ProofFile, ProofPicture, TaskFile, TaskPackage
from desk.task_page import DecideProof, TaskPage
from desk.times import shown
from publishers.models import Delivery, Proof
from publishers.registry import hands_over
from publishers.states import State


def kinds_with_tasks() -> list[tuple[str, Any]]:
    return [(kind, label) for kind, label in channel_kinds() if hands_over(kind)]


def channel(delivery: Delivery) -> str:
    return f"{delivery.channel} · {delivery.channel.get_kind_display()}"


def deadline(delivery: Delivery) -> str:
    return shown(delivery.miss_after, delivery.channel.organization.time_zone)


def responsible(delivery: Delivery) -> str:
    person = delivery.channel.account.responsible
    return person.get_full_name() or person.get_username() if person else ""


def standing(delivery: Delivery) -> str:
    if delivery.proved:
        return _now("proof to be confirmed")
    return _now("overdue") if delivery.miss_after < timezone.now() else _now("proof is owed")


def tone(delivery: Delivery) -> Tone:
    if delivery.proved:
        return "good"
    return "bad" if delivery.miss_after < timezone.now() else "waits"


def awaited() -> QuerySet[Delivery]:
    """Deliveries that wait for proof, with ``proved``: how many of their proofs nobody has decided on."""
    undecided = Proof.objects.filter(delivery=OuterRef("pk"), confirmed=None).order_by().values("delivery")
    proved = Coalesce(Subquery(undecided.values(count=Count("pk")), output_field=IntegerField()), 0)
    rows = Delivery.objects.filter(state=State.AWAITING_PROOF).annotate(proved=proved)
    rows = rows.select_related("rendition", "channel__organization", "channel__account__responsible")
    return rows.defer("rendition__text", "rendition__summary", "rendition__follow_up")


class TaskFilterSet(WagtailFilterSet):
    whose = django_filters.ChoiceFilter(label=_("Whose"), choices=[("mine", _("mine"))], method="filter_whose")
    kind = django_filters.MultipleChoiceFilter(
        label=_("Kind"), field_name="channel__kind", choices=kinds_with_tasks, distinct=False
    )

    class Meta:
        model = Delivery
        fields = ["whose", "kind"]

    def filter_whose(self, rows: QuerySet[Delivery], name: str, value: str) -> QuerySet[Delivery]:
        return rows.filter(channel__account__responsible=self.request.user)


class TaskList(Listing, SafeSpreadsheet, ReportView):
    model = Delivery
    any_permission_required = ["view"]
    filterset_class = TaskFilterSet
    page_title = _("Tasks")
    empty = _("Nobody has a task. An approved post for a newspaper, a billboard, television or radio becomes one.")
    header_icon = "clipboard-list"
    index_url_name = "proof_task:index"
    index_results_url_name = "proof_task:results"
    default_ordering = ("miss_after", "pk")
    is_searchable = True
    search_fields = ["rendition__title"]
    search_backend_name = None
    columns = [
        TitleColumn("title", label=_("Post"), accessor="rendition.title", url_name="proof_task:detail"),
        StateColumn("standing", label=_("State"), accessor=standing, tone=tone),
        Column("miss_after", label=_("At the latest"), accessor=deadline, sort_key="miss_after"),
        Column("channel", label=_("Channel"), accessor=channel),
        Column("responsible", label=_("Responsible"), accessor=responsible),
    ]

    def get_base_queryset(self) -> QuerySet[Delivery]:
        return awaited()


class TaskMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("publishers.view_delivery")


class Tasks(ViewSet):
    name = "proof_task"
    icon = "clipboard-list"
    menu_label = _("Tasks")
    menu_name = "tasks"
    menu_order = 115
    menu_item_class = TaskMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        view: Any = self.construct_view
        return [
            path("", view(TaskList), name="index"),
            path("results/", view(TaskList, results_only=True), name="results"),
            path("<int:pk>/", view(TaskPage), name="detail"),
            path("<int:pk>/package/", view(TaskPackage), name="package"),
            path("<int:pk>/file/<int:number>/", view(TaskFile), name="file"),
            path("proof/<int:proof>/", view(ProofFile), name="proof"),
            path("proof/<int:proof>/small/", view(ProofPicture), name="proof_picture"),
            path("proof/<int:proof>/decide/", view(DecideProof), name="decide"),
        ]
