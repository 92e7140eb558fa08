"""The first page: what goes out next, what waits for a person, which channels are paused."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from wagtail.admin.ui.components import Component
from wagtail.models import TaskState

from desk.times import shown
from publishers.labels import reason_sentence, state_label
from publishers.models import ChannelAccount, Delivery, Proof
from publishers.queries import next_waiting
from publishers.states import NEEDS_PERSON, State
from scheduler.models import Occurrence

NEXT = 5


class Summary(Component):
    order = 10
    template_name = "desk/home/summary.html"

    def __init__(self, request: Any) -> None:
        self.request = request

    def render_html(self, parent_context: Any = None) -> str:
        if not self.request.user.has_perm("publishers.view_delivery"):
            return ""
        rendered: str = super().render_html(parent_context)
        return rendered

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        counts = dict(
            Delivery.objects.filter(state__in=NEEDS_PERSON).order_by().values_list("state").annotate(count=Count("pk"))
        )
        return {
            "deliveries": [_delivery(row) for row in _next_deliveries()],
            "occurrences": [_occurrence(row) for row in _next_occurrences()],
            "counts": [(state_label(state), counts[state], _list_of(state)) for state in State if state in counts],
            "decisions": _decisions(self.request.user),
            "tasks": _own_tasks(self.request.user),
            "paused": [_account(account) for account in _paused()],
            "problems": _problem_link(),
        }


def _list_of(state: State) -> str:
    if state == State.AWAITING_PROOF:
        return reverse("proof_task:index")
    return f"{reverse('publish_log:index')}?state={state.value}"


def _own_tasks(user: Any) -> tuple[int, str, str] | None:
    """How many tasks this person is responsible for and has brought no proof of yet, in which words, and where."""
    owed = Delivery.objects.filter(state=State.AWAITING_PROOF, channel__account__responsible=user)
    count = owed.exclude(proofs__in=Proof.objects.filter(confirmed=None)).count()
    words = ngettext("task of yours waits for proof", "tasks of yours wait for proof", count)
    return (count, words, f"{reverse('proof_task:index')}?whose=mine") if count else None


def _decisions(user: Any) -> tuple[int, str] | None:
    """How many submissions wait for this person, and in which words; Wagtail lists them below."""
    count: int = TaskState.objects.reviewable_by(user).count()
    words = ngettext("submission waits for your decision", "submissions wait for your decision", count)
    return (count, words) if count else None


def _next_deliveries() -> Any:
    rows = Delivery.objects.select_related("rendition", "channel__organization").defer("rendition__text")
    return next_waiting(rows, limit=NEXT)


def _next_occurrences() -> Any:
    expected = Occurrence.objects.filter(slot__gte=timezone.now(), state=Occurrence.State.EXPECTED)
    return expected.select_related("item__plan__organization").order_by("slot", "pk")[:NEXT]


def _paused() -> Any:
    paused = ChannelAccount.objects.filter(paused_at__isnull=False, channel__is_active=True)
    return paused.select_related("channel__organization").order_by("paused_at")


def _delivery(delivery: Delivery) -> dict[str, Any]:
    return {
        "title": delivery.rendition.title,
        "channel": str(delivery.channel),
        "due": shown(delivery.due_at, delivery.channel.organization.time_zone),
        "address": reverse("publish_log:detail", args=[delivery.pk]),
    }


def _occurrence(occurrence: Occurrence) -> dict[str, Any]:
    return {
        "title": str(occurrence.item),
        "due": shown(occurrence.slot, occurrence.item.plan.organization.time_zone),
    }


def _account(account: ChannelAccount) -> dict[str, Any]:
    return {
        "name": str(account.channel),
        "since": shown(account.paused_at, account.channel.organization.time_zone),
        "reason": reason_sentence(account.health_code),
        "address": reverse("channelaccount:edit", args=[account.pk]),
    }


def _problem_link() -> tuple[str, str] | None:
    """Occurrences that could not be prepared, in words, with the address of their list."""
    count = Occurrence.objects.exclude(problem_code="").count()
    if not count:
        return None
    words = ngettext("%(count)s occurrence of the plan needs you", "%(count)s occurrences of the plan need you", count)
    return words % {"count": count}, f"{reverse('occurrence:index')}?problem=true"
