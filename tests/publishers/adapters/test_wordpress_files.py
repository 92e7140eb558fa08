"""WordPress: films, documents, a question and the note of a correction, on the wire and against the sandbox."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import BinaryIO

import pytest

from publishers.adapters._wordpress_library import slug_of_file
from publishers.contract import Poll
from publishers.errors import AccountRejected, ContentRejected, PublishError, ReasonCode, TryLater
from tests.publishers.adapters.files import film, paper
from tests.publishers.adapters.posts import picture, post, soon
from tests.publishers.adapters.site_api import KEY, LINK, empty_site, publisher, refusal
from tests.publishers.adapters.wire import Reply, Wire


def unread() -> bytes:
    raise AssertionError("read for nothing")


def at(number: int, ending: str) -> Reply:
    return Reply({"id": number, "source_url": f"https://sayt.example/{number}.{ending}"}, 201)


def content_sent(wire: Wire) -> dict[str, object]:
    (written,) = [seen for seen in wire.asked("posts") if seen.method == "POST"]
    fields: dict[str, object] = json.loads(written.body)
    return fields


def test_films_and_documents_are_uploaded_and_shown_in_the_text(wire: Wire) -> None:
    empty_site(wire)
    nothing = Reply([])
    wire.on("media", nothing, at(31, "jpg"), nothing, at(32, "mp4"), nothing, at(33, "pdf"))
    outgoing = replace(
        post("<p>Matn</p>"),
        videos=(film(cover=picture(1)),),
        documents=(paper(),),
        poll=Poll("Qaysi <loyiha>?", ("Bogʻ", "Yoʻl & koʻprik")),
        note="Sana <tuzatildi>.",
        language="en",
    )

    publisher(wire.url).publish(outgoing, KEY, soon())

    fields = content_sent(wire)
    assert fields["featured_media"] == 31
    assert str(fields["content"]).split("\n") == [
        "<p><strong>Corrected:</strong> Sana &lt;tuzatildi&gt;.</p>",
        "<p>Matn</p>",
        '<figure class="wp-block-video"><video controls preload="metadata" poster="https://sayt.example/31.jpg" '
        'src="https://sayt.example/32.mp4" aria-label="Lavha &quot;1&quot;"></video></figure>',
        '<div class="wp-block-file"><a href="https://sayt.example/33.pdf">Qaror &lt;1&gt;</a> (PDF, 1.5 KB)</div>',
        "<p><strong>Qaysi &lt;loyiha&gt;?</strong></p>",
        "<ul><li>Bogʻ</li><li>Yoʻl &amp; koʻprik</li></ul>",
    ]
    cover, clip, sheet = [seen for seen in wire.asked("media") if seen.method == "POST"]
    assert [seen.headers["Content-Type"] for seen in (cover, clip, sheet)] == [
        "image/jpeg", "video/mp4", "application/pdf",
    ]  # fmt: skip
    assert (clip.body, clip.query["title"]) == (outgoing.videos[0].read(), 'Lavha "1"')
    assert clip.headers["Content-Disposition"] == f'attachment; filename="{clip.query["slug"]}.mp4"'
    assert sheet.headers["Content-Disposition"] == f'attachment; filename="{sheet.query["slug"]}.pdf"'


def test_what_is_in_the_library_already_is_not_read_or_uploaded_again(wire: Wire) -> None:
    clip = replace(film(), read=unread)
    slug = slug_of_file(clip, clip.alt)
    empty_site(wire)
    wire.on("media", Reply([{"id": 32, "slug": slug, "source_url": "https://sayt.example/32.mp4"}]))

    publisher(wire.url).publish(replace(post(), videos=(clip,)), KEY, soon())

    assert [seen.method for seen in wire.asked("media")] == ["GET"]


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        (refusal("rest_upload_sideload_error", 500), ContentRejected, ReasonCode.MEDIA_REFUSED),
        (refusal("rest_upload_file_too_big", 400), ContentRejected, ReasonCode.MEDIA_REFUSED),
        (Reply("<h1>413</h1>", 413), ContentRejected, ReasonCode.MEDIA_REFUSED),
        (refusal("rest_upload_hash_mismatch", 412), ContentRejected, ReasonCode.MEDIA_REFUSED),
        (refusal("rest_cannot_create", 403), AccountRejected, ReasonCode.RIGHTS_MISSING),
        (Reply("<h1>502</h1>", 502), TryLater, ReasonCode.SERVER_ERROR),
        (Reply(drop=True), TryLater, ReasonCode.UNREACHABLE),
    ],
)
@pytest.mark.parametrize("what", ["videos", "documents"])
def test_a_file_the_site_does_not_take_has_shown_nothing(
    wire: Wire, what: str, answer: Reply, kind: type[PublishError], code: ReasonCode
) -> None:
    empty_site(wire)
    wire.on("media", Reply([]), answer)
    outgoing = replace(post(), **{what: (film() if what == "videos" else paper(),)})

    with pytest.raises(PublishError) as caught:
        publisher(wire.url).publish(outgoing, KEY, soon())

    assert (type(caught.value), caught.value.code) == (kind, code)
    assert [seen.method for seen in wire.asked("posts")] == ["GET"]


def test_a_file_that_is_gone_from_our_storage_stops_the_post(wire: Wire) -> None:
    def gone() -> bytes:
        raise FileNotFoundError

    empty_site(wire)
    wire.on("media", Reply([]))

    with pytest.raises(ContentRejected) as caught:
        publisher(wire.url).publish(replace(post(), documents=(replace(paper(), read=gone),)), KEY, soon())

    assert (caught.value.code, caught.value.detail) == (ReasonCode.MEDIA_MISSING, "qaror-1.pdf")
    assert LINK not in caught.value.detail


def test_a_film_that_can_be_read_piece_by_piece_is_sent_so(wire: Wire) -> None:
    stream = io.BytesIO(film().read())
    empty_site(wire)
    wire.on("media", Reply([]), at(32, "mp4"))

    outgoing = replace(post(), videos=(replace(film(), read=unread, open=lambda: stream),))
    publisher(wire.url).publish(outgoing, KEY, soon())

    (sent,) = [seen for seen in wire.asked("media") if seen.method == "POST"]
    assert (sent.body, sent.headers["Content-Length"]) == (film().read(), str(film().size))
    assert stream.closed


@pytest.mark.parametrize(
    ("problem", "kind", "code"),
    [
        (FileNotFoundError(), ContentRejected, ReasonCode.MEDIA_MISSING),
        (PermissionError(), TryLater, ReasonCode.MEDIA_UNREACHABLE),
    ],
)
def test_a_film_that_cannot_be_opened(wire: Wire, problem: OSError, kind: type[PublishError], code: ReasonCode) -> None:
    def failing() -> BinaryIO:
        raise problem

    empty_site(wire)
    wire.on("media", Reply([]))

    with pytest.raises(PublishError) as caught:
        publisher(wire.url).publish(replace(post(), videos=(replace(film(), open=failing),)), KEY, soon())

    assert (type(caught.value), caught.value.code) == (kind, code)
