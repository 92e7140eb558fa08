"""What tells that two posts say the same: words and links, whatever the alphabet, the case and the apostrophes."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from content.alphabets.texts import convert_paragraph
from content.blocks import Block, ListBlock, ListItem, plain_lines
from content.hashtags import APOSTROPHES
from content.links import link_for
from content.rich_text import parse

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = re.compile(f"[{APOSTROPHES}]")
_SHORTEST = 20
"""Characters: a text of fewer says too little by itself, so its title counts as well."""


def fingerprint_of(post: Any) -> str:
    """32 hex digits of what a post says, saved or not; '' when it says nothing yet."""
    return fingerprint(post.title, parse(post.text, link_for=link_for))


def fingerprint(title: str, blocks: tuple[Block, ...]) -> str:
    """As ``fingerprint_of``: the same text under another title is the same text."""
    said = " ".join(filter(None, map(folded, plain_lines(blocks))))
    if len(said) < _SHORTEST:
        said = f"{folded(title)} {said}".strip()
    links = list(_links(blocks))
    return hashlib.sha256("\n".join([said, *links]).encode()).hexdigest()[:32] if said or links else ""


@lru_cache(maxsize=1024)
def folded(text: str) -> str:
    """The words of ``text`` in small Latin letters without apostrophes, one blank between them.

    Kept for a while: while somebody writes, the same paragraphs are asked about after each pause.
    """
    latin = convert_paragraph(unicodedata.normalize("NFKC", text), "latin").text
    return " ".join(_WORD.findall(_APOSTROPHES.sub("", latin).casefold()))


def _links(blocks: Iterable[Block | ListItem]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, ListBlock):
            yield from _links(block.items)
            continue
        yield from (span.link for span in block.spans if span.link)
        if isinstance(block, ListItem):
            yield from _links(block.children)
