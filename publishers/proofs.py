"""Proofs of what people carried out: added, confirmed or refused by a second person. Nothing is ever taken away."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.validators import URLValidator
from django.db import transaction

from publishers.errors import ProofCode
from publishers.models import Delivery, Proof
from publishers.outbox import move
from publishers.proof_files import WrongFile, look_into
from publishers.proof_notices import tell_refused
from publishers.states import State

_is_web_address = URLValidator(schemes=["http", "https"])
LONGEST_LINK = 1000
LONGEST_ISSUE = 100


class ProofRefused(Exception):
    """The proof is not taken, or not decided; nothing was changed. ``code`` says why."""

    def __init__(self, code: ProofCode) -> None:
        super().__init__(code.value)
        self.code = code


def add_proof(
    delivery_id: int,
    *,
    actor: Any,
    now: datetime,
    file: File | None = None,
    link: str = "",
    issue: str = "",
    day: date | None = None,
    note: str = "",
) -> Proof:
    """A scan, photograph, link or number of an issue for a delivery that awaits it. Raises ProofRefused."""
    link, issue, note = link.strip(), issue.strip(), note.strip()
    if not (file or link or issue):
        raise ProofRefused(ProofCode.EMPTY)
    _check_words(link, issue)
    suffix, checksum = _looked_into(file) if file else ("", "")
    proof = Proof(
        delivery_id=delivery_id,
        checksum=checksum,
        link=link,
        issue=issue,
        day=day,
        note=note,
        added_by=actor,
        added_at=now,
    )
    if file:  # before the transaction: nothing is written to the storage inside one
        proof.file.save(f"proof{suffix}", file, save=False)
    try:
        _store(proof, now=now)
    except Exception:
        if file:
            proof.file.delete(save=False)
        raise
    return proof


@transaction.atomic
def _store(proof: Proof, *, now: datetime) -> None:
    proof.delivery = _awaiting(proof.delivery_id)
    if proof.day is not None and proof.day > now.astimezone(_zone(proof.delivery)).date():
        raise ProofRefused(ProofCode.DAY_AHEAD)
    proof.save()


@transaction.atomic
def confirm(proof_id: int, *, actor: Any, now: datetime, note: str = "") -> Delivery:
    """The proof shows it: the delivery is published. Raises ProofRefused, also for one's own proof where a second
    person must look."""
    proof, delivery = _undecided(proof_id)
    if proof.added_by_id == actor.pk and delivery.channel.organization.four_eyes:
        raise ProofRefused(ProofCode.OWN)
    _decide(proof, confirmed=True, actor=actor, now=now, note=note)
    move(
        delivery,
        State.PUBLISHED,
        at=now,
        note=" · ".join([*_facts(proof), *([note] if note else [])]),
        actor=actor,
        link=proof.link or delivery.link,
        finished_at=now,
        reason_code="",
        detail="",
    )
    return delivery


@transaction.atomic
def refuse(proof_id: int, *, actor: Any, now: datetime, note: str) -> Proof:
    """The proof does not show it; the delivery goes on waiting and who added the proof is told why.

    Raises ProofRefused."""
    if not note.strip():
        raise ProofRefused(ProofCode.REASON_MISSING)
    proof, _delivery = _undecided(proof_id)
    _decide(proof, confirmed=False, actor=actor, now=now, note=note.strip())
    if proof.added_by_id != actor.pk:
        tell_refused(proof)
    return proof


def _check_words(link: str, issue: str) -> None:
    if len(link) > LONGEST_LINK or len(issue) > LONGEST_ISSUE:
        raise ProofRefused(ProofCode.TOO_LONG)
    try:
        if link:
            _is_web_address(link)
    except ValidationError:
        raise ProofRefused(ProofCode.LINK_WRONG) from None


def _looked_into(file: File) -> tuple[str, str]:
    try:
        looked = look_into(file, limit=settings.PROOF_BYTES)  # type: ignore[arg-type]
    except WrongFile as wrong:
        raise ProofRefused(wrong.code) from None
    return looked.suffix, looked.checksum


def _awaiting(delivery_id: int) -> Delivery:
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("channel__organization", "rendition")
    delivery = rows.get(pk=delivery_id)
    if delivery.state != State.AWAITING_PROOF:
        raise ProofRefused(ProofCode.NOT_AWAITED)
    return delivery


def _undecided(proof_id: int) -> tuple[Proof, Delivery]:
    """The delivery is locked first, by everybody who decides: of two decisions the second one finds it decided."""
    delivery_id = Proof.objects.values_list("delivery_id", flat=True).get(pk=proof_id)
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("channel__organization", "rendition")
    delivery = rows.get(pk=delivery_id)
    proof = Proof.objects.select_related("added_by").get(pk=proof_id)
    if proof.confirmed is not None:
        raise ProofRefused(ProofCode.DECIDED)
    if delivery.state != State.AWAITING_PROOF:
        raise ProofRefused(ProofCode.NOT_AWAITED)
    proof.delivery = delivery
    return proof, delivery


def _decide(proof: Proof, *, confirmed: bool, actor: Any, now: datetime, note: str) -> None:
    proof.confirmed, proof.decided_by, proof.decided_at, proof.decision_note = confirmed, actor, now, note
    proof.save(update_fields=["confirmed", "decided_by", "decided_at", "decision_note"])


def _facts(proof: Proof) -> list[str]:
    """Who added it, and of which issue and day it is, for the log."""
    facts = [proof.added_by.get_full_name() or proof.added_by.get_username()]
    if proof.issue:
        facts.append(f"№ {proof.issue}")
    if proof.day:
        facts.append(f"{proof.day:%d.%m.%Y}")
    return facts


def _zone(delivery: Delivery) -> ZoneInfo:
    return ZoneInfo(delivery.channel.organization.time_zone)
