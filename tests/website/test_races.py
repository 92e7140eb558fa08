"""Many writers at once, with real commits."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from wagtail.models import Page

from tests.website.articles import put
from website.models import ArticlePage, HomePage, SectionPage
from website.services import ensure_section, ensure_site

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
WRITERS = 8


def test_many_writers_of_few_articles_leave_each_once_and_a_sound_tree(home: HomePage) -> None:
    # given: every writer wants every article, each in an order of its own
    start = Barrier(WRITERS)

    def write(writer: int) -> list[bool]:
        try:
            start.wait()
            return [put(number, section=_section(number))[1] for number in _order(writer)]
        finally:
            connection.close()

    # when
    with ThreadPoolExecutor(WRITERS) as pool:
        changes = list(pool.map(write, range(WRITERS)))

    # then
    assert ArticlePage.objects.live().count() == 6
    assert sum(map(sum, changes)) == 6
    assert all(article.revisions.count() == 1 for article in ArticlePage.objects.all())
    assert Page.find_problems() == ([], [], [], [], [])


def test_setting_up_at_once_makes_one_site(root: Page) -> None:
    start = Barrier(WRITERS)

    def set_up(_: int) -> int:
        try:
            start.wait()
            home = ensure_site(site_name="Namunaobod", base_url="http://testserver")
            ensure_section("tenderlar", "Tenderlar")
            return home.pk
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS) as pool:
        homes = set(pool.map(set_up, range(WRITERS)))

    assert homes == {HomePage.objects.get().pk}
    assert SectionPage.objects.filter(slug="tenderlar").count() == 1
    assert Page.find_problems() == ([], [], [], [], [])


def _order(writer: int) -> list[int]:
    numbers = [1, 2, 3, 4, 5, 6]
    return numbers[writer % 6 :] + numbers[: writer % 6]


def _section(number: int) -> str:
    return "yangiliklar" if number % 2 else "ochiq-budjet"
