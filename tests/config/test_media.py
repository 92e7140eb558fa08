"""What of the media folder everybody may fetch."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client


@pytest.fixture(autouse=True)
def files() -> None:
    root = Path(settings.MEDIA_ROOT)
    for name in ("frozen/aa/rasm.jpg", "documents/sahifa.html", "proofs/7/isbot.jpg"):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"<script>alert(1)</script>")
    (root.parent / "maxfiy.txt").write_text("not for readers")


@pytest.mark.django_db
def test_platforms_fetch_frozen_pictures() -> None:
    answer = Client().get("/media/frozen/aa/rasm.jpg")

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["X-Content-Type-Options"] == "nosniff"
    answer.close()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "documents/sahifa.html",
        "./documents/sahifa.html",
        "/documents/sahifa.html",
        "frozen/../documents/sahifa.html",
        "frozen/%2e%2e/documents/sahifa.html",
        "%64ocuments/sahifa.html",
        "Documents/sahifa.html",
        "proofs/7/isbot.jpg",
        "frozen/../proofs/7/isbot.jpg",
        "frozen/%2e%2e/Proofs/7/isbot.jpg",
        "../maxfiy.txt",
        "%2e%2e/maxfiy.txt",
        "frozen/../../maxfiy.txt",
        "",
        "frozen/",
    ],
)
def test_uploaded_documents_proofs_and_what_lies_outside_are_not_served(path: str) -> None:
    answer = Client().get(f"/media/{path}")
    answer.close()

    assert answer.status_code in (400, 404)


def fetched(path: str, **headers: str) -> tuple[int, str | None, bytes]:
    answer = Client().get(f"/media/{path}", headers=headers)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    answer.close()
    return answer.status_code, answer.headers.get("Content-Range"), content


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wanted", "status", "told", "content"),
    [
        ("bytes=0-3", 206, "bytes 0-3/10", b"0123"),
        ("bytes=7-", 206, "bytes 7-9/10", b"789"),
        ("bytes=-4", 206, "bytes 6-9/10", b"6789"),
        ("bytes=-40", 206, "bytes 0-9/10", b"0123456789"),
        ("bytes=8-400", 206, "bytes 8-9/10", b"89"),
        ("bytes=10-", 416, "bytes */10", b""),
        ("bytes=5-4", 200, None, b"0123456789"),
        ("bytes=0-1,4-5", 200, None, b"0123456789"),
        ("bytes=-", 200, None, b"0123456789"),
        ("lines=1-2", 200, None, b"0123456789"),
        (f"bytes={'9' * 5000}-", 200, None, b"0123456789"),
    ],
)
def test_a_player_gets_the_part_of_a_film_it_asks_for(
    wanted: str, status: int, told: str | None, content: bytes
) -> None:
    (Path(settings.MEDIA_ROOT) / "frozen/aa/film.mp4").write_bytes(b"0123456789")

    assert fetched("frozen/aa/film.mp4", range=wanted) == (status, told, content)


@pytest.mark.django_db
def test_a_part_is_of_the_file_the_player_knows() -> None:
    (Path(settings.MEDIA_ROOT) / "frozen/aa/film.mp4").write_bytes(b"0123456789")
    whole = Client().get("/media/frozen/aa/film.mp4")
    whole.close()
    headers = {"range": "bytes=0-0", "if-range": whole["Last-Modified"]}

    assert (whole["Accept-Ranges"], whole["Content-Length"], whole["Content-Type"]) == ("bytes", "10", "video/mp4")
    assert fetched("frozen/aa/film.mp4", **headers)[0] == 206
    assert fetched("frozen/aa/film.mp4", **headers | {"if-range": "Mon, 01 Jan 2024 00:00:00 GMT"})[0] == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "disposition"),
    [
        ("rasm.jpg", "inline"),
        ("hisobot.pdf", "inline"),
        ("sahifa.html", "attachment"),
        ("chizma.svg", "attachment"),
        ("qoida.docx", "attachment"),
        ("nomsiz", "attachment"),
    ],
)
def test_a_frozen_document_never_runs_in_a_readers_browser(name: str, disposition: str) -> None:
    (Path(settings.MEDIA_ROOT) / f"frozen/aa/{name}").write_bytes(b"<script>alert(1)</script>")

    answer = Client().get(f"/media/frozen/aa/{name}")
    answer.close()

    assert answer["Content-Disposition"] == f'{disposition}; filename="{name}"'
