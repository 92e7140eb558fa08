"""Reads where an item is to be covered: channel words and the names of outlets in quotes. Knows nothing of files."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scheduler.plan_import.folding import fold

_QUOTED = re.compile(r"[“”„«\"‟〝]\s*([^“”„«»\"‟〝〞]{1,120}?)\s*[”“»\"〞‟]")
_QUOTE_MARK = "\x1a"
_NETWORK = r"(?:telegram|facebook|feysbuk|instagram|youtube|yutub|yutyub)"

# In the order of tests: a longer phrase takes its words away from the shorter one below it.
_CHANNELS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("online_media", r"(?:internet|onlayn|elektron)[ -](?:\w+[ -])?(?:nashr\w*|oav\b|ommaviy ahborot\w*(?: vosita\w*)?)"),
        ("online_media", r"(?:internet|onlayn|setev\w+|elektronn\w+)[ -]?(?:izdani\w+|smi\b|nashr\w*|gazeta\w*)"),
        ("newspaper", r"bosma (?:oav\b|ommaviy ahborot\w*(?: vosita\w*)?|nashr\w*)|pechatn\w+ (?:smi|izdani\w+)"),
        ("newspaper", r"\b(?:gazeta|gazet|jurnal|zhurnal)(?!ist)[a-z]*"),
        ("official_pages", r"\brasmiy (?:\w+ )?(?:internet[ -])?(?:sahifa|kanal va sahifa)\w*|\bofitsialn\w+ stranits\w*"),
        ("social", r"\bijtimoiy (?:media )?tarmo[kg]\w*|\bsotsialn\w+ set\w*|\bsotssety\w*|\bsotsset\w*"),
        ("website", r"\b(?:rasmiy )?(?:internet[ -]|veb[ -]?|web[ -]?)?say?t(?:i|lar|da|ga|ning|ida|iga|lari|larida|lariga|ining|e|a|ah|ov|i)*\b"),
        ("website", r"\b(?:ofitsialn\w+ )?(?:veb|web)[ -]?(?:sayt|site|sahifa|stranits)\w*"),
        ("telegram", r"\btelegramm?(?!ma)\w*"),
        ("facebook", r"\b(?:facebook|feysbuk|fesbuk)\w*"),
        ("instagram", r"\b(?:instagram|instagramm)\w*"),
        ("youtube", r"\b(?:youtube|yutub|yutyub|you tube)\w*"),
        ("tv", r"\b(?:televideni\w*|televizion\w*|televizor\w*|telekanal\w*|telekompaniya\w*|teledastur\w*|telekorsatuv\w*|telereportaj\w*|tv|mtrk)\b|\btele(?=radio)"),
        ("radio", r"radio(?:kanal|eshittirish|stansiya|kompaniya|dastur|to?lkin|ga|da|si|lar|orkali)?\w*"),
        ("mass_media", r"\boav(?:da|ga|ning|lar|larda|lari|larida|lariga|i)?\b|\bommaviy ahborot(?: vosita\w*)?|\bsmi\b|\bsredstv\w+ massovoy informatsii"),
        ("outdoor", r"\breklama (?:\w+ )?(?:pano|shchit|lavha|tablo|konstruksiya)\w*|\breklamn\w+ shchit\w*|\bled(?:[ -]?ekran|\b)\w*|\b(?:led[ -]?)?ekran\w*|\bmonitor(?!ing)\w*|\bbilbord\w*|\bbillboard\w*"),
        ("banner", r"\b(?:banner|plakat|buklet|afisha|flayer)\w*"),
        ("sms", r"\bsms\b\w*"),
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
    r"^[\s,]*(?:va |hamda |i )?(?:\w+ ){0,2}?(?:gazeta|gazet|jurnal|nashr|tele|tv\b|radio|studiya|kanal|agentlig|portal|internet|izdani)"
)
_OUTLET_NOUN_BEFORE = re.compile(r"(?:gazeta|gazet|jurnal|telekanal\w*|kanal\w*|radio\w*|studiya\w*|studii)\w* ?$")
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
    parts = [part for part in _SEPARATOR.split(_OPEN_LISTS.sub(" ", text)) if fold(part).strip(" .-()")]
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
        after, before = (
            fold(text[match.end() : match.end() + 60]),
            fold(text[max(0, match.start() - 40) : match.start()]),
        )
        if _OUTLET_NOUN.match(after) or (_OUTLET_NOUN_BEFORE.search(before) and not after[:1].isalpha()):
            found.append(" ".join(match.group(1).split()))
    return tuple(dict.fromkeys(found))


_OPEN_LISTS = re.compile(r"\([^)]*\)")


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
