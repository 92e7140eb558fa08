"""The files of a task under names that say what they are, one by one and as one ZIP with the text."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any

from django.core.files.storage import default_storage
from django.utils.text import slugify
from django.utils.translation import gettext as _now

from content.formats import format_for
from content.markup import visible_text
from content.models import Rendition
from publishers.models import Delivery
from publishers.proof_words import how_to_prove, moment

IN_MEMORY = 8_000_000
"""Bytes of a package that are kept in memory; a larger one goes through a temporary file."""
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class FrozenFile:
    number: int
    """From 1, in the order of the post."""
    stored: str
    """Path in the storage."""
    name: str
    """As it is handed out: 'ochiqlik-kuni-1.jpg'."""
    about: str
    """Alternative text, or the document's title."""
    is_picture: bool


def files_of(rendition: Rendition) -> list[FrozenFile]:
    """Pictures, films and documents of a frozen post."""
    stem = slugify(rendition.title)[:60].strip("-") or "post"
    rows: list[tuple[dict[str, Any], bool]] = [(row, True) for row in rendition.pictures]
    rows += [(row, False) for row in [*rendition.videos, *rendition.documents]]
    return [
        FrozenFile(
            number,
            str(row["name"]),
            f"{stem}-{number}{PurePosixPath(str(row['name'])).suffix}",
            str(row.get("alt") or row.get("title") or ""),
            is_picture,
        )
        for number, (row, is_picture) in enumerate(rows, start=1)
    ]


def brief_of(delivery: Delivery) -> str:
    """The task as plain text: what, where, until when, how to prove, and the words themselves."""
    zone = delivery.channel.organization.time_zone
    rendition = delivery.rendition
    lines = [
        rendition.title,
        "",
        f"{_now('Channel')}: {delivery.channel} · {delivery.channel.get_kind_display()}",
        f"{_now('Not before')}: {moment(delivery.due_at, zone)}",
        f"{_now('At the latest')}: {moment(delivery.miss_after, zone)}",
        "",
        how_to_prove(delivery.channel.kind),
        "",
        visible_text(rendition.text, format_for(delivery.channel.kind).markup),
    ]
    return "\n".join(lines) + "\n"


def package_of(delivery: Delivery) -> IO[bytes]:
    """A ZIP with ``matn.txt`` and every file, at its beginning. Raises OSError when the storage has lost one."""
    package = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - handed on to the answer, which closes it
    with zipfile.ZipFile(package, "w") as archive:
        archive.writestr("matn.txt", brief_of(delivery), zipfile.ZIP_DEFLATED)
        for file in files_of(delivery.rendition):
            with archive.open(file.name, "w", force_zip64=True) as member:
                for chunk in _chunks(file.stored):
                    member.write(chunk)
    package.seek(0)
    return package


def _chunks(stored: str) -> Iterator[bytes]:
    with default_storage.open(stored, "rb") as content:
        while chunk := content.read(_CHUNK):
            yield chunk
