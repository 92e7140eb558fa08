"""Channels that people serve: a billboard, television, radio, and whatever else is done by hand.

Publishing hands the task over and writes nothing anywhere; that it is out is told by a proof.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from content.formats import FORMATS
from content.problems import Problem
from publishers.adapters._checking import problems_of
from publishers.adapters._unchangeable import Unchangeable
from publishers.contract import (
    Accepted,
    Access,
    AccountReport,
    CannotTell,
    Capabilities,
    Deadline,
    HandedOver,
    NotFound,
    OutgoingPost,
    Published,
)
from publishers.errors import AccountRejected, Misconfigured, ReasonCode


def _capabilities(kind: str) -> Capabilities:
    return Capabilities(format=FORMATS[kind], repeat_safety="native", hands_over=True)


class ByHandPublisher(Unchangeable):
    """``Access.options["responsible"]``: name of the person who carries it out; empty when nobody who could be told
    is named. The same key handed over twice is the same task."""

    kind: ClassVar[str] = "by_hand"
    capabilities: ClassVar[Capabilities] = _capabilities("by_hand")

    def __init__(self, access: Access) -> None:
        self._responsible = str(access.options.get("responsible", ""))

    def check(self, post: OutgoingPost) -> list[Problem]:
        """Problems of this post as a task for people. No network."""
        return problems_of(post, self.capabilities.format)

    def verify_account(self) -> AccountReport:
        """Who is responsible. Raises AccountRejected when nobody is."""
        return AccountReport(name=self._somebody())

    def publish(self, post: OutgoingPost, key: str, deadline: Deadline) -> HandedOver:
        """Hand the task over. Raises AccountRejected when nobody is there to take it."""
        self._somebody()
        return HandedOver(external_id=key)

    def resume(self, post: OutgoingPost, token: str, deadline: Deadline) -> Published | Accepted:
        """Never asked for: a task is handed over in one step. Raises Misconfigured."""
        raise Misconfigured(ReasonCode.INTERNAL, "a task has no second step")

    def find(self, post: OutgoingPost, key: str, since: datetime, token: str = "") -> Published | NotFound | CannotTell:
        """There is nothing to look at: handing over again is safe, and people prove what is out. Never raises."""
        return CannotTell("only people can see it")

    def _somebody(self) -> str:
        if not self._responsible:
            raise AccountRejected(ReasonCode.NO_RESPONSIBLE)
        return self._responsible


class BillboardPublisher(ByHandPublisher):
    kind: ClassVar[str] = "billboard"
    capabilities: ClassVar[Capabilities] = _capabilities("billboard")


class TelevisionPublisher(ByHandPublisher):
    kind: ClassVar[str] = "television"
    capabilities: ClassVar[Capabilities] = _capabilities("television")


class RadioPublisher(ByHandPublisher):
    kind: ClassVar[str] = "radio"
    capabilities: ClassVar[Capabilities] = _capabilities("radio")
