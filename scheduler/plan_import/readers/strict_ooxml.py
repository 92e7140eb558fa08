"""Strict Office files to the transitional form that the libraries know: the same parts under other namespaces."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import IO

_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_OTHER_NAMES = {b"extendedProperties": b"extended-properties", b"customProperties": b"custom-properties"}


def transitional(path: Path) -> Path | IO[bytes]:
    """Return the file itself, or, of a strict one, a copy in memory with the namespaces of every part exchanged."""
    with zipfile.ZipFile(path) as archive:
        if "_rels/.rels" not in archive.namelist() or not _STRICT.search(archive.read("_rels/.rels")):
            return path
        copy = io.BytesIO()
        with zipfile.ZipFile(copy, "w") as written:
            for name in archive.namelist():
                content = archive.read(name)
                is_xml = name.lower().endswith((".xml", ".rels", ".vml"))
                written.writestr(name, _STRICT.sub(_exchanged, content) if is_xml else content)
    copy.seek(0)
    return copy


def _exchanged(found: re.Match[bytes]) -> bytes:
    family, name = found.groups()
    return b"http://schemas.openxmlformats.org/" + family + b"/2006/" + _OTHER_NAMES.get(name, name)
