"""What was sent of the posts of some occurrences: of each post and channel the newest delivery, with what proves it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.db.models import Max, QuerySet
from wagtail.models import TaskState

from content.people import name_of
from publishers.models import Attempt, Delivery, Proof, StateChange
from publishers.states import CALLED_OFF, State
from scheduler.models import Occurrence

NOTE_OF_THE_SERVICE = "cancelled by a person"


@dataclass(slots=True)
class Sent:
    """``at`` and ``out_on``: when readers had it, None while they do not; ``words``: why a person ended it."""

    delivery: int
    state: State
    code: str
    link: str
    title: str
    at: datetime | None
    out_on: date | None
    approved_by: tuple[str, ...]
    approved_at: datetime | None
    words: str = ""
    issue: str = ""
    proofs: tuple[int, ...] = field(default=())


def read_sent(occurrences: QuerySet[Occurrence], zone: ZoneInfo) -> dict[int, dict[int, Sent]]:
    """By post and channel."""
    posts = occurrences.filter(post__isnull=False).order_by().values("post_id")
    rows = Delivery.objects.filter(post__in=posts)
    called = _last_calls(rows)
    approvers, names = _approvers(rows), _Names()
    words, proofs = _words(rows), _proofs(rows)
    found: dict[int, dict[int, Sent]] = defaultdict(dict)
    columns = (
        "pk", "post_id", "channel_id", "state", "reason_code", "link", "finished_at", "unknown_since",
        "rendition__title", "rendition__revision_id", "rendition__approved_by_id", "rendition__approved_at",
    )  # fmt: skip
    for (
        pk, post, channel, state, code, link, finished, unclear_since, title, revision, approver, approved_at
    ) in rows.order_by("pk").values_list(*columns):  # fmt: skip
        at = (called.get(pk) or unclear_since or finished) if state == State.PUBLISHED else None
        people = approvers.get(revision) or ([approver] if approver else [])
        sent = Sent(
            delivery=pk,
            state=State(state),
            code=code,
            link=link,
            title=title,
            at=at.astimezone(zone) if at else None,
            out_on=at.astimezone(zone).date() if at else None,
            approved_by=tuple(names[person] for person in people),
            approved_at=approved_at.astimezone(zone) if approved_at else None,
            words=words.get(pk, ""),
        )
        _add_proofs(sent, proofs.get(pk, []), zone)
        found[post][channel] = sent
    return found


def _add_proofs(sent: Sent, proofs: list[Proof], zone: ZoneInfo) -> None:
    """What people put out was out on the day their proof names, not on that of its confirmation."""
    if not proofs:
        return
    sent.proofs = tuple(proof.pk for proof in proofs)
    sent.link = sent.link or next((proof.link for proof in proofs if proof.link), "")
    sent.issue = next((proof.issue for proof in proofs if proof.issue), "")
    if sent.state == State.PUBLISHED:
        first = min(proof.added_at for proof in proofs).astimezone(zone)
        sent.out_on = min((proof.day for proof in proofs if proof.day), default=first.date())
        sent.at = None


def _last_calls(rows: QuerySet[Delivery]) -> dict[int, datetime]:
    """When the platform said that it is out."""
    calls = Attempt.objects.filter(
        delivery__in=rows.values("pk"), outcome="published", step__in=[Attempt.Step.PUBLISH, Attempt.Step.RESUME]
    )
    return dict(calls.order_by().values_list("delivery_id").annotate(Max("finished_at")))


def _approvers(rows: QuerySet[Delivery]) -> dict[int, list[int]]:
    """By revision, in the order of their decisions."""
    found: dict[int, list[int]] = defaultdict(list)
    decided = TaskState.objects.filter(
        status=TaskState.STATUS_APPROVED,
        revision__in=rows.order_by().values("rendition__revision_id"),
        finished_by__isnull=False,
    )
    for revision, person in decided.order_by("finished_at", "pk").values_list("revision_id", "finished_by_id"):
        if person not in found[revision]:
            found[revision].append(person)
    return found


def _words(rows: QuerySet[Delivery]) -> dict[int, str]:
    ended = StateChange.objects.filter(delivery__in=rows.filter(state__in=CALLED_OFF).values("pk"))
    notes = ended.filter(actor__isnull=False).exclude(note__in=["", NOTE_OF_THE_SERVICE]).order_by("pk")
    return dict(notes.values_list("delivery_id", "note"))


def _proofs(rows: QuerySet[Delivery]) -> dict[int, list[Proof]]:
    found: dict[int, list[Proof]] = defaultdict(list)
    for proof in Proof.objects.filter(delivery__in=rows.values("pk"), confirmed=True).order_by("pk"):
        found[proof.delivery_id].append(proof)
    return found


class _Names(dict[int, str]):
    """Asked for all at once, when the first one is needed."""

    def __missing__(self, key: int) -> str:
        if not self:
            people: Any = User.objects.only("first_name", "last_name", "username")
            self.update({person.pk: name_of(person) for person in people})
        return self.setdefault(key, "")
