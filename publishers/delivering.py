"""Carries out one claimed delivery: one attempt written, one call made, its outcome written."""

from __future__ import annotations

import logging
import time
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, InterfaceError, transaction
from django.utils import timezone

from publishers import accounts, amending, linking, outbox
from publishers.bulkhead import room_for
from publishers.claimed import claimed
from publishers.contract import CannotTell, Deadline, OutgoingPost, Published, Publisher
from publishers.credentials import decrypt
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
from publishers.gate import pass_door
from publishers.keeping import kept
from publishers.log_context import bound, note
from publishers.models import Attempt, Delivery
from publishers.notices import tell_author, tell_undecided
from publishers.outbox import LeaseLost, Outcome
from publishers.outcomes import has_moved, outcome_of_error, outcome_of_result
from publishers.outgoing import ApprovalBroken, key_of, outgoing_post
from publishers.proof_notices import tell_handed_over
from publishers.redaction import redact
from publishers.registry import capabilities_of, platform_of, publisher_for
from publishers.rules import CallResult, still_to_wait
from publishers.states import NOT_YET_OUT, State
from publishers.writing_down import written_down

log = logging.getLogger(__name__)


class Unsendable(Exception):
    """What was frozen for this channel cannot be sent: it is not what was approved, or a bug of ours is in the way."""

    def __init__(self, code: ReasonCode, detail: str) -> None:
        super().__init__(code.value)
        self.code = code
        self.detail = detail


def carry_out(delivery_id: int, lease_token: str) -> bool:
    """Do what the delivery's state asks for: publish, go on, or look. A lost lease ends it without a trace of ours.

    False when too many calls to its platform are under way in this process: ask again a little later.
    """
    delivery = claimed(delivery_id, lease_token, now=timezone.now())
    if delivery is None:
        log.info("delivery.skipped id=%s: the lease is gone", delivery_id)
        return True
    about = bound(delivery=delivery.pk, channel=delivery.channel_id, kind=delivery.channel.kind)
    with about, room_for(platform_of(delivery.channel.kind)) as enters:
        if not enters:
            return False
        try:
            with kept(delivery.pk, lease_token):
                _carry_out(delivery, lease_token)
        except LeaseLost:
            log.warning("delivery.lease_lost id=%s", delivery_id)
        return True


def _carry_out(delivery: Delivery, lease_token: str) -> None:
    if delivery.state != State.UNKNOWN and not _may_call(delivery):
        outbox.put_off(delivery.pk, lease_token, now=timezone.now())
        return
    if delivery.state == State.PUBLISHED:
        job = amending if delivery.change else linking
        job.carry_out(delivery, lease_token)
        return
    step = {State.ACCEPTED: Attempt.Step.RESUME, State.UNKNOWN: Attempt.Step.FIND}.get(
        State(delivery.state), Attempt.Step.PUBLISH
    )
    try:
        post = _frozen_post(delivery)
    except Unsendable as unsendable:
        _stop(delivery, lease_token, step, unsendable)
        return
    now = timezone.now()
    begins = now + still_to_wait(delivery.ready_at, now)
    attempt = outbox.open_attempt(delivery, lease_token, step=step, now=begins, lease=settings.LEASE)
    note(attempt=attempt.pk)
    time.sleep(still_to_wait(begins, timezone.now()).total_seconds())
    result, error = _call(delivery, post, step)
    now = timezone.now()
    if result is not None:
        outcome = outcome_of_result(delivery, attempt, result, now=now)
        if outcome.code == ReasonCode.ACCOUNT_RESTRICTED and outcome.state in NOT_YET_OUT:
            error = AccountRejected(ReasonCode.ACCOUNT_RESTRICTED, outcome.detail)
    else:
        outcome = outcome_of_error(delivery, attempt, error, now=now)
    delivery = written_down(lambda: _close(attempt, outcome, delivery, result, error, now=now), patience=settings.LEASE)
    log.info(
        "delivery.%s id=%s attempt=%s channel=%s reason=%s",
        outcome.state,
        delivery.pk,
        attempt.number,
        delivery.channel_id,
        outcome.code or "-",
    )


@transaction.atomic
def _close(
    attempt: Attempt,
    outcome: Outcome,
    delivery: Delivery,
    result: CallResult | None,
    error: PublishError | None,
    *,
    now: datetime,
) -> Delivery:
    """Both or neither: a delivery that waits for its account to be mended would wait for ever if nobody was told."""
    account_id = delivery.channel.account.pk
    rest = result.wait if isinstance(result, Published) else None
    if rest is not None or _concerns_account(error):
        accounts.lock_account(account_id)
    closed = outbox.close_attempt(attempt, outcome, now=now)
    _after(closed, error, now=now)
    if rest is not None:
        accounts.hold_account(account_id, until=now + rest)
    return closed


