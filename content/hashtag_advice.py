"""What becomes of hashtags as staff typed them, and which of them are the same word twice. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from content.alphabet import convert
from content.hashtags import APOSTROPHES, hashtag
from content.problems import Problem


def hashtag_advice(typed: Iterable[str]) -> list[Problem]:
    """Advice on the ``typed`` words. Codes and params: hashtag_unusable {written}, hashtag_written_as {written, tag},
    hashtag_twice {tags}."""
    return list(_advice(list(typed)))


def hashtag_key(tag: str) -> str:
    """Equal for tags that readers take for the same: in either alphabet, with any apostrophe, in capitals or not."""
    latin = convert(hashtag(tag).lstrip("#").replace("_", " "), "latin").casefold()
    return "".join(letter for letter in latin if letter not in f"{APOSTROPHES} ")


def _advice(typed: list[str]) -> Iterator[Problem]:
    kept: dict[str, list[str]] = {}
    for written in typed:
        tag = hashtag(written)
        if not tag:
            yield Problem("hashtag_unusable", {"written": written}, blocking=False)
            continue
        if tag.lstrip("#") != written.lstrip("#"):
            yield Problem("hashtag_written_as", {"written": written, "tag": tag}, blocking=False)
        kept.setdefault(hashtag_key(written), []).append(tag)
    for tags in kept.values():
        if len(tags) > 1:
            yield Problem("hashtag_twice", {"tags": tuple(tags)}, blocking=False)
