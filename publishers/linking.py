"""Asks again for the public link of a post that went out without one. Nothing is sent, and no state changes."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Min
from django.utils import timezone

from publishers import accounts, outbox
from publishers.contract import CannotTell, Deadline, Locates, Placed, Published
from publishers.errors import PublishError, ReasonCode, TryLater
from publishers.history import note_down
from publishers.models import Attempt, Delivery
from publishers.outcomes import place_of
from publishers.outgoing import ApprovalBroken, key_of, outgoing_post
from publishers.redaction import redact
from publishers.registry import publisher_for
from publishers.rules import next_ask

log = logging.getLogger(__name__)


def carry_out(delivery: Delivery, lease_token: str) -> None:
    """Ask once for the link of the claimed delivery. Raises LeaseLost."""
    attempt = outbox.open_attempt(
        delivery, lease_token, step=Attempt.Step.LINK, now=timezone.now(), lease=settings.LEASE
    )
    answer, error = _call(delivery)
    now = timezone.now()
    wait = error.after if isinstance(error, TryLater) else None
    with transaction.atomic():
        if wait is not None:
            accounts.lock_account(delivery.channel.account.pk)
        delivery = _close(attempt, answer, error, now=now)
        if wait is not None:
            accounts.hold_account(delivery.channel.account.pk, until=now + wait)
    log.info("delivery.link id=%s attempt=%s outcome=%s", delivery.pk, attempt.number, attempt.outcome)


def _call(delivery: Delivery) -> tuple[Published | CannotTell, PublishError | None]:
    """What the platform said, or the error that tells why it could not be asked. A refusal here says nothing of
    publishing, so that it pauses no channel: the checks of its health do."""
    try:
        publisher = publisher_for(delivery.channel.account)
        if not isinstance(publisher, Locates):
            return Published(delivery.external_id, note="this kind of channel names no links"), None
        placed = Placed(key_of(delivery), delivery.external_id, tuple(delivery.parts), delivery.link)
        began = delivery.attempts.aggregate(at=Min("started_at"))["at"] or delivery.due_at
        deadline = Deadline.after(settings.CALL_TIME_LIMIT)
        return publisher.locate(placed, outgoing_post(delivery.rendition), began, deadline), None
    except PublishError as refusal:
        return CannotTell(refusal.detail), refusal
    except ApprovalBroken as broken:
        return CannotTell(str(broken)), None
    except Exception as bug:  # the post is out all the same: asking for its link must not undo that
        log.exception("delivery.bug id=%s", delivery.pk)
        return CannotTell(redact(f"{type(bug).__name__}: {bug}")), None


def _close(attempt: Attempt, answer: Published | CannotTell, error: PublishError | None, *, now: datetime) -> Delivery:
    delivery = outbox.leased(attempt.delivery_id, attempt.lease_token)
    fields: dict[str, Any] = {"lease_token": "", "leased_until": None, "ready_at": None}
    if isinstance(answer, Published):
        outcome, why = ("found" if answer.link else "no_link"), answer.note
        fields |= {"reason_code": ""} | (place_of(answer) if answer.link else {})
    else:
        outcome, why = ("cannot_tell" if error is None else "try_later"), answer.why
        fields |= _asked_in_vain(delivery, error, now=now)
    if delivery.change:  # somebody asked for one while the call was under way
        fields |= {"ready_at": now, "looks": 0}
    code = error.code.value if error is not None else ""
    outbox.finish_attempt(
        attempt, outcome, code=code, detail=why, now=now, link=str(fields.get("link", "")),
        external_id=str(fields.get("external_id", "")), answer=answer.answer if isinstance(answer, Published) else "",
    )  # fmt: skip
    attempt.outcome = outcome
    outbox.update_row(delivery, **fields)
    if fields.get("reason_code") == ReasonCode.LINK_UNREAD:
        note_down(delivery, at=now, code=ReasonCode.LINK_UNREAD, note=why, attempt=attempt)
    elif isinstance(answer, Published):
        note_down(delivery, at=now, note="the link was read later" if answer.link else why, attempt=attempt)
    return delivery


def _asked_in_vain(delivery: Delivery, error: PublishError | None, *, now: datetime) -> dict[str, Any]:
    """A wait the platform named costs no turn; other answers do, and after the last the delivery is left without."""
    named = error.after if isinstance(error, TryLater) else None
    asked = delivery.looks + (named is None)
    again = next_ask(asked, delivery.finished_at or delivery.due_at, now)
    if again is None:
        return {"looks": asked, "reason_code": ReasonCode.LINK_UNREAD.value}
    return {"looks": asked, "ready_at": now + named if named is not None else again}
