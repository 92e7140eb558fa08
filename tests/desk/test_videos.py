"""Bringing videos into the library, and choosing them for a post."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.test.utils.form_data import inline_formset

from content.models import Channel, LibraryDocument, LibraryVideo, Organization, Post
from tests.desk.conftest import signed_in
from tests.desk.deliveries import approved
from tests.desk.forms import edit_url, post_form
from tests.films import film, sound_alone

ADD = reverse("wagtailmedia:add", args=["video"])


@cache
def small_film() -> bytes:
    return film(seconds=3)


def jpeg() -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (640, 360), "navy").save(written, "JPEG")
    return written.getvalue()


def upload(client: Client, content: bytes, name: str = "film.mp4", **more: Any) -> str:
    """The page that answers."""
    form = {"title": "Yoʻl taʼmiri", "file": SimpleUploadedFile(name, content), "collection": 1} | more
    return client.post(ADD, form, follow=True).content.decode()


@pytest.mark.parametrize("group", ["author", "approver"])
def test_who_brings_pictures_brings_videos(
    organization: Organization, group: str, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(group)
    client = signed_in(user)
    menu = client.get(reverse("wagtailadmin_home")).content.decode()

    upload(client, small_film())

    video = LibraryVideo.objects.get()
    assert "Videos" in menu
    assert (video.title, video.type, video.uploaded_by_user) == ("Yoʻl taʼmiri", "video", user)
    assert (video.width, video.height, video.duration, video.frame_rate) == (320, 180, 3.0, 24.0)
    assert (video.codec, video.audio_codec, video.size) == ("h264", "aac", len(small_film()))
    with video.thumbnail.open("rb") as file, Image.open(file) as poster:
        assert (poster.format, poster.size) == ("JPEG", (320, 180))


def test_a_big_upload_lies_in_a_file_and_is_looked_into_there(author: User, organization: Organization) -> None:
    file = TemporaryUploadedFile("film.mp4", "video/mp4", len(small_film()), None)
    file.write(small_film())
    file.seek(0)

    signed_in(author).post(ADD, {"title": "T", "file": file, "collection": 1})

    assert LibraryVideo.objects.get().codec == "h264"


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"Salom" * 100, "film.mp4", "This file is no video. Choose the film itself, saved as MP4 or MOV."),
        (
            b"\x1aE\xdf\xa3" + bytes(200),
            "film.webm",
            "This film is saved as MKV, WebM, which no channel takes. "
            "Save it as MP4 (H.264, sound AAC) and upload it again.",
        ),
        (
            small_film()[:-500],
            "film.mp4",
            "This film cannot be read; perhaps a part is missing. Save or copy it once more and upload it again.",
        ),
        (sound_alone(), "film.mp4", "There is only sound in this file. Choose a film with a picture."),
        (
            film(codec="mpeg4"),
            "film.mp4",
            "The picture of this film is coded as mpeg4, which no channel takes. "
            "Save it as MP4 with H.264 and upload it again.",
        ),
        (
            film(sound="mp3"),
            "film.mp4",
            "The sound of this film is coded as mp3, which channels do not take. "
            "Save it as MP4 with AAC and upload it again.",
        ),
        (
            small_film(),
            "film.html",
            "The name of a film ends in .mp4 or .mov. Rename the file and upload it again.",
        ),
    ],
)
def test_what_no_channel_takes_is_refused_with_one_sentence_and_not_stored(
    author: User, organization: Organization, content: bytes, name: str, sentence: str
) -> None:
    before = stored()

    form = {"title": "Film", "file": SimpleUploadedFile(name, content), "collection": 1}
    answer = signed_in(author).post(ADD, form)

    assert answer.context["form"].errors == {"file": [sentence]}
    assert sentence in answer.content.decode()
    assert not LibraryVideo.objects.exists()
    assert stored() == before


def stored() -> set[str]:
    return {
        name
        for folder in ("media", "media_thumbnails")
        if default_storage.exists(folder)
        for name in default_storage.listdir(folder)[1]
    }


def test_a_persons_own_picture_stays_when_the_film_is_replaced(author: User, organization: Organization) -> None:
    client = signed_in(author)
    upload(client, small_film(), thumbnail=SimpleUploadedFile("muqova.jpg", jpeg()))
    video = LibraryVideo.objects.get()
    cover, checksum = video.thumbnail.name, video.checksum

    client.post(
        reverse("wagtailmedia:edit", args=[video.pk]),
        {"title": "T", "collection": 1, "file": SimpleUploadedFile("film.mp4", film(seconds=5))},
    )

    video.refresh_from_db()
    assert (video.thumbnail.name, video.duration) == (cover, 5.0)
    assert video.checksum != checksum


def test_a_new_film_brings_a_new_poster_where_the_service_made_it(author: User, organization: Organization) -> None:
    client = signed_in(author)
    upload(client, small_film())
    video = LibraryVideo.objects.get()
    poster = video.thumbnail.name

    client.post(
        reverse("wagtailmedia:edit", args=[video.pk]),
        {"title": "T", "collection": 1, "file": SimpleUploadedFile("film.mp4", film(size=(180, 320)))},
    )

    video.refresh_from_db()
    assert video.thumbnail.name != poster
    assert (video.width, video.height) == (180, 320)


def test_a_new_title_does_not_look_into_the_film_again(author: User, organization: Organization) -> None:
    client = signed_in(author)
    upload(client, small_film())
    video = LibraryVideo.objects.get()
    LibraryVideo.objects.update(codec="hevc")

    client.post(reverse("wagtailmedia:edit", args=[video.pk]), {"title": "Yangi nom", "collection": 1})

    video.refresh_from_db()
    assert (video.title, video.codec) == ("Yangi nom", "hevc")


def test_a_cover_that_is_no_picture_is_refused(author: User, organization: Organization) -> None:
    page = upload(signed_in(author), small_film(), thumbnail=SimpleUploadedFile("muqova.jpg", b"salom"))

    assert "The picture of the video cannot be read. Choose a JPEG or PNG, or none: one is made." in page
    assert not LibraryVideo.objects.exists()


def test_the_library_lists_videos_and_their_facts(author: User, organization: Organization) -> None:
    client = signed_in(author)
    empty = client.get(reverse("wagtailmedia:index")).content.decode()
    upload(client, small_film())
    listed = client.get(reverse("wagtailmedia:index")).content.decode()
    edited = client.get(reverse("wagtailmedia:edit", args=[LibraryVideo.objects.get().pk])).content.decode()

    assert "No videos yet." in empty
    assert "Add audio" not in empty
    assert "Yoʻl taʼmiri" in listed
    assert "320 × 180, h264, 24 pictures a second" in edited


def test_the_editor_offers_the_librarys_videos(author: User, organization: Organization) -> None:
    client = signed_in(author)
    upload(client, small_film())

    chooser = client.get(reverse("wagtailmedia:chooser_typed", args=["video"])).json()["html"]
    chosen = client.get(reverse("wagtailmedia:media_chosen", args=[LibraryVideo.objects.get().pk])).json()

    assert "Yoʻl taʼmiri" in chooser
    assert chosen["result"]["title"] == "Yoʻl taʼmiri"


def test_everything_a_post_may_carry_is_saved_from_the_form(
    author: User, organization: Organization, telegram: Channel
) -> None:
    client = signed_in(author)
    upload(client, small_film())
    document = LibraryDocument.objects.create(title="Qaror", file=SimpleUploadedFile("q.pdf", b"%PDF"))
    form = post_form(
        organization,
        [telegram],
        videos=inline_formset([{"video": LibraryVideo.objects.get().pk, "alt_text": "Yoʻl", "ORDER": 1}]),
        documents=inline_formset([{"document": document.pk, "ORDER": 1}]),
        poll_question="Qaysi koʻcha?",
        poll_options="Navoiy\nBobur",
        poll_multiple="on",
        live_at="2026-12-15 15:00",
        silent="on",
        pin="on",
        link_preview="small",
    )

    client.post(reverse("wagtailsnippets_content_post:add"), form)

    post = Post.objects.get().get_latest_revision_as_object()
    assert [(row.video.title, row.alt_text) for row in post.videos.all()] == [("Yoʻl taʼmiri", "Yoʻl")]
    assert [row.document.title for row in post.documents.all()] == ["Qaror"]
    assert (post.poll_question, post.poll_options, post.poll_multiple) == ("Qaysi koʻcha?", "Navoiy\nBobur", True)
    assert (post.silent, post.pin, post.link_preview) == (True, True, "small")
    assert post.live_at == datetime(2026, 12, 15, 10, 0, tzinfo=UTC)


def test_a_correction_is_explained_only_where_readers_may_have_the_post(
    author: User, approver: User, organization: Organization, website: Channel
) -> None:
    client = signed_in(author)
    fresh = client.get(reverse("wagtailsnippets_content_post:add")).content.decode()
    post = approved(organization, website, author=author, approver=approver).post
    again = client.get(edit_url(post)).content.decode()

    assert 'name="correction_note"' not in fresh
    assert 'name="correction_note"' in again
