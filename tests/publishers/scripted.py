"""A platform's adapter by script: it answers what a test laid down, for outcomes no sandbox fault brings about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, ClassVar

from content.formats import FORMATS
from content.problems import Problem
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
    Placed,
    Published,
    Withdrawn,
)

Answer = Published | Withdrawn | Accepted | HandedOver | NotFound | CannotTell | Exception | Callable[[], Any]


class Script:
    """Answers in order, one per call; and the calls that came, each as (step, key or token)."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.calls: list[tuple[str, str]] = []
        self.report: AccountReport | Exception = AccountReport("Namuna kanali")

    def lay_down(self, *answers: Answer) -> None:
        self.answers += answers

    def play(self, step: str, key: str) -> Any:
        self.calls.append((step, key))
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer() if callable(answer) else answer


class ScriptedPublisher:
    """Serves kind telegram at a pace of three seconds; absence there is believed or not as the script says."""

    kind: ClassVar[str] = "telegram"
    capabilities: ClassVar[Capabilities] = Capabilities(
        format=FORMATS["telegram"],
        repeat_safety="lookup",
        can_amend=True,
        can_withdraw=True,
        pace=timedelta(seconds=3),
        settle=timedelta(seconds=60),
    )
    script: ClassVar[Script] = Script()

    def __init__(self, access: Access) -> None:
        self.access = access

    def check(self, post: OutgoingPost) -> list[Problem]:
        return []

    def verify_account(self) -> AccountReport:
        if isinstance(self.script.report, Exception):
            raise self.script.report
        return self.script.report

    def publish(self, post: OutgoingPost, key: str, deadline: Deadline) -> Published | Accepted:
        return self.script.play("publish", key)  # type: ignore[no-any-return]

    def resume(self, post: OutgoingPost, token: str, deadline: Deadline) -> Published | Accepted:
        return self.script.play("resume", token)  # type: ignore[no-any-return]

    def find(self, post: OutgoingPost, key: str, since: datetime, token: str = "") -> Published | NotFound | CannotTell:
        return self.script.play("find", token)  # type: ignore[no-any-return]

    def check_amend(self, before: OutgoingPost, after: OutgoingPost) -> list[Problem]:
        return []

    def amend(self, placed: Placed, before: OutgoingPost, after: OutgoingPost, deadline: Deadline) -> Published:
        return self.script.play("amend", placed.external_id)  # type: ignore[no-any-return]

    def withdraw(self, placed: Placed, post: OutgoingPost, deadline: Deadline) -> Withdrawn:
        return self.script.play("withdraw", placed.external_id)  # type: ignore[no-any-return]


class ScriptedLocator(ScriptedPublisher):
    """The same, on a platform that can be asked for a link later."""

    def locate(self, placed: Placed, post: OutgoingPost, since: datetime, deadline: Deadline) -> Published | CannotTell:
        return self.script.play("locate", placed.external_id)  # type: ignore[no-any-return]


class ScriptedWebsite(ScriptedPublisher):
    """Serves kind website: the same key twice is the same article, and there is no pace to keep."""

    kind: ClassVar[str] = "website"
    capabilities: ClassVar[Capabilities] = Capabilities(format=FORMATS["website"], repeat_safety="native")


class ScriptedNewspaper(ScriptedPublisher):
    """Serves kind newspaper: people put it out there."""

    kind: ClassVar[str] = "newspaper"
    capabilities: ClassVar[Capabilities] = Capabilities(
        format=FORMATS["newspaper"], repeat_safety="none", hands_over=True
    )
