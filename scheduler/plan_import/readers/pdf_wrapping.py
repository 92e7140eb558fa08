"""Lines of a cell or a paragraph back to the text that was typed: which lines were only full, and which ended."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from scheduler.plan_import.folding import fold
from scheduler.plan_import.readers.pdf_lines import Line

_BLANK = 0.28  # of the letters' size
_WIDE_BLANK = 0.4
_SLIP = 0.4
_CENTRED = 3.0
_FAR = 0.25  # of the room: more than any indent
_STEP = re.compile(r"^(\d{1,2})[.)](?:\s*\D|$)")
_REST_OF_NUMBER = re.compile(r"^\d{0,3}[.)]+$")
_BULLET = re.compile(r"^(?:[•●▪◦➢✓✔·*]\s|-)")
_HYPHENED = re.compile(r"\S[-‐\u00ad–/]$")
_WORD = re.compile(r"\W+")
_ENDINGS = re.compile(
    r"^(?:[lmnrvzgkd](?=[dgklmnst]))?(?:lar|ning|ni|ga|ka|da|dan|dagi|gacha|cha|lik|ligi|li|si|i|im|ing|imiz|gan|an|gi)+$"
)
_VOWEL = re.compile(r"[aeiouöoаеёиоуўэюяы]", re.IGNORECASE)


@dataclass(frozen=True)
class Block:
    """Lines that belong together and the room they had from `left` to `right`."""

    lines: Sequence[Line]
    left: float
    right: float


class Wrapping:
    """Joins lines by the habits of one document: whether its program writes a blank where it breaks a line."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self._words: set[str] = set()
        breaks = blanks = 0
        for block in blocks:
            self._words.update(_whole_words(block))
            for line, following in zip(block.lines, block.lines[1:], strict=False):
                if not _fits(line, following, _free(block, line, following)):
                    breaks += 1
                    blanks += line.ends_blank
        self._writes_blanks = breaks > 0 and 3 * blanks >= breaks

    def text(self, block: Block) -> str:
        """Return the text of the block with a line break only where its author made one."""
        parts: list[str] = []
        step = 0
        for at, line in enumerate(block.lines):
            found = _STEP.match(line.text)
            between = self._between(block, at) if at else ""
            opens = found is not None and int(found.group(1)) == step + 1 and not _is_in_number(block, at, between)
            step += opens
            if at:
                parts.append("\n" if opens or _BULLET.match(line.text) else between)
            parts.append(line.text)
        return "".join(parts).replace("\u00ad", "")

    def _between(self, block: Block, at: int) -> str:
        line, following = block.lines[at - 1], block.lines[at]
        if line.is_turned or following.is_turned:
            return " "
        free = _free(block, line, following)
        if not line.ends_blank and _HYPHENED.search(line.text):
            return ""
        if _fits(line, following, free):
            return "\n"
        return " " if line.ends_blank or not self._is_broken(line, following, free) else ""

    def _is_broken(self, line: Line, following: Line, free: float) -> bool:
        """A word longer than its line is cut where the line is full, without a hyphen."""
        first, last = following.text.split()[0], line.text.split()[-1]
        has_room = self._writes_blanks and free > _BLANK * line.size + _SLIP
        if first[0] == "/" or (first[0] == "–" and first[1:2].islower() and self._writes_blanks):
            return True
        if last.isdigit() and " " not in line.text:
            return _REST_OF_NUMBER.match(following.text) is not None
        is_inside = last[-1].isalnum() and first[0].isalnum() and not (last[-1].islower() and first[0].isupper())
        if " " in line.text or not is_inside or free > following.first_width + _SLIP:
            return False
        rest = _bare(first)
        if has_room or _bare(last + first) in self._words:
            return True
        if len(rest) > 1 and rest in self._words:
            return False
        return len(rest) < 3 or _VOWEL.search(rest) is None or _ENDINGS.match(fold(rest)) is not None


def _is_in_number(block: Block, at: int, between: str) -> bool:
    """A number cut in two by its line's end opens no step."""
    return at > 0 and not between and block.lines[at - 1].text[-1].isdigit()


def _whole_words(block: Block) -> Iterator[str]:
    """Yield the words that surely are none of the pieces of a cut one, in small letters."""
    starts_whole = True
    for at, line in enumerate(block.lines, start=1):
        words = line.text.split()
        ends_whole = line.ends_blank or at == len(block.lines)
        for place, word in enumerate(words):
            if (place or starts_whole) and (place < len(words) - 1 or ends_whole):
                yield _bare(word)
        starts_whole = line.ends_blank


def _bare(word: str) -> str:
    return _WORD.sub("", word).lower()


def _free(block: Block, line: Line, following: Line) -> float:
    """Return how much of the line's room was left, on whichever side its alignment leaves it."""
    left, right = line.x0 - block.left, block.right - line.x1
    if _is_centred(block, line) and _is_centred(block, following):
        return left + right
    is_set_right = right < _CENTRED and left > _FAR * (block.right - block.left)
    return left if is_set_right else right


def _is_centred(block: Block, line: Line) -> bool:
    return abs((line.x0 - block.left) - (block.right - line.x1)) < _CENTRED


def _fits(line: Line, following: Line, free: float) -> bool:
    """Tell whether the next line's first word had room in this one: then the author ended the line himself."""
    return free > following.first_chunk + _WIDE_BLANK * line.size
