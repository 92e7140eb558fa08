"""Carries out one claimed change of a post that is out: one attempt written, one call made, its outcome written."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from publishers import accounts, outbox
from publishers.contract import Accepted, Deadline, OutgoingPost, Placed, Published, Publisher, Withdrawn
from publishers.errors import (
    AccountRejected,
    ContentRejected,
    Misconfigured,
    OutcomeUnknown,
    PublishError,
    ReasonCode,
    TryLater,
)
from publishers.log_context import note
from publishers.models import Attempt, Delivery
from publishers.notices import tell_change_failed
from publishers.outcomes import has_moved, place_of
from publishers.outgoing import ApprovalBroken, key_of, outgoing_post
from publishers.redaction import redact
from publishers.registry import publisher_for
from publishers.rules import backoff, next_ask

log = logging.getLogger(__name__)

MOST_UNCERTAIN = 5
"""Calls without a clear answer, each of which may be repeated, before people are asked to look."""
MOST_LOST = 3
"""Workers lost in the middle of the call since it was asked for, before people are asked: it may be what kills them."""
LONGEST_TURNED_AWAY = timedelta(days=1)
"""How long a change is turned away "for now" before people are asked."""


@dataclass(frozen=True, slots=True)
class Change:
    """What a call came to. ``ready_at`` None and no ``code``: done."""

    outcome: str
    ready_at: datetime | None = None
    code: str = ""
    detail: str = ""
    waits: bool = False
    """For its account to be mended."""
    placed: Published | None = None
    token: str = ""
    """What to go on with, when a part of the change is made."""
    failures: int = 0
    """Calls in a row that did not get through."""
    answer: str = ""
    """The platform's own, for the attempt."""
    uncertain: int = 0
    """How many calls in a row may have made the change or not."""


def carry_out(delivery: Delivery, lease_token: str) -> None:
    """Correct or take back what the claimed delivery says. Raises LeaseLost."""
    if _left_to_people(delivery.pk, lease_token):
        return
    step = Attempt.Step.AMEND if delivery.change == Delivery.Change.AMEND else Attempt.Step.WITHDRAW
    rendition = delivery.change_rendition or delivery.rendition
    attempt = outbox.open_attempt(
        delivery, lease_token, step=step, now=timezone.now(), lease=settings.LEASE, rendition=rendition
    )
    note(attempt=attempt.pk)
    result, error = _call(delivery, attempt)
    now = timezone.now()
    change = _judge(delivery, attempt, result, error, now=now)
    with transaction.atomic():
        if isinstance(error, AccountRejected | Misconfigured | TryLater):
            accounts.lock_account(delivery.channel.account.pk)
        delivery = _close(attempt, change, now=now)
        _after(delivery, change, error, now=now)
    log.info("delivery.%s id=%s attempt=%s reason=%s", change.outcome, delivery.pk, attempt.number, change.code or "-")


@transaction.atomic
def _left_to_people(delivery_id: int, lease_token: str) -> bool:
    """Ask people instead of calling when too many workers were lost on this change. Raises LeaseLost."""
    delivery = outbox.leased(delivery_id, lease_token)
    lost = delivery.attempts.filter(step=delivery.change, outcome="lost", started_at__gte=_asked_at(delivery)).count()
    if lost < MOST_LOST:
        return False
    outbox.update_row(
        delivery,
        lease_token="",
        leased_until=None,
        ready_at=None,
        looks=0,
        change="",
        change_code=ReasonCode.CHANGE_UNCLEAR.value,
        change_detail="",
    )
    tell_change_failed(delivery)
    log.warning("delivery.change_unclear id=%s lost=%s", delivery.pk, lost)
    return True


def _call(delivery: Delivery, attempt: Attempt) -> tuple[Published | Accepted | Withdrawn | None, PublishError | None]:
    try:
        return _answer(publisher_for(delivery.channel.account), delivery, attempt), None
    except PublishError as refusal:
        return None, refusal
    except ApprovalBroken as broken:
        return None, ContentRejected(ReasonCode.APPROVAL_CHANGED, str(broken))
    except Exception as bug:  # the change may be made: it is repeated, and people see it if that does not help
        log.exception("delivery.bug id=%s", delivery.pk)
        return None, OutcomeUnknown(ReasonCode.INTERNAL, redact(f"{type(bug).__name__}: {bug}"))


def _answer(publisher: Publisher, delivery: Delivery, attempt: Attempt) -> Published | Accepted | Withdrawn:
    before = _shown_now(delivery)
    token, mixed = delivery.resume_token, _is_mixed(delivery, attempt)
    placed = Placed(key_of(delivery), delivery.external_id, tuple(delivery.parts), delivery.link, token, mixed)
    deadline = Deadline.after(settings.CALL_TIME_LIMIT)
    if attempt.step == Attempt.Step.WITHDRAW:
        return publisher.withdraw(placed, before, deadline)
    after = outgoing_post(delivery.change_rendition)
    problems = [problem.code for problem in publisher.check_amend(before, after) if problem.blocking]
    if problems:
        raise ContentRejected(ReasonCode.CANNOT_AMEND, ", ".join(problems))
    return publisher.amend(placed, before, after, deadline)


