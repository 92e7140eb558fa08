"""A backup is older than the world: what it still wanted to send may have gone out since. Nothing is sent twice.

Whatever was due before the restore, or under way at the backup, becomes unknown and is looked for before anything else.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from publishers.credentials import decrypt
from publishers.errors import Misconfigured, ReasonCode
from publishers.models import Attempt, ChannelAccount, Delivery, Restoration
from publishers.notices import tell_restored
from publishers.outbox import move, update_row
from publishers.states import State

_CODE = ReasonCode.RESTORED
OWN_TABLE = "website"
"""The kind whose readers see our own database: it was restored with the rest, so that nothing is out there but what
it holds."""


@dataclass(frozen=True, slots=True)
class Held:
    """How many deliveries are looked for first, how many corrections are not made, how many letters are not sent."""

    deliveries: int
    corrections: int
    letters: int


@transaction.atomic
def hold_what_may_be_out(*, taken_at: datetime, now: datetime, letters: int = 0) -> Held:
    """Apply the rule to a database restored at ``now`` from a backup of ``taken_at``; staff get one summary.

    ``letters``: mails to staff that waited in the backup and are not sent any more, for the summary.
    """
    due = Q(state=State.PENDING, due_at__lte=now)
    under_way = Q(state__in=[State.LEASED, State.ACCEPTED, State.UNKNOWN]) | Q(state=State.PUBLISHED) & ~Q(change="")
    rows = Delivery.objects.select_for_update(of=("self",)).filter(due | under_way).exclude(channel__kind=OWN_TABLE)
    held, corrections = [], 0
    for delivery in rows.select_related("channel", "post").order_by("due_at", "pk"):
        if delivery.state == State.PUBLISHED:
            corrections += _hold_change(delivery, now=now)
        elif delivery.state == State.UNKNOWN:
            _look_anew(delivery, now=now)
        else:
            _hold(delivery, taken_at=taken_at, now=now)
            held.append(delivery)
    found = Held(len(held), corrections, letters)
    Restoration.objects.create(taken_at=taken_at, restored_at=now, held=found.deliveries)
    tell_restored(held, taken_at=taken_at, letters=letters)
    return found


def hold_new(deliveries: Iterable[Delivery], *, now: datetime) -> None:
    """The same for deliveries made just now, in the caller's transaction, whose time was before the last restore: the
    approval, or the notice of the plan, may be a repetition of what the backup did not know of.

    A post that came with the backup is recognised on its channels, and is looked for; what a template made anew has
    another key than the one that may be out, so that a person decides. What people wrote since is as they want it.
    """
    last = Restoration.objects.order_by("-restored_at").first()
    if last is None:
        return
    for delivery in deliveries:
        post = delivery.post
        if delivery.channel.kind == OWN_TABLE or (post.publish_at and post.publish_at > last.restored_at):
            continue
        if post.created_at <= last.restored_at:
            _hold(delivery, taken_at=last.taken_at, now=now, since=last.taken_at)
        elif post.template_revision:
            _hold(delivery, taken_at=last.taken_at, now=now)
            update_row(delivery, ready_at=None)


def unreadable_tokens() -> int:
    """Accounts whose stored token none of our keys opens: the keys belong to another installation."""
    count = 0
    for stored in ChannelAccount.objects.exclude(stored_secret="").values_list("stored_secret", flat=True):
        try:
            decrypt(stored)
        except Misconfigured:
            count += 1
    return count


def _hold(delivery: Delivery, *, taken_at: datetime, now: datetime, since: datetime | None = None) -> None:
    lost = _close_open_attempt(delivery, now=now)
    began = delivery.unknown_since or (lost.started_at if lost else None) or since or max(delivery.due_at, taken_at)
    move(
        delivery,
        State.UNKNOWN,
        at=now,
        code=_CODE,
        attempt=lost,
        reason_code=_CODE.value,
        detail="",
        unknown_since=began,
        looks=0,
        lease_token="",
        leased_until=None,
        ready_at=now,
    )


def _look_anew(delivery: Delivery, *, now: datetime) -> None:
    """A person may have sent it again since; the looks before that prove nothing. What waits for a person goes on
    waiting."""
    looking = delivery.ready_at is not None or delivery.leased_until is not None
    _close_open_attempt(delivery, now=now)
    freed = {"lease_token": "", "leased_until": None}
    update_row(delivery, looks=0, ready_at=now if looking else None, **freed)


def _hold_change(delivery: Delivery, *, now: datetime) -> int:
    """A correction may be older than one made since; taking back may be repeated, and goes on."""
    _close_open_attempt(delivery, now=now)
    freed = {"lease_token": "", "leased_until": None}
    if delivery.change == Delivery.Change.WITHDRAW:
        update_row(delivery, **freed, ready_at=now if delivery.leased_until else delivery.ready_at)
        return 0
    update_row(delivery, **freed, ready_at=None, change="", change_code=_CODE.value, change_detail="")
    return 1


def _close_open_attempt(delivery: Delivery, *, now: datetime) -> Attempt | None:
    lost = delivery.attempts.filter(outcome="").first()
    if lost is not None:
        ended = {"finished_at": now, "outcome": "lost", "reason_code": _CODE.value}
        Attempt.objects.filter(pk=lost.pk).update(**ended)
    return lost
