"""A plan's own page: its documents, its items with what was understood beside the original words, what waits."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import InspectView
from wagtail.admin.widgets.button import Button, HeaderButton

from desk.plan_public import public_facts
from desk.plan_review import review_address
from desk.plan_versions import import_newer, version_rows
from desk.review.people import who_decides
from desk.understood import in_words
from scheduler.approval_time import lead_hours
from scheduler.item_rules import is_understood, state_of
from scheduler.labels import review_sentence, word_label
from scheduler.models import MediaPlan, Occurrence, PlanItem
from scheduler.questions import is_held_back


class PlanDetail(InspectView):
    template_name = "desk/plans/detail.html"
    page_title = _("Media plan")

    @cached_property
    def header_buttons(self) -> list[Button]:
        review = HeaderButton(
            _("Questions and answers"), url=reverse("mediaplan:review", args=[self.object.pk]), icon_name="help"
        )
        board = HeaderButton(
            _("Plan board"), url=f"{reverse('plan_board:index')}?plan={self.object.pk}", icon_name="table"
        )
        shown = [review, board]
        if self.request.user.has_perm("publishers.view_delivery"):
            report = f"{reverse('plan_reports:index')}?plan={self.object.pk}"
            shown.append(HeaderButton(_("Execution report"), url=report, icon_name="doc-full"))
        if not self.request.user.has_perm("scheduler.change_mediaplan"):
            return shown
        label = _("Activate") if self.object.state == MediaPlan.State.DRAFT else _("Activate again")
        activate = HeaderButton(label, url=reverse("mediaplan:activate", args=[self.object.pk]), icon_name="check")
        return [*shown, activate]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        plan = self.object
        out = [
            Button(_("As Word"), url=reverse("mediaplan:export", args=[plan.pk, "docx"]), icon_name="download"),
            Button(_("As Excel"), url=reverse("mediaplan:export", args=[plan.pk, "xlsx"]), icon_name="download"),
        ]
        if self.request.user.has_perm("scheduler.change_mediaplan"):
            calendar = reverse("mediaplan:calendar", args=[plan.pk])
            out.append(Button(_("Calendar address"), url=calendar, icon_name="date"))
            if plan.state != MediaPlan.State.ARCHIVED:
                out.insert(0, Button(_("Import a newer version"), url=import_newer(plan), icon_name="upload"))
        return [*super().header_more_buttons, *out]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        items = (
            self.object.items.select_related("template")
            .prefetch_related("channels")
            .annotate(
                owed=Count("occurrences", filter=~Q(occurrences__state=Occurrence.State.WITHDRAWN), distinct=True),
                posts=Count("occurrences", filter=Q(occurrences__post__isnull=False), distinct=True),
            )
        )
        rows = [_row(item) for item in items]
        organization = self.object.organization
        steps = self.object.approval_steps or organization.approval_steps
        return context | {
            "plan": self.object,
            "ways": who_decides(organization, [steps], in_force=steps),
            "lead_hours": lead_hours(organization, [self.object.approval_lead_hours]),
            "working_hours": organization.approval_lead_working,
            "review": [review_sentence(code) for code in self.object.review if code != "rows_need_attention"],
            "rows": [row for row in rows if row["item"].withdrawn_at is None],
            "withdrawn": [row for row in rows if row["item"].withdrawn_at is not None],
            "doubtful": sum(row["item"].needs_review and row["item"].withdrawn_at is None for row in rows),
            "versions": version_rows(self.object),
            "may_change": self.request.user.has_perm("scheduler.change_planitem"),
            "public": public_facts(self.object, self.request),
        }


def names(words: list[str]) -> str:
    """The importer's channel words as staff read them, separated by commas."""
    return ", ".join(map(word_label, words))


def _row(item: PlanItem) -> dict[str, Any]:
    return {
        "item": item,
        "understood": in_words(state_of(item)) if is_understood(item) else item.get_kind_display(),
        "words": names(item.channel_words),
        "also": names(item.also_mentioned),
        "review": [review_sentence(code) for code in item.review],
        "held_back": is_held_back(item),
        "review_address": review_address(item),
        "channels": ", ".join(map(str, item.channels.all())),
        "occurrences": f"{reverse('occurrence:index')}?item={item.pk}",
    }
