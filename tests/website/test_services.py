import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from wagtail.models import Page, Site

from tests.website.articles import KEY, TITLE, picture, put
from website.addresses import article_url
from website.models import ArticlePage, HomePage, SectionPage
from website.queries import find_article
from website.services import DEFAULT_SECTIONS, AddressTaken, ensure_section, ensure_site, withdraw_article


def test_the_first_call_makes_the_tree_and_removes_the_welcome_page(root: Page) -> None:
    home = ensure_site(site_name="Namunaobod", base_url="https://namunaobod.example")

    site = Site.objects.get()
    assert (site.hostname, site.port, site.site_name, site.root_page_id) == (
        "namunaobod.example", 443, "Namunaobod", home.pk,
    )  # fmt: skip
    assert home.full_url == "https://namunaobod.example/"
    assert list(root.get_children()) == [home.page_ptr]
    assert {s.slug: s.title for s in SectionPage.objects.live()} == DEFAULT_SECTIONS
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_second_call_changes_the_address_and_nothing_else(home: HomePage) -> None:
    SectionPage.objects.get(slug="ochiq-budjet").delete()
    SectionPage.objects.filter(slug="yangiliklar").update(title="Xabarlar")

    again = ensure_site(site_name="Namunaobod", base_url="http://127.0.0.1:8000")

    assert again == home
    assert again.full_url == "http://127.0.0.1:8000/"
    assert {s.slug: s.title for s in SectionPage.objects.all()} == {
        "yangiliklar": "Xabarlar",
        "korrupsiyaga-qarshi-kurashish": "Korrupsiyaga qarshi kurashish",
    }


def test_a_welcome_page_with_pages_below_it_is_left(root: Page) -> None:
    own = root.add_child(instance=Page(title="Own", slug="own"))
    own.add_child(instance=Page(title="Below", slug="below"))
    ensure_site(site_name="Namunaobod", base_url="http://testserver")
    assert Page.objects.filter(slug="below").exists()


@pytest.mark.parametrize("base_url", ["", "namunaobod.example", "ftp://namunaobod.example", "http://"])
def test_what_is_no_address_of_a_site_is_refused(root: Page, base_url: str) -> None:
    before = list(Page.objects.values_list("path", flat=True))
    with pytest.raises(ValueError, match="not the address"):
        ensure_site(site_name="Namunaobod", base_url=base_url)
    assert list(Page.objects.values_list("path", flat=True)) == before


def test_a_section_is_made_once_and_put_back_when_withdrawn(home: HomePage) -> None:
    made = ensure_section("tenderlar", "Tenderlar")
    made.unpublish()
    again = ensure_section("tenderlar", "Another title")
    assert (again.pk, again.title, again.live) == (made.pk, "Tenderlar", True)


def test_a_section_made_by_hand_gets_an_ascii_slug(home: HomePage) -> None:
    section = home.add_child(instance=SectionPage(title="Очиқ маълумотлар"))
    assert section.slug == "ochiq-malumotlar"


def test_the_same_article_twice_is_one_page_and_no_second_revision(home: HomePage) -> None:
    first, first_changed = put()
    second, second_changed = put()
    assert (first_changed, second_changed) == (True, False)
    assert first.pk == second.pk == ArticlePage.objects.get().pk
    assert second.revisions.count() == 1


def test_a_correction_changes_what_readers_see_and_keeps_the_address(home: HomePage, client: Client) -> None:
    # given
    article, _ = put(pictures=[picture(1)])
    address = article.full_url

    # when
    corrected, changed = put(title="Yangi sarlavha", body_html="<p>Tuzatildi.</p>", checksum="second")

    # then
    assert changed
    assert corrected.full_url == address
    page = client.get(address).content.decode()
    assert "Yangi sarlavha" in page and "<p>Tuzatildi.</p>" in page
    assert "toʻsiq" not in page
    assert "p1.jpg" not in page


def test_a_corrected_article_stays_in_its_section(home: HomePage) -> None:
    article, _ = put()
    moved, _ = put(section="ochiq-budjet", checksum="second")
    assert moved.full_url == article.full_url


def test_a_withdrawn_article_is_gone_and_comes_back_at_its_address(home: HomePage, client: Client) -> None:
    article, _ = put()
    address = article.full_url

    assert withdraw_article(KEY) is True
    assert client.get(address).status_code == 410
    assert find_article(KEY).live is False
    assert withdraw_article(KEY) is False

    restored, changed = put()
    assert (restored.pk, changed) == (article.pk, True)
    assert client.get(address).status_code == 200


def test_withdrawing_what_never_was_changes_nothing(home: HomePage) -> None:
    assert withdraw_article("never") is False
    assert find_article("never") is None


@pytest.mark.parametrize("section", ["yoq-bolim", ""])
def test_a_missing_section_is_told_and_nothing_is_written(home: HomePage, section: str) -> None:
    with pytest.raises(SectionPage.DoesNotExist):
        put(section=section)
    assert not ArticlePage.objects.exists()


def test_a_withdrawn_section_takes_no_articles(home: HomePage) -> None:
    SectionPage.objects.get(slug="yangiliklar").unpublish()
    with pytest.raises(SectionPage.DoesNotExist):
        put()


def test_another_article_never_overwrites_the_one_at_its_address(home: HomePage) -> None:
    put(slug="bir-manzil")
    with pytest.raises(AddressTaken, match="yangiliklar/bir-manzil"):
        put(1, slug="bir-manzil", title="Boshqa")
    assert ArticlePage.objects.get().title == TITLE


def test_a_title_that_does_not_fit_is_refused_whole(home: HomePage) -> None:
    with pytest.raises(ValidationError):
        put(title="s" * 256)
    assert not ArticlePage.objects.exists()


@pytest.mark.parametrize("title", [TITLE, "Коррупцияга қарши кураш", "🎉"])
def test_the_address_told_before_is_the_address_served(home: HomePage, client: Client, title: str) -> None:
    told = article_url("ochiq-budjet", title, KEY)
    article, _ = put(section="ochiq-budjet", title=title)
    assert told == article.full_url
    assert client.get(told).status_code == 200


def test_the_address_of_an_article_that_exists_does_not_follow_its_title(home: HomePage) -> None:
    article, _ = put()
    assert article_url("ochiq-budjet", "Boshqa sarlavha", KEY) == article.full_url


def test_without_a_section_the_address_is_in_the_news(home: HomePage) -> None:
    assert article_url("", "Sarlavha", KEY) == "http://testserver/yangiliklar/sarlavha-4f0c9a71/"


def test_before_the_site_is_set_up_no_address_can_be_told(root: Page) -> None:
    Site.objects.all().delete()
    with pytest.raises(ValueError, match="never set up"):
        article_url("yangiliklar", "Sarlavha", KEY)
