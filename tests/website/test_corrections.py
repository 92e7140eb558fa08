"""What readers see of an article that was corrected, and of one that was taken back."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.website.articles import KEY, TITLE, put
from tests.website.markup import problems
from website.contents import ArticleContent
from website.models import ArticlePage, HomePage, SectionPage
from website.services import correct_article, withdraw_article

FIRST = datetime(2026, 11, 27, 11, 5, tzinfo=UTC)
"""16:05 in Tashkent."""
SECOND = datetime(2026, 12, 1, 4, 30, tzinfo=UTC)


def notes_in(page: str) -> list[str]:
    """What stands under the title of corrections, without the word before it, which each language has its own of."""
    assert problems(page) == []
    shown = BeautifulSoup(page, "html.parser").select(".corrections p")
    return [" ".join(note.get_text().split()).partition(": ")[2] for note in shown]


def corrected(text: str, *, at: datetime, note: str = "", checksum: str = "") -> tuple[ArticlePage, bool]:
    content = ArticleContent(TITLE, f"<p>{text}</p>", "Qisqacha.", FIRST, checksum or text)
    return correct_article(KEY, content, at=at, note=note)


def test_a_correction_tells_readers_when_and_why(home: HomePage, client: Client) -> None:
    article, _ = put()

    corrected("20 ta loyiha.", at=FIRST, note="Loyihalar soni 20 ta.")

    page = client.get(article.full_url).content.decode()
    assert notes_in(page) == ["27.11.2026 16:05, Loyihalar soni 20 ta."]
    assert "<p>20 ta loyiha.</p>" in page
    assert '<meta property="article:modified_time" content="2026-11-27T11:05:00+00:00">' in page


def test_the_notes_of_earlier_corrections_stay(home: HomePage, client: Client) -> None:
    article, _ = put()
    corrected("20 ta loyiha.", at=FIRST, note="Loyihalar soni.")
    corrected("21 ta loyiha.", at=SECOND)

    client.cookies.load({"django_language": "ru"})
    page = client.get(article.full_url).content.decode()
    assert notes_in(page) == ["27.11.2026 16:05, Loyihalar soni.", "01.12.2026 09:30"]


def test_the_same_correction_again_is_no_second_one(home: HomePage) -> None:
    put()
    first, changed = corrected("20 ta loyiha.", at=FIRST, note="Loyihalar soni.")
    again, changed_again = corrected("20 ta loyiha.", at=SECOND, note="Loyihalar soni.")

    assert (changed, changed_again) == (True, False)
    assert again.corrections == first.corrections == [{"at": FIRST.isoformat(), "note": "Loyihalar soni."}]


def test_a_note_is_text_and_no_markup(home: HomePage, client: Client) -> None:
    article, _ = put()
    corrected("20 ta.", at=FIRST, note="<script>alert(1)</script>")
    assert "<script>alert(1)" not in client.get(article.full_url).content.decode()


def test_what_is_not_up_cannot_be_corrected(home: HomePage) -> None:
    with pytest.raises(ArticlePage.DoesNotExist):
        corrected("20 ta.", at=FIRST)
    put()
    withdraw_article(KEY)
    with pytest.raises(ArticlePage.DoesNotExist):
        corrected("20 ta.", at=FIRST)
    assert ArticlePage.objects.get().corrections == []


def test_a_correction_needs_no_section_that_takes_new_articles(home: HomePage, client: Client) -> None:
    article, _ = put()
    SectionPage.objects.get(slug="yangiliklar").unpublish()
    corrected("20 ta.", at=FIRST)
    assert "20 ta." in client.get(article.full_url).content.decode()


def test_put_up_again_without_a_note_is_no_correction_and_with_one_is(home: HomePage) -> None:
    put()
    assert put(checksum="second")[0].corrections == []
    assert put(checksum="third", note="Sana tuzatildi.", at=FIRST)[0].corrections == [
        {"at": FIRST.isoformat(), "note": "Sana tuzatildi."}
    ]


def test_a_first_appearance_is_no_correction(home: HomePage) -> None:
    assert put(note="Sana tuzatildi.", at=FIRST)[0].corrections == []


def test_an_article_taken_back_says_so_without_its_title(home: HomePage, client: Client) -> None:
    article, _ = put()
    address = article.full_url
    withdraw_article(KEY)

    answer = client.get(address)

    page = answer.content.decode()
    assert answer.status_code == 410
    assert problems(page) == []
    assert TITLE not in page and "Davra suhbati" not in page
    assert '<meta name="robots" content="noindex">' in page
    for listing in ("/", "/yangiliklar/", "/rss.xml", "/sitemap.xml", "/qidiruv/?q=davra"):
        assert article.slug not in client.get(listing).content.decode()


def test_an_article_that_never_was_up_is_not_found(home: HomePage, client: Client) -> None:
    section = SectionPage.objects.get(slug="yangiliklar")
    section.add_child(instance=ArticlePage(title="Qoralama", slug="qoralama", live=False, published_on=FIRST))
    assert client.get("/yangiliklar/qoralama/").status_code == 404


def test_an_article_brought_back_keeps_its_address_and_its_notes(home: HomePage, client: Client) -> None:
    article, _ = put()
    corrected("20 ta.", at=FIRST, note="Loyihalar soni.")
    withdraw_article(KEY)

    again, changed = put(title="Boshqa sarlavha", checksum="fourth")

    assert changed
    assert (again.pk, again.full_url) == (article.pk, article.full_url)
    assert "Loyihalar soni." in client.get(article.full_url).content.decode()
