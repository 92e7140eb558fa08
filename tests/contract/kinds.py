"""The kinds that the sandbox stands in for, each with the calls it is tried at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from publishers.adapters.facebook import FacebookPagePublisher
from publishers.adapters.instagram import InstagramPublisher
from publishers.adapters.newspaper import NewspaperPublisher
from publishers.adapters.webhook import WebhookPublisher
from publishers.adapters.wordpress import WordPressPublisher
from publishers.contract import OutgoingPost
from tests.contract.stands import Kind, SandboxKind
from tests.contract.telegram_kinds import TELEGRAM_KINDS

_SPAM = ({"operation": "media_publish", "kind": "spam_block_but_live"},)
_NO_ADDRESS = ({"operation": "media_item", "kind": "http_500"},)
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
        without=frozenset(
            {
                "throttled",
                "throttled without a wait",
                "server error",
                "server error though accepted",
                "error page",
                "listing lags",
            }
        ),
        words=_body_of_article,
        media=_pictures,
        can_look=False,
        repeats=False,
    )


def facebook(
    step: str, pictures: int = 0, *, listing: str = "published_posts", amend_step: str = "post_edit",
    withdraw_step: str = "post_delete", **more: Any,
) -> SandboxKind:  # fmt: skip
    return SandboxKind(
        "facebook", FacebookPagePublisher, step, pictures, listing,
        amend_step=amend_step, withdraw_step=withdraw_step, **more,
    )  # fmt: skip


def instagram(pictures: int, *, more: Mapping[str, Any] | None = None, **others: Any) -> SandboxKind:
    return SandboxKind(
        "instagram", InstagramPublisher, "media_publish", pictures, "media", "media",
        more={"link unread": _NO_ADDRESS, **(more or {})}, **others,
    )  # fmt: skip


def _with_link(post: OutgoingPost) -> OutgoingPost:
    return replace(post, link=f"https://sayt.example/{quote(post.text)}")


def _with_broadcast(post: OutgoingPost) -> OutgoingPost:
    return replace(post, live_at=datetime.now(UTC).replace(microsecond=0) + timedelta(days=2))


SANDBOX_KINDS: dict[str, Kind] = {
    **TELEGRAM_KINDS,
    "facebook text": facebook("feed", more={"called a duplicate": _DUPLICATE}),
    "facebook link": facebook("feed", more_in_it=_with_link),
    "facebook photos": facebook("feed", 2),
    # a film is asked for by its number, so no listing can lag
    "facebook video": facebook(
        "video_publish", videos=1, refused_at="videos", amend_step="video_edit", withdraw_step="video_delete",
        without=frozenset({"listing lags"}),
    ),
    "facebook live": facebook(
        "live_videos", listing="live_videos", more_in_it=_with_broadcast, amend_step="live_edit",
        withdraw_step="live_delete",
    ),
    "instagram picture": instagram(1, more={"blocked as spam though shown": _SPAM}),
    "instagram carousel": instagram(3),
    "instagram reel": instagram(0, videos=1),
    "instagram mixed carousel": instagram(2, videos=1),
    "wordpress text": wordpress(0),
    "wordpress pictures": wordpress(3),
    "webhook text": webhook(0),
    "webhook pictures": webhook(3),
    "newspaper text": newspaper(0),
    "newspaper pictures": newspaper(3),
}  # fmt: skip
