"""Labels in running text ("Muddati: …", "Срок: …") and the role that each one names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.plan_import.folding import fold
from scheduler.plan_import.header_words import OTHER

_MOST_WORDS = 5
_LONGEST_LABEL = 120
_DOING = (
    r"(?:ijro|ijro etish|ijrosi|bajarish|bajarilish|otkazish|otkazilish|otkaziladigan|amalga oshirish|elon kilish"
    r"|elon kilinadigan|chop etish|joylashtirish|nashr|nashr etish|yoritish|tadbir)"
)
_LABELS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (role, re.compile("|".join(f"(?:{pattern})" for pattern in patterns)))
    for role, *patterns in (
        ("title", r"(?:tadbir|chora[ -]?tadbir|nashr|kontent|post|maqola|makola|material|ish)?(?:lar)?(?:ning)? ?"
         r"(?:nomi|mavzusi|mazmuni)|(?:chora[ -]?)?tadbir(?:lar)?|mavzu|mazmun|vazifa|nashr|kontent|post|reja bandi",
         r"(?:naimenovani[ea] )?(?:meropriyati[eya]|meropriyatiy)|naimenovani[ea]|tema(?: publikatsii)?|zadacha"
         r"|publikatsiya|nazvani[ea]"),
        ("method", r"(?:amalga oshirish|bajarish|otkazish|ijro)? ?(?:shakli|mehanizmi|tartibi|usuli|yoli|formati)",
         r"shakl|format|usul|mehanizm|tavsifi?|kiskacha mazmuni|turi|kontent turi",
         r"(?:forma|mehanizm|sposob|poryadok)(?: (?:realizatsii|provedeniya|vipolneniya|ispolneniya))?"
         r"|opisani[ea]|vid"),
        ("deadline", rf"{_DOING}? ?(?:muddat(?:i|lari)?|vakt(?:i|lari)?|sana(?:si|lari)?|kun(?:i|lari)?|oy(?:i|lari)?"
         r"|davri|davriyligi)|kachon|ijro",
         r"srok(?:i)?(?: (?:ispolneniya|realizatsii|provedeniya|vipolneniya|publikatsii))?|kogda|periodichnost"
         r"|dat[ai](?: (?:provedeniya|publikatsii|vihoda))?|period|vremya(?: provedeniya)?"),
        ("responsible", r"masul(?:lar)?(?: (?:ijrochi|shahs|bolim|hodim|tashkilot|idora)[a-z]*)?|ijrochi(?:lar|si)?"
         r"|ijro etuvchi(?:lar)?|bajaruvchi(?:lar)?|kim bajaradi|masul(?:lar)? va ijrochilar",
         r"otvetstvenni(?:y|ye|e)(?: (?:ispolniteli?|litso|litsa|otdel))?|ispolniteli?|otvetstvenniy za ispolneni[ea]"),
        ("coverage", r"yoriti(?:lishi|sh|ladigan)(?: (?:joyi|manbai|manbasi|kanallari|kanali|platformasi|platforma"
         r"|resurslari|vositalari|joylari|sahifalari))?",
         r"(?:elon kilish|elon kilinadigan|joylashtirish|joylashtiriladigan|nashr etish|nashr|tarkatish|chop etish) ?"
         r"(?:joyi?|joylari|manbai|manbasi|kanallari|kanali|platformasi|platformalari)"
         r"|kanal(?:lar|i|lari)?|ommaviy ahborot vositalari|joylashtir(?:ish|ilishi)|manba(?:si|lari?)?",
         r"platforma(?:lar|si|lari)?|ahborot manbai|media kanallar?i?|oav|kayerda|resurs(?:lar|i)?",
         r"osveshcheni[ea](?: v (?:smi|sotssetyah))?|mesto (?:publikatsii|razmeshcheniya)|kanali?(?: osveshcheniya)?"
         r"|ploshchadk[ai]|platformi|razmeshcheni[ea]|smi|istochniki?"
         r"|gde(?: (?:osveshchaetsya|razmeshchaetsya|publikuetsya))?"),
        (OTHER, r"izoh|eslatma|natija(?:si)?|kutilayotgan natija|holati|primechani[ea]|rezultat|havola|ssilka"),
    )
)  # fmt: skip
_WORD_END = re.compile(r"(?:[^\W\d_][^\s:;,.|()–—]*[ \t]+){0,4}[^\W\d_][^\s:;,.|()–—]*[ \t]*$")
_AFTER_SIGN = re.compile(r"[ \t]*(?::[ \t]*[–—-]?|[–—]|(?<=\s)-(?=\s))[ \t]*")


@dataclass(frozen=True)
class Label:
    """One label in a line: its role, where its words begin, and where what it labels begins."""

    role: str
    start: int
    end: int


def labels_in(line: str) -> list[Label]:
    """Return the labels of a line, in order: words before a colon, or before a dash at the line's beginning."""
    return list(_labels(line))


def _labels(line: str) -> Iterator[Label]:
    begun = 0
    for match in _AFTER_SIGN.finditer(line):
        is_dash = ":" not in match.group()
        if is_dash and begun:
            continue
        words = _WORD_END.search(line, max(begun, match.start() - _LONGEST_LABEL), match.start())
        found = _longest(line, words.start(), match.start(), whole=is_dash) if words else None
        if found is None:
            continue
        role, start = found
        if is_dash and line[:start].strip(" \t*•-–—.)(0123456789"):
            continue
        yield Label(role, start, match.end())
        begun = match.end()


def _longest(line: str, start: int, end: int, *, whole: bool) -> tuple[str, int] | None:
    """Return the role and start of the longest label that ends at `end`."""
    starts = [start, *(start + gap.end() for gap in re.finditer(r"\s+", line[start:end].rstrip()))]
    for place in starts[-_MOST_WORDS:]:
        key = fold(line[place:end])
        role = next((role for role, pattern in _LABELS if pattern.fullmatch(key)), None)
        if role:
            return role, place
        if whole:
            return None
    return None
