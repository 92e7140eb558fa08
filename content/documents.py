"""Frozen documents: the bytes readers download, copied once into our own storage under the name of their checksum."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from pathlib import Path

from wagtail.coreutils import string_to_ascii

from content.frozen import checksum_of, freeze_file, frozen_url
from content.models.media import LibraryDocument

_NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9]+")
_APOSTROPHES = re.compile("['`]")
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class FrozenDocument:
    """A file's facts, with where its bytes are."""

    title: str
    filename: str
    """What readers save it as, ASCII."""
    mime: str
    size: int
    """Bytes."""
    name: str
    """Path in the storage."""
    checksum: str
    """SHA-256 of the bytes, hex."""

    @property
    def url(self) -> str:
        return frozen_url(self.name)

    def as_row(self) -> dict[str, object]:
        return asdict(self)


def freeze_document(document: LibraryDocument) -> FrozenDocument:
    """The library's file as it is. Raises OSError when the library has lost it."""
    ending = _ascii(Path(document.file.name).suffix).lower()
    ending = f".{ending}" if ending else ""
    with document.open_file() as file:
        checksum, size = checksum_of(file), document.file.size
        name = freeze_file(file, checksum=checksum, size=size, ending=ending)
    return FrozenDocument(
        title=document.title,
        filename=_filename(document.title, ending),
        mime=document.content_type,
        size=size,
        name=name,
        checksum=checksum,
    )


def _filename(title: str, ending: str) -> str:
    """After the title, for a storage puts signs of its own into names it had before."""
    words = _ascii(title.removesuffix(ending))[:_LONGEST_NAME].strip("-")
    return f"{words or 'hujjat'}{ending}"


def _ascii(text: str) -> str:
    return _NOT_IN_NAMES.sub("-", _APOSTROPHES.sub("", string_to_ascii(text))).strip("-")
