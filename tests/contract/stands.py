"""Where an adapter is put to the test: its platform, the situations to be met there, and what readers see."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Protocol

import pytest
import requests

from publishers.contract import (
    Accepted,
    Access,
    CannotTell,
    HandedOver,
    NotFound,
    OutgoingPost,
    Picture,
    Placed,
    Published,
    Publisher,
    Video,
    Withdrawn,
)
from sandbox.thread import RunningSandbox
from tests.publishers.adapters.posts import picture, soon, video
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

    def as_sent(self, post: OutgoingPost, result: Published | HandedOver) -> list[Shown]:
        """What readers see when ``post`` is out as ``result`` and nothing else is."""


class ChangingStand(Stand, Protocol):
    """Where what is out can be changed or taken back."""

    def corrected(self, post: OutgoingPost) -> OutgoingPost:
        """The same post as it is corrected later."""

    def remove(self, result: Published) -> None:
        """Somebody removes the post on the platform itself."""


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

    def look(self) -> Published | Accepted | NotFound | CannotTell:
        return self.publisher.find(self.post, self.key, self.since, self.token)

    def settle(self, *, seconds: float = 10.0) -> Published | HandedOver | NotFound | CannotTell:
        """Look, and go on when what was looked for is out but more is to follow."""
        found = self.look()
        if not isinstance(found, Accepted):
            return found
        self.token = found.token
        return self.run(seconds=seconds)

    def amend(self, result: Published, after: OutgoingPost, *, seconds: float = 10.0) -> Published:
        placed = self._placed(result)
        for _step in range(_STEPS):
            amended = self.publisher.amend(placed, self.post, after, soon(seconds))
            if isinstance(amended, Published):
                return amended
            placed = replace(placed, token=amended.token)
        raise AssertionError(f"not corrected within {_STEPS} steps")

    def withdraw(self, result: Published, *, seconds: float = 10.0) -> Withdrawn:
        return self.publisher.withdraw(self._placed(result), self.post, soon(seconds))

    def _placed(self, result: Published) -> Placed:
        return Placed(self.key, result.external_id, result.parts, result.link)


Fault = Mapping[str, Any]


def one_message(post: OutgoingPost) -> Sequence[tuple[str, tuple[str, ...]]]:
    media = [each.checksum for each in post.pictures] + [each.checksum for each in post.videos]
    return [(post.text, tuple(media))]


def words_of(entry: Mapping[str, Any]) -> str:
    """What readers see of a post as words; of a poll its question and answers."""
    poll = entry.get("poll")
    return " | ".join((poll["question"], *poll["options"])) if poll else str(entry["text"])


def media_of(entry: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(entry["media"])


@dataclass(frozen=True)
class SandboxKind:
    """A kind that the sandbox stands in for. ``step`` is the call that readers see the effect of."""

    platform: str
    adapter: Callable[[Access], Publisher]
    step: str
    pictures: int
    listing: str = ""
    refused_at: str = ""
    """The call that judges the content, when it is not ``step``."""
    more: Mapping[str, tuple[Fault, ...]] = field(default_factory=dict)
    without: frozenset[str] = frozenset()
    """Situations that do not exist there."""
    words: Callable[[Mapping[str, Any]], str] = words_of
    """The post's words within what the platform shows."""
    media: Callable[[Mapping[str, Any]], tuple[str, ...]] = media_of
    can_look: bool = True
    repeats: bool = True
    marks: Sequence[pytest.MarkDecorator] = ()
    amend_step: str = ""
    """The call that readers see a correction by; empty where nothing can be changed."""
    withdraw_step: str = ""
    videos: int = 0
    more_in_it: Callable[[OutgoingPost], OutgoingPost] = lambda post: post
    """What a post has besides its text and pictures."""
    messages: Callable[[OutgoingPost], Sequence[tuple[str, tuple[str, ...]]]] = one_message
    """What readers see of a post: text, and checksums of the media, of each message or album."""
    later: tuple[str, ...] = ()
    """The calls that send its further messages."""

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
            "throttled without a wait": at_step("rate_limited"),
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
            **_later(self.later),
            **_changing("amend", self.amend_step),
            **_changing("withdraw", self.withdraw_step),
            **self.more,
        }
        return {situation: faults[situation] for situation in faults if situation not in self.without}

    def stand(self, request: pytest.FixtureRequest) -> Stand:
        return SandboxStand(self, request.getfixturevalue("sandbox"), request.getfixturevalue("picture_host"))

    @property
    def situations(self) -> frozenset[str]:
        return frozenset(self.faults)


