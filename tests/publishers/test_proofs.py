"""Proofs: what is taken, who may confirm it, what becomes of the delivery, and that nothing is ever taken away."""

from __future__ import annotations

import hashlib
import re
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from publishers import decisions
from publishers.errors import ProofCode
from publishers.models import Delivery, Proof
from publishers.proof_words import REFUSALS
from publishers.proofs import ProofRefused, add_proof, confirm, refuse
from publishers.states import State
from tests.house.tree import ROOT
from tests.publishers.conftest import Carry, fresh
from tests.publishers.handwork import carrier, handed_over, manual, pdf, photo, picture_bytes
from tests.publishers.stage import Stage

LINK = "https://gazeta.example/45"


@pytest.fixture
def task(stage: Stage, carry: Carry, now: datetime) -> Delivery:
    made = handed_over(stage, manual(stage, carrier()), carry, now)
    mail.outbox.clear()
    return made


@pytest.fixture
def bahrom(task: Delivery) -> Any:
    return task.channel.account.responsible


def refused(code: ProofCode, call: Any, *args: Any, **kwargs: Any) -> None:
    before = [list(Proof.objects.values()), list(Delivery.objects.values())]
    with pytest.raises(ProofRefused) as caught:
        call(*args, **kwargs)
    assert caught.value.code is code
    assert [list(Proof.objects.values()), list(Delivery.objects.values())] == before


@pytest.mark.parametrize(
    ("file", "suffix"),
    [
        (photo(), ".jpg"),
        (photo("PNG", name="surat.exe"), ".png"),
        (photo("WEBP", name="rasm"), ".webp"),
        (pdf("gazeta.html"), ".pdf"),
    ],
    ids=["jpeg", "png", "webp", "pdf"],
)
def test_a_file_is_kept_as_it_came_under_the_ending_of_what_it_is(
    task: Delivery, bahrom: Any, now: datetime, file: SimpleUploadedFile, suffix: str
) -> None:
    file.seek(0)
    content = file.read()

    add_proof(task.pk, actor=bahrom, now=now, file=file, note="  Markaz  ")

    proof = Proof.objects.get()
    assert re.fullmatch(rf"proofs/{task.pk}/[0-9a-f]{{16}}{re.escape(suffix)}", proof.file.name)
    with proof.file.open("rb") as kept:
        assert kept.read() == content
    assert proof.checksum == hashlib.sha256(content).hexdigest()
    assert (proof.added_by, proof.added_at, proof.note, proof.confirmed) == (bahrom, now, "Markaz", None)
    assert fresh(task).state == State.AWAITING_PROOF


@pytest.mark.parametrize(
    ("code", "given"),
    [
        (ProofCode.EMPTY, {"note": "Osib qoʻyildi"}),
        (ProofCode.EMPTY, {"day": date(2026, 1, 5)}),
        (ProofCode.WRONG_FILE, {"file": SimpleUploadedFile("surat.jpg", b"<script>alert(1)</script>")}),
        (ProofCode.WRONG_FILE, {"file": SimpleUploadedFile("surat.jpg", picture_bytes("GIF"))}),
        (ProofCode.WRONG_FILE, {"file": SimpleUploadedFile("surat.jpg", b"\x00")}),
        (ProofCode.DAMAGED, {"file": SimpleUploadedFile("s.jpg", picture_bytes(size=(900, 900))[:900])}),
        (ProofCode.DAMAGED, {"file": SimpleUploadedFile("s.pdf", b"%PDF-1.7\n1 0 obj\n")}),
        (ProofCode.TOO_LARGE, {"file": SimpleUploadedFile("s.pdf", b"%PDF-" + b"x" * 60_000 + b"%%EOF")}),
        (ProofCode.LINK_WRONG, {"link": "javascript:alert(1)"}),
        (ProofCode.LINK_WRONG, {"link": "ftp://gazeta.example/45"}),
        (ProofCode.TOO_LONG, {"link": f"https://gazeta.example/{'a' * 1000}"}),
        (ProofCode.TOO_LONG, {"issue": "4" * 101}),
    ],
)
def test_what_proves_nothing_is_refused_and_nothing_is_stored(
    task: Delivery, bahrom: Any, now: datetime, settings: Any, code: ProofCode, given: dict[str, Any]
) -> None:
    settings.PROOF_BYTES = 50_000

    refused(code, add_proof, task.pk, actor=bahrom, now=now, **given)


def test_too_many_pixels_are_not_unfolded(task: Delivery, bahrom: Any, now: datetime) -> None:
    bomb = photo("PNG", size=(9000, 9000))

    refused(ProofCode.TOO_LARGE, add_proof, task.pk, actor=bahrom, now=now, file=bomb)


