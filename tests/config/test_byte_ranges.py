"""Films are fetched in parts: which bytes come for which range."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

ADDRESS = "/media/frozen/ff/lavha.mp4"
CONTENT = bytes(range(250)) * 800
SIZE = len(CONTENT)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def film() -> None:
    path = Path(settings.MEDIA_ROOT) / ADDRESS.removeprefix("/media/")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(CONTENT)


def fetched(asked: str = "", **headers: str) -> tuple[int, bytes, str | None, str | None]:
    """Status, bytes, Content-Range and Content-Length."""
    answer = Client(headers={"Range": asked, **headers} if asked else headers).get(ADDRESS)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    answer.close()
    assert answer["Accept-Ranges"] == "bytes"
    return answer.status_code, body, answer.get("Content-Range"), answer.get("Content-Length")


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-1", 0, 1),
        ("bytes=0-", 0, SIZE - 1),
        ("bytes=100-70000", 100, 70_000),
        ("bytes=199990-999999", 199_990, SIZE - 1),
        ("bytes=-500", SIZE - 500, SIZE - 1),
        (f"bytes=-{SIZE + 5}", 0, SIZE - 1),
    ],
)
def test_a_range_is_answered_with_its_bytes(asked: str, first: int, last: int) -> None:
    expected = CONTENT[first : last + 1]
    assert fetched(asked) == (206, expected, f"bytes {first}-{last}/{SIZE}", str(len(expected)))


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", f"bytes={SIZE}-{SIZE + 5}", "bytes=-0"])
def test_a_range_beyond_the_end_is_refused_with_the_size(asked: str) -> None:
    status, body, span, _length = fetched(asked)
    assert (status, body, span) == (416, b"", f"bytes */{SIZE}")


@pytest.mark.parametrize("asked", ["", "bytes=-", "bytes=9-3", "bytes=0-1,5-6", "lines=1-2", "bytes=a-b"])
def test_without_one_range_that_can_be_read_the_whole_comes(asked: str) -> None:
    assert fetched(asked) == (200, CONTENT, None, str(SIZE))


def test_a_range_of_another_version_of_the_file_is_not_mixed_with_this_one() -> None:
    version = Client().head(ADDRESS)["Last-Modified"]

    assert fetched("bytes=0-1", **{"If-Range": version})[0] == 206
    assert fetched("bytes=0-1", **{"If-Range": "Mon, 01 Jan 2024 00:00:00 GMT"})[:2] == (200, CONTENT)


def test_a_question_for_the_size_sends_no_film() -> None:
    answer = Client(headers={"Range": "bytes=0-1"}).head(ADDRESS)

    assert (answer.status_code, answer["Content-Length"], answer["Content-Type"]) == (200, str(SIZE), "video/mp4")
    assert answer.content == b""


@pytest.mark.parametrize("name", ["hujjat.html", "surat.svg", "hujjat.docx", "nomsiz"])
def test_what_could_run_a_script_as_ours_is_handed_out_as_a_download(name: str) -> None:
    assert disposition(name).startswith("attachment")


@pytest.mark.parametrize("name", ["hujjat.pdf", "lavha.mp4", "surat.jpg"])
def test_what_browsers_show_by_themselves_is_shown(name: str) -> None:
    assert disposition(name).startswith("inline")


def disposition(name: str) -> str:
    (Path(settings.MEDIA_ROOT) / "frozen/ff" / name).write_bytes(b"<script>alert(1)</script>")
    answer = Client().get(f"/media/frozen/ff/{name}")
    answer.close()
    assert answer.status_code == 200
    return answer["Content-Disposition"]
