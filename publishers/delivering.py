"""Carries out one claimed delivery: one attempt written, one call made, its outcome written."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from publishers import accounts, outbox
from publishers.contract import Accepted, CannotTell, Deadline, NotFound, OutgoingPost, Published, Publisher
from publishers.errors import (
    AccountRejected,
    ContentRejected,
    Misconfigured,
    OutcomeUnknown,
    Partial,
    PublishError,
    ReasonCode,
    TryLater,
)
from publishers.models import Attempt, Delivery
from publishers.notices import tell_author
from publishers.outbox import LeaseLost, Outcome
from publishers.outgoing import ApprovalBroken, article_key, outgoing_post
from publishers.redaction import redact
from publishers.registry import capabilities_of, publisher_for
from publishers.rules import CallResult, backoff, believes_absence, first_look, next_look
from publishers.states import State

log = logging.getLogger(__name__)


def carry_out(delivery_id: int, lease_token: str) -> None:
    """Do what the delivery's state asks for: publish, go on, or look. A lost lease ends it without a trace of ours."""
    delivery = (
        Delivery.objects.select_related("rendition__post__organization", "channel__account")
        .filter(pk=delivery_id, lease_token=lease_token, leased_until__gt=timezone.now())
        .first()
    )
    if delivery is None or not lease_token:
        log.info("delivery.skipped id=%s: the lease is gone", delivery_id)
        return
    try:
        _carry_out(delivery, lease_token)
    except LeaseLost:
        log.warning("delivery.lease_lost id=%s", delivery_id)


def _carry_out(delivery: Delivery, lease_token: str) -> None:
    account = delivery.channel.account
    try:
        post = outgoing_post(delivery.rendition)
    except ApprovalBroken as error:
        outbox.refuse_before_call(
            delivery.pk, lease_token, code=ReasonCode.APPROVAL_CHANGED, detail=str(error), now=timezone.now()
        )
        tell_author(delivery)
        return
    step = {State.ACCEPTED: Attempt.Step.RESUME, State.UNKNOWN: Attempt.Step.FIND}.get(
        State(delivery.state), Attempt.Step.PUBLISH
    )
    attempt = outbox.open_attempt(delivery.pk, lease_token, step=step, now=timezone.now())
    error: Exception | None = None
    result: CallResult | None = None
    try:
        publisher = publisher_for(account)
        result = _call(publisher, delivery, post, step)
    except PublishError as refusal:
        error = refusal
    except Exception as bug:  # whatever went wrong, the post may be out: the row must say so
        log.exception("delivery.bug id=%s", delivery.pk)
        error = OutcomeUnknown(ReasonCode.INTERNAL, redact(f"{type(bug).__name__}: {bug}"))
    now = timezone.now()
    if error is not None:
        outcome = _refusal(delivery, attempt, error, now=now)
    else:
        assert result is not None
        outcome = _result(delivery, attempt, result, now=now)
    delivery = outbox.close_attempt(attempt, outcome, now=now)
    log.info(
        "delivery.%s id=%s attempt=%s channel=%s reason=%s",
        outcome.state, delivery.pk, attempt.number, delivery.channel_id, outcome.code or "-",
    )
    _after(delivery, error, now=now)


def _call(publisher: Publisher, delivery: Delivery, post: OutgoingPost, step: str) -> CallResult:
    key = article_key(delivery.rendition) if delivery.channel.kind == "website" else delivery.key
    deadline = Deadline.after(settings.CALL_TIME_LIMIT)
    if step == Attempt.Step.FIND:
        since = delivery.unknown_since or delivery.due_at
        return publisher.find(post, key, since, delivery.resume_token)
    if step == Attempt.Step.RESUME:
        return publisher.resume(post, delivery.resume_token, deadline)
    return publisher.publish(post, key, deadline)


def _result(delivery: Delivery, attempt: Attempt, result: CallResult, *, now: datetime) -> Outcome:
    match result:
        case Published():
            return Outcome(
                "found" if attempt.step == Attempt.Step.FIND else "published",
                State.PUBLISHED,
                external_id=result.external_id,
                link=result.link,
                parts=result.parts,
            )
        case Accepted():
            return Outcome("accepted", State.ACCEPTED, ready_at=now + result.again_after, resume_token=result.token)
        case NotFound():
            return _not_found(delivery, result, now=now)
        case CannotTell():
            looks = delivery.looks + 1
            again = next_look(looks, _settle(delivery), now)
            return Outcome(
                "cannot_tell", State.UNKNOWN, ready_at=again, code=delivery.reason_code, detail=result.why, looks=looks
            )


def _not_found(delivery: Delivery, result: NotFound, *, now: datetime) -> Outcome:
    looks = delivery.looks + 1
    if believes_absence(result, looks):
        # certain by now: go on where we stood, with the platform's token when it gave us one
        state = State.ACCEPTED if delivery.resume_token else State.PENDING
        return Outcome("not_found", state, ready_at=now, looks=0)
    again = next_look(looks, _settle(delivery), now)
    return Outcome("not_found", State.UNKNOWN, ready_at=again, code=delivery.reason_code, looks=looks)


def _refusal(delivery: Delivery, attempt: Attempt, error: Exception, *, now: datetime) -> Outcome:
    assert isinstance(error, PublishError)
    told = {"code": error.code.value, "detail": error.detail}
    waiting = State.ACCEPTED if delivery.state == State.ACCEPTED else State.PENDING
    match error:
        case ContentRejected():
            return Outcome("content_rejected", State.REJECTED, **told)
        case AccountRejected() if error.new_address:
            return Outcome("account_moved", waiting, ready_at=now, **told)
        case AccountRejected() | Misconfigured():
            return Outcome("account_rejected", waiting, **told)
        case TryLater() if error.code == ReasonCode.NOT_READY and delivery.resume_token:
            # what the platform held for us is of no use any more: begin anew, nothing is out
            return Outcome(
                "try_later", State.PENDING, ready_at=now + backoff(attempt.number), resume_token="", **told
            )
        case TryLater():
            wait = error.after if error.after is not None else backoff(attempt.number)
            return Outcome("try_later", waiting, ready_at=now + wait, **told)
        case Partial():
            return Outcome("partial", State.PARTIAL, parts=error.parts, **told)
        case _ if _repeats_safely(delivery):
            return Outcome("outcome_unknown", waiting, ready_at=now + backoff(attempt.number), **told)
        case _:
            return Outcome("outcome_unknown", State.UNKNOWN, ready_at=first_look(_settle(delivery), now), **told)


def _after(delivery: Delivery, error: Exception | None, *, now: datetime) -> None:
    """What an outcome means for the account and for people, once it is written down."""
    account = delivery.channel.account
    match error:
        case AccountRejected() if error.new_address:
            accounts.move_account(account.pk, address=error.new_address)
        case AccountRejected() | Misconfigured():
            accounts.pause_account(account.pk, code=error.code.value, detail=error.detail, now=now)
        case TryLater() if error.after is not None:
            accounts.hold_account(account.pk, until=now + error.after)
        case ContentRejected() | Partial():
            tell_author(delivery)


def _settle(delivery: Delivery) -> timedelta:
    return capabilities_of(delivery.channel.kind).settle


def _repeats_safely(delivery: Delivery) -> bool:
    return capabilities_of(delivery.channel.kind).repeat_safety == "native"
