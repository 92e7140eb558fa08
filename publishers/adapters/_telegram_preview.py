"""Looks for a post on a public channel's preview page, which is undocumented: a hit is good, a miss proves nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

import requests
from bs4 import BeautifulSoup, Tag

from publishers.adapters._matching import bare, instant, is_recent, visible
from publishers.adapters._timed_session import TimedSession
from publishers.contract import CannotTell, NotFound, OutgoingPost, Published

DEFAULT_BASE = "https://t.me"
_PAGES = 5
_TIMEOUT = (5.0, 10.0)


@dataclass(frozen=True, slots=True)
class _Shown:
    """One block of the page: an album is one block that carries its first id."""

    number: int
    text: str
    at: datetime | None
    parts: tuple[str, ...]


def look(
    base: str, username: str, post: OutgoingPost, since: datetime, link_base: str
) -> Published | NotFound | CannotTell:
    """The oldest block newer than ``since`` with exactly the post's text, paging back as far as ``since``.

    ``base`` is the preview server's address (empty: Telegram's own), ``link_base`` where public links lead.
    """
    wanted = bare(visible(post.text))
    if not wanted:
        return CannotTell("a post without text cannot be told apart")
    address = f"{(base or DEFAULT_BASE).rstrip('/')}/s/{username}"
    hits: list[_Shown] = []
    before: int | None = None
    for _page in range(_PAGES):
        try:
            with TimedSession() as session, session.ending_after(_TIMEOUT[1]):
                answer = session.get(
                    address, params={"before": before} if before else None, timeout=_TIMEOUT, allow_redirects=False
                )
        except requests.RequestException as error:
            return CannotTell(type(error).__name__)
        if answer.status_code != 200:
            # a private or restricted channel leads elsewhere
            return CannotTell(f"preview page answered {answer.status_code}")
        shown = _blocks(answer.content.decode("utf-8", "replace"), username)
        hits += [block for block in shown if block.text == wanted and is_recent(block.at, since)]
        if not shown or not all(is_recent(block.at, since) for block in shown):
            break
        oldest = min(block.number for block in shown)
        if before is not None and oldest >= before:
            break
        before = oldest
    if not hits:
        return NotFound(conclusive=False)
    first = min(hits, key=lambda block: block.number)
    if 1 < len(first.parts) < len(post.pictures):
        return CannotTell(f"only {len(first.parts)} of {len(post.pictures)} pictures are shown")
    return Published(str(first.number), f"{link_base}/{username}/{first.number}", first.parts, found=True)


def _blocks(page: str, username: str) -> list[_Shown]:
    soup = BeautifulSoup(page, "html.parser")
    return [block for tag in soup.select(".tgme_widget_message[data-post]") if (block := _block(tag, username))]


def _block(tag: Tag, username: str) -> _Shown | None:
    place = re.fullmatch(r"(\w+)/(\d+)", str(tag["data-post"]))
    if not place or place[1].casefold() != username.casefold():
        return None
    number = int(place[2])
    text = tag.select_one(".tgme_widget_message_text.js-message_text") or tag.select_one(".tgme_widget_message_text")
    time = tag.select_one(".tgme_widget_message_date time[datetime]") or tag.select_one("time[datetime]")
    photos = [str(photo.get("href", "")) for photo in tag.select("a.tgme_widget_message_photo_wrap")]
    ids = {found[1] for href in photos if (found := re.search(r"/(\d+)(?:\?|$)", href))} | {place[2]}
    return _Shown(
        number,
        bare(visible(text.decode_contents())) if text else "",
        instant(str(time["datetime"])) if time else None,
        tuple(sorted(ids, key=int)),
    )
