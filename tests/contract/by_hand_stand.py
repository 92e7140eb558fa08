"""The place in the suite of what people do by hand: no network at all, and a person who may not be there."""

from __future__ import annotations

from typing import Any, cast

import pytest

from publishers.adapters.by_hand import ByHandPublisher
from publishers.contract import Access, Deadline, HandedOver, OutgoingPost, Published, Publisher
from tests.contract.stands import Shown, Stand
from tests.publishers.adapters.posts import picture

NOBODY = "nobody responsible"


class _BuiltPerCall:
    """The adapter as the outbox has it: built anew for every call from what the account holds by then."""

    def __init__(self, stand: ByHandStand) -> None:
        self._stand = stand

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stand.adapter(), name)

    def publish(self, post: OutgoingPost, key: str, deadline: Deadline) -> HandedOver:
        handed = self._stand.adapter().publish(post, key, deadline)
        self._stand.tasks[handed.external_id] = post
        return handed


class ByHandStand:
    """``tasks``: what was handed over, by its number; the same number twice is one task."""

    secret = "no-token-exists-here"

    def __init__(self, kind: type[ByHandPublisher]) -> None:
        self._kind = kind
        self._responsible = "Bahrom"
        self.tasks: dict[str, OutgoingPost] = {}

    def adapter(self) -> ByHandPublisher:
        return self._kind(Access("", options={"responsible": self._responsible}))

    def publisher(self, *, reachable: bool = True) -> Publisher:
        return cast(Publisher, _BuiltPerCall(self))

    def post(self) -> OutgoingPost:
        return OutgoingPost("Sinov", "<p>Sinov xabari</p>", pictures=(picture(1), picture(2)))

    def bring_about(self, situation: str) -> None:
        if situation not in ByHandKind.situations:
            raise KeyError(situation)
        if situation == NOBODY:
            self._responsible = ""

    def calm(self) -> None:
        self._responsible = "Bahrom"

    def shown(self) -> list[Shown]:
        """What people have been asked to put out."""
        return [
            Shown((key,), post.text, tuple(each.checksum for each in post.pictures)) for key, post in self.tasks.items()
        ]

    def as_sent(self, post: OutgoingPost, result: Published | HandedOver) -> list[Shown]:
        return [Shown((result.external_id,), post.text, tuple(each.checksum for each in post.pictures))]


class ByHandKind:
    situations = frozenset({"calm", NOBODY})
    can_look = False
    repeats = True
    marks = ()

    def __init__(self, kind: type[ByHandPublisher]) -> None:
        self._kind = kind

    def stand(self, request: pytest.FixtureRequest) -> Stand:
        return ByHandStand(self._kind)
