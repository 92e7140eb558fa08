"""Side panels of the post's form: what each channel objects to, and what became of the post on each."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel

from content.advice import advice_on
from content.channels_of import channels_of
from content.labels import problem_sentence
from content.models import Channel
from content.problems import Problem
from content.rendering import Rendered
from content.services import blocking_problems
from desk.addresses import fan_out_address, fill_address, look_address, take_back_address
from desk.approving import problem_groups
from desk.duplicates import same_text_earlier
from desk.editor.looking import look_for
from desk.fan_out import standing
from desk.foreseen import approval_rows
from publishers.foreseeing import foresee_taking_back
from publishers.labels import change_sentence, reason_sentence, state_label
from publishers.models import Delivery


class ChannelChecks(BaseSidePanel):
    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle channel checks")
        icon_name = "warning"
        counter_classname = "w-bg-critical-200"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["count"] = sum(problem.blocking for _channel, problem in self.panel.problems)
            return context

    name = "channel-checks"
    title = _("Channel checks")
    order = 150
    template_name = "desk/side_panels/channel_checks.html"

    @cached_property
    def rendered(self) -> list[Rendered]:
        return look_for(self.request, self.object).every_channel() if self.object.pk is not None else []

    @cached_property
    def problems(self) -> list[tuple[Channel | None, Problem]]:
        """Of the newest saved version; what stops a submission and what is only advice."""
        if self.object.pk is None:
            return []
        rendered = self.rendered
        advice = [(form.channel, problem) for form in rendered for problem in form.problems if not problem.blocking]
        general = [(None, problem) for problem in advice_on(self.object)]
        return [*blocking_problems(self.object, rendered), *advice, *general]

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        groups = [
            (name, [(problem.blocking, problem_sentence(problem)) for problem in found])
            for name, found in problem_groups(self.problems)
        ]
        context: dict[str, Any] = super().get_context_data(parent_context)
        saved = self.object.pk is not None
        return context | {
            "groups": groups,
            "channels": channels_of(self.object) if saved else [],
            "saved": saved,
            "earlier": same_text_earlier(self.object, now=timezone.now()) if saved else None,
            "foreseen": approval_rows(self.object, self.rendered),
            "look": look_address(self.object),
            "fill": fill_address(self.object),
        }


MOST_LISTED = 8
"""More channels than this are counted here and shown on a page of their own."""


class Deliveries(BaseSidePanel):
    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle deliveries")
        icon_name = "site"
        has_counter = False

    name = "deliveries"
    title = _("Deliveries")
    order = 160
    template_name = "desk/side_panels/deliveries.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        rows: QuerySet[Delivery] = Delivery.objects.filter(post_id=self.object.pk).select_related("channel")
        deliveries = [
            {
                "channel": delivery.channel,
                "state": state_label(delivery.state),
                "published": delivery.state == "published",
                "change": change_sentence(delivery),
                "reason": reason_sentence(delivery.reason_code),
                "link": delivery.link,
                "address": reverse("publish_log:detail", args=[delivery.pk]),
            }
            for delivery in rows.order_by("channel_id", "-pk")
        ]
        context: dict[str, Any] = super().get_context_data(parent_context)
        may = self.request.user.has_perm("publishers.change_delivery")
        address = take_back_address(self.object) if may and foresee_taking_back(self.object) else ""
        many = len(deliveries) > MOST_LISTED
        return context | {
            "deliveries": [] if many else deliveries,
            "counts": standing(self.object)["counts"] if many else [],
            "where": fan_out_address(self.object),
            "take_back": address,
        }
