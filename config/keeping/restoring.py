"""Brings a backup back: everything is checked first, built beside what is in use, and put in its place at the end."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connections
from django.db.migrations.loader import MigrationLoader

from config.keeping.archive import Archive, Damaged, KeptTable, Manifest, Progress
from config.keeping.databases import Refused, run_program
from config.keeping.loading import Load, NotTheSame, load, make_tables
from config.keeping.media import MediaStaging
from config.keeping.staging import SqliteStaging, Staging


@dataclass(slots=True)
class Restored:
    """What came of it."""

    tables: dict[str, int] = field(default_factory=dict)
    media: int = 0
    kept: str = ""
    """Where the database that was replaced is kept; '': it held nothing of people's work."""
    settled: dict[str, Any] = field(default_factory=dict)
    """What ``settling`` answered."""


def restore(
    archive: Archive, staging: Staging, media: MediaStaging, *, overwrite: bool, now: datetime, progress: Progress
) -> Restored:
    """Put the archive in the place of what is there. Nothing in use is touched before all of it is built and checked.

    Raises Damaged, Refused, NotTheSame, ProgramFailed, OSError; what is in use is then as it was.
    """
    refuse_newer(archive.manifest)
    staging.refuse_if_used(overwrite=overwrite)
    archive.check(progress)
    with _leaving_nothing(staging, media):
        media.unpack(archive, overwrite=overwrite, progress=progress)
        restored = Restored(tables=_build(archive, staging))
        restored.settled = _settle(staging, archive.manifest, now=now, hold=True)
        staging.refuse_if_used(overwrite=overwrite)
        restored.media = media.put_in_place()
        restored.kept = staging.put_in_place(at=now)
    return restored


def verify(archive: Archive, *, now: datetime, progress: Progress) -> Restored:
    """Restore the archive into a temporary database and read all its files, to prove that it is whole.

    Raises Damaged, Refused, NotTheSame, ProgramFailed, OSError.
    """
    refuse_newer(archive.manifest)
    archive.check(progress)
    with tempfile.TemporaryDirectory(prefix="mediareja-verify-") as folder:
        staging = SqliteStaging(Path(folder) / "verify.sqlite3")
        restored = Restored(tables=_build(archive, staging), media=len(archive.media()))
        restored.settled = _settle(staging, archive.manifest, now=now, hold=False)
    return restored


def refuse_newer(manifest: Manifest) -> None:
    """Raises Refused(newer) when the archive was made by a version that knows migrations this one does not."""
    loader = MigrationLoader(None)
    known = set(loader.disk_migrations)
    if set(manifest.migrations) - known:
        raise Refused("newer")


def _build(archive: Archive, staging: Staging) -> dict[str, int]:
    kept = archive.manifest.tables
    staging.begin()
    make_tables(staging, archive.manifest.migrations)
    holds = load(staging, [one.table for one in kept], _loads(archive, kept))
    for one in kept:
        if holds[one.table.name] != (one.rows, one.fingerprint):
            raise NotTheSame(f"{one.table.name}: not the rows that were put into the backup")
    return {name: rows for name, (rows, _fingerprint) in holds.items()}


def _loads(archive: Archive, kept: list[KeptTable]) -> Iterator[Load]:
    for one in kept:
        yield Load(one.table, archive.rows(one.table), one.counted_to)


def _settle(staging: Staging, manifest: Manifest, *, now: datetime, hold: bool) -> dict[str, Any]:
    task = {"taken_at": manifest.taken_at.isoformat(), "now": now.isoformat(), "hold": hold}
    return run_program("config.keeping.settling", staging.url, task)


@contextlib.contextmanager
def _leaving_nothing(staging: Staging, media: MediaStaging) -> Iterator[None]:
    try:
        yield
    except BaseException:
        media.drop()
        staging.drop()
        raise
    finally:
        connections["default"].close()


__all__ = ["Damaged", "NotTheSame", "Refused", "Restored", "restore", "verify"]
