"""What was changed between two texts, word by word, for the eye."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

_PIECES = re.compile(r"\s+|[^\s]+")


def differences(old: str, new: str) -> SafeString:
    """Both texts in one: what went out as <del>, what came in as <ins>. Plain text in; safe HTML out."""
    before, after = _PIECES.findall(old), _PIECES.findall(new)
    found = []
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = "".join(before[i:j]), "".join(after[k:m])
        if kind == "equal":
            found.append(escape(gone))
            continue
        found.append(format_html("<del>{}</del>", gone) if gone else "")
        found.append(format_html("<ins>{}</ins>", come) if come else "")
    return mark_safe("".join(found))  # noqa: S308 - every piece is escaped above
