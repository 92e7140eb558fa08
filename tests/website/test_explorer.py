"""The pages as staff meet them in Wagtail's page explorer."""

from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse

from tests.website.articles import put
from website.models import ArticlePage, HomePage, SectionPage


def test_an_article_is_read_only_and_says_where_it_comes_from(home: HomePage, admin_client: Client) -> None:
    article, _ = put()
    admin_client.cookies.load({"django_language": "en"})
    page = BeautifulSoup(admin_client.get(reverse("wagtailadmin_pages:edit", args=[article.pk])).content, "html.parser")
    names = {field.get("name") for field in page.select("form input, form textarea, form select")}
    assert "loaded_revision_id" in names  # the editing form is there
    assert names.isdisjoint({"title", "slug", "summary", "body_html", "published_on", "pictures", "go_live_at"})
    assert "This page is published from a post" in page.get_text()


def test_saving_in_the_explorer_changes_no_article(home: HomePage, admin_client: Client) -> None:
    article, _ = put()
    answer = admin_client.post(
        reverse("wagtailadmin_pages:edit", args=[article.pk]),
        {
            "title": "Boshqa",
            "slug": "boshqa",
            "body_html": "x",
            "action-publish": "1",
            "comments-TOTAL_FORMS": "0",
            "comments-INITIAL_FORMS": "0",
        },
    )
    assert answer.status_code == 302
    after = ArticlePage.objects.get()
    assert (after.title, after.slug, after.body_html) == (article.title, article.slug, article.body_html)


def test_staff_can_add_sections_and_no_articles(home: HomePage, admin_client: Client) -> None:
    section = SectionPage.objects.get(slug="yangiliklar")
    assert HomePage.creatable_subpage_models() == [SectionPage]
    assert SectionPage.creatable_subpage_models() == []
    add = reverse("wagtailadmin_pages:add", args=["website", "articlepage", section.pk])
    assert admin_client.get(add).status_code in (302, 403)
    assert not ArticlePage.objects.exists()
