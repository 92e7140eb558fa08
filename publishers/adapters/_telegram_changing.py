"""Edits and takes away what is out, message by message. Every call here may be repeated."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext

from publishers.adapters._telegram_errors import already_gone, already_so
from publishers.adapters._telegram_messages import FOLLOW_UP, POLL, TEXT, Message, messages_of
from publishers.adapters._telegram_sending import Ask, Style, deleting, recaptioning, replacing, rewording
from publishers.adapters._telegram_wire import send
from publishers.contract import Access, Deadline, Document, OutgoingPost, Picture, Video
from publishers.errors import ContentRejected

MOST_AT_ONCE = 100
"""As many messages as one deleteMessages takes."""

Item = Picture | Video | Document
Edit = AbstractContextManager[Ask]


def change(
    access: Access,
    chat_id: int | str,
    numbers: tuple[int, ...],
    before: OutgoingPost,
    after: OutgoingPost,
    styles: tuple[Style, Style],
    deadline: Deadline,
    *,
    token: str = "",
    every: bool = False,
) -> str:
    """Make the one edit that ``token`` names (empty: the first) of those that turn ``before``, shown by the messages
    ``numbers``, into ``after``; both of one shape. The next one's token, empty when all are made.

    ``styles``: of before and after; ``every``: also messages that seem to show ``after`` already. Raises PublishError.
    """
    edits = list(_edits(chat_id, numbers, before, after, styles, every=every))
    place = int(token or "0")
    if place < len(edits):
        with edits[place]() as ask:
            try:
                send(access, ask, deadline)
            except ContentRejected as error:
                if not already_so(error):
                    raise
    return str(place + 1) if place + 1 < len(edits) else ""


def remove(access: Access, chat_id: int | str, numbers: tuple[int, ...], deadline: Deadline) -> None:
    """Delete the messages; what is gone already is done. Raises PublishError."""
    for first in range(0, len(numbers), MOST_AT_ONCE):
        try:
            send(access, deleting(numbers[first : first + MOST_AT_ONCE], chat_id), deadline)
        except ContentRejected as error:
            if not already_gone(error):
                raise


def _edits(
    chat_id: int | str,
    numbers: tuple[int, ...],
    before: OutgoingPost,
    after: OutgoingPost,
    styles: tuple[Style, Style],
    *,
    every: bool,
) -> Iterator[Callable[[], Edit]]:
    left = iter(numbers)
    for old, new in zip(messages_of(before), messages_of(after), strict=True):
        own = [next(left) for _ in range(old.count)]
        if new.step == POLL:
            continue
        if new.step in (TEXT, FOLLOW_UP):
            if every or (old.text, styles[0]) != (new.text, styles[1]):
                yield _plain(rewording(new.text, chat_id, own[0], styles[1]))
        else:
            yield from _album_edits(chat_id, own, old, new, every=every)


def _album_edits(
    chat_id: int | str, own: list[int], old: Message, new: Message, *, every: bool
) -> Iterator[Callable[[], Edit]]:
    for place, (number, was, item) in enumerate(zip(own, old.media, new.media, strict=True)):
        caption = new.text if place == 0 else ""
        if every or _looks_else(was, item):
            yield _with_media(item, caption, chat_id, number)
        elif place == 0 and old.text != new.text:
            yield _plain(recaptioning(caption, chat_id, number))


def _looks_else(was: Item, item: Item) -> bool:
    if type(was) is not type(item) or was.checksum != item.checksum:
        return True
    if isinstance(was, Document) and was.name != item.name:
        return True
    covers = [film.cover.checksum if isinstance(film, Video) and film.cover else "" for film in (was, item)]
    return covers[0] != covers[1]


def _plain(ask: Ask) -> Callable[[], Edit]:
    return lambda: nullcontext(ask)


def _with_media(item: Item, caption: str, chat_id: int | str, number: int) -> Callable[[], Edit]:
    return lambda: replacing(item, caption, chat_id, number)
