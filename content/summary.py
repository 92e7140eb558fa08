"""The first sentences of a text, for a page's lead and its description. Pure."""

from __future__ import annotations

import re

from content.blocks import Block, Paragraph, Quote

SUMMARY_LIMIT = 200

# A border follows an end mark and stands before a capital, a number or an opening quote; a lone capital before the
# full stop is an initial ("N. Rahmonov").
_BORDER = re.compile(r"(?<!\b[^\W\d_]\.)(?<=[.!?…”»)])\s+(?=[^\W\d_a-zа-яёўқғҳ]|\d|[“«\"(])")
_ENDED = (".", "!", "?", "…")


def summarise(blocks: tuple[Block, ...], limit: int = SUMMARY_LIMIT) -> str:
    """Whole sentences from the start of the first paragraph, at most ``limit`` characters.

    A first sentence that is longer ends at a word's border with an ellipsis, and so does one that leads into a list.
    '' when there is no paragraph.
    """
    text = next((_flat(block) for block in blocks if isinstance(block, Paragraph | Quote)), "")
    if text.endswith(":"):
        text = f"{text.rstrip(' :')}…"
    if len(text) <= limit:
        return text
    kept = ""
    for sentence in _sentences(text):
        longer = f"{kept} {sentence}".strip()
        if len(longer) > limit:
            break
        kept = longer
    return kept or _shortened(text, limit)


def _flat(block: Paragraph | Quote) -> str:
    return " ".join("".join(span.text for span in block.spans).split())


def _sentences(text: str) -> list[str]:
    pieces: list[str] = []
    for piece in _BORDER.split(text):
        if pieces and not pieces[-1].rstrip('”»")').endswith(_ENDED):
            pieces[-1] = f"{pieces[-1]} {piece}"
        else:
            pieces.append(piece)
    return pieces


def _shortened(text: str, limit: int) -> str:
    words = text[: limit - 1].rsplit(" ", 1)[0]
    return words.rstrip(" ,;:–—-") + "…"
