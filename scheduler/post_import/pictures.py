"""Pictures that come with a spreadsheet: a folder, several files, or one ZIP. None is trusted by its name."""

from __future__ import annotations

import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from publishers.proof_files import PDF, WrongFile, look_into

MOST_PICTURES = 300
PICTURE_BYTES = 20_000_000
ALL_BYTES = 200_000_000
_PARTS = 2_000
_NAMED = (".jpg", ".jpeg", ".png", ".webp")
_ENCRYPTED, _IS_UTF8 = 0x1, 0x800
_DAMAGED = (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError, zlib.error)


class NotPictures(Exception):
    """code: unreadable, encrypted, too_big, too_many."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Picture:
    """name: as people wrote it, without a folder. suffix: what its bytes are. checksum: SHA-256, hex."""

    name: str
    suffix: str
    checksum: str
    open: Callable[[], BinaryIO] = field(compare=False)


@dataclass(slots=True)
class Pictures:
    """Found pictures by their folded name, and names that stand for none, with the reason: not_a_picture, twice."""

    found: dict[str, Picture] = field(default_factory=dict)
    bad: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, path: Path) -> None:
        key = folded_name(name)
        if key in self.found or key in self.bad:
            self.found.pop(key, None)
            self.bad[key] = "twice"
            return
        try:
            with path.open("rb") as file:
                looked = look_into(file, limit=PICTURE_BYTES)
        except (WrongFile, OSError):
            looked = None
        if looked is None or looked.suffix == PDF:
            self.bad[key] = "not_a_picture"
            return
        self.found[key] = Picture(name, looked.suffix, looked.checksum, lambda: path.open("rb"))
        if len(self.found) > MOST_PICTURES:
            raise NotPictures("too_many")


def folded_name(name: str) -> str:
    """The form in which the name of a file is compared: people write it with or without capitals and a folder."""
    return bare_name(name).strip().casefold()


def read_files(files: Iterable[tuple[str, Path]], *, folder: Path) -> Pictures:
    """Pictures, and those in ZIP archives among the files, which are unpacked into ``folder``. Raises NotPictures."""
    pictures = Pictures()
    budget = ALL_BYTES
    for name, path in files:
        if path.suffix.lower() == ".zip" or name.lower().endswith(".zip"):
            budget = _unpack(path, folder, pictures, budget)
        elif Path(name).suffix.lower() in _NAMED:
            budget -= path.stat().st_size
            if budget < 0:
                raise NotPictures("too_big")
            pictures.add(bare_name(name), path)
        else:
            pictures.bad[folded_name(name)] = "not_a_picture"
    return pictures


def bare_name(name: str) -> str:
    """The name of a file without its folders, whatever system wrote them."""
    return PurePosixPath(name.replace("\\", "/")).name


def _unpack(path: Path, folder: Path, pictures: Pictures, budget: int) -> int:
    """What is left of the budget. zipfile never reads past the size that a part declares: what is declared bounds what
    is unpacked, and a part is stored under a number, never under its own name."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = [part for part in archive.infolist() if _is_wanted(part)]
            if len(archive.infolist()) > _PARTS:
                raise NotPictures("too_many")
            if any(part.flag_bits & _ENCRYPTED for part in parts):
                raise NotPictures("encrypted")
            for part in parts:
                name = bare_name(_name_of(part))
                budget -= part.file_size
                if budget < 0:
                    raise NotPictures("too_big")
                if part.file_size > PICTURE_BYTES:
                    pictures.bad[folded_name(name)] = "not_a_picture"
                    continue
                copy = folder / f"{len(list(folder.iterdir()))}"
                with archive.open(part) as packed, copy.open("wb") as unpacked:
                    shutil.copyfileobj(packed, unpacked)
                pictures.add(name, copy)
    except _DAMAGED as error:
        raise NotPictures("unreadable") from error
    return budget


def _is_wanted(part: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(_name_of(part).replace("\\", "/"))
    hidden = path.name.startswith(".") or "__MACOSX" in path.parts
    return not part.is_dir() and not hidden and path.suffix.lower() in _NAMED


def _name_of(part: zipfile.ZipInfo) -> str:
    """Windows writes names in the DOS page of the country and does not say so; others write UTF-8 without saying so."""
    if part.flag_bits & _IS_UTF8 or part.filename.isascii():
        return part.filename
    raw = part.filename.encode("cp437", errors="replace")
    with suppress(UnicodeDecodeError):
        return raw.decode("utf-8")
    return raw.decode("cp866")
