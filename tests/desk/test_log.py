"""The publish log: list, spreadsheet, detail page."""

from __future__ import annotations

import csv
from html import unescape
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission, User
from django.urls import reverse
from django.utils import timezone
from wagtail.search.index import insert_or_update_object

from content.models import Channel, Organization, Post, Rendition
from publishers.decisions import cancel
from publishers.models import Delivery
from scheduler.models import MediaPlan, Occurrence, PlanItem
from tests.desk.conftest import signed_in
from tests.desk.deliveries import LINK, approved, published, unknown
from tests.desk.people import TITLE

LOG = "publish_log:index"


@pytest.fixture
def delivery(organization: Organization, telegram: Channel, author: User, approver: User) -> Delivery:
    return approved(organization, telegram, author=author, approver=approver)


def titles(response: Any) -> list[str]:
    return [row.rendition.title for row in response.context["object_list"]]


def test_log_asks_the_same_number_of_questions_for_5_and_for_50_rows(
    organization: Organization,
    telegram: Channel,
    author: User,
    approver: User,
    django_assert_max_num_queries: Any,
) -> None:
    client = signed_in(approver)
    counts = []
    for more in (5, 45):
        for _ in range(more):
            approved(organization, telegram, author=author, approver=approver)
        client.get(reverse(LOG))
        with django_assert_max_num_queries(40) as asked:
            response = client.get(reverse(LOG))
        counts.append(len(asked))
    assert len(response.context["object_list"]) == 50
    assert counts[0] == counts[1]


def test_a_line_of_the_log_says_when_where_what_and_why(delivery: Delivery, author: User) -> None:
    unknown(delivery)

    page = signed_in(author).get(reverse(LOG)).content.decode()

    assert TITLE in page
    assert "15.12.2026 10:00 (Asia/Tashkent)" in page
    assert "Hokimlik kanali · Telegram" in page
    assert "unclear: it may be out" in page
    assert "No answer came back, so the post may be out." in page


def test_log_is_searched_by_title_and_filtered_by_state_and_period(
    organization: Organization, telegram: Channel, author: User, approver: User
) -> None:
    published(approved(organization, telegram, author=author, approver=approver, title="Birinchi"))
    approved(organization, telegram, author=author, approver=approver, title="Ikkinchi")
    client = signed_in(author)

    assert titles(client.get(reverse(LOG), {"q": "ikkin"})) == ["Ikkinchi"]
    assert titles(client.get(reverse(LOG), {"state": "published"})) == ["Birinchi"]
    assert titles(client.get(reverse(LOG), {"due_at_from": "2026-12-16"})) == []
    assert sorted(titles(client.get(reverse(LOG), {"due_at_from": "2026-12-15", "due_at_to": "2026-12-15"}))) == [
        "Birinchi",
        "Ikkinchi",
    ]


def test_log_is_filtered_by_who_approved_or_decided(
    delivery: Delivery, author: User, approver: User, root: User
) -> None:
    client = signed_in(author)
    assert titles(client.get(reverse(LOG), {"person": approver.pk})) == [TITLE]
    assert titles(client.get(reverse(LOG), {"person": root.pk})) == []

    cancel(delivery.pk, actor=root, now=timezone.now(), note="kerak emas")

    assert titles(client.get(reverse(LOG), {"person": root.pk})) == [TITLE]


def test_log_is_filtered_by_item_of_the_plan(delivery: Delivery, organization: Organization, author: User) -> None:
    plan = MediaPlan.objects.create(organization=organization, title="Reja", year=2026)
    item, other = (PlanItem.objects.create(plan=plan, position=n, number=str(n), title=f"Band {n}") for n in (1, 2))
    day = delivery.due_at.date()
    Occurrence.objects.create(
        item=item, period_key="2026-12", window_start=day, window_end=day, slot=delivery.due_at, post=delivery.post
    )
    client = signed_in(author)

    assert titles(client.get(reverse(LOG), {"item": item.pk})) == [TITLE]
    assert titles(client.get(reverse(LOG), {"item": other.pk})) == []


def test_of_thousands_of_plans_the_log_offers_the_newest_and_the_one_asked_about(
    organization: Organization, author: User
) -> None:
    old = MediaPlan.objects.create(organization=organization, title="Eski", year=2020)
    MediaPlan.objects.bulk_create(MediaPlan(organization=organization, title="Reja", year=2026) for _ in range(301))
    client = signed_in(author)

    def offered(address: str, **asked: int) -> set[str]:
        page = BeautifulSoup(client.get(reverse(address), asked).content, "html.parser")
        found = [option.text for option in page.select("select[name=plan] option") if option["value"]]
        return {f"{found.count(title)} {title}" for title in found}

    for address in (LOG, "occurrence:index"):
        assert offered(address) == {"300 Reja (2026)"}
        assert offered(address, plan=old.pk) == {"300 Reja (2026)", "1 Eski (2020)"}


