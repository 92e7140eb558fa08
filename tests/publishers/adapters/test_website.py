from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import DataError, InterfaceError, OperationalError
from django.test import Client

from content.formats import FORMATS
from publishers.adapters.website import WebsitePublisher
from publishers.contract import Access, AccountReport, CannotTell, NotFound, OutgoingPost, Published
from publishers.errors import AccountRejected, ContentRejected, Misconfigured, ReasonCode, TryLater
from tests.at_the_database import silent
from tests.publishers.adapters.posts import picture, soon
from tests.website.conftest import home, root
from website.addresses import article_url
from website.models import ArticlePage, HomePage, SectionPage
from website.services import withdraw_article

__all__ = ["home", "root"]

KEY = "4f0c9a71d2b35e68"
SLOT = datetime(2026, 12, 15, 5, 0, tzinfo=UTC)
POST = OutgoingPost(
    title="Ochiq budjet",
    text="<p>Hisobot <strong>eʼlon</strong> qilindi.</p>",
    section="ochiq-budjet",
    summary="Hisobot eʼlon qilindi.",
    slot=SLOT,
    pictures=(picture(1), picture(2)),
)


@pytest.fixture
def website(home: HomePage) -> WebsitePublisher:
    return WebsitePublisher(Access(address=""))


def test_a_post_becomes_a_page_readers_can_open(website: WebsitePublisher, client: Client) -> None:
    published = website.publish(POST, KEY, soon())

    article = ArticlePage.objects.get()
    assert published == Published(external_id=str(article.pk), link=article.full_url)
    assert article.published_on == SLOT
    assert article.pictures == [
        {"url": "https://media.example.org/picture-1.jpg", "alt": "Rasm 1", "width": 640, "height": 640},
        {"url": "https://media.example.org/picture-2.jpg", "alt": "Rasm 2", "width": 640, "height": 640},
    ]
    page = client.get(published.link).content.decode()
    assert POST.text in page and POST.title in page


def test_the_link_is_the_one_other_channels_were_told(website: WebsitePublisher) -> None:
    told = article_url("ochiq-budjet", POST.title, KEY)
    # the website's own text may be in another alphabet than the title the address was made from
    published = website.publish(replace(POST, title="Сентябрь ойи бюджети", link=told), KEY, soon())
    assert published.link == told


def test_a_link_that_is_no_address_of_the_section_is_no_address(website: WebsitePublisher) -> None:
    published = website.publish(replace(POST, link="https://elsewhere.example/"), KEY, soon())
    assert published.link == article_url("ochiq-budjet", POST.title, KEY)


def test_the_same_key_again_is_the_same_page_untouched(website: WebsitePublisher) -> None:
    first = website.publish(POST, KEY, soon())
    again = website.publish(POST, KEY, soon())
    assert again == first
    assert ArticlePage.objects.get().revisions.count() == 1


@pytest.mark.parametrize(
    "changed",
    [
        {"title": "Tuzatilgan"},
        {"text": "<p>Tuzatilgan.</p>"},
        {"summary": "Tuzatilgan."},
        {"pictures": (picture(2), picture(1))},
        {"pictures": (replace(picture(1), alt="Boshqa tavsif"), picture(2))},
        {"slot": datetime(2026, 12, 16, 5, 0, tzinfo=UTC)},
        {"language": "ru"},
    ],
)
def test_whatever_readers_see_is_corrected_at_the_same_address(
    website: WebsitePublisher, changed: dict[str, Any]
) -> None:
    first = website.publish(POST, KEY, soon())
    again = website.publish(replace(POST, **changed), KEY, soon())
    assert again == first
    assert ArticlePage.objects.get().revisions.count() == 2


def test_a_post_without_a_section_goes_to_the_channels_own(home: HomePage) -> None:
    own = WebsitePublisher(Access(address="korrupsiyaga-qarshi-kurashish")).publish(
        replace(POST, section=""), KEY, soon()
    )
    default = WebsitePublisher(Access(address="")).publish(replace(POST, section=""), "b" * 16, soon())
    assert own.link.startswith("http://testserver/korrupsiyaga-qarshi-kurashish/")
    assert default.link.startswith("http://testserver/yangiliklar/")


def test_a_post_that_names_a_missing_section_goes_back_to_its_author(website: WebsitePublisher) -> None:
    with pytest.raises(ContentRejected) as refused:
        website.publish(replace(POST, section="yoq-bolim"), KEY, soon())
    assert (refused.value.code, refused.value.detail) == (ReasonCode.TARGET_MISSING, "yoq-bolim")
    assert not ArticlePage.objects.exists()


