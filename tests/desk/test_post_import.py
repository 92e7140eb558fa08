"""Bulk import on the screens: a preview with what stands in the way, then all drafts at once, and once."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Pillow

from content.models import Channel, LibraryImage, Organization, Post
from content.services import decide, submit
from publishers.models import Delivery
from scheduler.models import MediaPlan, PlanItem, PostImport
from scheduler.post_import.sheet import read_sheet
from scheduler.stock import waiting
from tests.desk.conftest import NOW, signed_in
from tests.desk.people import TEXT, draft, person

pytestmark = pytest.mark.django_db
HEADER = ["Title", "Text", "Channels", "Date", "Time", "Plan item", "Pictures", "Alternative text"]
GOOD = ["Birinchi", "Matn bir.", "Rasmiy sayt", "20.12.2026", "10:00", "", "a.jpg", "Koʻk"]
STOCK = ["Ikkinchi", "Matn ikki.", "", "", "", "7", "", ""]


@pytest.fixture
def item(organization: Organization, website: Channel) -> PlanItem:
    plan = MediaPlan.objects.create(organization=organization, title="Reja", year=2026, state="active")
    item = PlanItem.objects.create(plan=plan, position=1, number="7", title="Haftalik xabar", kind="weekly")
    item.channels.add(website)
    return item


def sheet(*rows: list[str]) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in (HEADER, *rows):
        page.append(row)
    written = io.BytesIO()
    book.save(written)
    return SimpleUploadedFile("postlar.xlsx", written.getvalue())


def jpeg() -> bytes:
    written = io.BytesIO()
    Pillow.new("RGB", (640, 480), "navy").save(written, "JPEG")
    return written.getvalue()


def handed_over(user: User, *rows: list[str], pictures: list[Any] | None = None) -> Any:
    files = [SimpleUploadedFile("a.jpg", jpeg())] if pictures is None else pictures
    return signed_in(user).post(reverse("post_queue:import"), {"sheet": sheet(*rows), "pictures": files}, follow=True)


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_the_preview_shows_each_row_and_stores_no_post(item: PlanItem, author: User) -> None:
    answer = handed_over(author, GOOD, STOCK)

    shown = text_of(answer)
    assert answer.redirect_chain == [(reverse("post_queue:preview", args=[PostImport.objects.get().token]), 302)]
    assert "20.12.2026 10:00 (Asia/Tashkent)" in shown
    assert "stock of item 7 Haftalik xabar" in shown
    assert "Make 2 drafts" in shown
    assert (Post.objects.count(), LibraryImage.objects.count()) == (0, 0)
    thumbnail = reverse("post_queue:import_picture", args=[PostImport.objects.get().token, 0])
    assert thumbnail in shown
    picture = signed_in(author).get(thumbnail)
    assert Pillow.open(io.BytesIO(picture.content)).size == (320, 240)


def test_the_yes_makes_drafts_and_a_second_one_nothing_more(item: PlanItem, author: User) -> None:
    handed_over(author, GOOD, STOCK)
    kept = PostImport.objects.get()
    client = signed_in(author)
    page = reverse("post_queue:preview", args=[kept.token])

    first, second = client.post(page, follow=True), client.post(page, follow=True)

    made = reverse("post_queue:made", args=[kept.token])
    assert first.redirect_chain == second.redirect_chain == [(made, 302)]
    assert "Birinchi" in text_of(second)
    assert client.get(page).url == made
    assert sorted(post.title for post in Post.objects.all()) == ["Birinchi", "Ikkinchi"]
    assert [row.post.title for row in waiting(item)] == ["Ikkinchi"]
    assert LibraryImage.objects.get().uploaded_by_user == author


def test_one_bad_row_stops_all_and_says_why_in_words(item: PlanItem, author: User) -> None:
    answer = handed_over(author, GOOD, ["", "Matn", "Radio", "31.02.2026", "", "", "b.jpg", ""])

    shown = text_of(answer)
    for sentence in (
        "The title is missing.",
        "The date “31.02.2026” does not exist.",
        "“Radio” names no single channel. There are: Rasmiy sayt",
        "The picture “b.jpg” was not handed over.",
        "1 row cannot be made.",
    ):
        assert sentence in shown
    assert "Make 2 drafts" not in shown
    signed_in(author).post(reverse("post_queue:preview", args=[PostImport.objects.get().token]))
    assert Post.objects.count() == 0


def test_the_same_text_as_one_that_went_out_is_advice(
    item: PlanItem, author: User, approver: User, organization: Organization, website: Channel
) -> None:
    post = submit(draft(organization, [website], user=author, publish_at=NOW), user=author)
    assert post.latest_revision_id is not None
    decide(post, user=approver, action="approve", seen=post.latest_revision_id)
    Delivery.objects.update(state="published")

    row = ["Boshqa sarlavha", "Hokimlikda ochiqlik kuni oʻtkazildi.", *GOOD[2:]]
    assert "ochiqlik kuni" in TEXT
    shown = text_of(handed_over(author, row))

    assert "The same text went out on 01.12.2026" in shown
    assert "Make 1 draft" in shown


def test_pictures_come_in_an_archive_too(item: PlanItem, author: User) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("rasmlar/A.JPG", jpeg())
        archive.writestr("rasmlar/ortiqcha.jpg", jpeg())

    shown = text_of(handed_over(author, GOOD, pictures=[SimpleUploadedFile("rasmlar.zip", packed.getvalue())]))

    assert "No row names these pictures; they are left out: ortiqcha.jpg" in shown
    assert "Make 1 draft" in shown


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", b"bir;ikki\n1;2\n", "No columns were found; nothing was stored."),
        ("a.csv", b"", "The file is empty; nothing was stored."),
        ("a.docx", b"x", "Only XLSX and CSV are read; nothing was stored."),
        ("a.xlsx", b"PK\x03\x04 broken", "The file cannot be read; nothing was stored."),
    ],
)
def test_what_is_no_sheet_of_posts_is_refused_beside_its_field(
    item: PlanItem, author: User, name: str, content: bytes, sentence: str
) -> None:
    files = {"sheet": SimpleUploadedFile(name, content)}

    answer = signed_in(author).post(reverse("post_queue:import"), files)

    assert answer.status_code == 200
    assert sentence in text_of(answer)
    assert not PostImport.objects.exists()


def test_nobody_else_sees_or_confirms_what_waits(item: PlanItem, author: User) -> None:
    handed_over(author, GOOD)
    token = PostImport.objects.get().token
    other = signed_in(person("boshqa", "Mualliflar"))

    for name, arguments in (("preview", [token]), ("made", [token]), ("import_picture", [token, 0])):
        assert other.get(reverse(f"post_queue:{name}", args=arguments)).status_code == 404
    assert other.post(reverse("post_queue:preview", args=[token])).status_code == 404
    assert signed_in(author).get(f"/media/{PostImport.objects.get().pictures[0]['file']}").status_code == 404
    assert Post.objects.count() == 0


def test_who_may_not_write_posts_imports_none(item: PlanItem, approver: User) -> None:
    client = signed_in(approver)

    assert client.get(reverse("post_queue:import")).status_code == 302
    assert client.post(reverse("post_queue:import"), {"sheet": sheet(GOOD)}).status_code == 302
    assert client.get(reverse("post_queue:import_sample")).status_code == 302
    assert not PostImport.objects.exists()


def test_the_sample_is_read_by_what_reads_posts_in_every_language(
    item: PlanItem, author: User, tmp_path: Path, settings: Any
) -> None:
    from django.utils import translation

    from desk.queue.sample import sample_sheet

    for language in ("en", "ru", "uz", "uz-cyrl"):
        with translation.override(language):
            path = tmp_path / f"{language}.xlsx"
            path.write_bytes(sample_sheet(now=NOW))
        first, second = read_sheet(path)
        assert set(first.cells) == {
            "title", "text", "channels", "date", "time", "hashtags", "pictures", "alt",
        }, language  # fmt: skip
        assert second.get("item") == "7"
        assert first.get("date") == f"{datetime(2026, 12, 1) + timedelta(days=1):%d.%m.%Y}"
