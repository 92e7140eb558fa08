"""Visits of articles: counted once a day for each visitor, by all processes together, and nobody is known."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from tests.at_the_database import failing
from tests.website.articles import KEY, put
from website import visits
from website.models import ArticleDay, ArticlePage, HomePage, VisitMark, VisitSalt
from website.services import withdraw_article

BROWSER = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36"


@pytest.fixture(autouse=True)
def counting(settings: Any) -> Any:
    """Switched on, and written down when the test says so."""
    settings.VISITS_EVERY = timedelta(days=1)
    visits._salts.forget()
    visits._waiting.take()
    yield
    visits._salts.forget()
    visits._waiting.take()


@pytest.fixture
def article(home: HomePage) -> ArticlePage:
    return put()[0]


def read(article: ArticlePage, *, address: str = "203.0.113.9", agent: str = BROWSER, **headers: Any) -> int:
    extra = {"HTTP_USER_AGENT": agent, "REMOTE_ADDR": address, **headers}
    return Client().get(str(article.url), **extra).status_code


def counted(article: ArticlePage) -> int:
    visits.write_down()
    return visits.visits_of(article.pk)


def test_a_visitor_counts_once_a_day_for_each_article(article: ArticlePage) -> None:
    second = put(1)[0]
    # when
    for _time in range(3):
        assert read(article) == 200
    read(article, address="203.0.113.10")
    read(second)
    # then
    assert (counted(article), counted(second)) == (2, 1)
    # and what is written already is known to whoever comes later
    read(article)
    assert counted(article) == 2


def test_robots_staff_and_who_asks_not_to_be_counted_are_left_out(article: ArticlePage) -> None:
    read(article, agent="Mozilla/5.0 (compatible; Googlebot/2.1)")
    read(article, HTTP_DNT="1")
    read(article, HTTP_SEC_GPC="1")
    read(article, HTTP_SEC_PURPOSE="prefetch")
    Client().head(str(article.url), HTTP_USER_AGENT=BROWSER)
    staff = Client()
    staff.force_login(User.objects.create_user("malika"))
    staff.get(str(article.url), HTTP_USER_AGENT=BROWSER)
    assert counted(article) == 0


def test_what_was_taken_back_and_other_pages_count_nothing(article: ArticlePage, home: HomePage) -> None:
    withdraw_article(KEY)
    assert read(article) == 410
    Client().get("/", HTTP_USER_AGENT=BROWSER)
    assert (counted(article), ArticleDay.objects.count()) == (0, 0)


def test_no_cookie_is_set_and_nothing_of_the_visitor_is_kept(article: ArticlePage) -> None:
    answer = Client().get(str(article.url), HTTP_USER_AGENT=BROWSER, REMOTE_ADDR="203.0.113.9")
    assert set(answer.cookies) <= {"csrftoken"}  # of the form that chooses the language
    counted(article)
    with connection.cursor() as cursor:
        for table in ("website_articleday", "website_visitmark", "website_visitsalt"):
            cursor.execute(f"SELECT * FROM {table}")
            assert "203.0.113" not in str(cursor.fetchall())


def test_a_page_writes_nothing_while_it_is_read(article: ArticlePage, django_assert_num_queries: Any) -> None:
    read(article)
    with django_assert_num_queries(0):
        visits.count_visit(request_of(article), article.pk)


def test_behind_the_proxy_the_visitor_is_whom_the_proxy_names(article: ArticlePage, settings: Any) -> None:
    settings.BEHIND_TLS_PROXY = True
    for named in ("203.0.113.1", "203.0.113.2", "203.0.113.2"):
        read(article, address="127.0.0.1", HTTP_X_FORWARDED_FOR=named, HTTP_X_FORWARDED_PROTO="https")
    assert counted(article) == 2


def test_after_a_restart_the_same_visitor_of_the_day_is_still_known(article: ArticlePage) -> None:
    read(article)
    assert counted(article) == 1
    # when the process begins anew, its memory is empty
    visits._salts.forget()
    read(article)
    assert counted(article) == 1


def test_when_the_day_is_over_salt_and_marks_are_gone_and_the_count_stays(article: ArticlePage) -> None:
    read(article)
    assert counted(article) == 1
    tomorrow = timezone.localdate() + timedelta(days=1)
    # when
    visits.forget_visitors(tomorrow)
    # then
    assert (VisitSalt.objects.count(), VisitMark.objects.count()) == (0, 0)
    assert visits.visits_of(article.pk) == 1
    # and what is written late for a day nobody can tell apart any more counts nothing
    visits._waiting.give_back(timezone.localdate(), {(article.pk, "0" * 32)})
    assert counted(article) == 1


def test_a_database_that_does_not_answer_loses_no_visit(article: ArticlePage) -> None:
    read(article)

    with failing(VisitMark._meta.db_table, OperationalError("away")):
        assert counted(article) == 0

    assert counted(article) == 1


def request_of(article: ArticlePage) -> Any:
    from django.contrib.auth.models import AnonymousUser
    from django.test import RequestFactory

    request = RequestFactory().get(str(article.url), HTTP_USER_AGENT=BROWSER, REMOTE_ADDR="203.0.113.9")
    request.user = AnonymousUser()
    return request


PROCESS = """
import django, sys
django.setup()
from datetime import date
from website import visits
day, first, last, article = date.fromisoformat(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
for start in range(first, last, 50):
    visits._waiting.give_back(day, {(article, f"{number:032x}") for number in range(start, start + 50)})
    visits.write_down()
assert not visits._waiting.take()
"""


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_two_processes_that_see_the_same_visitors_count_each_once(home_folder: Path, article: ArticlePage) -> None:
    day = timezone.localdate()
    VisitSalt.objects.create(day=day, salt=b"s" * 32)
    name = str(connection.settings_dict["NAME"])
    script = f"from tests.settings import *\nDATABASES['default']['NAME'] = {name!r}\n"
    home_folder.mkdir()
    (home_folder / "two_processes.py").write_text(script)
    root = Path(__file__).resolve().parents[2]
    env = {
        "PATH": "/usr/bin:/bin", "DJANGO_SETTINGS_MODULE": "two_processes", "MEDIAREJA_HOME": str(home_folder),
        "PYTHONPATH": f"{home_folder}:{root}",
    }  # fmt: skip
    # when both write at once, 300 visitors each, 150 of them the same
    running = [
        subprocess.Popen(
            [sys.executable, "-c", PROCESS, day.isoformat(), str(first), str(first + 300), str(article.pk)], env=env
        )
        for first in (0, 150)
    ]
    assert [process.wait(timeout=120) for process in running] == [0, 0]
    # then
    assert visits.visits_of(article.pk) == 450
