"""People in Telegram, played through the sandbox over HTTP, and the bot of the service that answers them."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import requests
from django.contrib.auth.models import User
from django.utils import timezone

from desk.bot.connecting import connect
from desk.bot.models import ServiceBot
from desk.bot.people import new_code
from desk.bot.polling import Poller
from desk.bot.sending import send_waiting
from publishers.stopping import Stopping

_PEOPLE = itertools.count(810_000_001)


@dataclass
class Telegram:
    """One bot of the sandbox, connected as the bot of the service."""

    url: str
    token: str
    username: str

    def control(self, what: str, **wish: Any) -> dict[str, Any]:
        answer = requests.post(f"{self.url}/__control__/{what}", json=wish, timeout=30)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def newcomer(self) -> int:
        """The Telegram account of somebody who has never written to the bot."""
        return next(_PEOPLE)

    def write(self, person: int, text: str, **more: Any) -> int:
        """The person writes, and the bot has heard it; the number of the message."""
        wrote = self.control("chats/write", bot=self.username, person=person, text=text, **more)
        self.listen()
        return int(wrote["message_id"])

    def press(self, person: int, button: str, *, message_id: int | None = None, data: str = "") -> str:
        """The person presses a button, of the newest message with buttons; what flashes up."""
        if message_id is None:
            message_id = next(one["message_id"] for one in reversed(self.chat(person)) if one["buttons"])
        wish = {"person": person, "message_id": message_id, "button": button, "data": data}
        query = self.control("chats/press", **wish)["query"]
        self.listen()
        answer = requests.get(f"{self.url}/__control__/presses/{query}", timeout=30).json()["answer"]
        return answer["text"] if answer else ""

    def chat(self, person: int) -> list[dict[str, Any]]:
        """Everything in the person's chat with the bot, oldest first."""
        return list(requests.get(f"{self.url}/__control__/chats/{person}", timeout=30).json()["messages"])

    def said(self, person: int) -> list[str]:
        """What the bot wrote to the person, oldest first."""
        return [one["text"] for one in self.chat(person) if not one["from_person"]]

    def fault(self, kind: str, operation: str, **params: Any) -> None:
        self.control("faults", platform="telegram", kind=kind, operation=operation, **params)

    def clear_faults(self) -> None:
        requests.delete(f"{self.url}/__control__/faults", timeout=30)

    def calls(self, operation: str) -> int:
        asked = requests.get(f"{self.url}/__control__/requests", params={"operation": operation}, timeout=30)
        return len(asked.json()["requests"])

    def is_read(self) -> bool:
        """Whether a getUpdates waits at the sandbox."""
        return bool(requests.get(f"{self.url}/__control__/state", timeout=30).json()["reading"])

    def listen(self) -> float:
        """The bot asks once what happened, and does it."""
        return poller().turn(timezone.now())

    def send(self) -> int:
        return send_waiting(now=timezone.now())

    def linked(self, user: User) -> int:
        """A person of the desk with a Telegram account of their own."""
        person = self.newcomer()
        self.write(person, f"/start {new_code(user, now=timezone.now())}")
        return person


def poller() -> Poller:
    """One that works even though another one of the test had its turn before."""
    ServiceBot.objects.update(polled_until=None)
    return Poller(Stopping(), long_poll=timedelta(0))


def connected(url: str) -> Telegram:
    made = requests.post(f"{url}/__control__/bots", json={}, timeout=30).json()
    connect(made["token"], sandbox=True)
    return Telegram(url, made["token"], made["username"])
