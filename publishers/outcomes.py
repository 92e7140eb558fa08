"""What a call to a platform came to: from a result or an error to what the delivery becomes. It decides; nothing is
written here.

Reconciliation is in it: what looking found, and when it is believed that a post is not there.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from publishers.contract import Accepted, CannotTell, HandedOver, NotFound, Published
from publishers.errors import (
    AccountRejected,
    ContentRejected,
    Misconfigured,
    Partial,
    PublishError,
    ReasonCode,
    TryLater,
)
from publishers.models import Attempt, Delivery
from publishers.outbox import Outcome
from publishers.queries import may_be_out
from publishers.registry import can_locate, capabilities_of, drops_repeats, hands_over, settle_of
from publishers.rules import CallResult, believes_absence, first_look, next_ask, next_look, next_try
from publishers.states import State

_MANY = 2
"""So many calls in a row without an answer, each looked for and not found, and the next one waits."""


def outcome_of_result(delivery: Delivery, attempt: Attempt, result: CallResult, *, now: datetime) -> Outcome:
    """What the delivery becomes by what the platform answered, or by what looking there found."""
    match result:
        case Published():
            lacks_link = not result.link and can_locate(delivery.channel.kind)
            return Outcome(
                "found" if attempt.step == Attempt.Step.FIND else "published",
                State.PUBLISHED,
                ready_at=next_ask(0, now, now) if lacks_link else None,
                code=ReasonCode.LINK_AWAITED.value if lacks_link else "",
                looks=0 if lacks_link else None,
                failures=0,
                external_id=result.external_id,
                link=result.link,
                parts=result.parts,
                detail=result.note,
                answer=result.answer,
            )
        case Accepted():
            return Outcome(
                "accepted",
                State.ACCEPTED,
                ready_at=now + result.again_after,
                resume_token=result.token,
                external_id=result.parts[0] if result.parts else "",
                link=result.link,
                parts=result.parts,
                answer=result.answer,
                failures=0,
            )
        case HandedOver():
            return Outcome(
                "handed_over",
                State.AWAITING_PROOF,
                external_id=result.external_id,
                detail=result.note,
                answer=result.answer,
            )
        case NotFound():
            return _not_found(delivery, result, now=now)
        case CannotTell() if drops_repeats(delivery.channel.kind):
            # sending again is the look: what is there already is not shown twice
            state = State.ACCEPTED if delivery.resume_token else State.PENDING
            return Outcome("cannot_tell", state, ready_at=now, detail=result.why, looks=0)
        case CannotTell():
            looks = delivery.looks + 1
            # nothing to look at, ever: a person is asked at once
            again = None if hands_over(delivery.channel.kind) else next_look(looks, _settle(delivery), now)
            return Outcome(
                "cannot_tell", State.UNKNOWN, ready_at=again, code=delivery.reason_code, detail=result.why, looks=looks
            )


def _not_found(delivery: Delivery, result: NotFound, *, now: datetime) -> Outcome:
    looks = delivery.looks + 1
    if believes_absence(result, looks, capabilities_of(delivery.channel.kind).looks):
        # certain by now: go on where we stood, with the platform's token when it gave us one
        state = State.ACCEPTED if delivery.resume_token else State.PENDING
        if delivery.reason_code == ReasonCode.ACCOUNT_RESTRICTED:
            # nothing got out of an account the platform has blocked: trying on would only prolong it
            return Outcome("not_found", state, code=delivery.reason_code, detail=delivery.detail, looks=0)
        # at once the first time; a platform that loses one call after the other is called ever more seldom
        ready_at = now if delivery.failures < _MANY else _next_try(delivery, delivery.failures + 1, now=now)
        return Outcome("not_found", state, ready_at=ready_at, looks=0)
    again = next_look(looks, _settle(delivery), now)
    return Outcome("not_found", State.UNKNOWN, ready_at=again, code=delivery.reason_code, looks=looks)


def outcome_of_error(delivery: Delivery, attempt: Attempt, error: PublishError | None, *, now: datetime) -> Outcome:
    """What the delivery becomes by an error, whose class tells what is certain."""
    assert error is not None
    told = {"code": error.code.value, "detail": error.detail}
    waiting = State.ACCEPTED if delivery.state == State.ACCEPTED else State.PENDING
    failures = delivery.failures + 1
    again: dict[str, Any] = {"ready_at": _next_try(delivery, failures, now=now), "failures": failures}
    match error:
        case ContentRejected() if delivery.is_half_out:
            # what is out already was never rejected, and must not be sent a second time
            return Outcome("partial", State.PARTIAL, code=ReasonCode.PARTLY_OUT.value, detail=error.detail)
        case ContentRejected() if may_be_out(delivery):
            # this call showed nothing, an earlier one may have: only a person can tell, and nothing is sent meanwhile
            return Outcome("content_rejected", State.UNKNOWN, **told)
        case ContentRejected():
            return Outcome("content_rejected", State.REJECTED, **told)
        case AccountRejected() if has_moved(delivery, error):
            # at once the first time; a place that is never where it was said to be is asked ever more seldom
            if not delivery.failures:
                again["ready_at"] = now
            return Outcome("account_moved", waiting, **again, **told)
        case AccountRejected() | Misconfigured():
            return Outcome("account_rejected", waiting, **told)
        case TryLater() if error.code == ReasonCode.NOT_READY and delivery.resume_token and not delivery.is_half_out:
            # what the platform held for us is of no use any more: begin anew, nothing is out
            # what was accepted in between is no success: each time anew counts
            anew = delivery.attempts.filter(reason_code=ReasonCode.NOT_READY).count() + 1
            ready_at = _next_try(delivery, anew, now=now)
            return Outcome("try_later", State.PENDING, ready_at=ready_at, resume_token="", **told)
        case TryLater() if error.after is not None:
            return Outcome("try_later", waiting, ready_at=now + error.after, **told)
        case TryLater():
            return Outcome("try_later", waiting, **again, **told)
        case Partial():
            return Outcome("partial", State.PARTIAL, parts=error.parts, **told)
        case _ if drops_repeats(delivery.channel.kind):
            return Outcome("outcome_unknown", waiting, **again, **told)
        case _:
            looks_at = first_look(_settle(delivery), now)
            return Outcome("outcome_unknown", State.UNKNOWN, ready_at=looks_at, failures=failures, **told)


def _next_try(delivery: Delivery, failures: int, *, now: datetime) -> datetime:
    return next_try(failures, delivery.pk, now, delivery.miss_after)


def _settle(delivery: Delivery) -> timedelta:
    return settle_of(delivery.channel.kind)


def has_moved(delivery: Delivery, error: AccountRejected) -> bool:
    """A place said to have moved to where it was looked for is gone, and a person must mend it."""
    return bool(error.new_address) and error.new_address != delivery.channel.account.address.strip()


def place_of(placed: Published | None) -> dict[str, Any]:
    """Where it is now, as fields of the delivery, as far as the platform said anew."""
    if placed is None or not placed.external_id:
        return {}
    fields: dict[str, Any] = {"external_id": placed.external_id}
    if placed.link:
        fields["link"] = placed.link
    if placed.parts:
        fields["parts"] = list(placed.parts)
    return fields