def _may_call(delivery: Delivery) -> bool:
    """Wait for the turn of the account's token among all workers."""
    try:
        rate = capabilities_of(delivery.channel.kind).token_rate
        return rate is None or pass_door(delivery.channel.kind, decrypt(delivery.channel.account.stored_secret), rate)
    except Misconfigured:  # it cannot be called at all, and the attempt to do so will say why
        return True


def _frozen_post(delivery: Delivery) -> OutgoingPost:
    """Raises Unsendable. A database that does not answer is left to the lease."""
    try:
        return outgoing_post(delivery.rendition)
    except ApprovalBroken as error:
        raise Unsendable(ReasonCode.APPROVAL_CHANGED, str(error)) from None
    except DatabaseError:
        raise
    except Exception as bug:
        log.exception("delivery.bug id=%s", delivery.pk)
        raise Unsendable(ReasonCode.INTERNAL, redact(f"{type(bug).__name__}: {bug}")) from None


def _stop(delivery: Delivery, lease_token: str, step: str, unsendable: Unsendable) -> None:
    """Nothing leaves the house. What may be out already waits for a person: there is nothing to compare it with."""
    now = timezone.now()
    if step == Attempt.Step.FIND:
        attempt = outbox.open_attempt(delivery, lease_token, step=step, now=now)
        outcome = Outcome("cannot_tell", State.UNKNOWN, code=unsendable.code.value, detail=unsendable.detail)
        outbox.close_attempt(attempt, outcome, now=now)
        return
    with transaction.atomic():
        tell_author(
            outbox.refuse_before_call(delivery.pk, lease_token, code=unsendable.code, detail=unsendable.detail, now=now)
        )


def _call(delivery: Delivery, post: OutgoingPost, step: str) -> tuple[CallResult | None, PublishError | None]:
    """One call to the platform: its result, or the error that tells what is certain."""
    try:
        publisher = _publisher(delivery)
        return _answer(publisher, delivery, post, step), None
    except PublishError as refusal:
        return (CannotTell(refusal.code.value) if step == Attempt.Step.FIND else None), refusal
    except Exception as bug:  # whatever went wrong, the post may be out: the row must say so
        log.exception("delivery.bug id=%s", delivery.pk)
        words = redact(f"{type(bug).__name__}: {bug}")
        if step == Attempt.Step.FIND:
            return CannotTell(words), None
        return None, OutcomeUnknown(ReasonCode.INTERNAL, words)


def _publisher(delivery: Delivery) -> Publisher:
    """The adapter, ready to call. Raises PublishError: nothing has left the house yet."""
    try:
        return publisher_for(delivery.channel.account)
    except (DatabaseError, InterfaceError) as error:
        raise TryLater(ReasonCode.UNREACHABLE, type(error).__name__) from error


def _answer(publisher: Publisher, delivery: Delivery, post: OutgoingPost, step: str) -> CallResult:
    key = key_of(delivery)
    deadline = Deadline.after(settings.CALL_TIME_LIMIT)
    if step == Attempt.Step.FIND:
        since = delivery.unknown_since or delivery.due_at
        return publisher.find(post, key, since, delivery.resume_token)
    if step == Attempt.Step.RESUME:
        return publisher.resume(post, delivery.resume_token, deadline)
    return publisher.publish(post, key, deadline)


def _concerns_account(error: PublishError | None) -> bool:
    if isinstance(error, TryLater):
        return error.after is not None
    return isinstance(error, AccountRejected | Misconfigured)


def _after(delivery: Delivery, error: PublishError | None, *, now: datetime) -> None:
    """What an outcome means for the account and for people, once it is written down."""
    match error:
        case AccountRejected() if error.new_address and has_moved(delivery, error):
            accounts.move_account(delivery.channel.account.pk, address=error.new_address)
        case AccountRejected() | Misconfigured():
            accounts.pause_account(delivery.channel.account.pk, code=error.code.value, detail=error.detail, now=now)
        case TryLater() if error.after is not None:
            accounts.hold_account(delivery.channel.account.pk, until=now + error.after)
        case ContentRejected() | Partial() if delivery.state != State.UNKNOWN:
            tell_author(delivery)
    if delivery.state == State.AWAITING_PROOF:
        tell_handed_over(delivery, now=now)
    told_already = delivery.reason_code == ReasonCode.RESTORED  # by the summary after the restore
    if delivery.state == State.UNKNOWN and delivery.ready_at is None and not told_already:
        tell_undecided(delivery)
