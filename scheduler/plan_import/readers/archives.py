"""Looks into an Office file's archive before any parser does: sizes, macros, and XML that reaches outside itself."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO

from scheduler.plan_import import limits
from scheduler.plan_import.errors import NotAPlan

_ENCRYPTED_ENTRY = 0x1
_MACROS = re.compile(r"(?:^|/)vbaProject\.bin$", re.IGNORECASE)
_MACRO_TYPE = re.compile(rb"macroEnabled|macrosheet", re.IGNORECASE)
_DECLARED_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([^\"']{1,40})[\"']")
_BYTE_FOR_BYTE = re.compile(rb"(?:utf-?(?:8|16|32)(?:le|be)?|us-ascii|iso-8859-\d+|windows-125\d)", re.IGNORECASE)
_CONTENT_TYPES = "[Content_Types].xml"
_MAIN_PART = re.compile(rb"(wordprocessing|spreadsheet|presentation)ml\.[a-zA-Z]+\.main\+xml")
_KINDS = {b"wordprocessing": ".docx", b"spreadsheet": ".xlsx", b"presentation": ".pptx"}
_MIME_TYPES = {
    b"application/vnd.oasis.opendocument.text": ".odt",
    b"application/vnd.oasis.opendocument.spreadsheet": ".ods",
}
_DAMAGED = (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError, zlib.error)


def kind_of_archive(path: Path | BinaryIO) -> str:
    """Return what a zip archive is: .docx, .xlsx, .xlsb, .odt, .ods or .zip.

    Raises NotAPlan unreadable, encrypted, too_big.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check_directory(archive)
            names = set(archive.namelist())
            mime_type = archive.read("mimetype") if "mimetype" in names else b""
            types = archive.read(_CONTENT_TYPES).replace(b"\0", b"") if _CONTENT_TYPES in names else b""
    except _DAMAGED as error:
        raise NotAPlan("unreadable") from error
    if not types:
        return _MIME_TYPES.get(mime_type.strip(), ".zip")
    if "xl/workbook.bin" in names:
        return ".xlsb"
    main = _MAIN_PART.search(types)
    return _KINDS[main.group(1)] if main else ".zip"


def check_archive(path: Path | BinaryIO) -> None:
    """Refuse what no parser may see. Raises NotAPlan has_macros, encrypted, unsafe_xml, too_big, unreadable."""
    try:
        with zipfile.ZipFile(path) as archive:
            _check_directory(archive)
            if any(_MACROS.search(name) for name in archive.namelist()):
                raise NotAPlan("has_macros")
            for part in archive.infolist():
                _check_part(part.filename, archive.read(part))
    except _DAMAGED as error:
        raise NotAPlan("unreadable") from error


def _check_directory(archive: zipfile.ZipFile) -> None:
    """zipfile never reads past the size that a part declares, so what is declared bounds what is unpacked."""
    parts = archive.infolist()
    if len(parts) > limits.PARTS or sum(part.file_size for part in parts) > limits.UNPACKED_BYTES:
        raise NotAPlan("too_big", {"limit_bytes": limits.UNPACKED_BYTES})
    if any(part.flag_bits & _ENCRYPTED_ENTRY for part in parts):
        raise NotAPlan("encrypted")


def _check_part(name: str, content: bytes) -> None:
    """A document type is where entities are declared, and Office writes none, in no part and under no name."""
    bare = content.replace(b"\0", b"")  # UTF-16 and UTF-32 become bytes of ASCII
    if b"<!DOCTYPE" in bare or b"<!ENTITY" in bare:
        raise NotAPlan("unsafe_xml")
    declared = _DECLARED_ENCODING.search(bare[:400])
    if declared and not _BYTE_FOR_BYTE.fullmatch(declared.group(1)):
        raise NotAPlan("unsafe_xml")
    if name.lower().endswith((".xml", ".rels")) and bare.strip() and b"<" not in bare[:8]:
        raise NotAPlan("unreadable")
    if name == _CONTENT_TYPES and _MACRO_TYPE.search(bare):
        raise NotAPlan("has_macros")
