"""Files that are no plan or mean harm, each written by the tests that need it."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from scheduler.plan_import import limits
from tests.scheduler.plan_import.plans import plan_rows, write_docx
from tests.scheduler.plan_import.workbooks import SHEET, rewrite, write_xlsx

WORD, TYPES = "word/document.xml", "[Content_Types].xml"
LAUGHS = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
SECRET = "the content of another file"


def docx(folder: Path, name: str = "reja.docx") -> Path:
    return write_docx(folder / name, plan_rows("Dekabr", "May"))


def xlsx(folder: Path, name: str = "reja.xlsx") -> Path:
    return write_xlsx(folder / name, [["MEDIA-REJA"], *plan_rows("Dekabr", "May")])


def part(name: str, change: Callable[[bytes], bytes]) -> Callable[[str, bytes], bytes]:
    """Return a change of one part of an archive."""
    return lambda at, content: change(content) if at == name else content


def with_part(path: Path, name: str, content: bytes) -> Path:
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return path


def before_root(declared: bytes) -> Callable[[bytes], bytes]:
    """Return a change that puts a document type before the first element."""

    def change(content: bytes) -> bytes:
        at = content.index(b"?>") + 2 if content.startswith(b"<?xml") else 0
        return content[:at] + declared + content[at:]

    return change


def in_utf16(content: bytes) -> bytes:
    text = before_root(LAUGHS)(content).decode("utf-8")
    return text.replace("encoding='UTF-8'", "encoding='UTF-16'").replace('encoding="UTF-8"', "").encode("utf-16")


def external_entity(folder: Path) -> bytes:
    """Return a document type that names a file of this machine."""
    secret = folder / "secret.txt"
    secret.write_text(SECRET, encoding="utf-8")
    return f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode()


def bomb(path: Path, name: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b"\0" * (limits.UNPACKED_BYTES + 1))
    return path


def with_lying_size(path: Path, name: str) -> Path:
    """Let the archive's directory say that a part of 30 MB has 100 bytes."""
    with_part(path, name, b" " * 30_000_000)
    content = bytearray(path.read_bytes())
    at = content.rindex(name.encode()) - 46  # the last mention of the name closes its entry of the directory
    assert content[at : at + 4] == b"PK\x01\x02"
    content[at + 24 : at + 28] = struct.pack("<I", 100)
    path.write_bytes(content)
    return path


def many_parts(folder: Path) -> Path:
    with zipfile.ZipFile(docx(folder), "a") as archive:
        for at in range(limits.PARTS):
            archive.writestr(f"word/{at}.xml", "<a/>")
    return folder / "reja.docx"


def locked_zip(folder: Path) -> Path:
    """Set the mark of a password on every part of a document."""
    path = docx(folder)
    content = bytearray(path.read_bytes())
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(mark, at + 4)
    path.write_bytes(content)
    return path


def pipe(folder: Path) -> Path:
    """Make a pipe that nobody writes to: opening it would wait for ever."""
    os.mkfifo(folder / "a.docx")
    return folder / "a.docx"


def nested_zip(levels: int = 6) -> bytes:
    """Return a zip of sixteen zips of sixteen zips…: small, and without end for whoever unpacks it all."""
    content = b"\0" * 1_000_000
    for _level in range(levels):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for at in range(16):
                archive.writestr(f"{at}.zip", content)
        content = packed.getvalue()
    return content


def compound(*streams: str) -> bytes:
    """Return an old compound file's header and a directory that names these streams."""
    entries = b""
    for name in ("Root Entry", *streams):
        written = f"{name}\0".encode("utf-16-le")
        entries += written.ljust(64, b"\0") + struct.pack("<H", len(written)) + b"\0" * 62
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + entries.ljust(1024, b"\0")


def long_sheet(folder: Path, rows: int) -> Path:
    def filled(content: bytes) -> bytes:
        lines = b"".join(b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (at, at, at) for at in range(10, rows + 10))
        return content.replace(b"</sheetData>", lines + b"</sheetData>")

    return rewrite(xlsx(folder), part(SHEET, filled))


def wide_sheet(folder: Path, columns: int) -> Path:
    return write_xlsx(folder / "reja.xlsx", [["MEDIA-REJA"], [f"{at}-ustun" for at in range(columns)]])


def deep_document(folder: Path) -> Path:
    def deep(content: bytes) -> bytes:
        table = b"<w:tbl><w:tr><w:tc>"
        nested = table * 20_000 + b"<w:p/>" + b"</w:tc></w:tr></w:tbl>" * 20_000
        return content.replace(b"<w:body>", b"<w:body>" + nested)

    return rewrite(docx(folder), part(WORD, deep))


def named(path: Path, name: str) -> Path:
    return path.rename(path.with_name(name))


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def opendocument(folder: Path, kind: str, name: str) -> Path:
    with zipfile.ZipFile(folder / name, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", "<office/>")
    return folder / name


def cuts(path: Path) -> Iterator[bytes]:
    """Yield the file as it is after a copy that broke off, at several points."""
    whole = path.read_bytes()
    for share in (0.02, 0.3, 0.6, 0.95):
        yield whole[: int(len(whole) * share)]
    yield whole[:-1]
