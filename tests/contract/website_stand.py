"""The website's place in the suite: this installation's own pages, and a database that may fall silent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError, connection

from publishers.adapters.website import WebsitePublisher
from publishers.contract import Access, AccountReport, Deadline, OutgoingPost, Published, Publisher
from tests.contract.stands import Shown, Stand
from tests.publishers.adapters.posts import picture
from website.models import ArticlePage


class _OutOfReach(WebsitePublisher):
    """The adapter while the database refuses every statement."""

    def publish(self, post: OutgoingPost, key: str, deadline: Deadline) -> Published:
        with connection.execute_wrapper(_refuse):
            return super().publish(post, key, deadline)

    def verify_account(self) -> AccountReport:
        with connection.execute_wrapper(_refuse):
            return super().verify_account()


def _refuse(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
    raise OperationalError("the server has gone away")


class WebsiteStand:
    """Articles in the section that stands for a channel without an address of its own."""

    secret = ""

    def publisher(self, *, reachable: bool = True) -> Publisher:
        return (WebsitePublisher if reachable else _OutOfReach)(Access(""))

    def post(self) -> OutgoingPost:
        return OutgoingPost("Sinov", "<p>Sinov xabari</p>", pictures=(picture(1), picture(2)))

    def bring_about(self, situation: str) -> None:
        if situation not in WebsiteKind.situations:
            raise KeyError(situation)

    def calm(self) -> None:
        """Nothing outlasts a call here."""

    def shown(self) -> list[Shown]:
        checksums = {each.url: each.checksum for each in self.post().pictures}
        return [
            Shown((str(article.pk),), article.body_html, tuple(checksums[each["url"]] for each in article.pictures))
            for article in ArticlePage.objects.live().order_by("pk")
        ]


class WebsiteKind:
    situations = frozenset({"calm", "out of reach"})
    can_look = True
    repeats = True
    marks = (pytest.mark.django_db,)

    def stand(self, request: pytest.FixtureRequest) -> Stand:
        request.getfixturevalue("home")
        return WebsiteStand()
