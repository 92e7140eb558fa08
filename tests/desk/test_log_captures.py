"""The log shows what was kept of a post, its checks and its seals; the inbox shows what vanished."""

from __future__ import annotations

import hashlib
import io
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from content.models import Channel, Organization
from publishers.models import Delivery, StateChange
from reports.chain.sealing import seal_log
from reports.models import Capture, Seal, Vanishing
from reports.proof.alarms import raise_alarm
from reports.proof.drawing import Drawn
from reports.proof.fetching import Page
from reports.proof.keeping import keep
from reports.proof.standing import Standing
from tests.desk.conftest import signed_in
from tests.desk.deliveries import LINK, approved, published
from tests.desk.forms import messages_of

HOSTILE = b"<script>alert(document.cookie)</script><p>Ochiqlik kuni</p>"


def png() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (1024, 1280), "navy").save(written, "PNG")
    return written.getvalue()


@pytest.fixture
def out(
    organization: Organization, telegram: Channel, author: User, approver: User, settings: Any, tmp_path: Path
) -> Delivery:
    settings.MEDIA_ROOT = tmp_path
    return published(approved(organization, telegram, author=author, approver=approver))


@pytest.fixture
def kept(out: Delivery) -> Capture:
    page = Page(f"{LINK}?embed=1", 200, "text/html", HOSTILE)
    made = keep(out, "published", Standing("there"), now=timezone.now(), page=page, drawn=Drawn(png()))
    assert made is not None
    return made


def vanish(delivery: Delivery) -> Vanishing:
    seen = keep(delivery, "check", Standing("gone", "gone"), now=timezone.now())
    assert seen is not None
    alarm = raise_alarm(delivery, seen, now=timezone.now())
    assert alarm is not None
    return alarm


def detail(delivery: Delivery, user: User) -> BeautifulSoup:
    answer = signed_in(user).get(reverse("publish_log:detail", args=[delivery.pk]))
    return BeautifulSoup(answer.content, "html.parser")


def inbox(user: User, **asked: str) -> BeautifulSoup:
    return BeautifulSoup(signed_in(user).get(reverse("inbox:index"), asked).content, "html.parser")


def test_the_log_shows_capture_checksum_and_seal(kept: Capture, out: Delivery, author: User) -> None:
    assert "Will be sealed within a minute." in detail(out, author).get_text()
    seal_log(timezone.now() + timedelta(days=20))
    # when
    shown = detail(out, author).select_one(".desk-captures")
    # then
    words = " ".join(shown.get_text().split())
    assert "as published" in words
    assert "still there" in words
    assert hashlib.sha256(HOSTILE).hexdigest() in words
    assert f"Seal {Seal.objects.get(kind='capture').number}" in words
    assert shown.select_one("img")["src"] == reverse("publish_log:capture_small", args=[kept.pk])


def test_a_strangers_page_is_handed_out_as_a_download_and_never_runs_here(kept: Capture, author: User) -> None:
    answer = signed_in(author).get(reverse("publish_log:capture_page", args=[kept.pk]))

    assert b"".join(answer.streaming_content) == HOSTILE
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"] == f'attachment; filename="capture-{kept.pk}.html"'
    assert (answer["Content-Security-Policy"], answer["X-Content-Type-Options"]) == (
        "default-src 'none'; sandbox", "nosniff",
    )  # fmt: skip


def test_the_picture_comes_whole_and_small(kept: Capture, author: User) -> None:
    client = signed_in(author)
    whole = client.get(reverse("publish_log:capture_picture", args=[kept.pk]))
    small = client.get(reverse("publish_log:capture_small", args=[kept.pk]))

    assert hashlib.sha256(b"".join(whole.streaming_content)).hexdigest() == kept.picture_checksum
    assert Image.open(io.BytesIO(small.content)).size == (256, 320)


@pytest.mark.parametrize("name", ["capture_page", "capture_picture", "capture_small"])
def test_only_those_who_may_see_the_log_get_files(kept: Capture, name: str, client: Any) -> None:
    stranger = User.objects.create_user("begona", "begona@example.org", "a long password")
    address = reverse(f"publish_log:{name}", args=[kept.pk])

    assert client.get(address).status_code == 302
    assert signed_in(stranger).get(address).status_code == 302


