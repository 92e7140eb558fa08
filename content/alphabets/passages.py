"""Passages in another language, which no alphabet changes: Russian among Cyrillic, English among Latin. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from content.alphabets.lists import words
from content.hashtags import APOSTROPHES

Range = tuple[int, int]

_SENTENCE = re.compile(r"[^\n.!?…]*(?:[.!?…](?!\s|$)[^\n.!?…]*)*(?:[.!?…]+|\n|$)\s*")
_QUOTED = re.compile(r"«([^«»\n]+)»|“([^“”\n]+)”|\"([^\"\n]+)\"")
_WORD = re.compile(rf"[^\W\d_]+(?:[{APOSTROPHES}][^\W\d_]+)*")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_NOT_UZBEK = re.compile(r"[ыщ]")
_RUSSIAN_END = re.compile(
    r"\w{3,}(?:ого|его|ому|ему|ый|ые|ых|ыми|ость|ости|ции|ения|ение|ется|ются|ского|ской|ский|ские)$"
)
_UZBEK_SIGN = re.compile(r"[ўқғҳ]|\w{2}(?:нинг|лар|лари|ларни|дан|даги|лик|лиги|миз)$")
_UZBEK_LATIN = re.compile(
    r"[oOgG][ʻ'‘’`]|\w{2}(?:ning|lar|lari|dan|dagi|lik|ligi|miz)$|^(?:va|bilan|uchun|bu|ham|yil)$"
)
_FOREIGN_LATIN = re.compile(r"w|c(?!h)|th|ph|tion$|ee")


def foreign_passages(text: str) -> list[Range]:
    """Sentences and quotations of ``text`` (one paragraph) that are Russian or English."""
    quoted = [match.span(match.lastindex or 0) for match in _QUOTED.finditer(text) if _is_foreign_quotation(match)]
    rest = blanked(text, quoted)  # a foreign title does not make its sentence foreign
    whole = _is_foreign(rest)
    sentences = [
        (start, end)
        for start, end in _sentences(text)
        if _is_foreign(rest[start:end]) or (whole and _may_be_foreign(rest[start:end]))
    ]
    return [*quoted, *sentences]


def blanked(text: str, ranges: Iterable[Range]) -> str:
    """``text`` as long as before, with blanks in these places."""
    for start, end in ranges:
        text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text


def _sentences(text: str) -> Iterator[Range]:
    return (match.span() for match in _SENTENCE.finditer(text) if match[0].strip())


def _is_foreign_quotation(match: re.Match[str]) -> bool:
    inside = match[match.lastindex or 0]
    return _is_foreign(inside, least=1) and not _shows_uzbek(inside)


def _is_foreign(text: str, least: int = 2) -> bool:
    foreign, uzbek = _signs(text)
    return foreign >= least and foreign > uzbek


def _may_be_foreign(sentence: str) -> bool:
    """Whether a sentence may go with a foreign paragraph; Latin words that say nothing are Uzbek."""
    foreign, uzbek = _signs(sentence)
    return not uzbek and (foreign > 0 or _CYRILLIC.search(sentence) is not None)


def _shows_uzbek(text: str) -> bool:
    return _signs(text)[1] > 0


def _signs(text: str) -> tuple[int, int]:
    """How many words speak for a foreign language, and how many for Uzbek."""
    foreign = uzbek = 0
    for written in _WORD.findall(text):
        word = written.lower()
        is_name = written[0].isupper() and not written.isupper()
        if _CYRILLIC.match(word):
            uzbek += word in words("uzbek.tsv") or bool(_UZBEK_SIGN.search(word))
            foreign += (
                word in words("russian.tsv")
                or (bool(_NOT_UZBEK.search(word)) and not is_name)
                or bool(_RUSSIAN_END.fullmatch(word))
            )
        else:
            uzbek += bool(_UZBEK_LATIN.search(word))
            foreign += word in words("english.tsv") or bool(_FOREIGN_LATIN.search(word))
    return foreign, uzbek
