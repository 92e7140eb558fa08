"""Reads where an item is to be covered: channel words and the names of outlets in quotes. Knows nothing of files."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scheduler.plan_import.folding import fold

_QUOTED = re.compile(r"[“”„«\"‟〝]\s*([^“”„«»\"‟〝〞]{1,120}?)\s*[”“»\"〞‟]")
_QUOTE_MARK = "\x1a"
_NETWORK = r"(?:telegram|facebook|feysbuk|instagram|youtube|yutub|yutyub)"

# In the order of tests: a longer phrase takes its words away from the shorter one below it.
_ENDINGS = r"(?:i|lar|da|ga|ning|ida|iga|lari|larida|lariga|ining|e|a|ah|ov)*"
_MEDIA = r"(?:oav\b|ommaviy ahborot\w*(?: vosita\w*)?)"
_CHANNELS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile("|".join(patterns)))
    for name, *patterns in (
        ("online_media", rf"(?:internet|onlayn|elektron)[ -](?:\w+[ -])?(?:nashr\w*|{_MEDIA})",
         r"(?:internet|onlayn|setev\w+|elektronn\w+)[ -]?(?:izdani\w+|smi\b|gazeta\w*)"),
        ("newspaper", rf"bosma (?:{_MEDIA}|nashr\w*)", r"pechatn\w+ (?:smi|izdani\w+)",
         r"\b(?:gazet|jurnal)(?!ist)[a-z]*"),
        ("official_pages", r"\brasmiy (?:\w+ )?(?:internet[ -])?sahifa\w*", r"\bofitsialn\w+ stranits\w*"),
        ("social", r"\bijtimoiy (?:media )?tarmo[kg]\w*", r"\bsotsialn\w+ set\w*", r"\bsotsset\w*"),
        ("website", rf"\b(?:rasmiy )?(?:internet[ -]|veb[ -]?|web[ -]?)?sayt{_ENDINGS}\b",
         r"\b(?:ofitsialn\w+ )?(?:veb|web)[ -]?(?:sayt|site|sahifa|stranits)\w*"),
        ("telegram", r"\btelegram\w*"),
        ("facebook", r"\b(?:facebook|feysbuk|fesbuk)\w*"),
        ("instagram", r"\binstagram\w*"),
        ("youtube", r"\b(?:youtube|yutub|yutyub|you tube)\w*"),
        ("tv", r"\btele(?:vide|viz|kanal|kompaniya|dastur|korsatuv|reportaj)\w*", r"\b(?:tv|mtrk)\b",
         r"\btele(?=radio)"),
        ("radio", r"radio\w*"),
        ("mass_media", r"\boav(?:da|ga|ning|lar|larda|lari|larida|lariga|i)?\b", r"\bommaviy ahborot(?: vosita\w*)?",
         r"\bsmi\b", r"\bsredstv\w+ massovoy informatsii"),
        ("outdoor", r"\breklama (?:\w+ )?(?:pano|shchit|lavha|tablo|konstruksiya)\w*", r"\breklamn\w+ shchit\w*",
         r"\bled\b(?:[ -]?ekran\w*)?", r"\bekran\w*", r"\bmonitor(?!ing)\w*", r"\bbil+bo[a]?rd\w*"),
        ("banner", r"\b(?:banner|plakat|buklet|afisha|flayer)\w*"),
        ("sms", r"\bsms\w*"),
    )
)  # fmt: skip
# Those who are invited or take part are guests, not a channel.
_GUESTS = re.compile(
    r"(?:\boav\w*|\bommaviy ahborot vosita\w*|\bsmi\b|\bgazeta\w*|\btelekanal\w*|\bjurnal\w*)"
    r" (?:(?:va|hamda) \w+ )?(?:vakil|ishtirok|hodim|jurnalist|muharrir|bilan|uchun)\w*"
    r"|\b(?:s uchastiem|predstavitel\w+) (?:smi|sredstv\w+ massovoy informatsii)"
)
_MATERIAL = frozenset({"banner"})
_OUTLET_NOUN = re.compile(
    r"^[\s,]*(?:\w+ ){0,2}?(?:gazet|jurnal|nashr|tele|tv\b|radio|studiya|kanal|agentlig|portal|internet|izdani)"
)
_OUTLET_NOUN_BEFORE = re.compile(r"\b(?:gazet|jurnal|telekanal|kanal|radio|studiya|studii)\w* ?$")
_IN_BRACKETS = re.compile(r"\([^)]*\)")
_SEPARATOR = re.compile(r"[,;]|\n\s*(?=[-•–\d])")


@dataclass(frozen=True)
class Coverage:
    """Channels in the order of the text, the names of outlets, and codes of questions for a person."""

    channels: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    review: tuple[str, ...] = ()


def read_coverage(text: str) -> Coverage:
    """Return the channels that a coverage cell asks for.

    `channel_unknown`: a part of the cell names no channel we know. `channel_unclear`: the words leave it open whether
    the official pages or the networks are meant. Never raises.
    """
    channels = _channels_of(text)
    parts = [part for part in _SEPARATOR.split(_IN_BRACKETS.sub(" ", text)) if fold(part).strip(" .-()")]
    review = []
    if not parts or not all(_channels_of(part) or _QUOTED.fullmatch(part.strip()) for part in parts):
        review.append("channel_unknown")
    if {"social", "official_pages"} <= set(channels) and re.search(r"tarmo[kg]\w*dagi (?:\w+ )?rasmiy", fold(text)):
        channels = tuple(name for name in channels if name != "official_pages")
        review.append("channel_unclear")
    return Coverage(channels, outlets_of(text), tuple(review))


def mentioned_channels(text: str) -> tuple[str, ...]:
    """Return channels that a title or a method names in passing, in the order of the text."""
    return tuple(name for name in _channels_of(text, guests=False) if name not in _MATERIAL)


def outlets_of(text: str) -> tuple[str, ...]:
    """Return the quoted names that stand beside a newspaper, a broadcaster, a channel or a studio, as written."""
    found = []
    for match in _QUOTED.finditer(text):
        after = fold(text[match.end() : match.end() + 60])
        before = fold(text[max(0, match.start() - 40) : match.start()])
        is_network = re.fullmatch(rf"{_NETWORK}\w*", fold(match.group(1)))
        stands_beside = _OUTLET_NOUN.match(after) or (_OUTLET_NOUN_BEFORE.search(before) and not after[:1].isalpha())
        if stands_beside and not is_network:
            found.append(" ".join(match.group(1).split()))
    return tuple(dict.fromkeys(found))


def _channels_of(text: str, *, guests: bool = True) -> tuple[str, ...]:
    key = fold(_QUOTED.sub(_without_quoted_name, text))
    if not guests:
        key = _GUESTS.sub(" ", key)
    places: dict[str, int] = {}
    networks_listed = re.search(rf"tarmo[kg]\w* ?\([^)]*{_NETWORK}|set\w* ?\([^)]*{_NETWORK}", key)
    for name, pattern in _CHANNELS:
        for match in list(pattern.finditer(key)):
            places[name] = min(places.get(name, match.start()), match.start())
            key = key[: match.start()] + _QUOTE_MARK * (match.end() - match.start()) + key[match.end() :]
    if networks_listed:
        places.pop("social", None)
    return tuple(sorted(places, key=lambda name: places[name]))


def _without_quoted_name(match: re.Match[str]) -> str:
    """Drop a name in quotes, which may hold any word, unless it is the name of a network."""
    return f" {match.group(1)} " if re.fullmatch(rf"{_NETWORK}\w*", fold(match.group(1))) else f" {_QUOTE_MARK} "
