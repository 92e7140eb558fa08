"""The kinds that the sandbox stands in for, each with the calls it is tried at."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

from publishers.adapters.facebook import FacebookPagePublisher
from publishers.adapters.instagram import InstagramPublisher
from publishers.adapters.webhook import WebhookPublisher
from publishers.adapters.wordpress import WordPressPublisher
from publishers.contract import OutgoingPost
from tests.contract.stands import Kind, SandboxKind
from tests.contract.telegram_kinds import TELEGRAM_KINDS

_SPAM = ({"operation": "media_publish", "kind": "spam_block_but_live"},)
_DUPLICATE = ({"operation": "feed", "kind": "duplicate_content"},)
_OFF = ({"operation": "*", "kind": "switched_off"},)
_OVERLOADED = ({"operation": "deliver", "kind": "overloaded", "retry_after": 120},)


def webhook(pictures: int) -> SandboxKind:
    """A receiver: there is no listing, and any answer with a good status is an acceptance."""
    return SandboxKind(
        "webhook",
        WebhookPublisher,
        "deliver",
        pictures,
        listing="",
        more={"switched off": _OFF, "overloaded": _OVERLOADED},
        without=frozenset({"listing lags", "answer garbled"}),
        can_look=False,
    )


def facebook(
    step: str, pictures: int = 0, *, listing: str = "published_posts", amend_step: str = "post_edit",
    withdraw_step: str = "post_delete", **more: Any,
) -> SandboxKind:  # fmt: skip
    return SandboxKind(
        "facebook", FacebookPagePublisher, step, pictures, listing,
        amend_step=amend_step, withdraw_step=withdraw_step, **more,
    )  # fmt: skip


def instagram(pictures: int, **more: Any) -> SandboxKind:
    return SandboxKind("instagram", InstagramPublisher, "media_publish", pictures, "media", "media", **more)


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
    "wordpress text": SandboxKind("wordpress", WordPressPublisher, "post_create", 0, "post_list"),
    "wordpress pictures": SandboxKind("wordpress", WordPressPublisher, "post_create", 3, "post_list"),
    "webhook text": webhook(0),
    "webhook pictures": webhook(3),
}  # fmt: skip