def test_a_lost_file_is_not_found_and_the_log_still_opens(kept: Capture, out: Delivery, author: User) -> None:
    kept.page.storage.delete(kept.page.name)

    assert signed_in(author).get(reverse("publish_log:capture_page", args=[kept.pk])).status_code == 404
    assert detail(out, author).select_one(".desk-captures") is not None


def test_a_check_without_page_offers_no_file(out: Delivery, author: User) -> None:
    keep(out, "check", Standing("unclear", "channel_silent"), now=timezone.now())

    shown = detail(out, author).select_one(".desk-captures")
    assert "The channel did not let us look." in shown.get_text()
    assert shown.select("a") == []


def test_what_vanished_stands_in_the_inbox_with_its_decisions(out: Delivery, approver: User) -> None:
    assert "Vanished" not in inbox(approver).get_text()
    vanish(out)
    # when
    found = inbox(approver)
    # then
    one = found.select_one(".desk-inbox__one")
    assert "the channel itself says that the post is gone" in one.get_text()
    assert [" ".join(button.get_text().split()) for button in one.select("summary.button")] == [
        "It was taken down on purpose", "Publish it again", "It is there",
    ]  # fmt: skip
    assert inbox(approver, kind="vanished").select_one(".desk-inbox__one") is not None
    assert inbox(approver, kind="unknown").select_one(".desk-inbox__one") is None


@pytest.mark.parametrize(
    ("decision", "state", "said"),
    [("taken-down", "withdrawn", "on_purpose"), ("it-is-there", "published", "there")],
)
def test_a_decision_closes_the_alarm_with_name_and_reason(
    out: Delivery, approver: User, decision: str, state: str, said: str
) -> None:
    alarm = vanish(out)
    # when
    client = signed_in(approver)
    client.post(reverse("publish_log:decide", args=[out.pk, decision]), {"note": "Tadbir bekor qilindi"})
    # then
    alarm.refresh_from_db()
    out.refresh_from_db()
    assert (out.state, alarm.decision, alarm.decided_by, alarm.note) == (state, said, approver, "Tadbir bekor qilindi")
    line = StateChange.objects.filter(delivery=out).latest("pk")
    assert (line.actor, line.note) == (approver, "Tadbir bekor qilindi")
    assert "Vanished" not in inbox(approver).get_text()


def test_published_again_from_the_inbox(out: Delivery, approver: User) -> None:
    vanish(out)
    answer = signed_in(approver).post(
        reverse("publish_log:decide", args=[out.pk, "publish-vanished-again"]), {"note": "Qaytarildi"}, follow=True
    )
    assert "The post goes out again now." in messages_of(answer)
    assert list(Delivery.objects.filter(post=out.post).order_by("pk").values_list("state", flat=True)) == [
        "withdrawn", "pending",
    ]  # fmt: skip


def test_without_an_alarm_or_the_right_nothing_is_decided(out: Delivery, approver: User) -> None:
    reader = User.objects.create_user("oquvchi", "oquvchi@example.org", "a long password")
    address = reverse("publish_log:decide", args=[out.pk, "taken-down"])
    # when nobody is alarmed
    signed_in(approver).post(address, {"note": "Xato"})
    out.refresh_from_db()
    assert out.state == "published"
    # when somebody without the right says so
    vanish(out)
    signed_in(reader).post(address, {"note": "Xato"})
    out.refresh_from_db()
    assert (out.state, Vanishing.objects.get().decision) == ("published", "")


def test_the_log_of_a_delivery_asks_no_more_for_many_captures(
    out: Delivery, author: User, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(author)
    address = reverse("publish_log:detail", args=[out.pk])
    client.get(address)
    with django_assert_max_num_queries(60) as few:
        client.get(address)
    for _number in range(6):
        keep(out, "check", Standing("there"), now=timezone.now())
    with django_assert_max_num_queries(len(few) + 1):
        client.get(address)
