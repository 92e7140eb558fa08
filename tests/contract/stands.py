"""Where an adapter is put to the test: its platform, the situations to be met there, and what readers see."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

import pytest
import requests

from publishers.adapters.facebook import FacebookPagePublisher
from publishers.adapters.instagram import InstagramPublisher
from publishers.adapters.newspaper import NewspaperPublisher
from publishers.adapters.telegram import TelegramPublisher
from publishers.adapters.webhook import WebhookPublisher
from publishers.adapters.wordpress import WordPressPublisher
from publishers.contract import (
    Accepted,
    Access,
    CannotTell,
    HandedOver,
    NotFound,
    OutgoingPost,
    Picture,
    Published,
    Publisher,
)
from sandbox.thread import RunningSandbox
from tests.publishers.adapters.posts import picture, soon
from tests.publishers.adapters.wire import Reply, Wire, closed_address

_STEPS = 12


@dataclass(frozen=True, slots=True)
class Shown:
    """One post as the platform's readers have it."""

    ids: tuple[str, ...]
    text: str
    pictures: tuple[str, ...]
    """SHA-256 of each, in order."""


class Stand(Protocol):
    """One kind's place of trial, fresh for every test."""

    secret: str
    """What must not show anywhere; may be empty."""

    def publisher(self, *, reachable: bool = True) -> Publisher:
        """The adapter, pointed at its platform, or at an address where nobody listens."""

    def post(self) -> OutgoingPost:
        """A post this kind can carry, with a text no other test has."""

    def bring_about(self, situation: str) -> None:
        """Let the next calls meet the situation. Raises KeyError for one the kind does not name."""

    def calm(self) -> None:
        """End the situation: what hangs is let go, what failed works again."""

    def shown(self) -> list[Shown]:
        """What readers see, oldest first."""


@dataclass
class Journey:
    """What the outbox does with one delivery, as far as an adapter can see: publish, go on while it is accepted."""

    publisher: Publisher
    post: OutgoingPost
    key: str = "delivery-1"
    token: str = ""
    since: datetime = field(default_factory=lambda: datetime.now(UTC))

    def run(self, *, seconds: float = 10.0) -> Published | HandedOver:
        """Until it is published, or with those who publish it. Raises what the adapter raises."""
        result: Published | Accepted | HandedOver
        if self.token:
            result = self.publisher.resume(self.post, self.token, soon(seconds))
        else:
            result = self.publisher.publish(self.post, self.key, soon(seconds))
        for _step in range(_STEPS):
            if isinstance(result, Published | HandedOver):
                return result
            self.token = result.token
            result = self.publisher.resume(self.post, self.token, soon(seconds))
        raise AssertionError(f"not published within {_STEPS} steps")

    def look(self) -> Published | NotFound | CannotTell:
        return self.publisher.find(self.post, self.key, self.since, self.token)


Fault = Mapping[str, Any]


def _whole(text: str) -> str:
    return text


def _body_of_article(text: str) -> str:
    """Of a Word document: what stands between its title and its list of pictures."""
    return "\n".join(text.partition("\nSuratlar\n")[0].split("\n")[1:])


