"""Looks for a message on a public channel's preview page, which is undocumented: a hit is good, a miss no proof."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

import requests
from bs4 import BeautifulSoup, Tag

from publishers.adapters._matching import bare, instant, is_recent, visible
from publishers.adapters._telegram_messages import Message
from publishers.adapters._timed_session import TimedSession
from publishers.contract import CannotTell, Document, NotFound

DEFAULT_BASE = "https://t.me"
_PAGES = 5
_TIMEOUT = (5.0, 10.0)
_MEDIA = "a.tgme_widget_message_photo_wrap, .tgme_widget_message_video_wrap, .tgme_widget_message_document_wrap"
_LINKS = (
    "a.tgme_widget_message_photo_wrap, a.tgme_widget_message_video_player, a.tgme_widget_message_video_wrap, "
    "a.tgme_widget_message_document_wrap"
)


@dataclass(frozen=True, slots=True)
class _Shown:
    """One block of the page: an album is one block that carries its first id."""

    number: int
    text: str
    whole: str
    """All words of the block, names of files and answers of a poll among them."""
    at: datetime | None
    media: int
    parts: tuple[str, ...]


def look(
    base: str, username: str, message: Message, since: datetime, after: int = 0
) -> tuple[str, ...] | NotFound | CannotTell:
    """Ids of the oldest block newer than ``since``, and than the message ``after``, that shows ``message``.

    A text is the same word for word, a poll by question and answers, documents by their names. Pages back as far as
    ``since``. ``base`` is the preview server's address, empty: Telegram's own.
    """
    if not _can_be_told_apart(message):
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
        hits += [
            block
            for block in shown
            if block.number > after and is_recent(block.at, since) and _is_the_message(block, message)
        ]
        if not shown or not all(is_recent(block.at, since) for block in shown):
            break
        oldest = min(block.number for block in shown)
        if before is not None and oldest >= before:
            break
        before = oldest
    if not hits:
        return NotFound(conclusive=False)
    return _ids(min(hits, key=lambda block: block.number), message.count)


def _can_be_told_apart(message: Message) -> bool:
    return bool(message.poll or bare(visible(message.text)) or _file_names(message))


def _is_the_message(block: _Shown, message: Message) -> bool:
    if message.poll is not None:
        return not block.text and all(
            bare(words) in block.whole for words in (message.poll.question, *message.poll.options)
        )
    wanted = bare(visible(message.text))
    if wanted or not message.media:
        return block.text == wanted
    return not block.text and all(bare(name) in block.whole for name in _file_names(message))


def _file_names(message: Message) -> list[str]:
    return [item.name for item in message.media if isinstance(item, Document)]


def _ids(block: _Shown, wanted: int) -> tuple[str, ...] | CannotTell:
    shown = len(block.parts) if len(block.parts) > 1 else block.media
    if 0 < shown < wanted:
        return CannotTell(f"only {shown} of {wanted} items are shown")
    return block.parts


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
    links = [str(link.get("href", "")) for link in tag.select(_LINKS)]
    ids = {found[1] for href in links if (found := re.search(r"/(\d+)(?:\?|$)", href))} | {place[2]}
    return _Shown(
        number,
        bare(visible(text.decode_contents())) if text else "",
        bare(visible(tag.decode_contents())),
        instant(str(time["datetime"])) if time else None,
        len(tag.select(_MEDIA)),
        tuple(sorted(ids, key=int)),
    )
