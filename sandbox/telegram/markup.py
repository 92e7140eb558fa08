"""Parses Telegram's HTML parse mode strictly into text and entities, and turns these back into page HTML."""

import html
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

Entity = dict[str, Any]

_SIMPLE = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler",
    "span": "spoiler", "code": "code", "pre": "pre", "a": "text_link", "blockquote": "blockquote",
    "tg-emoji": "custom_emoji", "tg-time": "date_time",
}  # fmt: skip
_NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
_REFERENCE = re.compile(rb"&(#[0-9]{1,8}|#[xX][0-9A-Fa-f]{1,8}|[A-Za-z]+);?")
_ATTRIBUTE = re.compile(rb"""\s*([^\s=>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([A-Za-z0-9.\-]+)))?""")
_OPEN_QUOTE = re.compile(rb"""\s*=\s*(?:"[^"]*|'[^']*)?$""")
_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]+)|(?P<hashtag>(?<!\w)#\w*[^\W\d]\w*)|(?P<mention>(?<!\w)@[A-Za-z]\w{3,31})"
)


class MarkupError(ValueError):
    """The text after `can't parse entities: `."""


@dataclass
class _Open:
    name: str
    start: int
    attributes: dict[str, str]


def parse_html(source: str) -> tuple[str, list[Entity]]:
    """Return plain text and entities (offsets and lengths in UTF-16 units); raises MarkupError."""
    parser = _Parser(source.encode("utf-8"))
    parser.run()
    return parser.text, _legal(parser.entities)


def utf16_length(text: str) -> int:
    """Length of a text in UTF-16 units, the unit of entity offsets."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Cut blank edges as Telegram does and move the entities along; empty entities vanish."""
    text = text.replace("\r", "")
    left = len(text) - len(text.lstrip())
    shift = utf16_length(text[:left])
    text = text.strip()
    size = utf16_length(text)
    moved = []
    for entity in entities:
        start = max(0, entity["offset"] - shift)
        end = min(size, entity["offset"] + entity["length"] - shift)
        if end > start:
            moved.append({**entity, "offset": start, "length": end - start})
    return text, moved


def with_found(text: str, entities: list[Entity]) -> list[Entity]:
    """Add the addresses, hashtags and mentions Telegram finds by itself outside marked links and code."""
    taken = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in {"text_link", "code", "pre"}]
    found = []
    for match in _FOUND.finditer(text):
        words = match.group().rstrip(".,;:!?)»”") if match.lastgroup == "url" else match.group()
        start = utf16_length(text[: match.start()])
        end = start + utf16_length(words)
        if not any(start < taken_end and end > taken_start for taken_start, taken_end in taken):
            found.append({"type": match.lastgroup, "offset": start, "length": end - start})
    return sorted(entities + found, key=lambda entity: (entity["offset"], -entity["length"]))


