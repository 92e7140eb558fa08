"""What belongs into a delivery's folder: the frozen form that was sent with its files, captures, proofs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from django.core.files.storage import default_storage

from content.checksums import form_text
from content.formats import format_for
from content.markup import visible_text
from content.models import Rendition
from publishers.models import Attempt, Proof
from reports.evidence.gathering import Place
from reports.evidence.packing import Pack
from reports.models import Capture


class Missing(list[dict[str, str]]):
    """Files that rows name and the storage has lost: the pack says so."""


def add_sent(pack: Pack, place: Place, forms: Iterable[Rendition], missing: Missing) -> None:
    """Each form that an attempt sent: ``form.json`` is what was summed, so that its checksum is the attempt's."""
    markup = format_for(place.delivery.channel.kind).markup
    for form in forms:
        folder = f"{place.folder}/sent-{form.pk}"
        pack.add(f"{folder}/form.json", form_text(form).encode())
        pack.add(f"{folder}/text.txt", f"{form.title}\n\n{visible_text(form.text, markup)}\n".encode())
        taken: set[str] = set()
        for row in _media(form):
            name = PurePosixPath(str(row["name"])).name
            if name not in taken:
                taken.add(name)
                _add(pack, f"{folder}/{name}", str(row["name"]), row["checksum"], missing)


def add_captures(pack: Pack, place: Place, captures: Iterable[Capture], missing: Missing) -> None:
    for capture in captures:
        base = f"{place.folder}/capture-{capture.pk}-{capture.kind}-{capture.taken_at:%Y%m%d-%H%M%S}"
        if capture.page:
            _add(pack, f"{base}.html", capture.page.name, capture.page_checksum, missing)
        if capture.picture:
            _add(pack, f"{base}.png", capture.picture.name, capture.picture_checksum, missing)


def add_proofs(pack: Pack, place: Place, proofs: Iterable[Proof], missing: Missing) -> None:
    for proof in proofs:
        if proof.file:
            ending = PurePosixPath(proof.file.name).suffix
            _add(pack, f"{place.folder}/proof-{proof.pk}{ending}", proof.file.name, proof.checksum, missing)


def forms_of(deliveries: list[int]) -> dict[int, list[Rendition]]:
    """By delivery, what its attempts sent, each once."""
    pairs = (
        Attempt.objects.filter(delivery__in=deliveries, rendition__isnull=False)
        .order_by("delivery_id", "rendition_id")
        .values_list("delivery_id", "rendition_id")
        .distinct()
    )
    found = list(pairs)
    forms = Rendition.objects.in_bulk({rendition for _delivery, rendition in found})
    sent: dict[int, list[Rendition]] = {}
    for delivery, rendition in found:
        sent.setdefault(delivery, []).append(forms[rendition])
    return sent


def _media(form: Rendition) -> Iterator[Mapping[str, Any]]:
    yield from form.pictures
    for video in form.videos:
        yield video
        if video["cover"]:
            yield video["cover"]
    yield from form.documents


def _add(pack: Pack, name: str, stored: str, checksum: str, missing: Missing) -> None:
    try:
        file = default_storage.open(stored, "rb")
    except FileNotFoundError:
        missing.append({"name": name, "stored": stored, "sha256": checksum})
        return
    with file:
        pack.add_file(name, file)
