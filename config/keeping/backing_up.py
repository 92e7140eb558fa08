"""Takes a backup while the service runs: the database at one instant, then the media folder."""

from __future__ import annotations

import contextlib
import os
import tomllib
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from config.keeping.archive import Manifest, Packer, Progress
from config.keeping.databases import Refused, applied_migrations, snapshot
from config.keeping.tables import Row, Table, counted_to, our_tables, read_rows

UNFINISHED = ".restoring"
"""Folder inside the media folder where a restore unpacks; never part of a backup."""


def back_up(out: IO[bytes], *, taken_at: datetime, progress: Progress) -> Manifest:
    """Write everything to ``out``. Rows first: what they name is in the media folder by then, and a file more does no
    harm. Raises Refused(older_database), WrongValue, UnknownKind, DatabaseError, OSError."""
    tables = our_tables()
    with snapshot() as connection:
        migrations = applied_migrations(connection)
        if set(MigrationLoader(connection).graph.leaf_nodes()) - set(migrations):
            raise Refused(
                "older_database"
            )  # its tables are not those this version knows; nor is it for us to change them
        manifest = Manifest(program_version(), taken_at, connection.vendor, migrations)
        packer = Packer(out, manifest, progress)
        named: set[str] = set()
        for table in tables:
            rows = _noting_files(table, read_rows(connection, table), named)
            packer.add_table(table, rows, counted_to=counted_to(connection, table))
    packed = set()
    for name, path in media_files(settings.MEDIA_ROOT):
        try:
            file = path.open("rb")
        except FileNotFoundError:  # taken away since the folder was read
            continue
        with file:
            packer.add_media(name, file)
        packed.add(name)
    manifest.missing = sorted(named - packed)
    packer.close()
    return manifest


def media_files(root: Path) -> Iterator[tuple[str, Path]]:
    """Name, relative and with slashes, and path of each file below ``root``, but for what a restore is unpacking."""
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if Path(folder, name) != Path(root, UNFINISHED))
        for name in sorted(files):
            path = Path(folder, name)
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(root).as_posix(), path


def media_bytes(root: Path) -> int:
    """How much there is to pack, for a bar that shows progress: files may come and go meanwhile."""
    total = 0
    for _name, path in media_files(root):
        with contextlib.suppress(FileNotFoundError):
            total += path.stat().st_size
    return total


def program_version() -> str:
    project = tomllib.loads((Path(settings.BASE_DIR) / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return str(project["version"])


def _noting_files(table: Table, rows: Iterable[Row], named: set[str]) -> Iterator[Row]:
    places = [at for at, column in enumerate(table.columns) if column.is_file]
    for row in rows:
        named.update(row[at] for at in places if row[at])
        yield row
