"""Shortens Telegram's HTML without breaking it. Pure."""

from __future__ import annotations

import re

from content.markup.telegram_html import visible

_PIECE = re.compile(r"<(/?)([a-z][a-z-]*)[^>]*>|&(?:[a-z]+|#\w+);|.", re.IGNORECASE | re.DOTALL)
ELLIPSIS = "…"


def cut(text: str, limit: int) -> str:
    """``text`` when no more than ``limit`` characters of it show, else its beginning, whole words, all tags closed."""
    if len(visible(text)) <= limit:
        return text
    kept: list[str] = []
    opened: list[str] = []
    shown = 0
    end: tuple[int, int] = (0, 0)
    """Where the last whole word ended: how many pieces, how many tags were open."""
    names: list[str] = []
    for piece in _PIECE.finditer(text):
        name = piece[2]
        if name and piece[1]:
            opened.pop()
        elif name:
            opened.append(name)
        elif shown >= limit - 1:
            break
        else:
            shown += 1
            if piece[0].isspace():
                end, names = (len(kept), len(opened)), list(opened)
        kept.append(piece[0])
    if not end[0]:  # one endless word
        end, names = (len(kept), len(opened)), list(opened)
    closing = "".join(f"</{name}>" for name in reversed(names))
    return "".join(kept[: end[0]]).rstrip() + ELLIPSIS + closing
