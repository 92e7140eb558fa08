"""Deliveries in the states staff meet in the log."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from content.models import Channel, Organization
from content.services import decide, submit
from publishers.contract import Published
from publishers.errors import ReasonCode
from publishers.models import Delivery
from publishers.outbox import Outcome, claim, close_attempt, open_attempt
from publishers.states import State
from tests.desk.people import TITLE, draft

LINK = "https://t.me/namuna/7"


def approved(
    organization: Organization, channel: Channel, *, author: User, approver: User, title: str = TITLE
) -> Delivery:
    post = submit(draft(organization, [channel], user=author, title=title), user=author)
    decide(post, user=approver, action="approve", seen=post.latest_revision_id)
    return Delivery.objects.get(post=post)


def attempted(delivery: Delivery, outcome: Outcome) -> Delivery:
    """One attempt, begun at the slot, closed with ``outcome``."""
    at = max(delivery.due_at, timezone.now())
    ready = delivery.ready_at or at
    (claimed,) = claim(now=max(at, ready), lease=timedelta(minutes=2), limit=1)
    attempt = open_attempt(Delivery.objects.get(pk=claimed.delivery_id), claimed.lease_token, step="publish", now=at)
    return close_attempt(attempt, outcome, now=at + timedelta(seconds=2))


def published(delivery: Delivery) -> Delivery:
    answer = Published(external_id="7", link=LINK)
    outcome = Outcome("published", State.PUBLISHED, external_id=answer.external_id, link=answer.link)
    return attempted(delivery, outcome)


def unknown(delivery: Delivery) -> Delivery:
    return attempted(
        delivery,
        Outcome("outcome_unknown", State.UNKNOWN, code=ReasonCode.ANSWER_LOST.value, detail="read timed out"),
    )
