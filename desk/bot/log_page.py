"""The bot log: what people did in the bot's chat, and what came of it. Nothing of it can be changed."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import django_filters
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.admin.viewsets.base import ViewSet

from content.people import name_of
from desk.bot.labels import DEEDS, GOOD, OUTCOMES, deed_label, outcome_label
from desk.bot.models import BotPress
from desk.columns import StateColumn
from desk.listings import DayRangeFilter, Listing, SafeSpreadsheet
from desk.times import shown


def at(press: BotPress) -> str:
    return shown(press.at, timezone.get_default_timezone_name())


def person(press: BotPress) -> str:
    """The person of the desk; of a stranger only what Telegram calls them."""
    return name_of(press.person) if press.person else press.chat_name or str(press.chat_id)


class PressFilterSet(WagtailFilterSet):
    person = django_filters.ModelChoiceFilter(
        label=_("Person"), queryset=User.objects.filter(is_active=True).order_by("username")
    )
    deed = django_filters.ChoiceFilter(label=_("What"), choices=list(DEEDS.items()))
    outcome = django_filters.MultipleChoiceFilter(label=_("Outcome"), choices=list(OUTCOMES.items()), distinct=False)
    at = DayRangeFilter(label=_("Time"), widget=DateRangePickerWidget)

    class Meta:
        model = BotPress
        fields = ["person", "deed", "outcome", "at"]


class BotLogView(Listing, SafeSpreadsheet, ReportView):
    model = BotPress
    any_permission_required = ["view"]
    filterset_class = PressFilterSet
    page_title = _("Bot log")
    empty = _("Nobody has pressed a button of the bot yet. Connect your Telegram under Account, Notifications.")
    header_icon = "history"
    index_url_name = "bot_log:index"
    index_results_url_name = "bot_log:results"
    default_ordering = ("-at", "-pk")
    columns = [
        Column("at", label=_("Time"), accessor=at, sort_key="at"),
        Column("person", label=_("Person"), accessor=person),
        Column("deed", label=_("What"), accessor=lambda press: deed_label(press.deed)),
        StateColumn(
            "outcome",
            label=_("Outcome"),
            accessor=lambda press: outcome_label(press.outcome),
            tone=lambda press: "good" if press.outcome in GOOD else "waits",
        ),
        Column("post", label=_("Post"), accessor=lambda press: press.post or ""),
        Column("words", label=_("Words"), accessor=lambda press: press.words, classname="desk-spare"),
    ]
    export_headings = {
        "at": _("Time"),
        "person": _("Person"),
        "chat": _("Telegram account"),
        "what": _("What"),
        "outcome": _("Outcome"),
        "post": _("Post"),
        "words": _("Words"),
    }
    list_export = list(export_headings)
    export_filename = "bot-log"

    def user_has_any_permission(self, permissions: list[str]) -> bool:
        # the deeds belong to the log of publishing: who reads that reads these
        return bool(self.request.user.has_perm("publishers.view_delivery"))

    def get_base_queryset(self) -> QuerySet[BotPress]:
        return BotPress.objects.select_related("person", "post").defer("post__text")

    def to_row_dict(self, item: BotPress) -> OrderedDict[str, Any]:
        return OrderedDict(
            at=at(item),
            person=person(item),
            chat=f"{item.chat_name} ({item.chat_id})",
            what=deed_label(item.deed),
            outcome=outcome_label(item.outcome),
            post=str(item.post or ""),
            words=item.words,
        )


class BotLogItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("publishers.view_delivery"))


class BotLog(ViewSet):
    name = "bot_log"
    icon = "history"
    menu_label = _("Bot log")
    menu_name = "bot-log"
    menu_order = 650
    menu_item_class = BotLogItem
    add_to_settings_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.construct_view(BotLogView), name="index"),
            path("results/", self.construct_view(BotLogView, results_only=True), name="results"),
        ]