def _pictures(entry: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(
        checksum for checksum, kind in zip(entry["media"], entry["media_kinds"], strict=True) if kind == "photo"
    )


@dataclass(frozen=True)
class SandboxKind:
    """A kind that the sandbox stands in for. ``step`` is the call that readers see the effect of."""

    platform: str
    adapter: Callable[[Access], Publisher]
    step: str
    pictures: int
    listing: str
    refused_at: str = ""
    """The call that judges the content, when it is not ``step``."""
    more: Mapping[str, tuple[Fault, ...]] = field(default_factory=dict)
    without: frozenset[str] = frozenset()
    """Situations that do not exist there."""
    words: Callable[[str], str] = _whole
    """The post's words within what the platform shows."""
    can_look: bool = True
    repeats: bool = True
    marks: Sequence[pytest.MarkDecorator] = ()

    @property
    def faults(self) -> Mapping[str, tuple[Fault, ...]]:
        """Situation -> faults that bring it about."""

        def at_step(kind: str, **params: Any) -> tuple[Fault, ...]:
            return ({"operation": self.step, "kind": kind, **params},)

        faults = {
            "calm": (),
            "out of reach": (),
            "content refused": ({"operation": self.refused_at or self.step, "kind": "content_rejected"},),
            "token revoked": ({"operation": "*", "kind": "revoke_token"},),
            "rights missing": at_step("missing_rights"),
            "throttled": at_step("rate_limited", retry_after=120),
            "server error": at_step("http_500"),
            "server error though accepted": at_step("accept_then_500"),
            "cut before": at_step("drop_before"),
            "answer lost": at_step("accept_then_drop"),
            "answer garbled": at_step("garbage"),
            "error page": at_step("html_error_page"),
            "slow": at_step("delay", seconds=0.3),
            "no answer": at_step("hold_until_released"),
            "listing lags": (
                *at_step("accept_then_drop"),
                {"operation": self.listing, "kind": "listing_lag", "reads": 1},
            ),
            **self.more,
        }
        return {situation: faults[situation] for situation in faults if situation not in self.without}

    def stand(self, request: pytest.FixtureRequest) -> Stand:
        return SandboxStand(self, request.getfixturevalue("sandbox"), request.getfixturevalue("picture_host"))

    @property
    def situations(self) -> frozenset[str]:
        return frozenset(self.faults)


_NUMBERS = itertools.count(1)


class SandboxStand:
    """A channel of its own on the sandbox, so that no test meets another's faults or posts."""

    def __init__(self, kind: SandboxKind, sandbox: RunningSandbox, pictures: Wire) -> None:
        self._kind = kind
        self._url, self._mail_url = sandbox.url, sandbox.mail_url
        self._pictures = pictures
        name = f"@sinov_{next(_NUMBERS)}_kanali" if kind.platform == "telegram" else None
        self._channel = self._control("channels", {"platform": kind.platform, "address": name, "own_token": True})
        self._address = name or str(self._channel["address" if kind.platform == "newspaper" else "id"])
        self.secret = str(self._channel["token"])

    def publisher(self, *, reachable: bool = True) -> Publisher:
        base = self._url if reachable else closed_address()
        endpoints = {"telegram": base, "telegram_preview": f"{self._url}/t.me", "graph": f"{base}/graph"}
        endpoints |= {"smtp": self._mail_url if reachable else base.replace("http://", "smtp://")}
        endpoints |= {"mail_from": "xizmat@mediareja.example"}
        endpoints |= {"wordpress": f"{base}/wordpress", "webhook": f"{base}/webhook"}
        return self._kind.adapter(Access(self._address, self.secret, {}, endpoints))

    def post(self) -> OutgoingPost:
        pictures = tuple(self._hosted(number) for number in range(1, self._kind.pictures + 1))
        return OutgoingPost("Sinov", f"Sinov xabari {self._address}", pictures=pictures)

    def bring_about(self, situation: str) -> None:
        for fault in self._kind.faults[situation]:
            self._control("faults", {"platform": self._kind.platform, "target": self._channel["id"], **fault})

    def calm(self) -> None:
        self._control("release", {})
        requests.delete(f"{self._url}/__control__/faults", timeout=5).raise_for_status()

    def shown(self) -> list[Shown]:
        answer = requests.get(
            f"{self._url}/__control__/published",
            params={"platform": self._kind.platform, "address": str(self._channel["id"])},
            timeout=5,
        )
        listed = sorted(answer.json()["published"], key=lambda entry: str(entry["at"]))
        return [Shown(tuple(entry["ids"]), self._kind.words(entry["text"]), _pictures(entry)) for entry in listed]

    def _hosted(self, number: int) -> Picture:
        hosted = picture(number, base_url=self._pictures.url)
        self._pictures.on(hosted.name, Reply(hosted.read(), content_type="image/jpeg"))
        return hosted

    def _control(self, path: str, wish: Mapping[str, Any]) -> dict[str, Any]:
        answer = requests.post(f"{self._url}/__control__/{path}", json=wish, timeout=5)
        answer.raise_for_status()
        told: dict[str, Any] = answer.json()
        return told


class Kind(Protocol):
    """How a kind joins the suite."""

    @property
    def marks(self) -> Sequence[pytest.MarkDecorator]: ...

    @property
    def situations(self) -> frozenset[str]: ...

    @property
    def can_look(self) -> bool:
        """False where nothing can be read back: then the same key must be safe to send again, or people decide."""

    @property
    def repeats(self) -> bool:
        """False where people put it out and nothing drops what comes twice: then a person decides."""

    def stand(self, request: pytest.FixtureRequest) -> Stand: ...


_HALF = ({"operation": "sendMediaGroup", "kind": "album_partial", "n": 2},)
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
        can_look=False,
        repeats=False,
    )


SANDBOX_KINDS: dict[str, Kind] = {
    "telegram text": SandboxKind("telegram", TelegramPublisher, "sendMessage", 0, "preview"),
    "telegram photo": SandboxKind("telegram", TelegramPublisher, "sendPhoto", 1, "preview"),
    "telegram album": SandboxKind(
        "telegram", TelegramPublisher, "sendMediaGroup", 3, "preview", more={"half accepted": _HALF}
    ),
    "facebook text": SandboxKind(
        "facebook", FacebookPagePublisher, "feed", 0, "published_posts", more={"called a duplicate": _DUPLICATE}
    ),
    "facebook photos": SandboxKind("facebook", FacebookPagePublisher, "feed", 2, "published_posts"),
    "instagram picture": SandboxKind(
        "instagram", InstagramPublisher, "media_publish", 1, "media", "media", {"blocked as spam though shown": _SPAM}
    ),
    "instagram carousel": SandboxKind("instagram", InstagramPublisher, "media_publish", 3, "media", "media"),
    "wordpress text": SandboxKind("wordpress", WordPressPublisher, "post_create", 0, "post_list"),
    "wordpress pictures": SandboxKind("wordpress", WordPressPublisher, "post_create", 3, "post_list"),
    "webhook text": webhook(0),
    "webhook pictures": webhook(3),
    "newspaper text": newspaper(0),
    "newspaper pictures": newspaper(3),
}
