"""Makes the evidence pack of a plan's period: one ZIP with report, ledger, captures, proofs, rows of the log, their
seals and checksums. The same data give the same bytes."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO

from django.contrib.auth import get_user_model
from django.utils import translation
from django.utils.translation import gettext as _

from publishers.labels import state_label
from publishers.models import Proof, StateChange
from reports.chain.form import instant
from reports.chain.rows import SOURCES, final_rows, read
from reports.chain.sealing import Head, head, seal_log
from reports.evidence.files import Missing, add_captures, add_proofs, add_sent, forms_of
from reports.evidence.gathering import BATCH, Place, places
from reports.evidence.packing import Pack, Progress
from reports.evidence.report_files import report_files
from reports.ledger.entries import Ledger
from reports.ledger.labels import status_label
from reports.ledger.reading import read_ledger
from reports.models import Seal
from reports.proof.queries import captures_of
from reports.tables import harmless
from scheduler.models import MediaPlan

HERE = Path(__file__).parent
WRITINGS = ("uz", "uz-cyrl", "ru")
_SEALS_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Packed:
    """What the pack holds."""

    head: Head | None
    deliveries: int
    files: int
    missing: int
    ledger_checksum: str


def make_evidence(
    plan: MediaPlan,
    first: date,
    last: date,
    *,
    language: str,
    now: datetime,
    target: IO[bytes],
    progress: Progress | None = None,
) -> Packed:
    """Writes the pack into ``target``, which need not be seekable. What is final is sealed first. ``progress`` is told
    of bytes as they are packed."""
    seal_log(now)
    last_seal = head()
    ledger = read_ledger(plan, first, last, now=now)
    missing = Missing()
    with Pack(target, progress=progress) as pack, translation.override(language):
        pack.add("README.txt", _readme(last_seal, ledger))
        pack.add("verify.py", (HERE / "verify.py").read_bytes())
        for name, content in report_files(plan, first, last, language=language, now=now):
            pack.add(f"report/{name}", content)
        pack.add("ledger/ledger.json", ledger.text.encode())
        pack.add("ledger/ledger.csv", _ledger_table(ledger))
        found = list(places(ledger))
        for start in range(0, len(found), BATCH):
            _add_files(pack, found[start : start + BATCH], missing)
        pack.add("index.csv", _index(found, ledger))
        deliveries = [place.delivery.pk for place in found]
        pack.add("people.csv", _people(deliveries))
        pack.add_blocks("log/rows.jsonl", _rows(deliveries, last_seal))
        pack.add_blocks("log/seals.jsonl", _seals(last_seal))
        if missing:
            pack.add("missing.json", json.dumps(missing, ensure_ascii=False, sort_keys=True).encode())
    return Packed(last_seal, len(found), len(pack.sums), len(missing), ledger.checksum)


def _add_files(pack: Pack, batch: list[Place], missing: Missing) -> None:
    keys = [place.delivery.pk for place in batch]
    sent, captures = forms_of(keys), captures_of(keys)
    proofs: dict[int, list[Proof]] = defaultdict(list)
    for proof in Proof.objects.filter(delivery__in=keys).order_by("pk"):
        proofs[proof.delivery_id].append(proof)
    for place in batch:
        key = place.delivery.pk
        add_sent(pack, place, sent.get(key, []), missing)
        add_captures(pack, place, captures.get(key, []), missing)
        add_proofs(pack, place, proofs.get(key, []), missing)


def _rows(deliveries: list[int], last_seal: Head | None) -> Iterator[bytes]:
    """Each sealed row of the deliveries in canonical form, one a line: SHA-256 of a line, without its end, is the
    digest in the row's seal."""
    if last_seal is None:
        return
    for kind in SOURCES:
        for start in range(0, len(deliveries), BATCH):
            rows = final_rows(kind).filter(delivery_id__in=deliveries[start : start + BATCH])
            found = read(kind, rows)
            sealed = set(
                Seal.objects.filter(
                    kind=kind, key__in=[row.key for row in found], number__lte=last_seal.number
                ).values_list("key", flat=True)
            )
            for row in found:
                if row.key in sealed:
                    yield f"{row.text}\n".encode()


def _people(deliveries: list[int]) -> bytes:
    """Who is meant by which number in the rows."""
    found: set[int] = set()
    for start in range(0, len(deliveries), BATCH):
        batch = deliveries[start : start + BATCH]
        for model, names in ((StateChange, ("actor",)), (Proof, ("added_by", "decided_by"))):
            for name in names:
                rows = model.objects.filter(delivery__in=batch, **{f"{name}__isnull": False})  # type: ignore[attr-defined]
                found.update(rows.order_by().values_list(name, flat=True).distinct())
    people = get_user_model().objects.filter(pk__in=found).order_by("pk")
    rows = ((person.pk, person.get_username(), person.get_full_name()) for person in people)
    return _table((_("Number"), _("Username"), _("Name")), rows)


def _seals(last_seal: Head | None) -> Iterator[bytes]:
    """The whole chain: without its beginning nobody could follow it."""
    if last_seal is None:
        return
    for seal in Seal.objects.filter(number__lte=last_seal.number).order_by("number").iterator(_SEALS_AT_ONCE):
        told = {
            "number": seal.number,
            "kind": seal.kind,
            "id": seal.key,
            "at": instant(seal.at),
            "digest": seal.digest,
            "hash": seal.hash,
        }
        yield f"{json.dumps(told, separators=(',', ':'))}\n".encode()


def _readme(last_seal: Head | None, ledger: Ledger) -> bytes:
    texts = [(HERE / "readme" / f"{writing}.txt").read_text(encoding="utf-8") for writing in WRITINGS]
    facts = {
        "plan": ledger.title,
        "organization": ledger.organization,
        "first": f"{ledger.first:%d.%m.%Y}",
        "last": f"{ledger.last:%d.%m.%Y}",
        "ledger": ledger.checksum,
        "head": str(last_seal) if last_seal else "–",
    }
    return "\n\n".join(text.format_map(facts).strip() for text in texts).encode() + b"\n"


def _ledger_table(ledger: Ledger) -> bytes:
    channels = {channel.id: channel.name for channel in ledger.channels}
    rows = (
        (
            item.number, item.title, duty.period, duty.day, channels.get(duty.channel or 0, ""),
            status_label(duty.status), duty.out_on or "", duty.at.isoformat() if duty.at else "", duty.title, duty.link,
            " · ".join(duty.approved_by), duty.reason, duty.delivery or "",
        )
        for item in ledger.items
        for duty in item.duties
    )  # fmt: skip
    headings = (
        _("Plan item"), _("Title"), _("Period"), _("Day"), _("Channel"), _("State"), _("Published on"), _("Published"),
        _("Post"), _("Link"), _("Approved by"), _("Reason"), _("Delivery"),
    )  # fmt: skip
    return _table(headings, rows)


def _index(found: list[Place], ledger: Ledger) -> bytes:
    rows = (
        (
            place.item, place.delivery.pk, place.delivery.rendition.title, place.delivery.channel.name,
            state_label(place.delivery.state), place.delivery.link, place.folder,
        )
        for place in found
    )  # fmt: skip
    headings = (_("Plan item"), _("Delivery"), _("Post"), _("Channel"), _("State"), _("Link"), _("Folder"))
    return _table(headings, rows)


def _table(headings: Iterable[object], rows: Iterable[Iterable[object]]) -> bytes:
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow([str(heading) for heading in headings])
    table.writerows([harmless(value) for value in row] for row in rows)
    # Excel reads UTF-8 only with this mark
    return b"\xef\xbb\xbf" + written.getvalue().encode()
