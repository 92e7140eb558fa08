"""Which messages a post that is out consists of, as far as they can be named for certain."""

from __future__ import annotations

import re

from publishers.adapters._telegram_account import chat_id_of
from publishers.adapters._telegram_messages import shape_of
from publishers.contract import Access, OutgoingPost, Placed
from publishers.errors import ContentRejected, ReasonCode


def numbers_of(placed: Placed, post: OutgoingPost, access: Access, code: ReasonCode) -> tuple[int, ...]:
    """Ids of the messages of ``post``, in their order. Raises ContentRejected with ``code`` when they are not known:
    a wrong id would be somebody else's message."""
    ids = placed.parts or ((placed.external_id,) if placed.external_id else _from_link(placed.link))
    numbers = tuple(int(each) for each in ids if re.fullmatch(r"[1-9]\d{0,17}", each))
    if not numbers or len(numbers) < len(ids):
        raise ContentRejected(code, "the number of the message is not known")
    if placed.external_id and not placed.link and _is_supergroup(access):
        raise ContentRejected(code, "sent before the group became a supergroup, where messages are numbered anew")
    if len(numbers) not in _boundaries(post):
        raise ContentRejected(code, f"only {len(numbers)} messages of the post are known")
    return numbers


def _from_link(link: str) -> tuple[str, ...]:
    found = re.search(r"/(\d+)/?(?:\?.*)?$", link)
    return (found[1],) if found else ()


def _is_supergroup(access: Access) -> bool:
    return str(chat_id_of(access)).startswith("-100")


def _boundaries(post: OutgoingPost) -> set[int]:
    """How many ids there are when the first message is out, the first two, and so on."""
    total, found = 0, set()
    for _step, count in shape_of(post):
        total += count
        found.add(total)
    return found
