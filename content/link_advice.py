"""What is odd about the addresses in a text; all of it is advice, for a person may have a reason. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from ipaddress import ip_address
from urllib.parse import parse_qsl, urlsplit

from content.blocks import Block, ListBlock, ListItem, plain_lines
from content.problems import Problem

_WITH_SCHEME = re.compile(r"https?:/{0,2}[^\s⟦⟧<>«»“”\"]+", re.IGNORECASE)
_BARE = re.compile(r"(?<![\w@./:-])(?:www\.|(?=[\w.-]+\.[a-z]{2,6}/))[a-z0-9-]+\.[^\s⟦⟧<>«»“”\"]+", re.IGNORECASE)
_ENDS = ".,;:!?)”»"
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|yclid|ysclid|igshid|igsh|mc_[ce]id|_openstat", re.IGNORECASE)
_PRIVATE_ENDS = (".local", ".localhost", ".internal", ".lan", ".test", ".invalid")


def link_advice(blocks: Sequence[Block], texts: Sequence[str], own_hosts: Collection[str]) -> list[Problem]:
    """Advice for the links of ``blocks`` and for addresses written out in them or in ``texts``.

    Codes and params: link_unreachable {link}, link_not_secure {link}, link_without_scheme {link}, link_tracking {link,
    names}, and once for all of them link_elsewhere {sites}: sites other than ``own_hosts``.
    """
    lines = [*plain_lines(blocks), *texts]
    links = list(dict.fromkeys([*_linked(blocks), *(found for line in lines for found in _found(_WITH_SCHEME, line))]))
    bare = dict.fromkeys(found for line in lines for found in _found(_BARE, _WITH_SCHEME.sub(" ", line)))
    return [
        *(problem for link in links for problem in _about(link)),
        *(Problem("link_without_scheme", {"link": link}, blocking=False) for link in bare),
        *_elsewhere(links, own_hosts),
    ]


def _about(link: str) -> Iterator[Problem]:
    if not _looks_reachable(link):
        yield Problem("link_unreachable", {"link": link}, blocking=False)
        return
    if link.lower().startswith("http://"):
        yield Problem("link_not_secure", {"link": link}, blocking=False)
    names = [name for name, _value in parse_qsl(urlsplit(link).query) if _TRACKING.fullmatch(name)]
    if names:
        yield Problem("link_tracking", {"link": link, "names": tuple(dict.fromkeys(names))}, blocking=False)


def _looks_reachable(link: str) -> bool:
    """Whether readers outside could get there, as far as the address tells."""
    try:
        parts = urlsplit(link)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or "://" in f"{parts.netloc}{parts.path}":
        return False
    try:
        return ip_address(host).is_global
    except ValueError:
        return "." in host.strip(".") and ".." not in host and not host.endswith(_PRIVATE_ENDS)


def _elsewhere(links: Sequence[str], own_hosts: Collection[str]) -> Iterator[Problem]:
    own = {_plain(host) for host in own_hosts}
    hosts = [_plain(urlsplit(link).hostname or "") for link in links if _looks_reachable(link)]
    sites = tuple(dict.fromkeys(host for host in hosts if host not in own))
    if sites:
        yield Problem("link_elsewhere", {"sites": sites}, blocking=False)


def _plain(host: str) -> str:
    return host.lower().removeprefix("www.")


def _found(pattern: re.Pattern[str], line: str) -> list[str]:
    return [found.rstrip(_ENDS) for found in pattern.findall(line)]


def _linked(blocks: Sequence[Block | ListItem]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, ListBlock):
            yield from _linked(block.items)
            continue
        yield from (span.link for span in block.spans if span.link and span.link.lower().startswith("http"))
        if isinstance(block, ListItem):
            yield from _linked(block.children)
