"""Our own copies of what goes out: files stored once under the name of their checksum, never loaded whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import IO, Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage

CHUNK = 1 << 20


def frozen_name(checksum: str, ending: str) -> str:
    """Where bytes of this checksum (SHA-256, hex) are kept; ``ending`` with its dot."""
    return f"frozen/{checksum[:2]}/{checksum}{ending}"


def frozen_url(name: str) -> str:
    """The absolute address under which everybody may fetch it."""
    return f"{settings.SITE_URL}{default_storage.url(name)}"


def checksum_of(file: IO[bytes] | File) -> str:
    """SHA-256, hex, of an open file from its first byte."""
    file.seek(0)
    digest = hashlib.sha256()
    for chunk in _chunks(file):
        digest.update(chunk)
    return digest.hexdigest()


def frozen_checksum(name: str) -> str:
    """SHA-256, hex, of what the storage holds now. Raises OSError when it has lost it."""
    with default_storage.open(name, "rb") as file:
        return checksum_of(file)


def read_frozen(name: str) -> bytes:
    """All bytes of a frozen file. Raises OSError when the storage has lost it."""
    with default_storage.open(name, "rb") as file:
        content: bytes = file.read()
        return content


def freeze_file(file: IO[bytes] | File, *, checksum: str, size: int, ending: str) -> str:
    """Copy an open file into the storage unless it is there already; its name. The same bytes are stored once.

    What is there may be less, left by a process that was killed while writing. Raises ValueError when the file is not
    of that checksum.
    """
    name = frozen_name(checksum, ending)
    if _holds(name, checksum, size):
        return name
    if checksum_of(file) != checksum:
        raise ValueError("the file is not the one that was looked into")
    default_storage.delete(name)
    file.seek(0)
    stored: str = default_storage.save(name, File(file))
    return stored


def _holds(name: str, checksum: str, size: int) -> bool:
    try:
        if default_storage.size(name) != size:
            return False
        return _checksum_as_of(name, default_storage.get_modified_time(name)) == checksum
    except FileNotFoundError:
        return False


@lru_cache(maxsize=512)
def _checksum_as_of(name: str, modified: datetime) -> str:
    """A preview asks every second; the bytes are read anew only when the file was written anew."""
    return frozen_checksum(name)


def _chunks(file: Any) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk
