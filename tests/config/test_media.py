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
