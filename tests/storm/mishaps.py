"""What goes wrong in our own house: a worker dies in the middle, the database falls silent, a message comes twice."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from django.db import OperationalError, connection
from django.utils import timezone

from publishers import delivering, outbox
from publishers.models import Attempt, Delivery
from publishers.outbox import Claim, LeaseLost
from publishers.states import State

MISHAPS = ("dies before", "dies at the call", "dies after", "database away", "told twice")
_LAST = 9
"""A mishap in the database comes at one of this many statements after the attempt was written."""


class Killed(BaseException):
    """The worker is gone: nobody catches this, and nothing is written after it."""


def carry_out(claim: Claim) -> None:
    """As a worker does."""
    delivering.carry_out(claim.delivery_id, claim.lease_token)


def carry_out_badly(claim: Claim, mishap: str, rng: Random) -> None:
    """As a worker with bad luck does; the lease then brings back what it left."""
    match mishap:
        case "dies before":
            return
        case "dies at the call":
            _only_begin(claim)
        case "dies after":
            _break_off(claim, Killed(), rng.randint(1, _LAST))
        case "database away":
            _break_off(claim, OperationalError("the server has gone away"), rng.randint(1, _LAST))
        case "told twice":
            carry_out(claim)
            carry_out(claim)


def _only_begin(claim: Claim) -> None:
    state = State(Delivery.objects.values_list("state", flat=True).get(pk=claim.delivery_id))
    step = {State.ACCEPTED: Attempt.Step.RESUME, State.UNKNOWN: Attempt.Step.FIND}.get(state, Attempt.Step.PUBLISH)
    try:
        outbox.open_attempt(
            Delivery.objects.get(pk=claim.delivery_id), claim.lease_token, step=step, now=timezone.now()
        )
    except LeaseLost:
        return


def _break_off(claim: Claim, error: BaseException, at: int) -> None:
    """Let the ``at``-th statement after the attempt's own fail; for the website these are the publishing itself."""
    try:
        with connection.execute_wrapper(_Breaker(error, at)):
            carry_out(claim)
    except (Killed, OperationalError):
        return


class _Breaker:
    def __init__(self, error: BaseException, at: int) -> None:
        self._error, self._left, self._begun = error, at, False

    def __call__(self, execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        if self._begun and not sql.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            self._left -= 1
            if self._left == 0:
                raise self._error
        if sql.startswith('INSERT INTO "publishers_attempt"'):
            self._begun = True
        return execute(sql, *args)
