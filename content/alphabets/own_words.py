"""Words of one organization that the service's lists cannot know: terms that stay, and spellings of its own. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from content.alphabets.suffixes import AFTER_NAMES, AFTER_WORDS
from content.alphabets.words import convert_word
from content.hashtags import APOSTROPHES

_APOSTROPHE = re.compile(f"[{APOSTROPHES}]")
_WORD = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{APOSTROPHES}])*")
_VARIANTS: tuple[Callable[[str], str], ...] = (str, lambda word: word[:1].upper() + word[1:], str.upper)
"""How a word may stand in a text: as in the list, at the beginning of a sentence, in capitals."""


@dataclass(frozen=True, slots=True)
class OwnWords:
    """``terms`` stay as they are; ``spellings`` are pairs of Latin and Cyrillic."""

    terms: tuple[str, ...] = ()
    spellings: tuple[tuple[str, str], ...] = ()

    def within(self, texts: Iterable[str]) -> OwnWords:
        """Those that may stand in these texts, and no others matter to them."""
        there = folded(" ".join(texts)).casefold()
        return OwnWords(
            tuple(term for term in self.terms if folded(term).casefold() in there),
            tuple(
                (latin, cyrillic)
                for latin, cyrillic in self.spellings
                if any(_key(side).casefold() in there for side in (*_latin_forms(latin), cyrillic))
            ),
        )


NONE = OwnWords()


def folded(text: str) -> str:
    """One apostrophe for all of them and one blank for several: they do not tell words apart."""
    return " ".join(_APOSTROPHE.sub("ʼ", unicodedata.normalize("NFC", text)).split())


def term_ranges(text: str, own: OwnWords) -> list[tuple[int, int]]:
    """Where terms stand in ``text``, as in the list or in capitals; endings hang on behind."""
    pattern = _terms(own.terms) if own.terms else None
    return [match.span() for match in pattern.finditer(text)] if pattern else []


def spelt(text: str, to: str, own: OwnWords) -> list[tuple[int, int, str]]:
    """Where words of the spellings stand in ``text``, and what takes their place in the alphabet ``to``."""
    if not own.spellings:
        return []
    pattern, targets = _spellings(own.spellings, to)
    found = []
    for match in pattern.finditer(text):
        target = targets[_key(match[0])]
        # as with the service's own exceptions: сентябрь, сентябрда
        has_ending = text[match.end() : match.end() + 1].isalpha()
        found.append((match.start(), match.end(), target.rstrip("ьЬ") if has_ending else target))
    return found


@lru_cache(maxsize=64)
def _terms(terms: Sequence[str]) -> re.Pattern[str]:
    forms = {form for term in terms for form in (term, term.upper())}
    return re.compile(rf"(?<!\w)(?:{_any_of(forms)})(?=[{APOSTROPHES}]?(?i:{AFTER_NAMES})(?!\w))")


@lru_cache(maxsize=64)
def _spellings(spellings: Sequence[tuple[str, str]], to: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """What to look for, and by the key of what was found what to write."""
    forms: set[str] = set()
    targets: dict[str, str] = {}
    for variant in _VARIANTS:
        for latin, cyrillic in spellings:
            sources = _latin_forms(latin) if to == "cyrillic" else (cyrillic,)
            target = cyrillic if to == "cyrillic" else _latin(latin, to)
            forms.update(variant(source) for source in sources)
            for source in sources:
                targets.setdefault(_key(variant(source)), variant(target))
    return re.compile(rf"(?<!\w)(?:{_any_of(forms)})(?=(?i:{AFTER_WORDS})(?!\w))"), targets


def _any_of(forms: Iterable[str]) -> str:
    return "|".join(_as_typed(form) for form in sorted(forms, key=lambda form: (-len(form), form)))


def _as_typed(form: str) -> str:
    """A pattern for the word with any apostrophe, any blanks, and with or without its last soft sign."""
    stem = form.rstrip("ьЬ")
    pieces = (
        r"\s+" if letter == " " else f"[{APOSTROPHES}]" if letter in APOSTROPHES else re.escape(letter)
        for letter in stem
    )
    return "".join(pieces) + ("[ьЬ]?" if stem != form else "")


def _key(word: str) -> str:
    return folded(word).rstrip("ьЬ")


def _latin_forms(latin: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((latin, _latin(latin, "latin"), _latin(latin, "latin2026"))))


def _latin(written: str, to: str) -> str:
    return _WORD.sub(lambda word: convert_word(word[0], to).text, written)
