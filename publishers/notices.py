"""Mail to staff about what needs a person. The mail backend stores rows; a task sends them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone, translation

from content.people import people_with
from publishers.errors import ReasonCode
from publishers.labels import notice_text, reason_sentence
from publishers.models import Delivery

MOST_NAMED = 50
STAFF = ("content.add_post", "publishers.change_delivery")
"""The rights of those who are told what went wrong."""


def tell_staff(notice: str, params: Mapping[str, Any]) -> None:
    """One mail to everybody who writes posts or decides on deliveries; ``notice`` names the text in labels."""
    _send(notice, params, sorted({person.email for person in people_with(*STAFF) if person.email}))


def tell_undecided(delivery: Delivery) -> None:
    """Looking is over and the outcome is still not known: only a person can tell."""
    tell_staff("decision_needed", _facts(delivery))


def tell_missed(missed: Sequence[Delivery]) -> None:
    """One mail for all that was missed together: after an outage staff need a summary, not a thousand letters."""
    if missed:
        titles = "\n".join(f"– {delivery.post.title} → {delivery.channel}" for delivery in missed[:MOST_NAMED])
        tell_staff("missed", {"count": len(missed), "titles": titles, "code": ReasonCode.TOO_LATE.value})


def tell_restored(held: Sequence[Delivery], *, taken_at: datetime, letters: int) -> None:
    """One summary of what is looked for after a restore."""
    titles = "\n".join(f"– {delivery.post.title} → {delivery.channel}" for delivery in held[:MOST_NAMED])
    taken = f"{timezone.localtime(taken_at):%d.%m.%Y %H:%M}"
    params = {"taken_at": taken, "count": len(held), "titles": titles, "letters": letters}
    tell_staff("restored", params | {"code": ReasonCode.RESTORED.value})


def tell_vanished(delivery: Delivery) -> None:
    """What was out is not there any more, and nobody of ours took it away."""
    tell_staff("vanished", _facts(delivery))


def tell_change_failed(delivery: Delivery) -> None:
    """What is out could not be corrected or taken back from here: people do it on the channel."""
    facts = _facts(delivery) | {"code": delivery.change_code, "detail": delivery.change_detail}
    tell_staff("taking_back_failed" if delivery.change_rendition_id is None else "correction_failed", facts)


def tell_author(delivery: Delivery) -> None:
    """Tell who wrote the post that a channel did not take it, with the reason in plain words."""
    revision = delivery.post.latest_revision
    author = revision.user if revision else None
    params = _facts(delivery)
    if author is not None and author.email:
        _send("post_returned", params, [author.email])
    else:
        tell_staff("post_returned", params)


def _facts(delivery: Delivery) -> dict[str, str]:
    return {
        "title": delivery.post.title,
        "channel": str(delivery.channel),
        "code": delivery.reason_code,
        "detail": delivery.detail,
    }


def _send(notice: str, params: Mapping[str, Any], to: list[str]) -> None:
    if not to:
        return
    with translation.override(settings.LANGUAGE_CODE):
        sentence = reason_sentence(str(params.get("code", "")))
        subject, body = notice_text(notice, {**params, "reason": sentence})
        EmailMessage(subject, body, bcc=to).send()
