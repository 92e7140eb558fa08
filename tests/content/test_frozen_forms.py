"""What is frozen for each channel, from the library's bytes to what its adapter gets."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import translation
from django.utils.translation import gettext

from content.models import Rendition
from content.rendering import render_all
from content.services import SubmissionRefused, submit
from publishers.contract import Manners, Poll
from publishers.outgoing import ApprovalBroken, outgoing_post
from tests.content.conftest import Office, small_film
from tests.desk.people import SLOT

POLL = {"poll_question": "Qaysi koʻcha?", "poll_options": "Navoiy\nBobur\n", "poll_multiple": True}
FILM_SHA = hashlib.sha256(small_film()).hexdigest()


def test_a_video_goes_out_as_it_is_with_its_cover(office: Office) -> None:
    form = office.form_of("telegram", videos=[(office.video(), "Yoʻl taʼmirlanmoqda")])

    (video,) = outgoing_post(form).videos
    assert (video.name, video.mime, video.checksum) == (f"{FILM_SHA}.mp4", "video/mp4", FILM_SHA)
    assert (video.width, video.height, video.seconds, video.size) == (320, 180, 3.0, len(small_film()))
    assert video.alt == "Yoʻl taʼmirlanmoqda"
    assert video.url == f"https://shahar.example/media/frozen/{FILM_SHA[:2]}/{FILM_SHA}.mp4"
    assert video.read() == small_film()
    assert video.cover is not None
    assert (video.cover.width, video.cover.height, video.cover.mime) == (320, 180, "image/jpeg")
    assert hashlib.sha256(video.cover.read()).hexdigest() == video.cover.checksum


@pytest.mark.parametrize(
    ("title", "name"),
    [("Қарор № 5", "Qaror-No-5.pdf"), ("Boʻsh ish oʻrinlari.pdf", "Bosh-ish-orinlari.pdf"), ("…", "hujjat.pdf")],
)
def test_a_document_has_a_name_every_mail_program_can_write(office: Office, title: str, name: str) -> None:
    form = office.form_of("website", documents=[office.document(title)])

    (document,) = outgoing_post(form).documents
    sha = hashlib.sha256(b"%PDF-1.7 qaror").hexdigest()
    assert (document.name, document.title, document.mime) == (name, title, "application/pdf")
    assert (document.size, document.checksum) == (14, sha)
    assert document.url == f"https://shahar.example/media/frozen/{sha[:2]}/{sha}.pdf"
    assert document.read() == b"%PDF-1.7 qaror"


def test_the_same_bytes_are_stored_once(office: Office) -> None:
    office.form_of("telegram", videos=[(office.video("Bir"), "a")])
    office.form_of("website", videos=[(office.video("Ikki"), "b")])

    _folders, files = default_storage.listdir(f"frozen/{FILM_SHA[:2]}")
    assert [name for name in files if name.startswith(FILM_SHA[:16])] == [f"{FILM_SHA}.mp4"]


def test_a_video_that_was_half_written_when_the_service_was_killed_is_written_anew(office: Office) -> None:
    video = office.video()
    name = f"frozen/{FILM_SHA[:2]}/{FILM_SHA}.mp4"
    office.form_of("telegram", videos=[(video, "a")])
    with default_storage.open(name, "wb") as file:
        file.write(small_film()[:100])

    form = office.form_of("telegram", videos=[(video, "a")])

    assert outgoing_post(form).videos[0].read() == small_film()


def test_documents_are_named_in_the_text_where_a_channel_takes_none(office: Office) -> None:
    form = office.form_of("facebook", documents=[office.document(), office.document("Ilova", b"boshqa", "b.docx")])

    sha, other = (hashlib.sha256(content).hexdigest() for content in (b"%PDF-1.7 qaror", b"boshqa"))
    assert form.documents == []
    assert (
        f"\n\nHujjatlar:\nQaror: https://shahar.example/media/frozen/{sha[:2]}/{sha}.pdf\n"
        f"Ilova: https://shahar.example/media/frozen/{other[:2]}/{other}.docx"
    ) in form.text


@pytest.mark.parametrize("with_video", [True, False])
def test_telegram_takes_documents_only_where_no_picture_and_no_video_goes(office: Office, with_video: bool) -> None:
    videos = [(office.video(), "a")] if with_video else []
    form = office.form_of("telegram", documents=[office.document()], videos=videos)

    assert len(form.documents) == (0 if with_video else 1)
    assert ("Hujjatlar:\nQaror: https://" in form.text) == with_video


def test_telegram_gets_the_poll_and_articles_print_it(office: Office) -> None:
    telegram, website = office.channel("telegram"), office.channel("website")
    post = office.approved([telegram, website], fields=POLL)
    with translation.override("uz"):
        word = gettext("Poll")

    on_telegram = outgoing_post(post.renditions.get(channel=telegram))
    on_website = outgoing_post(post.renditions.get(channel=website))
    assert on_telegram.poll == Poll("Qaysi koʻcha?", ("Navoiy", "Bobur"), multiple=True)
    assert "Navoiy" not in on_telegram.text
    assert on_website.poll is None
    assert on_website.text.endswith(
        f"<p><strong>{word}: Qaysi koʻcha?</strong></p>\n<ul><li>Navoiy</li><li>Bobur</li></ul>"
    )


def test_each_channel_gets_the_manners_it_heeds(office: Office) -> None:
    kinds = ["telegram", "facebook", "website"]
    channels = [office.channel(kind) for kind in kinds]
    live_at = SLOT + timedelta(hours=2)
    fields = {
        "silent": True,
        "pin": True,
        "link_preview": "none",
        "live_at": live_at,
        "correction_note": "Sana tuzatildi",
    }

    post = office.approved(channels, fields=fields)

    telegram, facebook, website = (outgoing_post(post.renditions.get(channel=channel)) for channel in channels)
    assert telegram.manners == Manners(silent=True, pin=True, link_preview="none")
    assert (telegram.live_at, telegram.note) == (None, "")
    assert (facebook.manners, facebook.live_at, facebook.note) == (Manners(), live_at, "")
    assert (website.manners, website.live_at, website.note) == (Manners(), None, "Sana tuzatildi")


def test_a_long_text_beside_a_video_goes_out_as_two_messages(office: Office) -> None:
    text = f"<p>{'a' * 900}</p><p>{'b' * 900}</p>"
    form = office.form_of("telegram", text=text, title="T", videos=[(office.video(), "a")])

    post = outgoing_post(form)
    assert (post.text, post.follow_up) == (f"<b>T</b>\n\n{'a' * 900}", "b" * 900)


def change_alt(form: Rendition) -> None:
    form.videos = [{**row, "alt": "Boshqa"} for row in form.videos]


def change_cover(form: Rendition) -> None:
    form.videos = [{**row, "cover": None} for row in form.videos]


def change_document_title(form: Rendition) -> None:
    form.documents = [{**row, "title": "Boshqa"} for row in form.documents]


def change_poll(form: Rendition) -> None:
    form.poll = {**form.poll, "options": ["Navoiy", "Boshqa"]}


def drop_poll(form: Rendition) -> None:
    form.poll = None


def change_follow_up(form: Rendition) -> None:
    form.follow_up = "Boshqa"


def change_note(form: Rendition) -> None:
    form.note = "Boshqa"


def change_manners(form: Rendition) -> None:
    form.manners = {"pin": True}


def change_film(form: Rendition) -> None:
    with default_storage.open(form.videos[0]["name"], "wb") as file:
        file.write(b"x" * form.videos[0]["size"])


def lose_film(form: Rendition) -> None:
    default_storage.delete(form.videos[0]["name"])


@pytest.mark.parametrize(
    "tamper",
    [
        change_alt,
        change_cover,
        change_poll,
        drop_poll,
        change_follow_up,
        change_note,
        change_manners,
        change_film,
        lose_film,
    ],
)
def test_what_is_not_what_was_approved_does_not_leave_the_house(office: Office, tamper: Any) -> None:
    form = office.form_of("telegram", videos=[(office.video(), "a")], fields=POLL)
    outgoing_post(form)
    tamper(form)

    with pytest.raises(ApprovalBroken):
        outgoing_post(form)


def test_a_documents_title_is_approved_too(office: Office) -> None:
    form = office.form_of("website", documents=[office.document()])
    change_document_title(form)

    with pytest.raises(ApprovalBroken):
        outgoing_post(form)


def problems(office: Office, kind: str, **content: Any) -> list[tuple[str, bool]]:
    (form,) = render_all(office.draft([office.channel(kind)], **content).get_latest_revision_as_object())
    return [(problem.code, problem.blocking) for problem in form.problems]


@pytest.mark.parametrize(
    ("kind", "code"), [("facebook", "documents_as_links"), ("telegram", None), ("website", None), ("newspaper", None)]
)
def test_staff_are_told_where_documents_become_links(office: Office, kind: str, code: str | None) -> None:
    found = problems(office, kind, documents=[office.document()])

    assert found == ([(code, False)] if code else [])


@pytest.mark.parametrize(
    ("kind", "told"), [("facebook", True), ("instagram", True), ("telegram", False), ("radio", False)]
)
def test_staff_are_told_where_a_poll_stays_away(office: Office, kind: str, told: bool) -> None:
    assert (("poll_left_out", False) in problems(office, kind, fields=POLL)) == told


def test_a_newspaper_prints_no_film(office: Office) -> None:
    channel = office.channel("newspaper")
    (form,) = render_all(office.draft([channel], videos=[(office.video(), "a")]).get_latest_revision_as_object())

    assert form.videos == ()
    assert [(problem.code, problem.blocking) for problem in form.problems] == [("videos_left_out", False)]


def test_facebook_announces_a_broadcast_in_words_alone(office: Office) -> None:
    content = {"videos": [(office.video(), "a")], "fields": {"live_at": SLOT + timedelta(days=8)}}

    assert problems(office, "facebook", **content) == [("live_without_media", False), ("live_too_far", True)]
    assert problems(office, "telegram", **content) == []


def test_a_file_that_the_library_lost_is_named(office: Office) -> None:
    video, document = office.video(), office.document()
    post = office.draft([office.channel("website")], videos=[(video, "a")], documents=[document])
    default_storage.delete(f"frozen/{FILM_SHA[:2]}/{FILM_SHA}.mp4")
    video.file.storage.delete(video.file.name)
    document.file.storage.delete(document.file.name)

    with pytest.raises(SubmissionRefused) as refusal:
        submit(post, user=office.author)

    assert [(problem.code, dict(problem.params)) for _channel, problem in refusal.value.problems] == [
        ("file_missing", {"title": "Yoʻl taʼmiri"}),
        ("file_missing", {"title": "Qaror"}),
    ]


def test_a_poll_of_one_answer_is_not_submitted(office: Office) -> None:
    post = office.draft([office.channel("website")], fields={"poll_options": "Ha"})

    with pytest.raises(SubmissionRefused) as refusal:
        submit(post, user=office.author)

    assert [(channel, problem.code) for channel, problem in refusal.value.problems] == [
        (None, "poll_without_question"),
        (None, "poll_options"),
    ]
