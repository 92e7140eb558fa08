"""What a file is by its content, whatever its name says; what no reader may be given is refused here."""

from __future__ import annotations

import re
import stat
from pathlib import Path

from scheduler.plan_import import limits
from scheduler.plan_import.errors import NotAPlan
from scheduler.plan_import.readers.archives import check_archive, kind_of_archive
from scheduler.plan_import.readers.decoding import decoded

SUFFIXES = (".docx", ".txt", ".xlsx", ".csv", ".pdf")
_LONGEST_SUFFIX = 20
_TEXTS = (".txt", ".csv")
_ARCHIVES = (".docx", ".xlsx")
_WITH_MACROS = (".docm", ".dotm", ".xlsm", ".xltm")
_SHEETS = (".xls", ".xlsb", ".ods", ".xlsx")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (("EncryptedPackage", ""), ("WordDocument", ".doc"), ("Workbook", ".xls"), ("Book", ".xls"))
_MAGIC = (
    (b"{\\rtf", ".rtf"), (b"\x89PNG\r\n", ".png"), (b"\xff\xd8\xff", ".jpg"), (b"GIF8", ".gif"),
    (b"Rar!\x1a\x07", ".rar"), (b"7z\xbc\xaf\x27\x1c", ".7z"), (b"\x1f\x8b", ".gz"),
    (b"II*\x00", ".tif"), (b"MM\x00*", ".tif"),
)  # fmt: skip
_HTML = re.compile(r"\s*(?:<!doctype html|<html|<head|<body|<table|<meta)", re.IGNORECASE)


def refuse_at_sight(path: Path) -> None:
    """Refuse what the folder alone tells, without opening the file.

    Raises NotAPlan not_found, unreadable (no file, or not ours to read), empty_file, too_big.
    """
    try:
        found = path.stat()
    except PermissionError as error:
        raise NotAPlan("unreadable") from error
    except (OSError, ValueError) as error:  # a name that is too long or holds a zero byte cannot exist
        raise NotAPlan("not_found") from error
    if not stat.S_ISREG(found.st_mode):
        raise NotAPlan("unreadable")
    if found.st_size == 0:
        raise NotAPlan("empty_file")
    limit = limits.TEXT_FILE_BYTES if path.suffix.lower() in _TEXTS else limits.FILE_BYTES
    if found.st_size > limit:
        raise NotAPlan("too_big", {"limit_bytes": limit})


def check_kind(path: Path) -> None:
    """Refuse a file whose name and content are not one of the kinds that are read, or do not agree.

    Raises NotAPlan unsupported_type, wrong_extension, encrypted, has_macros, unsafe_xml, too_big, unreadable.
    """
    suffix = "".join(letter if letter.isprintable() else "?" for letter in path.suffix.lower())[:_LONGEST_SUFFIX]
    if suffix in _WITH_MACROS:
        raise NotAPlan("has_macros")
    try:
        actual = kind_of(path)
    except OSError as error:
        raise NotAPlan("unreadable") from error
    if suffix not in SUFFIXES:
        is_disguised = actual in SUFFIXES and actual not in _TEXTS
        if is_disguised or (actual == ".html" and suffix in _SHEETS):
            raise NotAPlan("wrong_extension", {"suffix": suffix, "actual": actual})
        raise NotAPlan("unsupported_type", {"suffix": suffix})
    if actual != suffix and not (actual in _TEXTS and suffix in _TEXTS):
        raise NotAPlan("wrong_extension", {"suffix": suffix, "actual": actual})
    if suffix in _ARCHIVES:
        check_archive(path)


def kind_of(path: Path) -> str:
    """Return the suffix that fits the content. Raises NotAPlan encrypted, unreadable, too_big, and OSError."""
    with path.open("rb") as file:
        start = file.read(4_096)
    if start.startswith(_OLE):
        return _kind_of_ole(path.read_bytes())
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return kind_of_archive(path)
    if b"%PDF-" in start[:1_024]:
        return ".pdf"
    for magic, kind in _MAGIC:
        if start.startswith(magic):
            return kind
    text = decoded(path.read_bytes())
    if _HTML.match(text.lstrip("\ufeff")):
        return ".html"
    return ".csv" if path.suffix.lower() in _SHEETS else ".txt"


def _kind_of_ole(content: bytes) -> str:
    """The old compound file names its streams in a directory of entries of 128 bytes, in UTF-16."""
    for name, kind in _OLE_STREAMS:
        if _has_stream(content, name):
            if not kind:
                raise NotAPlan("encrypted")
            return kind
    raise NotAPlan("unreadable")


def _has_stream(content: bytes, name: str) -> bool:
    written = f"{name}\0".encode("utf-16-le")
    at = content.find(written)
    while at >= 0:
        length = int.from_bytes(content[at + 64 : at + 66], "little")
        if at % 128 == 0 and length == len(written):
            return True
        at = content.find(written, at + 2)
    return False