def test_when_the_channels_own_section_is_gone_the_channel_is_told(website: WebsitePublisher) -> None:
    SectionPage.objects.get(slug="yangiliklar").unpublish()
    with pytest.raises(AccountRejected) as refused:
        website.publish(replace(POST, section=""), KEY, soon())
    assert (refused.value.code, refused.value.detail) == (ReasonCode.TARGET_MISSING, "yangiliklar")
    assert not ArticlePage.objects.exists()


def test_what_does_not_fit_a_page_is_rejected(website: WebsitePublisher) -> None:
    with pytest.raises(ContentRejected) as refused:
        website.publish(replace(POST, title="s" * 256), KEY, soon())
    assert refused.value.code is ReasonCode.CONTENT_REFUSED
    assert "255" in refused.value.detail
    assert not ArticlePage.objects.exists()


def test_two_posts_never_share_an_address(website: WebsitePublisher) -> None:
    website.publish(POST, KEY, soon())
    with pytest.raises(ContentRejected) as refused:
        website.publish(POST, KEY[:8] + "00000000", soon())
    assert refused.value.code is ReasonCode.CONTENT_REFUSED
    assert refused.value.detail == "ochiq-budjet/ochiq-budjet-4f0c9a71"
    assert ArticlePage.objects.get().key == KEY


@pytest.mark.parametrize("error", [OperationalError("server closed the connection"), InterfaceError("closed")])
def test_a_silent_database_means_later_and_nothing_is_out(website: WebsitePublisher, error: Exception) -> None:
    with silent(error), pytest.raises(TryLater) as later:
        website.publish(POST, KEY, soon())
    assert (later.value.code, later.value.after) == (ReasonCode.UNREACHABLE, None)
    assert not ArticlePage.objects.exists()


def test_a_value_the_database_refuses_is_the_posts_fault(website: WebsitePublisher) -> None:
    with silent(DataError("value too long")), pytest.raises(ContentRejected) as refused:
        website.publish(POST, KEY, soon())
    assert refused.value.code is ReasonCode.CONTENT_REFUSED


def test_it_is_found_by_its_key_alone(website: WebsitePublisher) -> None:
    published = website.publish(POST, KEY, soon())
    other = replace(POST, title="Boshqa")
    assert website.find(other, KEY, SLOT) == replace(published, found=True)
    assert website.find(POST, "0" * 16, SLOT) == NotFound(conclusive=True)


def test_what_was_withdrawn_is_not_there(website: WebsitePublisher) -> None:
    published = website.publish(POST, KEY, soon())
    withdraw_article(KEY)
    assert website.find(POST, KEY, SLOT) == NotFound(conclusive=True)
    assert website.publish(POST, KEY, soon()) == published


def test_a_silent_database_cannot_tell(website: WebsitePublisher) -> None:
    website.publish(POST, KEY, soon())
    with silent(OperationalError("gone")):
        assert website.find(POST, KEY, SLOT) == CannotTell("OperationalError")


def test_the_account_is_its_section(home: HomePage) -> None:
    report = WebsitePublisher(Access(address="ochiq-budjet")).verify_account()
    assert report == AccountReport(name="Ochiq budjet", notes=("http://testserver/ochiq-budjet/",))


def test_an_account_without_its_section_is_rejected(home: HomePage) -> None:
    with pytest.raises(AccountRejected) as refused:
        WebsitePublisher(Access(address="yoq-bolim")).verify_account()
    assert (refused.value.code, refused.value.detail) == (ReasonCode.TARGET_MISSING, "yoq-bolim")


def test_an_account_is_asked_about_later_when_the_database_is_silent(website: WebsitePublisher) -> None:
    with silent(OperationalError("gone")), pytest.raises(TryLater) as later:
        website.verify_account()
    assert later.value.code is ReasonCode.UNREACHABLE


def test_there_is_no_second_step(website: WebsitePublisher) -> None:
    with pytest.raises(Misconfigured):
        website.resume(POST, "token", soon())


def test_problems_are_known_without_a_database() -> None:
    limit = FORMATS["website"].text_limit
    check = WebsitePublisher(Access(address="")).check
    many = tuple(picture(1) for _ in range(31))

    def found(post: OutgoingPost) -> list[tuple[str, dict[str, Any]]]:
        return [(problem.code, dict(problem.params)) for problem in check(post)]

    assert found(POST) == []
    assert found(replace(POST, title=" ", text="<p> </p>")) == [("title_empty", {}), ("text_empty", {})]
    assert found(replace(POST, text=f"<p>{'s' * limit}</p>")) == []
    assert found(replace(POST, text=f"<p>{'s' * (limit + 1)}</p>")) == [
        ("text_too_long", {"length": limit + 1, "limit": limit, "over": 1})
    ]
    assert found(replace(POST, pictures=many)) == [("too_many_pictures", {"count": 31, "limit": 30})]
