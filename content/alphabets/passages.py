"""Passages in another language, which no alphabet changes: Russian among Cyrillic, English among Latin. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from content.alphabets.lists import words

Range = tuple[int, int]

_SENTENCE = re.compile(r"[^\n.!?…]*(?:[.!?…](?!\s|$)[^\n.!?…]*)*(?:[.!?…]+|\n|$)\s*")
_QUOTED = re.compile(r"«([^«»\n]+)»|“([^“”\n]+)”|\"([^\"\n]+)\"")
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_NOT_UZBEK = re.compile(r"[ыщ]")
_RUSSIAN_END = re.compile(
    r"\w{3,}(?:ого|его|ому|ему|ый|ые|ых|ыми|ость|ости|ция|ции|ения|ение|ется|ются|ского|ской|ский|ские)$"
)
_UZBEK_SIGN = re.compile(r"[ўқғҳ]|\w{2}(?:нинг|лар|лари|ларни|дан|даги|лик|лиги|миз)$")
_UZBEK_LATIN = re.compile(
    r"[oOgG][ʻ'‘’`]|\w{2}(?:ning|lar|lari|dan|dagi|lik|ligi|miz)$|^(?:va|bilan|uchun|bu|ham|yil)$"
)
_FOREIGN_LATIN = re.compile(r"w|c(?!h)|th|ph|tion$|ing$|ee|oo")


def foreign_passages(text: str) -> list[Range]:
    """Sentences and quotations of ``text`` (one paragraph) that are Russian or English."""
    whole = _is_foreign(text)
    found = [
        (start, end)
        for start, end in _sentences(text)
        if _is_foreign(text[start:end]) or (whole and not _shows_uzbek(text[start:end]))
    ]
    found += [match.span(match.lastindex or 0) for match in _QUOTED.finditer(text) if _is_foreign_quotation(match)]
    return found


def _sentences(text: str) -> Iterator[Range]:
    return (match.span() for match in _SENTENCE.finditer(text) if match[0].strip())


def _is_foreign_quotation(match: re.Match[str]) -> bool:
    inside = match[match.lastindex or 0]
    return _is_foreign(inside, least=1) and not _shows_uzbek(inside)


def _is_foreign(text: str, least: int = 2) -> bool:
    foreign, uzbek = _signs(text)
    return foreign >= least and foreign > uzbek


def _shows_uzbek(text: str) -> bool:
    return _signs(text)[1] > 0


def _signs(text: str) -> tuple[int, int]:
    """How many words speak for a foreign language, and how many for Uzbek."""
    foreign = uzbek = 0
    for word in _WORD.findall(text.lower()):
        if _CYRILLIC.match(word):
            uzbek += word in words("uzbek.tsv") or bool(_UZBEK_SIGN.search(word))
            foreign += (
                word in words("russian.tsv") or bool(_NOT_UZBEK.search(word)) or bool(_RUSSIAN_END.fullmatch(word))
            )
        else:
            uzbek += bool(_UZBEK_LATIN.search(word))
            foreign += word in words("english.tsv") or bool(_FOREIGN_LATIN.search(word))
    return foreign, uzbek
