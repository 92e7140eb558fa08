"""Compares frozen texts and stored files with the checksums that sealed rows name."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Literal

from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef, QuerySet

from content.checksums import checksum_now
from content.models import Rendition
from publishers.models import Attempt, Proof
from reports.models import Capture, Seal

BATCH = 500
TEXT = "text"
"""For a frozen form, which is bound by its checksum in the attempt that sent it."""
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class WrongFile:
    """``kind`` and ``key``: the row that names it."""

    what: Literal["altered", "missing"]
    kind: str
    key: int
    name: str
    """Of the file; empty for a text."""


def count_texts() -> int:
    return _sent().count()


def wrong_texts(progress: Progress | None = None) -> Iterator[WrongFile]:
    """Each frozen text that an attempt sent and that is another one by now."""
    for rendition in _sent().iterator(chunk_size=BATCH):
        if progress:
            progress(1)
        if checksum_now(rendition) != rendition.checksum:
            yield WrongFile("altered", TEXT, rendition.pk, "")


def _sent() -> QuerySet[Rendition]:
    named = Attempt.objects.filter(rendition=OuterRef("pk"))
    return Rendition.objects.filter(Exists(named)).order_by("pk")


def count_files() -> int:
    return (
        Proof.objects.exclude(file="").count()
        + Capture.objects.exclude(page="").count()
        + Capture.objects.exclude(picture="").count()
    )


def wrong_files(progress: Progress | None = None) -> Iterator[WrongFile]:
    """Each file that is gone or is not the one that was kept, in the order of its rows."""
    proofs = Proof.objects.exclude(file="").order_by("pk").values_list("pk", "file", "checksum")
    captures = Capture.objects.order_by("pk")
    pages = captures.exclude(page="").values_list("pk", "page", "page_checksum")
    pictures = captures.exclude(picture="").values_list("pk", "picture", "picture_checksum")
    named = chain(
        ((Seal.Kind.PROOF, *row) for row in proofs.iterator(chunk_size=BATCH)),
        ((Seal.Kind.CAPTURE, *row) for row in pages.iterator(chunk_size=BATCH)),
        ((Seal.Kind.CAPTURE, *row) for row in pictures.iterator(chunk_size=BATCH)),
    )
    for kind, key, name, checksum in named:
        what = _looked(name, checksum)
        if progress:
            progress(1)
        if what is not None:
            yield WrongFile(what, kind, key, name)


def _looked(name: str, checksum: str) -> Literal["altered", "missing"] | None:
    try:
        with default_storage.open(name, "rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
    except FileNotFoundError:
        return "missing"
    return None if found == checksum else "altered"