LATER: dict[str, Fault] = {
    "throttled": {"kind": "rate_limited", "retry_after": 120},
    "token revoked": {"kind": "revoke_token"},
    "rights missing": {"kind": "missing_rights"},
    "content refused": {"kind": "content_rejected"},
    "answer lost": {"kind": "accept_then_drop"},
    "server error though accepted": {"kind": "accept_then_500"},
    "answer garbled": {"kind": "garbage"},
    "cut before": {"kind": "drop_before"},
    "server error": {"kind": "http_500"},
}
"""What a message after the first may meet."""


def _later(operations: tuple[str, ...]) -> dict[str, tuple[Fault, ...]]:
    return {
        f"then {operation} {situation}": ({"operation": operation, **fault},)
        for operation in operations
        for situation, fault in LATER.items()
    }


def _changing(deed: str, step: str) -> dict[str, tuple[Fault, ...]]:
    """What a change of a post that is out may meet; situations are named after the deed."""
    if not step:
        return {}
    return {
        f"{deed} calm": (),
        f"{deed} out of reach": (),
        f"{deed} token revoked": ({"operation": "*", "kind": "revoke_token"},),
        f"{deed} rights missing": ({"operation": step, "kind": "missing_rights"},),
        f"{deed} throttled": ({"operation": step, "kind": "rate_limited", "retry_after": 120},),
        f"{deed} answer lost": ({"operation": step, "kind": "accept_then_drop"},),
        f"{deed} cut before": ({"operation": step, "kind": "drop_before"},),
        f"{deed} server error": ({"operation": step, "kind": "http_500"},),
        f"{deed} answer garbled": ({"operation": step, "kind": "garbage"},),
    }


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
        videos = tuple(self._filmed(number) for number in range(1, self._kind.videos + 1))
        words = f"Sinov xabari {self._address}"
        return self._kind.more_in_it(OutgoingPost("Sinov", words, pictures=pictures, videos=videos))

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
        return [Shown(tuple(entry["ids"]), self._kind.words(entry), self._kind.media(entry)) for entry in listed]

    def as_sent(self, post: OutgoingPost, result: Published | HandedOver) -> list[Shown]:
        messages = self._kind.messages(post)
        ids = (isinstance(result, Published) and result.parts) or (result.external_id,)
        if len(messages) == 1:
            return [Shown(ids, *messages[0])]
        left = iter(ids)
        shown = [Shown(tuple(next(left) for _item in media or ("",)), text, media) for text, media in messages]
        assert list(left) == []
        return shown

    def corrected(self, post: OutgoingPost) -> OutgoingPost:
        follow_up = f"{post.follow_up}, tuzatilgan" if post.follow_up else ""
        return replace(post, text=f"{post.text}, tuzatilgan", follow_up=follow_up)

    def remove(self, result: Published) -> None:
        wish = {"platform": self._kind.platform, "address": self._channel["id"]}
        gone: set[str] = set()
        for each in result.parts or (result.external_id,):
            if each not in gone:
                gone |= set(self._control("remove", {**wish, "id": each})["removed"])

    def _hosted(self, number: int) -> Picture:
        hosted = picture(number, base_url=self._pictures.url)
        self._pictures.on(hosted.name, Reply(hosted.read(), content_type="image/jpeg"))
        return hosted

    def _filmed(self, number: int) -> Video:
        hosted = video(number, base_url=self._pictures.url)
        self._pictures.on(hosted.name, Reply(hosted.read(), content_type="video/mp4"))
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
