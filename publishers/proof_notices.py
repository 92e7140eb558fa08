"""Mail about tasks: to the person responsible, to who added a proof, and reminders."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation

from content.people import people_with
from publishers.models import Delivery, Proof
from publishers.notices import STAFF
from publishers.proof_words import (
    cancelled_text,
    moment,
    owed_text,
    refused_text,
    reminder_text,
    task_text,
)
from publishers.registry import responsible_name

SENT_BY_US = {"newspaper"}
"""Kinds whose post has left the house by the time a proof is owed: nothing is left to carry out."""


def tell_handed_over(delivery: Delivery, *, now: datetime) -> None:
    """One mail to the person responsible for what people have now; to the press service when there is none. It counts
    as that day's reminder."""
    Delivery.objects.filter(pk=delivery.pk).update(reminded_at=now)
    text = owed_text if delivery.channel.kind in SENT_BY_US else task_text
    for person in carriers(delivery):
        write(person, lambda: text(facts_of(delivery)))


def tell_task_cancelled(delivery: Delivery) -> None:
    for person in carriers(delivery):
        write(person, lambda: cancelled_text(facts_of(delivery)))


def tell_refused(proof: Proof) -> None:
    """Who added the proof learns who refused it and why."""
    if not (proof.added_by.is_active and proof.added_by.email):
        return
    who = proof.decided_by.get_full_name() or proof.decided_by.get_username()  # type: ignore[union-attr]
    facts = {**facts_of(proof.delivery), "who": who, "reason": proof.decision_note}
    write(proof.added_by, lambda: refused_text(facts))


def tell_reminder(person: User, tasks: list[Delivery], *, now: datetime) -> None:
    """One mail with all of ``tasks``, whose proofs are prefetched."""
    write(person, lambda: reminder_text([_row(delivery, now) for delivery in tasks]))


def carriers(delivery: Delivery) -> list[User]:
    """The person responsible, or all staff when nobody is who can be written to."""
    account = delivery.channel.account
    if responsible_name(account):
        return [account.responsible]
    return list(people_with(*STAFF).exclude(email=""))


def confirmers(delivery: Delivery) -> list[User]:
    """Who may confirm the proofs that wait: approvers, less those who added them where a second person must look."""
    rows = people_with("publishers.change_delivery").exclude(email="")
    if delivery.channel.organization.four_eyes:
        added = {proof.added_by_id for proof in delivery.proofs.all() if proof.confirmed is None}
        if len(added) == 1:
            rows = rows.exclude(pk__in=added)
    return list(rows)


def facts_of(delivery: Delivery) -> dict[str, Any]:
    zone = delivery.channel.organization.time_zone
    return {
        "title": delivery.rendition.title,
        "channel": str(delivery.channel),
        "kind": delivery.channel.kind,
        "begin": moment(delivery.due_at, zone),
        "deadline": moment(delivery.miss_after, zone),
        "address": f"{settings.SITE_URL}{reverse('proof_task:detail', args=[delivery.pk])}",
    }


def write(person: User, text: Callable[[], tuple[str, str]]) -> None:
    """A mail in the language the person reads the screens in."""
    profile = getattr(person, "wagtail_userprofile", None)
    with translation.override((profile and profile.preferred_language) or settings.LANGUAGE_CODE):
        subject, body = text()
    EmailMessage(subject, body, bcc=[person.email]).send()


def _row(delivery: Delivery, now: datetime) -> dict[str, Any]:
    proved = any(proof.confirmed is None for proof in delivery.proofs.all())
    return {**facts_of(delivery), "overdue": delivery.miss_after < now, "proved": proved}
