"""What a Word file would fetch or start by itself when it is opened. Pure."""

from __future__ import annotations

import re
import zipfile
from typing import BinaryIO

REACHING = frozenset(
    {
        "DATABASE", "DDE", "DDEAUTO", "EMBED", "IMPORT", "INCLUDE", "INCLUDEPICTURE", "INCLUDETEXT", "LINK",
        "MACROBUTTON", "RD",
    }
)  # fmt: skip
"""Fields that read other files or start programs."""
EMBEDDED = re.compile(r"^word/(embeddings|activeX|afchunk)", re.IGNORECASE)
_INSTRUCTIONS = re.compile(
    r"<w:fldChar\b[^>]*w:fldCharType=\"(?P<kind>begin|separate|end)\"|<w:instrText\b[^>]*>(?P<text>[^<]*)"
    r"|<w:fldSimple\b[^>]*w:instr=\"(?P<simple>[^\"]*)\""
)
_RELATION = re.compile(r"<Relationship\b[^>]*>")
_ATTRIBUTE = re.compile(r"""(\w+)\s*=\s*["']([^"']*)["']""")
_HARMLESS = ("http://", "https://", "mailto:")


def reaches_outside(file: BinaryIO) -> bool:
    """Whether it holds parts, relationships or fields that do; links that people click do not count."""
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            if EMBEDDED.match(name):
                return True
            if name.endswith(".rels") and _has_reaching_relation(archive.read(name).decode(errors="replace")):
                return True
            if name.endswith(".xml") and _has_reaching_field(archive.read(name).decode(errors="replace")):
                return True
    return False


def _has_reaching_relation(relations: str) -> bool:
    for found in _RELATION.findall(relations):
        named = {name.lower(): value for name, value in _ATTRIBUTE.findall(found)}
        if named.get("targetmode", "").lower() != "external":
            continue
        is_link = named.get("type", "").endswith("/hyperlink")
        if not is_link or not named.get("target", "").lower().startswith(_HARMLESS):
            return True
    return False


def _has_reaching_field(xml: str) -> bool:
    """Word joins the pieces of a field's instruction, wherever they are cut."""
    told: list[str] = []
    for found in _INSTRUCTIONS.finditer(xml):
        if found["simple"] is not None:
            if _reaches(found["simple"]):
                return True
        elif found["text"] is not None:
            told.append(found["text"])
        else:
            if _reaches("".join(told)):
                return True
            told.clear()
    return _reaches("".join(told))


def _reaches(instruction: str) -> bool:
    words = instruction.replace("\\", " ").split()
    return bool(words) and words[0].upper() in REACHING
