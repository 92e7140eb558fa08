"""Reach on the screens: the figures of a delivery and of channels, and those that people type in."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content.models import Channel, Organization
from desk.figures.chart import chart_of
from publishers.contract import Figure as Read
from publishers.models import Delivery
from reports.models import Figure, FollowUp
from reports.reach.noting import note_figures
from tests.desk.conftest import signed_in
from tests.desk.deliveries import approved, published
from tests.publishers.handwork import picture_bytes

DETAIL, ADD, CHANNEL, ADD_TO_CHANNEL, INDEX, PROOF, SMALL = (
    "publish_log:detail", "figures:add_to_post", "figures:channel", "figures:add_to_channel", "figures:index",
    "figures:proof", "figures:small",
)  # fmt: skip


@pytest.fixture
def out(organization: Organization, telegram: Channel, author: User, approver: User) -> Delivery:
    return published(approved(organization, telegram, author=author, approver=approver))


def words(response: Any) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def read(out: Delivery, at: datetime, views: int | None, *, rounded: bool = False, note: str = "") -> None:
    note_figures([Read("views", views, "telegram_page", "times", note, rounded)], delivery_id=out.pk, at=at, step=1)


def typed(out: Delivery, **changed: Any) -> dict[str, Any]:
    from django.core.files.uploadedfile import SimpleUploadedFile

    seen = (timezone.now() + timedelta(hours=5)).strftime("%Y-%m-%dT%H:%M")
    return {
        "metric": "views", "value": "1234", "as_of": seen, "source": "Kanal statistikasi", "note": "",
        "file": SimpleUploadedFile("a.png", picture_bytes("PNG")),
    } | changed  # fmt: skip


def test_the_delivery_shows_each_figure_with_time_source_and_growth(out: Delivery, author: User) -> None:
    first = out.finished_at + timedelta(hours=1)
    read(out, first, 12)
    read(out, first + timedelta(hours=5), 1200, rounded=True)
    note_figures([Read("reactions", None, "telegram_page", "times", "figure_not_shown")], delivery_id=out.pk, at=first)
    # when
    page = signed_in(author).get(reverse(DETAIL, args=[out.pk]))
    # then
    said = words(page)
    assert "≈ 1 200 rounded by the source" in said.replace("\xa0", " ")
    assert "Telegram's public page" in said
    assert "Asia/Tashkent" in said
    assert "not available The platform shows no such figure for this post" in said
    soup = BeautifulSoup(page.content, "html.parser")
    (drawn,) = soup.select("svg.desk-chart, .desk-chart svg")
    assert len(drawn.select("circle")) == 2
    assert "from 12 at" in str(drawn["aria-label"])


def test_when_the_newest_is_not_available_the_last_known_stays_with_its_time(out: Delivery, author: User) -> None:
    read(out, out.finished_at + timedelta(hours=1), 50)
    read(out, out.finished_at + timedelta(hours=6), None, note="figure_gone")
    said = words(signed_in(author).get(reverse(DETAIL, args=[out.pk])))
    assert "Views 50 Not available at" in said
    assert "The post is not on the channel any more." in said


def test_the_looks_are_in_the_log(out: Delivery, author: User) -> None:
    FollowUp.objects.filter(delivery=out, kind="measure").update(
        due_at=datetime(2026, 12, 16, 5, 0, tzinfo=timezone.get_current_timezone()),
        last_at=timezone.now(), last_code="unreachable", failures=2,
    )  # fmt: skip
    said = words(signed_in(author).get(reverse(DETAIL, args=[out.pk])))
    assert "Read last: 01.12.2026" in said
    assert "Read next: 16.12.2026" in said
    assert "The platform could not be reached." in said


def test_an_editor_types_a_figure_in_with_its_picture(out: Delivery, author: User) -> None:
    client = signed_in(author)
    # when
    answer = client.post(reverse(ADD, args=[out.pk]), typed(out, as_of="2026-12-15T15:30"), follow=True)
    # then: as the clock of this test stands, that has not come
    assert "This time has not come yet" in words(answer)
    assert not Figure.objects.exists()


@pytest.fixture
def later(out: Delivery) -> Any:
    from time_machine import travel

    with travel(out.finished_at + timedelta(days=2)):
        yield


def test_a_typed_figure_stands_with_who_typed_it_and_its_proof(out: Delivery, author: User, later: None) -> None:
    client = signed_in(author)
    answer = client.post(reverse(ADD, args=[out.pk]), typed(out), follow=True)
    said = words(answer)
    figure = Figure.objects.get()
    assert (figure.metric, figure.value, figure.source, figure.source_words, figure.person) == (
        "views", 1234, "person", "Kanal statistikasi", author,
    )  # fmt: skip
    with figure.proof.open() as kept:
        assert figure.checksum == hashlib.sha256(kept.read()).hexdigest()
    assert abs(figure.taken_at - timezone.now()) < timedelta(minutes=2)  # the organization's zone
    assert "Views: 1 234" in said.replace("\xa0", " ")
    assert "malika" in said
    # and its picture is handed out to staff alone
    picture = client.get(reverse(PROOF, args=[figure.pk]))
    assert b"".join(picture.streaming_content)[:4] == b"\x89PNG"  # type: ignore[attr-defined]
    assert client.get(reverse(SMALL, args=[figure.pk]))["Content-Type"] == "image/jpeg"
    assert Client().get(reverse(PROOF, args=[figure.pk])).status_code == 302
    # and it is in the post's history
    from wagtail.log_actions import registry

    entries = registry.get_logs_for_instance(out.post)
    assert [entry.data["value"] for entry in entries if entry.action == "desk.figure"] == [1234]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"value": "-3"}, "greater than or equal to 0"),
        ({"value": "1.5"}, "whole number"),
        ({"source": " "}, "This field is required"),
        ({"file": ""}, "This field is required"),
        ({"metric": "members"}, "Select a valid choice"),
        ({"as_of": "2026-11-01T10:00"}, "The post was not out at that time"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(
    out: Delivery, author: User, later: None, changed: dict[str, str], sentence: str
) -> None:
    answer = signed_in(author).post(reverse(ADD, args=[out.pk]), typed(out, **changed))
    assert sentence in words(answer)
    assert not Figure.objects.exists()


def test_a_file_that_is_no_picture_is_refused(out: Delivery, author: User, later: None) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    answer = signed_in(author).post(
        reverse(ADD, args=[out.pk]), typed(out, file=SimpleUploadedFile("a.png", b"MZ not a picture"))
    )
    assert answer.status_code == 200
    assert not Figure.objects.exists()


def test_who_may_only_look_adds_nothing(out: Delivery, later: None) -> None:
    reader = User.objects.create_user("oybek")
    for code in ("access_admin", "view_delivery", "view_post"):
        reader.user_permissions.add(Permission.objects.get(codename=code))
    client = signed_in(User.objects.get(pk=reader.pk))
    assert "Add a figure" not in words(client.get(reverse(DETAIL, args=[out.pk])))
    client.post(reverse(ADD, args=[out.pk]), typed(out))
    assert not Figure.objects.exists()


def test_a_mended_figure_takes_the_place_of_the_wrong_one_and_both_stay(
    out: Delivery, author: User, later: None
) -> None:
    client = signed_in(author)
    given = typed(out)
    client.post(reverse(ADD, args=[out.pk]), given | {"value": "12340"})
    said = words(client.post(reverse(ADD, args=[out.pk]), typed(out, as_of=given["as_of"]), follow=True))
    assert Figure.objects.count() == 2
    assert "Views 1 234" in said.replace("\xa0", " ")


def test_channels_are_listed_with_their_followers_in_as_many_questions_as_one(
    organization: Organization, telegram: Channel, author: User, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from tests.desk.conftest import channel

    client = signed_in(author)

    def questions() -> tuple[int, str]:
        with CaptureQueriesContext(connection) as asked:
            said = words(client.get(reverse(INDEX)))
        return len(asked), said

    note_figures([Read("members", 5400, "telegram_bot", "people")], channel_id=telegram.pk, at=timezone.now())
    questions()
    few, said = questions()
    assert "Followers 5 400" in said.replace("\xa0", " ")
    for number in range(5):
        made = channel(organization, "telegram", f"Kanal {number}")
        note_figures([Read("members", number, "telegram_bot", "people")], channel_id=made.pk, at=timezone.now())
    assert questions()[0] == few


def test_a_channel_shows_its_followers_over_time_and_takes_typed_ones(telegram: Channel, author: User) -> None:
    for day in range(3):
        at = timezone.now() - timedelta(days=3 - day)
        note_figures([Read("members", 100 + day, "telegram_bot", "people")], channel_id=telegram.pk, at=at)
    client = signed_in(author)
    page = client.get(reverse(CHANNEL, args=[telegram.pk]))
    assert len(BeautifulSoup(page.content, "html.parser").select(".desk-chart circle")) == 3
    seen = (timezone.now() + timedelta(hours=4)).strftime("%Y-%m-%dT%H:%M")
    answer = client.post(
        reverse(ADD_TO_CHANNEL, args=[telegram.pk]),
        typed(Delivery(), metric="members", value="150", as_of=seen),
        follow=True,
    )
    assert "The figure is stored: Followers." in words(answer)
    assert Figure.objects.get(source="person").channel == telegram


def test_a_chart_begins_at_zero_and_breaks_where_nothing_is_known() -> None:
    start = datetime(2026, 12, 1, tzinfo=timezone.get_current_timezone())
    points = [(start, 0), (start + timedelta(hours=1), 50), (start + timedelta(hours=2), None)]
    assert chart_of(points[:1]) is None
    chart = chart_of([*points, (start + timedelta(hours=3), 75), (start + timedelta(hours=4), 100)])
    assert chart is not None
    assert len(chart.lines) == 2
    assert (chart.dots[0].y, chart.dots[-1].y, chart.most) == (chart.base, chart.top, 100)