def test_of_thousands_of_items_the_log_offers_those_of_the_plan_that_is_chosen(
    delivery: Delivery, organization: Organization, author: User
) -> None:
    small, large = (MediaPlan.objects.create(organization=organization, title=one, year=2026) for one in "AB")
    mine = PlanItem.objects.create(plan=small, position=1, number="1", title="Ochiqlik kuni")
    many = (PlanItem(plan=large, position=number, number=str(number), title="Band") for number in range(1, 302))
    PlanItem.objects.bulk_create(many)
    Occurrence.objects.create(
        item=mine, period_key="2026-12", window_start="2026-12-01", window_end="2026-12-31", post=delivery.post
    )
    client = signed_in(author)

    def offered(**asked: int) -> list[str]:
        page = BeautifulSoup(client.get(reverse("publish_log:index"), asked).content, "html.parser")
        return [option.text for option in page.select("select[name=item] option") if option["value"]]

    assert offered() == []
    assert offered(plan=small.pk) == ["1 Ochiqlik kuni"]
    assert delivery.post.title in client.get(reverse("publish_log:index"), {"plan": small.pk}).content.decode()
    assert delivery.post.title not in client.get(reverse("publish_log:index"), {"plan": large.pk}).content.decode()


@pytest.mark.parametrize("words", ["oʻtkazildi", "o'tkazildi", "o`tkazildi", "ўтказилди", "hokimlikda oʻtkazildi"])
def test_log_is_searched_by_words_of_the_text_in_any_spelling(delivery: Delivery, author: User, words: str) -> None:
    Post.objects.update(title="Xabar")
    Rendition.objects.update(title="Xabar")
    insert_or_update_object(Post.objects.get())
    client = signed_in(author)

    assert titles(client.get(reverse(LOG), {"q": words})) == ["Xabar"]
    assert titles(client.get(reverse(LOG), {"q": "byudjet"})) == []


def test_log_is_searched_by_a_title_the_post_no_longer_has(delivery: Delivery, author: User) -> None:
    Post.objects.update(title="Yangi sarlavha")
    insert_or_update_object(Post.objects.get())
    client = signed_in(author)

    assert titles(client.get(reverse(LOG), {"q": delivery.rendition.title})) == [delivery.rendition.title]
    assert titles(client.get(reverse(LOG), {"q": "sarlavha"})) == [delivery.rendition.title]
    assert titles(client.get(reverse(LOG), {"q": "arlavh"})) == [delivery.rendition.title]


def test_spreadsheet_carries_words_zone_and_link(delivery: Delivery, author: User) -> None:
    published(delivery)

    response = signed_in(author).get(reverse(LOG), {"export": "csv"})

    (row,) = csv.DictReader(b"".join(response.streaming_content).decode().splitlines())
    assert row == {
        "Number": str(delivery.pk),
        "Due": "15.12.2026 10:00 (Asia/Tashkent)",
        "Post": TITLE,
        "Channel": "Hokimlik kanali",
        "Kind": "Telegram",
        "Sandbox": "no",
        "State": "published",
        "Tries": "1",
        "Finished": "15.12.2026 10:00 (Asia/Tashkent)",
        "Reason": "",
        "Link": LINK,
    }


def test_a_title_is_no_formula_in_either_spreadsheet(
    organization: Organization, telegram: Channel, author: User, approver: User
) -> None:
    approved(organization, telegram, author=author, approver=approver, title="=1+1 yigʻilish")
    client = signed_in(author)

    csv_file = b"".join(client.get(reverse(LOG), {"export": "csv"}).streaming_content).decode()
    xlsx_file = b"".join(client.get(reverse(LOG), {"export": "xlsx"}).streaming_content)

    (row,) = csv.DictReader(csv_file.splitlines())
    assert row["Post"] == "'=1+1 yigʻilish"
    sheet = ZipFile(BytesIO(xlsx_file)).read("xl/worksheets/sheet1.xml").decode()
    assert 't="inlineStr"><is><t>=1+1 yigʻilish</t></is>' in unescape(sheet)
    assert "<f" not in sheet


def test_detail_names_a_lost_answer_as_such_and_leads_to_the_channel(delivery: Delivery, root: User) -> None:
    unknown(delivery)

    page = signed_in(root).get(reverse("publish_log:detail", args=[delivery.pk])).content.decode()

    assert "Technical detail: read timed out" in page
    assert "The platform said:" not in page
    assert f'href="{reverse("channelaccount:edit", args=[delivery.channel.account.pk])}"' in page


def test_xlsx_opens(delivery: Delivery, author: User) -> None:
    response = signed_in(author).get(reverse(LOG), {"export": "xlsx"})

    assert b"".join(response.streaming_content).startswith(b"PK")


def test_detail_shows_the_attempt_the_changes_and_the_frozen_text(delivery: Delivery, author: User) -> None:
    unknown(delivery)

    page = signed_in(author).get(reverse("publish_log:detail", args=[delivery.pk])).content.decode()

    assert "<td>1</td><td>publish</td><td>15.12.2026 10:00:00 (Asia/Tashkent)</td><td>2.00 s</td>" in page
    assert "answer lost" in page
    assert "<q>read timed out</q>" in page
    assert f"<b>{TITLE}</b>" in page
    assert "waits for its time" in page
    assert "is being sent" in page
    assert delivery.rendition.checksum in page


def test_detail_escapes_what_a_platform_said(delivery: Delivery, author: User) -> None:
    unknown(delivery)
    Delivery.objects.update(detail="<script>alert(1)</script>")

    page = signed_in(author).get(reverse("publish_log:detail", args=[delivery.pk])).content.decode()

    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_who_may_not_see_deliveries_is_sent_away(delivery: Delivery, author: User) -> None:
    author.groups.clear()
    author.user_permissions.add(Permission.objects.get(codename="access_admin"))

    response = signed_in(author).get(reverse(LOG))

    assert (response.status_code, response.url) == (302, reverse("wagtailadmin_home"))
