"""Groups the spans of one link and says whether its words already show the address. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from content.blocks import Span

_QUIET_SCHEMES = ("https://", "http://", "mailto:", "tel:")


def runs(spans: tuple[Span, ...]) -> Iterator[tuple[str | None, tuple[Span, ...]]]:
    """Neighbouring spans that share a link, with that link."""
    for link, group in groupby(spans, key=lambda span: span.link):
        yield link, tuple(group)


def bare(address: str) -> str:
    """The address as a person would type it: without scheme, ``www.`` and the last slash."""
    for scheme in _QUIET_SCHEMES:
        if address.lower().startswith(scheme):
            address = address[len(scheme) :]
    return address.removeprefix("www.").rstrip("/")


def shows_address(text: str, link: str) -> bool:
    return bare(text.strip()).casefold() == bare(link).casefold()


def written_out(text: str, link: str) -> str:
    """Words and address for a place without links: 'words: https://…', or the address alone when it is the words."""
    address = bare(link) if link.startswith(("mailto:", "tel:")) else link
    if shows_address(text, link):
        return text.replace(text.strip(), address, 1)
    words = text.rstrip()
    return f"{words.rstrip(':')}: {address}{text[len(words) :]}"
