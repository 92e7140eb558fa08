"""The kinds that the sandbox stands in for, each with the calls it is tried at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from publishers.adapters.facebook import FacebookPagePublisher
from publishers.adapters.instagram import InstagramPublisher
from publishers.adapters.newspaper import NewspaperPublisher
from publishers.adapters.webhook import WebhookPublisher
from publishers.adapters.wordpress import WordPressPublisher
from tests.contract.stands import Kind, SandboxKind
from tests.contract.telegram_kinds import TELEGRAM_KINDS

_SPAM = ({"operation": "media_publish", "kind": "spam_block_but_live"},)
_DUPLICATE = ({"operation": "feed", "kind": "duplicate_content"},)
_OFF = ({"operation": "*", "kind": "switched_off"},)
_OVERLOADED = ({"operation": "deliver", "kind": "overloaded", "retry_after": 120},)


def wordpress(pictures: int, kind: type[SandboxKind] = SandboxKind) -> SandboxKind:
    return kind(
        "wordpress", WordPressPublisher, "post_create", pictures, "post_list",
        amend_step="post_update", withdraw_step="post_delete",
    )  # fmt: skip


def webhook(pictures: int, kind: type[SandboxKind] = SandboxKind) -> SandboxKind:
    """A receiver: there is no listing, and any answer with a good status is an acceptance."""
    return kind(
        "webhook",
        WebhookPublisher,
        "deliver",
        pictures,
        listing="",
        more={"switched off": _OFF, "overloaded": _OVERLOADED},
        without=frozenset({"listing lags", "answer garbled", "amend answer garbled", "withdraw answer garbled"}),
        can_look=False,
        amend_step="update",
        withdraw_step="withdraw",
    )


def _body_of_article(entry: Mapping[str, Any]) -> str:
    """Of a Word document: what stands between its title and its list of pictures."""
    return "\n".join(str(entry["text"]).partition("\nSuratlar\n")[0].split("\n")[1:])


def _pictures(entry: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(
        checksum for checksum, kind in zip(entry["media"], entry["media_kinds"], strict=True) if kind == "photo"
    )


def newspaper(pictures: int) -> SandboxKind:
    """A mailbox: nothing can be read back, and what was taken is not published yet."""
    return SandboxKind(
        "newspaper",
        NewspaperPublisher,
        "message",
        pictures,
        listing="",
        more={
            "rights missing": ({"operation": "mail", "kind": "platform_error", "status": 553},),
            "turned away for now": ({"operation": "rcpt", "kind": "rate_limited"},),
            "turned away at the end": ({"operation": "message", "kind": "rate_limited"},),
        },
        without=frozenset({"throttled", "server error", "server error though accepted", "error page", "listing lags"}),
        words=_body_of_article,
        media=_pictures,
        can_look=False,
        repeats=False,
    )


SANDBOX_KINDS: dict[str, Kind] = {
    **TELEGRAM_KINDS,
    "facebook text": SandboxKind(
        "facebook", FacebookPagePublisher, "feed", 0, "published_posts", more={"called a duplicate": _DUPLICATE}
    ),
    "facebook photos": SandboxKind("facebook", FacebookPagePublisher, "feed", 2, "published_posts"),
    "instagram picture": SandboxKind(
        "instagram", InstagramPublisher, "media_publish", 1, "media", "media", {"blocked as spam though shown": _SPAM}
    ),
    "instagram carousel": SandboxKind("instagram", InstagramPublisher, "media_publish", 3, "media", "media"),
    "wordpress text": wordpress(0),
    "wordpress pictures": wordpress(3),
    "webhook text": webhook(0),
    "webhook pictures": webhook(3),
    "newspaper text": newspaper(0),
    "newspaper pictures": newspaper(3),
}
