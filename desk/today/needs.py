"""What waits for a person: to write, to submit, to approve, to decide, to reconnect."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import TaskState

from content.models import PostTemplate
from content.submissions import submission_of
from content.waiting import open_submissions, waiting_for
from desk.addresses import edit_address, review_address
from desk.times import shown
from publishers.labels import reason_sentence, state_label
from publishers.models import ChannelAccount, Delivery, Proof
from publishers.states import NEEDS_PERSON, State
from scheduler.lasting import to_refill
from scheduler.models import Occurrence

AHEAD = timedelta(days=7)
SHOWN = 5


def to_write(now: datetime) -> list[dict[str, Any]]:
    """What the plan owes within a week and nobody has written, and drafts that nobody has submitted; earliest first."""
    soon = Occurrence.objects.filter(slot__gte=now, slot__lt=now + AHEAD).defer("post__text")
    soon = soon.select_related("item__plan__organization", "post").order_by("slot", "pk")
    unwritten = soon.filter(state=Occurrence.State.EXPECTED, post=None)[:SHOWN]
    drafts = soon.filter(state=Occurrence.State.PREPARED, post__live=False).exclude(Exists(submission_of("post_id")))[
        :SHOWN
    ]
    rows = [*map(_unwritten, unwritten), *map(_draft, drafts)]
    return sorted(rows, key=lambda row: row["slot"])[:SHOWN]


def _unwritten(occurrence: Occurrence) -> dict[str, Any]:
    return _row(occurrence, _("Write"), reverse("occurrence:inspect", args=[occurrence.pk]))


def _draft(occurrence: Occurrence) -> dict[str, Any]:
    assert occurrence.post is not None
    return _row(occurrence, _("Submit"), edit_address(occurrence.post))


def _row(occurrence: Occurrence, deed: str, address: str) -> dict[str, Any]:
    return {
        "deed": deed,
        "title": occurrence.post.title if occurrence.post else occurrence.item.title,
        "by": shown(occurrence.slot, occurrence.item.plan.organization.time_zone),
        "slot": occurrence.slot,
        "address": address,
    }


def counts(user: Any, now: datetime) -> list[tuple[int, str, str]]:
    """How many of what waits, in which words, and where."""
    found = [
        _to_approve(user),
        _templates_to_approve(user),
        _late_approvals(now),
        _own_tasks(user),
        *_to_decide(),
        _in_the_way(),
        _to_refill(),
    ]
    return [one for one in found if one is not None]


def _to_approve(user: Any) -> tuple[int, str, str] | None:
    waiting = waiting_for(user)
    count = len(waiting)
    words = ngettext("submission waits for your decision", "submissions wait for your decision", count)
    return (count, words, review_address(waiting[0].post)) if waiting else None


def _templates_to_approve(user: Any) -> tuple[int, str, str] | None:
    kind = ContentType.objects.get_for_model(PostTemplate)
    count: int = TaskState.objects.reviewable_by(user).filter(workflow_state__base_content_type=kind).count()
    words = ngettext("template waits for your decision", "templates wait for your decision", count)
    return (count, words, "#awaiting-review-section") if count else None


def _late_approvals(now: datetime) -> tuple[int, str, str] | None:
    """Posts that wait though their slot has passed."""
    count = open_submissions().filter(slot__lt=now).count()
    words = ngettext("post waits for approval past its time", "posts wait for approval past their time", count)
    return (count, words, reverse("late_approvals:index")) if count else None


def _own_tasks(user: Any) -> tuple[int, str, str] | None:
    """Tasks this person is responsible for and has brought no proof of yet."""
    owed = Delivery.objects.filter(state=State.AWAITING_PROOF, channel__account__responsible=user)
    count = owed.exclude(proofs__in=Proof.objects.filter(confirmed=None)).count()
    words = ngettext("task of yours waits for proof", "tasks of yours wait for proof", count)
    return (count, words, f"{reverse('proof_task:index')}?whose=mine") if count else None


def _to_decide() -> list[tuple[int, str, str]]:
    waiting = Delivery.objects.filter(state__in=NEEDS_PERSON).order_by()
    found = dict(waiting.values_list("state").annotate(count=Count("pk")))
    return [(found[state], str(state_label(state)), _list_of(state.value)) for state in State if state in found]


def _list_of(kind: str) -> str:
    return f"{reverse('inbox:index')}?kind={kind}"


def _in_the_way() -> tuple[int, str, str] | None:
    """Occurrences that could not be prepared."""
    count = Occurrence.objects.exclude(problem_code="").count()
    words = ngettext(
        "occurrence of the plan could not be prepared", "occurrences of the plan could not be prepared", count
    )
    return (count, words, _list_of("occurrence")) if count else None


def _to_refill() -> tuple[int, str, str] | None:
    """Stocks of prepared posts that run out before the slots do."""
    count = to_refill().count()
    words = ngettext("stock runs out soon", "stocks run out soon", count)
    return (count, words, f"{reverse('post_queue:index')}?show=refill") if count else None


def went_wrong() -> list[dict[str, Any]]:
    """The newest deliveries that a person should look at, each with what happened and the next step."""
    rows = Delivery.objects.select_related("rendition", "channel__organization").defer("rendition__text")
    found = [
        delivery
        for state in NEEDS_PERSON - {State.AWAITING_PROOF}
        for delivery in rows.filter(state=state).order_by("-due_at")[:SHOWN]
    ]
    return [
        {
            "title": delivery.rendition.title,
            "channel": str(delivery.channel),
            "state": state_label(delivery.state),
            "sentence": reason_sentence(delivery.reason_code),
            "due": shown(delivery.due_at, delivery.channel.organization.time_zone),
            "address": reverse("publish_log:detail", args=[delivery.pk]),
        }
        for delivery in sorted(found, key=lambda one: (one.due_at, one.pk), reverse=True)[:SHOWN]
    ]


def to_reconnect() -> list[dict[str, Any]]:
    """Paused channels, the longest paused first."""
    paused = ChannelAccount.objects.filter(paused_at__isnull=False, channel__is_active=True)
    return [
        {
            "name": str(account.channel),
            "since": shown(account.paused_at, account.channel.organization.time_zone),
            "reason": reason_sentence(account.health_code),
            "address": reverse("channelaccount:edit", args=[account.pk]),
        }
        for account in paused.select_related("channel__organization").order_by("paused_at")[:SHOWN]
    ]
