"""What waits for a person's decision, oldest first: deliveries, grouped, and occurrences in the way."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.labels import problem_sentence
from content.models import Organization
from content.problems import Problem
from desk.deciding import DECISIONS, Decision, open_decisions
from desk.times import shown
from publishers.labels import reason_sentence, state_label
from publishers.models import Delivery
from publishers.states import NEEDS_PERSON, State
from reports.proof.alarms import open_alarms
from scheduler.models import Occurrence

OCCURRENCE, VANISHED = "occurrence", "vanished"
TOGETHER = frozenset({State.REJECTED, State.MISSED})
"""Certainly not out: one decision may serve all channels. What may be out is looked at channel by channel."""
FOR_ALL = ("send-again", "cancel")
OF_VANISHED = ("taken-down", "publish-vanished-again", "it-is-there")
MOST = 99
"""Up to here the menu counts."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters: ``kind`` is a state, ``occurrence`` or empty; ``person`` None means everybody's."""

    kind: str = ""
    organization: Organization | None = None
    person: Any = None


def waiting_deliveries(wanted: Wanted) -> QuerySet[Delivery]:
    if wanted.kind in (OCCURRENCE, VANISHED):
        return Delivery.objects.none()
    rows = Delivery.objects.filter(state__in=[wanted.kind] if wanted.kind else sorted(NEEDS_PERSON))
    return _wanted(rows, wanted).order_by()


def vanished_deliveries(wanted: Wanted) -> QuerySet[Delivery]:
    """Those that are gone from their channels and nobody has decided about, the first noticed first."""
    if wanted.kind not in ("", VANISHED):
        return Delivery.objects.none()
    alarms = open_alarms().values("delivery_id")
    rows = _wanted(Delivery.objects.filter(pk__in=alarms), wanted).select_related("rendition", "channel__organization")
    return rows.prefetch_related("vanishings").defer("rendition__text").order_by("due_at", "pk")


def _wanted(rows: QuerySet[Delivery], wanted: Wanted) -> QuerySet[Delivery]:
    if wanted.organization is not None:
        rows = rows.filter(channel__organization=wanted.organization)
    if wanted.person is not None:
        written = Q(post__latest_revision__user=wanted.person)
        rows = rows.filter(written | Q(channel__account__responsible=wanted.person))
    return rows


def waiting_occurrences(wanted: Wanted) -> QuerySet[Occurrence]:
    """A problem of the plan is nobody's own: "mine" leaves them out."""
    if wanted.kind not in ("", OCCURRENCE) or wanted.person is not None:
        return Occurrence.objects.none()
    rows = Occurrence.objects.exclude(problem_code="")
    if wanted.organization is not None:
        rows = rows.filter(item__plan__organization=wanted.organization)
    return rows.select_related("item__plan__organization").order_by("slot", "pk")


def groups(rows: QuerySet[Delivery]) -> QuerySet[Delivery, dict[str, Any]]:
    """One for each post, state and reason, the longest due first."""
    # the few first, by the index of states: asked in one, SQLite reads the whole log in the order of its posts
    few = Delivery.objects.filter(pk__in=rows.values("pk"))
    return few.values("post_id", "state", "reason_code").annotate(oldest=Min("due_at")).order_by("oldest", "post_id")


def counted() -> int:
    """How much waits, at most one more than ``MOST``."""
    deliveries = Delivery.objects.filter(state__in=sorted(NEEDS_PERSON)).order_by()[: MOST + 1].count()
    left = MOST + 1 - deliveries
    if not left:
        return deliveries
    vanished = open_alarms().order_by()[:left].count()
    left -= vanished
    problems = Occurrence.objects.exclude(problem_code="").order_by()[:left].count() if left else 0
    return deliveries + vanished + problems


