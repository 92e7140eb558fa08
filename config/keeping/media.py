"""The media folder of a backup: unpacked beside the files in use, checked, then put among them one by one."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path

from config.keeping.archive import BLOCK, Archive, Progress
from config.keeping.backing_up import UNFINISHED
from config.keeping.databases import Refused


class MediaStaging:
    """Files that are there already with the same bytes stay untouched; files the archive does not know stay too."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / UNFINISHED
        self._waiting: list[str] = []

    def unpack(self, archive: Archive, *, overwrite: bool, progress: Progress) -> None:
        """Raises Refused(has_media) when another file has the name of one and ``overwrite`` is not said; Damaged;
        OSError when the disk is full."""
        self.drop()
        self._waiting = []
        for name in archive.media():
            place, kept = self.root / name, archive.media_file(name)
            if place.exists():
                if place.stat().st_size == kept.size and _sha256(place) == kept.sha256:
                    progress(kept.size)
                    continue
                if not overwrite:
                    raise Refused("has_media")
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as out:
                archive.write_media(name, out, progress)
                out.flush()
                os.fsync(out.fileno())
            self._waiting.append(name)

    def put_in_place(self) -> int:
        """How many files came into their place."""
        for name in self._waiting:
            place = self.root / name
            place.parent.mkdir(parents=True, exist_ok=True)
            (self.folder / name).replace(place)
        self.drop()
        return len(self._waiting)

    def drop(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()
