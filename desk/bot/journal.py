"""The log of what people did in the bot's chat. Rows are added, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from wagtail.log_actions import log

from content.models import Post
from desk.bot.models import BotMessage, BotPress

STRANGERS_EVERY = timedelta(hours=1)
MOST_OF_STRANGERS = 10
"""What one chat of a stranger may do in that time, wrong codes for example."""
MOST_WORDS = 1000


@dataclass(frozen=True, slots=True)
class Doer:
    """Who acts, from which chat."""

    chat_id: int
    name: str
    person: Any = None


def note(
    doer: Doer, deed: str, outcome: str, *, now: datetime, message: BotMessage | None = None, words: str = ""
) -> None:
    """Write down what was done and what came of it; about a post, in the post's history too."""
    post: Post | None = message.post if message else None
    BotPress.objects.create(
        at=now,
        person=doer.person,
        chat_id=doer.chat_id,
        chat_name=doer.name[:200],
        deed=deed,
        outcome=outcome,
        post=post,
        revision_id=message.revision_id if message else None,
        words=words[:MOST_WORDS],
    )
    if post is not None:
        log(post, "desk.bot", user=doer.person, data={"deed": deed, "outcome": outcome, "words": words[:MOST_WORDS]})


def was_told_lately(chat_id: int, *, now: datetime) -> bool:
    """Whether a stranger in this chat had their sentence within the hour."""
    return BotPress.objects.filter(chat_id=chat_id, outcome="stranger", at__gt=now - STRANGERS_EVERY).exists()


def is_noisy(chat_id: int, *, now: datetime) -> bool:
    """Whether a stranger has done so much of late that nothing of it is answered or written down any more."""
    lately = BotPress.objects.filter(chat_id=chat_id, person=None, at__gt=now - STRANGERS_EVERY)
    return lately.count() >= MOST_OF_STRANGERS
