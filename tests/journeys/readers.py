"""What readers find on the four channels, and the troubles the platforms can be made to have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import requests
from bs4 import BeautifulSoup


@dataclass(frozen=True, slots=True)
class Seen:
    """One post as readers of a channel have it."""

    text: str
    link: str
    pictures: int
    alt: str


class Platforms:
    """The sandbox, asked as its readers and its operators would."""

    def __init__(self, url: str) -> None:
        self._control = f"{url}/__control__"

    def seen_on(self, platform: str, address: str) -> list[Seen]:
        """Every post that stands there, oldest first."""
        answer = requests.get(f"{self._control}/published", {"platform": platform, "address": address}, timeout=10)
        answer.raise_for_status()
        return [
            Seen(post["text"], post["link"], len(post["media"]), (post["alt"] or [""])[0] or "")
            for post in answer.json()["published"]
        ]

    def mail_address(self) -> str:
        """Where letters to newspapers are taken."""
        answer = requests.get(f"{self._control}/state", timeout=10)
        answer.raise_for_status()
        return str(answer.json()["mail"])

    def trouble(self, platform: str, address: str, kind: str, *, operation: str = "*", **more: Any) -> None:
        wish = {"platform": platform, "target": address, "operation": operation, "kind": kind, **more}
        requests.post(f"{self._control}/faults", json=wish, timeout=10).raise_for_status()

    def trouble_is_over(self) -> None:
        requests.delete(f"{self._control}/faults", timeout=10).raise_for_status()


def article_at(address: str) -> str:
    """The public page as a browser gets it. Raises HTTPError when it does not stand."""
    answer = requests.get(address, timeout=20)
    answer.raise_for_status()
    return answer.text


def headline_of(page: str) -> str:
    """The words of the page's only headline of the first rank."""
    (headline,) = BeautifulSoup(page, "html.parser").find_all("h1")
    return str(headline.get_text(strip=True))