class _Parser:
    def __init__(self, source: bytes) -> None:
        self.source = source
        self.at = 0
        self.text = ""
        self.size = 0
        self.entities: list[Entity] = []
        self.stack: list[_Open] = []

    def run(self) -> None:
        while self.at < len(self.source):
            sign = self.source[self.at : self.at + 1]
            if sign == b"&":
                self._reference()
            elif sign == b"<" and self.source[self.at + 1 : self.at + 2] == b"/":
                self._end_tag()
            elif sign == b"<":
                self._start_tag()
            else:
                upto = re.compile(rb"[&<]").search(self.source, self.at)
                stop = upto.start() if upto else len(self.source)
                self._add(self.source[self.at : stop].decode("utf-8"))
                self.at = stop
        if self.stack:
            raise MarkupError(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].name}"')

    def _add(self, text: str) -> None:
        self.text += text
        self.size += utf16_length(text)

    def _reference(self) -> None:
        match = _REFERENCE.match(self.source, self.at)
        decoded = _decode_reference(match.group(1)) if match else None
        if match is None or decoded is None:
            self._add("&")
            self.at += 1
            return
        self._add(decoded)
        self.at = match.end()

    def _start_tag(self) -> None:
        begin = self.at
        name_match = re.compile(rb"<([^\s>]*)").match(self.source, begin)
        assert name_match is not None  # the caller saw the "<"
        name = name_match.group(1).decode("utf-8").lower()
        if name_match.end() >= len(self.source):
            raise MarkupError(f"Unclosed start tag at byte offset {begin}")
        if name not in _SIMPLE:
            raise MarkupError(f'Unsupported start tag "{name}" at byte offset {begin}')
        self.at = name_match.end()
        attributes = self._attributes(name, begin)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise MarkupError(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.stack.append(_Open(name, self.size, attributes))

    def _attributes(self, name: str, begin: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while True:
            while self.source[self.at : self.at + 1].isspace():
                self.at += 1
            if self.at >= len(self.source):
                raise MarkupError(f"Unclosed start tag at byte offset {begin}")
            if self.source[self.at : self.at + 1] == b">":
                self.at += 1
                return attributes
            match = _ATTRIBUTE.match(self.source, self.at)
            if match is None:
                raise MarkupError(f'Empty attribute name in the tag "{name}" at byte offset {begin}')
            raw = next((value for value in match.groups()[1:] if value is not None), b"")
            attributes[match.group(1).decode("utf-8").lower()] = _decode_all(raw)
            self.at = match.end()
            if _OPEN_QUOTE.match(self.source, self.at):
                raise MarkupError(f"Unclosed start tag at byte offset {begin}")
            if self.source[self.at : self.at + 1] not in {b">", b" ", b"\n", b"\t", b"\r", b""}:
                raise MarkupError(f"Unexpected end of name token at byte offset {begin}")

    def _end_tag(self) -> None:
        begin = self.at
        if not self.stack:
            raise MarkupError(f"Unexpected end tag at byte offset {begin}")
        match = re.compile(rb"</([^\s>]*)\s*>").match(self.source, begin)
        if match is None:
            raise MarkupError(f"Unclosed end tag at byte offset {begin}")
        opened = self.stack.pop()
        name = match.group(1).decode("utf-8").lower()
        if name and name != opened.name:
            raise MarkupError(
                f'Unmatched end tag at byte offset {begin}, expected "</{opened.name}>", found "</{name}>"'
            )
        self.at = match.end()
        if self.size > opened.start:
            self._close(opened)

    def _close(self, opened: _Open) -> None:
        entity: Entity = {"type": _SIMPLE[opened.name], "offset": opened.start, "length": self.size - opened.start}
        if opened.name == "a":
            covered = self.text.encode("utf-16-le")[opened.start * 2 :].decode("utf-16-le")
            url = usable_link(opened.attributes.get("href") or covered)
            if url is None:
                return
            entity["url"] = url
        elif opened.name == "code" and opened.attributes.get("class", "").startswith("language-"):
            if self.stack and self.stack[-1].name == "pre":
                self.stack[-1].attributes["language"] = opened.attributes["class"].removeprefix("language-")
                return
        elif opened.name == "pre" and "language" in opened.attributes:
            entity["language"] = opened.attributes["language"]
        elif opened.name == "blockquote" and "expandable" in opened.attributes:
            entity["type"] = "expandable_blockquote"
        elif opened.name == "tg-emoji":
            if not opened.attributes.get("emoji-id", "").isdigit():
                raise MarkupError("Invalid custom emoji identifier specified")
            entity["custom_emoji_id"] = opened.attributes["emoji-id"]
        self.entities.append(entity)


def usable_link(href: str) -> str | None:
    """Return the address a link leads to, or None when Telegram would drop the link and keep its text."""
    href = href.strip()
    if not href or any(sign.isspace() for sign in href):
        return None
    if "://" not in href and not href.startswith(("tg:", "mailto:", "tel:")):
        href = f"http://{href}"
    try:
        parts = urlsplit(href)
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme in {"tg", "mailto", "tel"}:
        return href
    if parts.scheme not in {"http", "https"} or not ("." in host or host == "localhost" or ":" in host):
        return None
    return href if parts.path else f"{href}/" if not (parts.query or parts.fragment) else href


def _decode_reference(name: bytes) -> str | None:
    if not name.startswith(b"#"):
        return _NAMED.get(name)
    number = int(name[2:], 16) if name[1:2] in b"xX" else int(name[1:])
    if number == 0 or number >= 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        return None
    return chr(number)


def _decode_all(raw: bytes) -> str:
    def decoded(match: re.Match[bytes]) -> bytes:
        text = _decode_reference(match.group(1))
        return match.group() if text is None else text.encode("utf-8")

    return _REFERENCE.sub(decoded, raw).decode("utf-8")


def _legal(entities: list[Entity]) -> list[Entity]:
    """Drop what Telegram drops: styles inside code or pre, and styles around nothing else than those."""
    blocks = [(e["offset"], e["offset"] + e["length"]) for e in entities if e["type"] in {"code", "pre"}]
    kept = []
    for entity in entities:
        start, end = entity["offset"], entity["offset"] + entity["length"]
        inside = any(a <= start and end <= b for a, b in blocks)
        if entity["type"] in {"code", "pre"}:
            inside = any((a, b) != (start, end) and a <= start and end <= b for a, b in blocks)
        if not inside:
            kept.append(entity)
    return sorted(kept, key=lambda entity: (entity["offset"], -entity["length"]))


_PAGE_TAGS = {
    "bold": ("<b>", "</b>"), "italic": ("<i>", "</i>"), "underline": ("<u>", "</u>"),
    "strikethrough": ("<s>", "</s>"), "spoiler": ("<tg-spoiler>", "</tg-spoiler>"), "code": ("<code>", "</code>"),
    "pre": ("<pre>", "</pre>"), "blockquote": ("<blockquote>", "</blockquote>"),
    "expandable_blockquote": ("<blockquote>", "</blockquote>"),
}  # fmt: skip


def page_html(text: str, entities: list[Entity], mention_base: str = "https://t.me") -> str:
    """Return a post's text as safe HTML for a page, line breaks as `<br/>`."""
    units = text.encode("utf-16-le", "surrogatepass")
    opens: dict[int, list[str]] = {}
    closes: dict[int, list[str]] = {}
    for entity in sorted(entities, key=lambda item: (item["offset"], -item["length"])):
        start, end = entity["offset"], entity["offset"] + entity["length"]
        covered = units[start * 2 : end * 2].decode("utf-16-le", "replace")
        before, after = _page_tags(entity, covered, mention_base)
        opens.setdefault(start, []).append(before)
        closes.setdefault(end, []).insert(0, after)
    cuts = sorted({0, len(units) // 2, *opens, *closes})
    parts: list[str] = []
    for cut, following in zip(cuts, [*cuts[1:], cuts[-1]], strict=True):
        parts += closes.get(cut, []) + opens.get(cut, [])
        piece = units[cut * 2 : following * 2].decode("utf-16-le", "replace")
        parts.append(html.escape(piece, quote=False).replace("\n", "<br/>"))
    return "".join(parts)


def _page_tags(entity: Entity, covered: str, mention_base: str) -> tuple[str, str]:
    kind = entity["type"]
    if kind in _PAGE_TAGS:
        return _PAGE_TAGS[kind]
    target = {
        "text_link": usable_link(str(entity.get("url", ""))) or "",
        "url": covered if "://" in covered else f"http://{covered}",
        "mention": f"{mention_base}/{covered[1:]}",
        "hashtag": f"?q={covered.replace('#', '%23')}",
    }.get(kind)
    if not target:
        return "", ""
    return f'<a href="{html.escape(target)}" target="_blank" rel="noopener">', "</a>"
