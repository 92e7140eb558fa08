"""A ZIP written as a stream, whose bytes depend on nothing but what is put in, with a list of checksums at its end."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import IO, Self

SUMS = "SHA256SUMS"
BLOCK = 1 << 20
_PACKED_ALREADY = (".png", ".jpg", ".jpeg", ".webp", ".mp4", ".pdf", ".docx", ".xlsx", ".zip")
_DAY_ONE = (1980, 1, 1, 0, 0, 0)
Progress = Callable[[int], None]
"""Told of each so many bytes that were packed."""


class Pack:
    """Within its ``with`` block files are added; at its end the checksums are."""

    def __init__(self, target: IO[bytes], *, progress: Progress | None = None) -> None:
        self._zip = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, allowZip64=True)
        self._progress = progress
        self.sums: dict[str, str] = {}
        """SHA-256 by name."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            lines = "".join(f"{checksum}  {name}\n" for name, checksum in sorted(self.sums.items()))
            self._write(SUMS, [lines.encode()])
        self._zip.close()

    def add(self, name: str, content: bytes) -> str:
        """SHA-256, hex, of what was added; likewise below."""
        return self.add_blocks(name, [content])

    def add_file(self, name: str, file: IO[bytes]) -> str:
        return self.add_blocks(name, iter(lambda: file.read(BLOCK), b""))

    def add_blocks(self, name: str, blocks: Iterable[bytes]) -> str:
        if name in self.sums:
            raise ValueError(f"{name} is in the pack already")
        self.sums[name] = self._write(name, blocks)
        return self.sums[name]

    def _write(self, name: str, blocks: Iterable[bytes]) -> str:
        member = zipfile.ZipInfo(name, _DAY_ONE)
        member.create_system, member.external_attr = 3, 0o644 << 16
        member.compress_type = zipfile.ZIP_STORED if name.endswith(_PACKED_ALREADY) else zipfile.ZIP_DEFLATED
        digest = hashlib.sha256()
        with self._zip.open(member, "w", force_zip64=True) as out:
            for block in blocks:
                out.write(block)
                digest.update(block)
                if self._progress:
                    self._progress(len(block))
        return digest.hexdigest()