def test_a_day_still_to_come_proves_nothing(task: Delivery, bahrom: Any, now: datetime) -> None:
    tomorrow = (now + timedelta(days=2)).date()

    refused(ProofCode.DAY_AHEAD, add_proof, task.pk, actor=bahrom, now=now, issue="45", day=tomorrow)


def test_a_second_person_confirms_and_the_delivery_is_published(
    stage: Stage, task: Delivery, bahrom: Any, now: datetime
) -> None:
    proof = add_proof(task.pk, actor=bahrom, now=now, link=LINK, issue="45", day=date(2026, 11, 20))
    later = now + timedelta(hours=2)

    confirm(proof.pk, actor=stage.approver, now=later, note="Koʻrdim")

    done = fresh(task)
    assert (done.state, done.link, done.finished_at, done.reason_code) == (State.PUBLISHED, LINK, later, "")
    change = done.changes.latest("pk")
    assert (change.old, change.new, change.actor, change.at, change.note) == (
        "awaiting_proof", "published", stage.approver, later, "Bahrom · № 45 · 20.11.2026 · Koʻrdim",
    )  # fmt: skip
    proof.refresh_from_db()
    assert (proof.confirmed, proof.decided_by, proof.decided_at) == (True, stage.approver, later)


def test_who_added_a_proof_confirms_it_only_where_no_second_person_must_look(
    stage: Stage, task: Delivery, now: datetime
) -> None:
    proof = add_proof(task.pk, actor=stage.approver, now=now, link=LINK)

    refused(ProofCode.OWN, confirm, proof.pk, actor=stage.approver, now=now)

    stage.organization.four_eyes = False
    stage.organization.save()
    assert confirm(proof.pk, actor=stage.approver, now=now).state == State.PUBLISHED


def test_a_refused_proof_stays_with_its_reason_who_added_it_is_told_and_a_better_one_may_come(
    stage: Stage, task: Delivery, bahrom: Any, now: datetime
) -> None:
    # given
    dark = add_proof(task.pk, actor=bahrom, now=now, file=photo())
    # when
    refuse(dark.pk, actor=stage.approver, now=now, note="Surat qorongʻi")
    # then
    dark.refresh_from_db()
    assert (dark.confirmed, dark.decided_by, dark.decision_note) == (False, stage.approver, "Surat qorongʻi")
    assert fresh(task).state == State.AWAITING_PROOF
    (letter,) = mail.outbox
    assert letter.recipients() == ["bahrom@example.org"]
    assert letter.subject == "The proof of “Ochiqlik kuni” for Markaziy bilbord was refused"
    assert letter.body.splitlines()[0] == "rustam refused it: Surat qorongʻi"
    # and
    better = add_proof(task.pk, actor=bahrom, now=now, file=photo())
    assert confirm(better.pk, actor=stage.approver, now=now).state == State.PUBLISHED
    assert list(Proof.objects.values_list("confirmed", flat=True)) == [False, True]


def test_a_proof_is_decided_once(stage: Stage, task: Delivery, bahrom: Any, now: datetime) -> None:
    first = add_proof(task.pk, actor=bahrom, now=now, link=LINK)
    second = add_proof(task.pk, actor=bahrom, now=now, link=LINK)
    who: dict[str, Any] = {"actor": stage.approver, "now": now}
    refused(ProofCode.REASON_MISSING, refuse, first.pk, note="  ", **who)

    confirm(first.pk, **who)

    refused(ProofCode.DECIDED, confirm, first.pk, **who)
    refused(ProofCode.DECIDED, refuse, first.pk, note="Yoʻq", **who)
    refused(ProofCode.NOT_AWAITED, confirm, second.pk, **who)
    refused(ProofCode.NOT_AWAITED, add_proof, task.pk, link=LINK, **who)


def test_a_cancelled_task_takes_no_proof(stage: Stage, task: Delivery, bahrom: Any, now: datetime) -> None:
    decisions.cancel(task.pk, actor=stage.approver, now=now, note="Kerak emas")
    proofs = Path(settings.MEDIA_ROOT) / "proofs"
    of_others = set(proofs.rglob("*.jpg"))

    refused(ProofCode.NOT_AWAITED, add_proof, task.pk, actor=bahrom, now=now, link=LINK)
    refused(ProofCode.NOT_AWAITED, add_proof, task.pk, actor=bahrom, now=now, file=photo())

    assert set(proofs.rglob("*.jpg")) == of_others


def test_each_refusal_has_its_sentence_and_a_row_in_the_document() -> None:
    text = (ROOT / "docs" / "channels" / "by-hand.md").read_text()
    rows = dict(re.findall(r"^\| `(proof_\w+)` \| ([^|]+) \|$", text, re.MULTILINE))

    with translation.override("en"):
        assert rows == {code.value: str(REFUSALS[code]) for code in ProofCode}
