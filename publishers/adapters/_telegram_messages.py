"""Which messages one post is on Telegram, in their order, and how far a post has come. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from content.formats import FORMATS
from content.markup import visible_text
from publishers.contract import Document, OutgoingPost, Picture, Poll, Video

MEDIA, TEXT, FOLLOW_UP, DOCUMENTS, POLL, PIN = "media", "text", "follow_up", "documents", "poll", "pin"


@dataclass(frozen=True, slots=True)
class Message:
    """One message, or one album of them. ``text`` is in Telegram's HTML: a caption where there is media."""

    step: str
    text: str = ""
    media: tuple[Picture | Video | Document, ...] = ()
    poll: Poll | None = None

    @property
    def count(self) -> int:
        """How many ids Telegram gives it."""
        return len(self.media) or 1


@dataclass(frozen=True, slots=True)
class Progress:
    """What of a post is out, and the step that comes next; kept as text between two calls."""

    step: str
    ids: tuple[str, ...] = ()
    link: str = ""

    def as_token(self) -> str:
        return json.dumps({"next": self.step, "ids": self.ids, "link": self.link}, separators=(",", ":"))


def messages_of(post: OutgoingPost) -> tuple[Message, ...]:
    """Media or text first, then the rest of the text, documents, and the poll."""
    visual: tuple[Picture | Video | Document, ...] = (*post.pictures, *post.videos)
    found = []
    if visual:
        found.append(Message(MEDIA, post.text, visual))
    elif post.documents and _is_caption(post.text):
        found.append(Message(DOCUMENTS, post.text, post.documents))
    elif post.text or not post.poll:
        found.append(Message(TEXT, post.text))
    if post.follow_up:
        found.append(Message(FOLLOW_UP, post.follow_up))
    if post.documents and not any(message.step == DOCUMENTS for message in found):
        found.append(Message(DOCUMENTS, "", post.documents))
    if post.poll:
        found.append(Message(POLL, poll=post.poll))
    return tuple(found)


def steps_of(post: OutgoingPost) -> tuple[str, ...]:
    """The calls it takes to put the post out, in their order."""
    pin = (PIN,) if post.manners.pin else ()
    return (*(message.step for message in messages_of(post)), *pin)


def begin(post: OutgoingPost, token: str = "") -> Progress | None:
    """Where the post stands: at its beginning, or where ``token`` says. None for a token that is not ours."""
    if not token:
        return Progress(steps_of(post)[0])
    try:
        told = json.loads(token)
    except ValueError:
        return None
    if not isinstance(told, Mapping) or told.get("next") not in steps_of(post) or not isinstance(told.get("ids"), list):
        return None
    return Progress(told["next"], tuple(map(str, told["ids"])), str(told.get("link", "")))


def step_after(post: OutgoingPost, step: str) -> str | None:
    """The step that follows ``step``; None when it is the last one."""
    steps = steps_of(post)
    place = steps.index(step) + 1
    return steps[place] if place < len(steps) else None


def shape_of(post: OutgoingPost) -> tuple[tuple[str, int], ...]:
    """What an edit cannot change: which messages there are, and of how many items."""
    return tuple((message.step, message.count) for message in messages_of(post))


def number_of(message: object) -> int | None:
    """The id in a Message as Telegram answers it; None when there is none."""
    number: Any = message.get("message_id") if isinstance(message, Mapping) else None
    return int(number) if str(number).isascii() and str(number).isdigit() and len(str(number)) <= 18 else None


def _is_caption(text: str) -> bool:
    limit = FORMATS["telegram"].caption_limit
    return limit is None or len(visible_text(text, "telegram_html")) <= limit
