"""The website's place in the suite: this installation's own pages, and a database that may fall silent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

import pytest
from django.db import OperationalError

from publishers.adapters.website import WebsitePublisher
from publishers.contract import (
    Access,
    AccountReport,
    CannotTell,
    Deadline,
    NotFound,
    OutgoingPost,
    Placed,
    Published,
    Publisher,
    Withdrawn,
)
from tests.at_the_database import silent
from tests.contract.stands import Shown, Stand
from tests.publishers.adapters.files import film, paper
from tests.publishers.adapters.posts import picture
from website.models import ArticlePage, SectionPage
from website.slugs import article_slug

KEY = "delivery-1"
"""The key of the suite's journeys."""


_GONE = OperationalError("the server has gone away")


class _OutOfReach(WebsitePublisher):
    """The adapter while the database refuses every statement."""

    def publish(self, post: OutgoingPost, key: str, deadline: Deadline) -> Published:
        with silent(_GONE):
            return super().publish(post, key, deadline)

    def verify_account(self) -> AccountReport:
        with silent(_GONE):
            return super().verify_account()

    def find(self, post: OutgoingPost, key: str, since: datetime, token: str = "") -> Published | NotFound | CannotTell:
        with silent(_GONE):
            return super().find(post, key, since, token)

    def amend(self, placed: Placed, before: OutgoingPost, after: OutgoingPost, deadline: Deadline) -> Published:
        with silent(_GONE):
            return super().amend(placed, before, after, deadline)

    def withdraw(self, placed: Placed, post: OutgoingPost, deadline: Deadline) -> Withdrawn:
        with silent(_GONE):
            return super().withdraw(placed, post, deadline)


class WebsiteStand:
    """Articles in the section that stands for a channel without an address of its own."""

    secret = "no-secret-of-the-website"

    def __init__(self, *, carries_media: bool) -> None:
        self._carries_media = carries_media
        self._section = SectionPage.objects.get(slug="yangiliklar")

    def publisher(self, *, reachable: bool = True) -> Publisher:
        return (WebsitePublisher if reachable else _OutOfReach)(Access(""))

    def post(self) -> OutgoingPost:
        post = OutgoingPost("Sinov", "<p>Sinov xabari</p>", pictures=(picture(1), picture(2)))
        if not self._carries_media:
            return post
        return replace(post, videos=(film(1, cover=picture(9)), film(2)), documents=(paper(),))

    def bring_about(self, situation: str) -> None:
        match situation:
            case "section missing":
                self._section.unpublish()
            case "content refused":
                # another article stands at the address
                slug = article_slug(self.post().title, KEY)
                values = {"title": "Boshqa", "slug": slug, "live": False, "published_on": datetime.now().astimezone()}
                self._section.add_child(instance=ArticlePage(key="another", **values))
            case _ if situation not in WebsiteKind.situations:
                raise KeyError(situation)

    def calm(self) -> None:
        section = SectionPage.objects.get(pk=self._section.pk)
        if not section.live:
            section.save_revision().publish()
        for other in ArticlePage.objects.filter(key="another"):
            other.delete()

    def shown(self) -> list[Shown]:
        post = self.post()
        checksums = {each.url: each.checksum for each in (*post.pictures, *post.videos, *post.documents)}
        return [
            Shown(
                (str(article.pk),),
                article.body_html,
                tuple(checksums[each["url"]] for each in (*article.pictures, *article.videos, *article.documents)),
            )
            for article in ArticlePage.objects.live().order_by("pk")
        ]

    def as_sent(self, post: OutgoingPost, result: Published) -> list[Shown]:
        files = (*post.pictures, *post.videos, *post.documents)
        return [Shown((result.external_id,), post.text, tuple(each.checksum for each in files))]

    def corrected(self, post: OutgoingPost) -> OutgoingPost:
        return replace(
            post, title="Tuzatilgan", text="<p>Tuzatilgan</p>", note="Sana tuzatildi.", pictures=post.pictures[:1]
        )

    def remove(self, result: Published) -> None:
        ArticlePage.objects.get(pk=result.external_id).unpublish()


@dataclass(frozen=True)
class WebsiteKind:
    carries_media: bool = False
    situations = frozenset(
        {
            "calm", "out of reach", "content refused", "section missing",
            "amend calm", "amend out of reach", "withdraw calm", "withdraw out of reach",
        }
    )  # fmt: skip
    can_look = True
    repeats = True
    marks = (pytest.mark.django_db,)

    def stand(self, request: pytest.FixtureRequest) -> Stand:
        request.getfixturevalue("home")
        return WebsiteStand(carries_media=self.carries_media)