def filled(page: Iterable[dict[str, Any]], wanted: Wanted, user: Any, now: datetime) -> list[dict[str, Any]]:
    """The groups of one page with their deliveries and what this person may do about each."""
    keys = [(group["post_id"], group["state"], group["reason_code"]) for group in page]
    found: dict[tuple[int, str, str], list[Delivery]] = defaultdict(list)
    rows = waiting_deliveries(wanted).filter(post_id__in={key[0] for key in keys})
    rows = rows.select_related("rendition", "post", "channel__organization")
    for delivery in rows.defer("rendition__text", "post__text").order_by("due_at", "pk"):
        found[delivery.post_id, delivery.state, delivery.reason_code].append(delivery)
    behind = _behind({one.channel_id for many in found.values() for one in many}, now)
    return [_group(found[key], behind, user, now) for key in keys if key in found]


def _behind(channels: set[int], now: datetime) -> Counter[int]:
    """By channel, how much is due there within a day."""
    soon = Delivery.objects.filter(state=State.PENDING, due_at__lte=now + timedelta(days=1), channel__in=channels)
    return Counter(dict(soon.order_by().values_list("channel_id").annotate(count=Count("pk"))))


def _group(deliveries: list[Delivery], behind: Counter[int], user: Any, now: datetime) -> dict[str, Any]:
    first = deliveries[0]
    together = first.state in TOGETHER and len(deliveries) > 1
    return {
        "title": first.rendition.title,
        "state": first.state,
        "said": state_label(first.state),
        "sentence": reason_sentence(first.reason_code),
        "due": shown(first.due_at, first.channel.organization.time_zone),
        "age": age(first.due_at, now),
        "behind": sum(behind[channel] for channel in {one.channel_id for one in deliveries}),
        "rows": [_row(delivery, user) for delivery in deliveries],
        "together": _for_all(deliveries, user) if together else [],
        "key": f"{first.post_id}-{first.state}-{first.pk}",
    }


def _row(delivery: Delivery, user: Any, *, only: Collection[str] | None = None) -> dict[str, Any]:
    return {
        "pk": delivery.pk,
        "channel": f"{delivery.channel} · {delivery.channel.get_kind_display()}",
        "address": reverse("publish_log:detail", args=[delivery.pk]),
        "task": reverse("proof_task:detail", args=[delivery.pk]) if delivery.state == State.AWAITING_PROOF else "",
        "decisions": [
            _offered(one, delivery.pk, reverse("publish_log:decide", args=[delivery.pk, one.name]))
            for one in open_decisions(delivery, user)
            if only is None or one.name in only
        ],
    }


def vanished(delivery: Delivery, user: Any) -> dict[str, Any]:
    alarm = next(alarm for alarm in delivery.vanishings.all() if alarm.decided_at is None)
    zone = delivery.channel.organization.time_zone
    return {
        "title": delivery.rendition.title,
        "link": delivery.link,
        "noticed": shown(alarm.noticed_at, zone),
        "finished": shown(delivery.finished_at, zone),
        "row": _row(delivery, user, only=OF_VANISHED),
    }


def _for_all(deliveries: list[Delivery], user: Any) -> list[tuple[Decision, Any, str]]:
    allowed = {one.name for one in open_decisions(deliveries[0], user)}
    return [
        _offered(DECISIONS[name], f"all-{deliveries[0].pk}", reverse("inbox:decide", args=[name]))
        for name in FOR_ALL
        if name in allowed
    ]


def _offered(decision: Decision, key: int | str, address: str) -> tuple[Decision, Any, str]:
    """A decision with its form, whose fields have names of their own on the page, and where it is sent."""
    return decision, decision.form(auto_id=f"{decision.name}-{key}-%s"), address


def problem(occurrence: Occurrence, now: datetime) -> dict[str, Any]:
    return {
        "title": occurrence.item.title,
        "due": shown(occurrence.slot, occurrence.item.plan.organization.time_zone),
        "age": age(occurrence.slot, now) if occurrence.slot else "",
        "sentence": problem_sentence(Problem(occurrence.problem_code, occurrence.problem_params)),
        "address": reverse("occurrence:inspect", args=[occurrence.pk]),
    }


def age(due: datetime, now: datetime) -> str:
    """'2 days', '5 hours', 'less than an hour'; '' for what is still to come."""
    if due > now:
        return ""
    hours = int((now - due).total_seconds()) // 3600
    if hours >= 48:
        return ngettext("%(count)s day", "%(count)s days", hours // 24) % {"count": hours // 24}
    if hours:
        return ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    return _("less than an hour")