def _is_mixed(delivery: Delivery, attempt: Attempt) -> bool:
    """An earlier correction, which this one takes the place of, was made in part, or perhaps."""
    calls = delivery.attempts.filter(step=Attempt.Step.AMEND, number__lt=attempt.number).order_by("-number")
    for outcome, rendition_id in calls.values_list("outcome", "rendition_id"):
        if outcome == "amended":
            return False
        if rendition_id != attempt.rendition_id and outcome in _LEFT_OPEN:
            return True
    return False


def _shown_now(delivery: Delivery) -> OutgoingPost:
    """What readers have. A file that is gone from our storage must not keep a wrong post from being taken back."""
    try:
        return outgoing_post(delivery.rendition)
    except ApprovalBroken:
        rendition = delivery.rendition
        return OutgoingPost(title=rendition.title, text=rendition.text, link=rendition.link or None)


def _judge(
    delivery: Delivery,
    attempt: Attempt,
    result: Published | Accepted | Withdrawn | None,
    error: PublishError | None,
    *,
    now: datetime,
) -> Change:
    if error is None:
        if isinstance(result, Published):
            return Change("amended", placed=result, answer=result.answer)
        if isinstance(result, Accepted):
            return Change("accepted", ready_at=now + result.again_after, token=result.token, answer=result.answer)
        return Change("withdrawn", answer=result.answer if result else "")
    told: dict[str, Any] = {"code": error.code.value, "detail": error.detail}
    failures = delivery.failures + 1
    again = now + backoff(failures, delivery.pk)
    match error:
        case AccountRejected() if has_moved(delivery, error):
            return Change("account_moved", ready_at=again if delivery.failures else now, failures=failures, **told)
        case AccountRejected() | Misconfigured():
            return Change("account_rejected", waits=True, **told)
        case TryLater() if now - _asked_at(delivery) < LONGEST_TURNED_AWAY:
            if error.after is not None:
                return Change("try_later", ready_at=now + error.after, failures=delivery.failures, **told)
            return Change("try_later", ready_at=again, failures=failures, **told)
        case OutcomeUnknown() if delivery.looks + 1 < MOST_UNCERTAIN:
            uncertain = delivery.looks + 1
            return Change("outcome_unknown", ready_at=again, failures=failures, uncertain=uncertain, **told)
        case _:
            return Change(_NAMES.get(type(error).__name__, "outcome_unknown"), **told)


def _asked_at(delivery: Delivery) -> datetime:
    """When a person asked for the change, or for another try; kept as a line of the history without a move."""
    asked = delivery.changes.filter(old=F("new"), attempt=None).order_by("-pk").values_list("at", flat=True).first()
    return max(asked, delivery.finished_at or asked) if asked else delivery.created_at


_LEFT_OPEN = ("accepted", "outcome_unknown", "lost")
_NAMES = {"ContentRejected": "content_rejected", "Partial": "partial", "TryLater": "try_later"}


def _close(attempt: Attempt, change: Change, *, now: datetime) -> Delivery:
    """Close the attempt and write what became of the change, in the caller's transaction. Raises LeaseLost."""
    delivery = outbox.leased(attempt.delivery_id, attempt.lease_token)
    outbox.finish_attempt(
        attempt, change.outcome, code=change.code, detail=change.detail, now=now, answer=change.answer
    )
    fields: dict[str, Any] = {
        "lease_token": "",
        "leased_until": None,
        "ready_at": change.ready_at,
        "looks": change.uncertain,
        "failures": change.failures,
    }
    newer = _asked_anew(delivery, attempt)
    if change.outcome in ("amended", "withdrawn"):
        fields |= {"change_code": "", "change_detail": ""}
    if change.outcome == "withdrawn":
        fields |= {"change": "", "change_rendition": None, "reason_code": ""}
        outbox.move(delivery, outbox.State.WITHDRAWN, at=now, attempt=attempt, **fields)
        return delivery
    if change.outcome == "amended":
        fields |= {"rendition_id": attempt.rendition_id, "changed_at": now} | place_of(change.placed)
    if change.token:
        fields["resume_token"] = change.token
    if newer:
        fields |= {"ready_at": now, "resume_token": ""}
    elif change.outcome == "amended":
        fields |= {"change": "", "change_rendition": None, "resume_token": ""}
    elif change.ready_at is None and not change.waits:
        fields |= {"change": "", "change_code": change.code, "change_detail": change.detail}
    if fields.get("link"):
        fields["reason_code"] = ""
    elif delivery.reason_code == ReasonCode.LINK_AWAITED and fields["ready_at"] is None and not change.waits:
        fields["ready_at"] = next_ask(0, now, now)
    outbox.update_row(delivery, **fields)
    return delivery


def _asked_anew(delivery: Delivery, attempt: Attempt) -> bool:
    """Somebody asked for something else while the call was under way."""
    same_step = delivery.change == attempt.step
    return not (same_step and (attempt.step == "withdraw" or delivery.change_rendition_id == attempt.rendition_id))


def _after(delivery: Delivery, change: Change, error: PublishError | None, *, now: datetime) -> None:
    account = delivery.channel.account
    match error:
        case AccountRejected() if error.new_address and has_moved(delivery, error):
            accounts.move_account(account.pk, address=error.new_address)
        case AccountRejected() | Misconfigured():
            accounts.pause_account(account.pk, code=error.code.value, detail=error.detail, now=now)
        case TryLater() if error.after is not None:
            accounts.hold_account(account.pk, until=now + error.after)
    if delivery.change_code and not delivery.change:
        tell_change_failed(delivery)
