"""The website's articles with all that goes along, corrected, taken back and brought back."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from publishers.adapters.website import WebsitePublisher
from publishers.contract import Access, NotFound, OutgoingPost, Placed, Poll, Published, Withdrawn
from publishers.errors import ContentRejected, ReasonCode, TryLater
from tests.at_the_database import silent
from tests.publishers.adapters.files import film, paper
from tests.publishers.adapters.posts import picture, soon
from tests.publishers.adapters.test_website import KEY, POST
from tests.website.conftest import home, root
from website.models import ArticlePage, HomePage, SectionPage

__all__ = ["home", "root"]

AFTER = replace(POST, text="<p>Hisobot tuzatildi.</p>", note="Sana tuzatildi.")


@pytest.fixture
def website(home: HomePage) -> WebsitePublisher:
    return WebsitePublisher(Access(address=""))


def out(website: WebsitePublisher, post: OutgoingPost = POST) -> tuple[Published, Placed]:
    published = website.publish(post, KEY, soon())
    return published, Placed(KEY, published.external_id, published.parts, published.link)


def test_films_documents_and_a_question_go_along(website: WebsitePublisher) -> None:
    clip, bare, sheet = film(1, cover=picture(3)), film(2), paper()
    out(website, replace(POST, videos=(clip, bare), documents=(sheet,), poll=Poll("Qaysi?", ("Bir", "Ikki"))))

    article = ArticlePage.objects.get()
    assert article.videos == [
        {
            "url": clip.url, "mime": "video/mp4", "alt": 'Lavha "1"', "width": 1280, "height": 720,
            "poster": {"url": picture(3).url, "alt": "Rasm 3", "width": 640, "height": 640},
        },
        {"url": bare.url, "mime": "video/mp4", "alt": 'Lavha "2"', "width": 1280, "height": 720, "poster": None},
    ]  # fmt: skip
    assert article.documents == [
        {"url": sheet.url, "title": "Qaror <1>", "name": "qaror-1.pdf", "mime": "application/pdf", "size": sheet.size}
    ]
    assert article.poll == {"question": "Qaysi?", "options": ["Bir", "Ikki"]}


@pytest.mark.parametrize(
    "changed",
    [
        {"videos": (film(cover=picture(3)),)},
        {"videos": (film(2),)},
        {"documents": (replace(paper(), title="Boshqa"),)},
        {"documents": ()},
        {"poll": Poll("Qaysi?", ("Bir",))},
    ],
)
def test_a_change_of_what_goes_along_is_written(website: WebsitePublisher, changed: dict[str, Any]) -> None:
    before = replace(POST, videos=(film(),), documents=(paper(),), poll=Poll("Qaysi?", ("Bir", "Ikki")))
    out(website, before)
    website.publish(before, KEY, soon())
    assert ArticlePage.objects.get().revisions.count() == 1
    website.publish(replace(before, **changed), KEY, soon())
    assert ArticlePage.objects.get().revisions.count() == 2


def test_a_correction_is_at_the_same_address_with_its_note(website: WebsitePublisher, client: Client) -> None:
    published, placed = out(website)
    began = timezone.now()

    assert website.amend(placed, POST, AFTER, soon()) == published

    article = ArticlePage.objects.get()
    (noted,) = article.corrections
    assert noted["note"] == "Sana tuzatildi."
    assert began <= datetime.fromisoformat(noted["at"]) <= timezone.now()
    page = client.get(published.link).content.decode()
    assert AFTER.text in page and POST.text not in page and "Sana tuzatildi." in page


def test_a_repeated_correction_is_one(website: WebsitePublisher) -> None:
    published, placed = out(website)
    for _attempt in range(2):
        assert website.amend(placed, POST, AFTER, soon()) == published
    assert len(ArticlePage.objects.get().corrections) == 1


def test_an_article_keeps_its_date_and_its_section(website: WebsitePublisher) -> None:
    published, placed = out(website)
    elsewhere = replace(AFTER, section="yangiliklar", slot=datetime(2027, 1, 1, tzinfo=UTC))

    assert website.amend(placed, POST, elsewhere, soon()).link == published.link

    assert ArticlePage.objects.get().published_on == POST.slot
    assert website.check_amend(POST, elsewhere) == []
    assert [each.code for each in website.check_amend(POST, replace(AFTER, text=""))] == ["text_empty"]


def test_a_correction_works_though_the_section_takes_no_new_articles(website: WebsitePublisher) -> None:
    published, placed = out(website)
    SectionPage.objects.get(slug="ochiq-budjet").unpublish()
    assert website.amend(placed, POST, AFTER, soon()) == published


@pytest.mark.parametrize("how", ["unpublished", "deleted"])
def test_what_was_removed_by_hand_is_not_corrected(website: WebsitePublisher, how: str) -> None:
    published, placed = out(website)
    article = ArticlePage.objects.get()
    article.unpublish() if how == "unpublished" else article.delete()

    with pytest.raises(ContentRejected) as refused:
        website.amend(placed, POST, AFTER, soon())

    assert (refused.value.code, refused.value.detail) == (ReasonCode.GONE, published.link)
    assert not ArticlePage.objects.live().exists()
    assert website.withdraw(placed, POST, soon()) == Withdrawn()


def test_what_does_not_fit_is_no_correction(website: WebsitePublisher) -> None:
    _, placed = out(website)
    with pytest.raises(ContentRejected) as refused:
        website.amend(placed, POST, replace(AFTER, title="s" * 256), soon())
    assert refused.value.code is ReasonCode.CONTENT_REFUSED
    assert ArticlePage.objects.get().title == POST.title


def test_an_article_is_taken_back_and_brought_back_at_its_address(website: WebsitePublisher, client: Client) -> None:
    published, placed = out(website)

    for _attempt in range(2):
        assert website.withdraw(placed, POST, soon()) == Withdrawn()
    assert client.get(published.link).status_code == 410
    assert website.find(POST, KEY, timezone.now() - timedelta(hours=1)) == NotFound(conclusive=True)

    assert website.publish(POST, KEY, soon()) == published
    assert client.get(published.link).status_code == 200
    assert ArticlePage.objects.get().corrections == []


def test_a_silent_database_changes_nothing(website: WebsitePublisher) -> None:
    _, placed = out(website)
    with silent(OperationalError("gone")):
        for act in (
            lambda: website.amend(placed, POST, AFTER, soon()),
            lambda: website.withdraw(placed, POST, soon()),
        ):
            with pytest.raises(TryLater) as later:
                act()
            assert later.value.code is ReasonCode.UNREACHABLE
    assert ArticlePage.objects.get().body_html == POST.text
