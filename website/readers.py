"""Who counts as a reader: no robot, nothing fetched ahead, nobody who asks not to be counted. Pure."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address, ip_network

_ROBOTS = re.compile(
    r"(?<!cu)bot(?![a-z])"  # but not a telephone by Cubot
    r"|compatible;(?!\s*MSIE)|crawl|spider|slurp|scrap|preview|monitor|uptime|validator|lighthouse|headless|phantom"
    r"|facebookexternalhit|google-|googleother|-google|chatgpt|claude|perplexity|puppeteer|playwright|selenium|electron"
    r"|python|mediareja",
    re.IGNORECASE,
)
"""In what programs call themselves that pretend to be browsers. People who read inside Telegram, Instagram or Facebook
are told apart from the previews these fetch: what opens a page there is a browser."""
_BROWSER = re.compile(r"Mozilla/|Opera/|UCWEB|Dolphin", re.IGNORECASE)
"""How what browsers call themselves begins; tools and previews mostly call themselves by their own name."""


def is_reader(method: str, headers: Mapping[str, str]) -> bool:
    """Whether a request comes from a person who reads now and does not mind being counted. Header names are in lower
    case."""
    if method != "GET" or is_robot(headers.get("user-agent", "")):
        return False
    return not (_is_fetched_ahead(headers) or _asks_not_to_be_counted(headers))


def is_robot(user_agent: str) -> bool:
    """By what it calls itself; who says nothing, or nothing that browsers say, is no reader either."""
    return not _BROWSER.match(user_agent) or bool(_ROBOTS.search(user_agent))


def mark_of(salt: bytes, address: str, user_agent: str, article: int) -> str:
    """The same for the same visitor of the same article on the same day, and for nothing else. Without the salt nobody
    can tell from whom it comes; two articles of one visitor have nothing in common."""
    words = "\n".join([_place(address), user_agent, str(article)])
    return hmac.digest(salt, words.encode("utf-8", "replace"), "sha256").hex()[:32]


def _is_fetched_ahead(headers: Mapping[str, str]) -> bool:
    told = (headers.get(name, "") for name in ("sec-purpose", "purpose", "x-purpose", "x-moz"))
    return any("prefetch" in words.lower() or "prerender" in words.lower() or words == "preview" for words in told)


def _asks_not_to_be_counted(headers: Mapping[str, str]) -> bool:
    return headers.get("dnt") == "1" or headers.get("sec-gpc") == "1"


def _place(address: str) -> str:
    """A device changes the second half of its IPv6 address as it likes."""
    try:
        read = ip_address(address.strip())
    except ValueError:
        return address
    return str(ip_network((read, 64), strict=False)) if isinstance(read, IPv6Address) else str(read)
