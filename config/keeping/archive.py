"""The backup file: a ZIP with the rows of each table, the media folder, and a manifest of everything in it.

Written and read as a stream; the manifest comes last, when counts and checksums are known. Our keys are never in it.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO

from django.utils.translation import gettext as _

from config.keeping.tables import Column, Fingerprint, Row, Table
from config.keeping.values import KINDS

FORMAT = 1
MANIFEST = "manifest.json"
MEDIA = "media/"
BLOCK = 1 << 20
_LARGEST_MANIFEST = 1 << 28

Progress = Callable[[int], None]
"""Told of each so many bytes that were dealt with."""


class Damaged(Exception):
    """The file is not a backup of ours, or not whole; the text says where."""


@dataclass(frozen=True, slots=True)
class KeptTable:
    table: Table
    rows: int
    fingerprint: str
    counted_to: int


@dataclass(frozen=True, slots=True)
class KeptFile:
    size: int
    sha256: str


@dataclass(slots=True)
class Manifest:
    """What the archive holds, and of which service."""

    version: str
    taken_at: datetime
    database: str
    """``sqlite`` or ``postgresql``: where it was taken; it may go into either."""
    migrations: list[tuple[str, str]]
    tables: list[KeptTable] = field(default_factory=list)
    files: dict[str, KeptFile] = field(default_factory=dict)
    """By the name in the archive, media and tables alike."""
    missing: list[str] = field(default_factory=list)
    """Names that rows mention and the media folder did not have."""

    def to_json(self) -> str:
        return json.dumps({"format": FORMAT, **asdict(self), "taken_at": self.taken_at.isoformat()}, indent=1)

    @classmethod
    def from_json(cls, text: str | bytes) -> Manifest:
        """Raises Damaged."""
        try:
            told = json.loads(text)
            if told.pop("format") != FORMAT:
                raise Damaged(_("a newer version made it, whose form is not known here"))
            tables = [
                KeptTable(_table(row.pop("table")), row["rows"], row["fingerprint"], row["counted_to"])
                for row in told.pop("tables")
            ]
            files = {name: KeptFile(**row) for name, row in told.pop("files").items()}
            migrations = [(app, name) for app, name in told.pop("migrations")]
            taken_at = datetime.fromisoformat(told.pop("taken_at"))
            return cls(tables=tables, files=files, migrations=migrations, taken_at=taken_at, **told)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise Damaged(_("its manifest cannot be read (%(error)s)") % {"error": type(error).__name__}) from None


def _table(told: dict[str, Any]) -> Table:
    columns = tuple(Column(**column) for column in told["columns"])
    if any(column.kind not in KINDS for column in columns):
        raise Damaged(_("a newer version made it, with kinds of values that are not known here"))
    return Table(told["name"], columns, told["counter"])


def rows_name(table: Table) -> str:
    return f"tables/{table.name}.jsonl"


class Packer:
    """Writes an archive into an open stream, which need not be seekable."""

    def __init__(self, stream: IO[bytes], manifest: Manifest, progress: Progress) -> None:
        self._zip = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, allowZip64=True)
        self.manifest = manifest
        self._progress = progress

    def add_table(self, table: Table, rows: Iterable[Row], *, counted_to: int) -> None:
        found = Fingerprint.of(table)

        def lines() -> Iterator[bytes]:
            for row in rows:
                found.add(row)
                yield json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"

        self._add(zipfile.ZipInfo(rows_name(table)), lines(), zipfile.ZIP_DEFLATED)
        self.manifest.tables.append(KeptTable(table, found.rows, found.text(), counted_to))

    def add_media(self, name: str, file: BinaryIO) -> None:
        # pictures and films are packed already
        self._add(zipfile.ZipInfo(MEDIA + name), iter(lambda: file.read(BLOCK), b""), zipfile.ZIP_STORED)

    def close(self) -> None:
        self._zip.writestr(MANIFEST, self.manifest.to_json())
        self._zip.close()

    def _add(self, member: zipfile.ZipInfo, blocks: Iterable[bytes], method: int) -> None:
        member.compress_type, member.external_attr = method, 0o600 << 16
        digest, size = hashlib.sha256(), 0
        with self._zip.open(member, "w", force_zip64=True) as out:
            for block in blocks:
                out.write(block)
                digest.update(block)
                size += len(block)
                self._progress(len(block))
        self.manifest.files[member.filename] = KeptFile(size, digest.hexdigest())


class Archive:
    """An archive to be read. Raises Damaged when it is none, or its manifest cannot be read."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
            if self._zip.getinfo(MANIFEST).file_size > _LARGEST_MANIFEST:
                raise Damaged(_("its manifest is too large"))
            self.manifest = Manifest.from_json(self._zip.read(MANIFEST))
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
            raise Damaged(_("it is no archive, or its end is missing")) from None
        except KeyError:
            raise Damaged(_("it is no backup: it has no manifest")) from None

    def close(self) -> None:
        self._zip.close()

    @property
    def size(self) -> int:
        """Bytes of everything in it, unpacked."""
        return sum(file.size for file in self.manifest.files.values())

    def check(self, progress: Progress) -> None:
        """Read everything and compare it with the manifest. Raises Damaged."""
        names = [name for name in self._zip.namelist() if name != MANIFEST]
        if sorted(names) != sorted(self.manifest.files):
            raise Damaged(_("it does not hold what its manifest names"))
        if {rows_name(kept.table) for kept in self.manifest.tables} != {n for n in names if not n.startswith(MEDIA)}:
            raise Damaged(_("its tables are not those its manifest names"))
        for name in names:
            _check_name(name.removeprefix(MEDIA))
            for block in self._blocks(name):
                progress(len(block))

    def rows(self, table: Table) -> Iterator[Row]:
        """Raises Damaged."""
        try:
            with self._zip.open(rows_name(table)) as lines:
                for line in lines:
                    yield json.loads(line)
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError) as error:
            raise Damaged(f"{rows_name(table)}: {type(error).__name__}") from None

    def media(self) -> list[str]:
        return [name.removeprefix(MEDIA) for name in self.manifest.files if name.startswith(MEDIA)]

    def media_file(self, name: str) -> KeptFile:
        return self.manifest.files[MEDIA + name]

    def write_media(self, name: str, out: BinaryIO, progress: Progress) -> None:
        """Unpack one file, checked once more on the way. Raises Damaged."""
        for block in self._blocks(MEDIA + name):
            out.write(block)
            progress(len(block))

    def _blocks(self, name: str) -> Iterator[bytes]:
        kept, digest, size = self.manifest.files[name], hashlib.sha256(), 0
        try:
            with self._zip.open(name) as file:
                while block := file.read(BLOCK):
                    digest.update(block)
                    size += len(block)
                    yield block
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError):
            raise Damaged(_("%(name)s cannot be unpacked") % {"name": name}) from None
        if (size, digest.hexdigest()) != (kept.size, kept.sha256):
            raise Damaged(_("%(name)s is not what was put in") % {"name": name})


def _check_name(name: str) -> None:
    """Nothing in an archive may lead out of the folder it is unpacked into."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or "\0" in name or name.endswith("/"):
        raise Damaged(_("it holds a name that leads elsewhere"))
