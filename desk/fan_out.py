"""Where a post is: every channel at a glance, what needs a person first; the page looks again by itself."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin

from content.models import Post
from desk.addresses import edit_address, take_back_address
from desk.times import shown
from publishers.labels import change_sentence, reason_sentence, state_label
from publishers.models import Delivery
from publishers.states import NEEDS_PERSON, OPEN, State
from reports.reach.labels import in_short
from reports.reach.queries import FigureEntry, latest_figures

SOON = timedelta(minutes=2)
PAUSED = "paused"
"""Waits for its time, but its channel is paused: nothing happens until somebody mends the channel."""
ORDER = [
    *(state for state in State if state in NEEDS_PERSON),
    PAUSED,
    State.LEASED,
    State.ACCEPTED,
    State.PENDING,
    State.PUBLISHED,
    State.WITHDRAWN,
    State.CANCELLED,
]
"""What needs a person stands first."""


class FanOut(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    model = Post
    page_title = _("Where it is")
    header_icon = "site"
    template_name = "desk/posts/fan_out.html"

    def user_has_any_permission(self, permissions: Any) -> bool:
        return bool(self.request.user.has_perm("publishers.view_delivery"))

    any_permission_required = ["view"]

    @cached_property
    def instance(self) -> Post:
        return get_object_or_404(Post, pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "part" in request.GET:  # what the page fetches to look again
            return render(request, "desk/posts/fan_out_part.html", standing(self.instance))
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response

    def get_page_subtitle(self) -> str:
        return str(self.instance)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        post = {"url": edit_address(self.instance), "label": str(self.instance)}
        return [*self.breadcrumbs_items, post, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may = self.request.user.has_perm("publishers.change_delivery")
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | standing(self.instance) | {"take_back": take_back_address(self.instance) if may else ""}


def standing(post: Post) -> dict[str, Any]:
    """The newest delivery of each channel as a row, what it reached, and how many are in which state. Two questions to
    the database."""
    rows = _newest(post)
    figures = latest_figures(delivery.pk for delivery in rows)
    counts = Counter(stands(delivery) for delivery in rows)
    total = len(rows)
    return {
        "rows": [_row(delivery, figures.get(delivery.pk, [])) for delivery in sorted(rows, key=_urgency)],
        "counts": [
            {"state": state, "label": label(state), "count": counts[state], "tone": tone(state)}
            for state in ORDER
            if counts[state]
        ],
        "total": total,
        "out": counts[State.PUBLISHED],
        "moving": any(_moves(delivery, soon=timezone.now() + SOON) for delivery in rows),
    }


def _moves(delivery: Delivery, *, soon: datetime) -> bool:
    """Whether the row may change by itself while somebody looks on."""
    return delivery.leased_until is not None or (delivery.ready_at is not None and delivery.ready_at <= soon)


def stands(delivery: Delivery) -> str:
    """Its state, or PAUSED."""
    account = getattr(delivery.channel, "account", None)
    halted = account is not None and account.paused_at is not None
    return PAUSED if halted and delivery.state == State.PENDING else State(delivery.state)


def label(stand: str) -> str:
    return _now("waits: its channel is paused") if stand == PAUSED else state_label(stand)


def tone(state: str) -> str:
    if state == State.PUBLISHED:
        return "good"
    if state == PAUSED or state in NEEDS_PERSON:
        return "bad"
    return "waits" if state in OPEN else "over"


def _newest(post: Post) -> list[Delivery]:
    rows: QuerySet[Delivery] = Delivery.objects.filter(post_id=post.pk).select_related(
        "channel__organization", "channel__account"
    )
    return list({delivery.channel_id: delivery for delivery in rows.order_by("channel_id", "pk")}.values())


def _urgency(delivery: Delivery) -> tuple[int, str, int]:
    return ORDER.index(stands(delivery)), delivery.channel.organization.name, delivery.channel_id


def _row(delivery: Delivery, figures: list[FigureEntry]) -> dict[str, Any]:
    zone, stand = delivery.channel.organization.time_zone, stands(delivery)
    reason = delivery.reason_code or (delivery.channel.account.health_code if stand == PAUSED else "")
    return {
        "organization": delivery.channel.organization.name,
        "channel": str(delivery.channel),
        "kind": delivery.channel.get_kind_display(),
        "state": label(stand),
        "tone": tone(stand),
        "at": shown(delivery.finished_at or delivery.due_at, zone),
        "reach": in_short(figures),
        "why": change_sentence(delivery) or reason_sentence(reason),
        "link": delivery.link,
        "address": reverse("publish_log:detail", args=[delivery.pk]),
        "mend": reverse("channelaccount:edit", args=[delivery.channel.account.pk]) if stand == PAUSED else "",
    }
