"""The WordPress stand-in: as strict as the real one about signing in, statuses, slugs and uploads."""

from typing import Any

import pytest
import requests

from tests.sandbox.clients import Client, picture

SITE = "30000000000001"
LOGIN = ("mediareja", "SandboxPasswordForTests1")
DISPOSITION = {"Content-Disposition": 'attachment; filename="a.jpg"', "Content-Type": "image/jpeg"}


def call(client: Client, method: str, route: str, auth: Any = LOGIN, **more: Any) -> requests.Response:
    address = f"{client.url}/wordpress/{SITE}/wp-json{route}"
    return client.session.request(method, address, auth=auth, timeout=10, **more)


def refusal(answer: requests.Response) -> tuple[int, str]:
    assert answer.json()["data"]["status"] == answer.status_code
    return answer.status_code, answer.json()["code"]


def created(client: Client, **fields: Any) -> dict[str, Any]:
    answer = call(client, "POST", "/wp/v2/posts", json={"title": "Namuna", "status": "publish", **fields})
    assert answer.status_code == 201, answer.text
    assert answer.headers["Location"].endswith(f"/wp-json/wp/v2/posts/{answer.json()['id']}")
    return dict(answer.json())


@pytest.mark.parametrize(
    ("auth", "expected"),
    [
        (("mediareja", "notogri"), (401, "incorrect_password")),
        (("begona", LOGIN[1]), (401, "invalid_username")),
    ],
)
def test_wrong_credentials_are_refused_on_every_route(client: Client, auth: Any, expected: tuple[int, str]) -> None:
    for route in ("/", "/wp/v2/users/me", "/wp/v2/posts"):
        assert refusal(call(client, "GET", route, auth)) == expected


def test_nobody_sees_the_index_and_published_posts_only(client: Client) -> None:
    created(client, slug="ochiq")
    created(client, slug="qoralama", status="draft")

    index = call(client, "GET", "/", None).json()
    assert (index["name"], list(index["authentication"])) == ("Mediareja sandbox", ["application-passwords"])
    assert refusal(call(client, "GET", "/wp/v2/users/me", None)) == (401, "rest_not_logged_in")
    assert [post["slug"] for post in call(client, "GET", "/wp/v2/posts", None).json()] == ["ochiq"]
    hidden = call(client, "GET", "/wp/v2/posts?status=draft", None)
    assert refusal(hidden) == (400, "rest_invalid_param")
    assert hidden.json()["data"]["details"]["status"]["code"] == "rest_forbidden_status"
    assert refusal(call(client, "POST", "/wp/v2/posts", None, json={"title": "x"})) == (401, "rest_cannot_create")


def test_blanks_in_the_password_do_not_matter(client: Client) -> None:
    me = call(client, "GET", "/wp/v2/users/me?context=edit", ("mediareja", "Sand boxPassword ForTests1")).json()

    assert (me["roles"], me["capabilities"]["publish_posts"]) == (["editor"], True)


def test_a_slug_that_is_taken_becomes_another_in_silence(client: Client) -> None:
    assert [created(client, slug="bir")["slug"] for _ in range(3)] == ["bir", "bir-2", "bir-3"]


def test_the_list_shows_what_is_published_unless_told_otherwise(client: Client) -> None:
    for status in ("publish", "draft", "private"):
        created(client, slug=status, status=status)
    created(client, slug="future", date_gmt="2099-01-01T00:00:00")

    def listed(query: str) -> list[str]:
        return sorted(post["status"] for post in call(client, "GET", f"/wp/v2/posts?{query}").json())

    assert listed("") == ["publish"]
    assert listed("status=publish,draft,future,private") == ["draft", "future", "private", "publish"]
    assert listed("slug=draft&status=draft,trash") == ["draft"]


def test_a_future_post_is_out_when_its_time_comes(client: Client) -> None:
    client.control("clock", {"stand_at": 1_767_225_600})
    made = created(client, date_gmt="2026-01-01T01:00:00")
    assert (made["status"], client.published("wordpress")) == ("future", [])

    client.control("clock", {"stand_at": 1_767_229_200})

    assert call(client, "GET", f"/wp/v2/posts/{made['id']}").json()["status"] == "publish"
    assert len(client.published("wordpress")) == 1


def test_the_trash_keeps_a_post_under_another_slug_until_it_is_taken_out(client: Client) -> None:
    number = created(client, slug="bir")["id"]
    trashed = call(client, "DELETE", f"/wp/v2/posts/{number}").json()
    assert (trashed["status"], trashed["slug"], client.published("wordpress")) == ("trash", "bir__trashed", [])
    assert refusal(call(client, "DELETE", f"/wp/v2/posts/{number}")) == (410, "rest_already_trashed")

    back = call(client, "POST", f"/wp/v2/posts/{number}", json={"status": "publish"}).json()

    assert (back["status"], back["slug"], len(client.published("wordpress"))) == ("publish", "bir", 1)
    assert call(client, "DELETE", f"/wp/v2/posts/{number}?force=true").json()["deleted"] is True
    assert refusal(call(client, "GET", f"/wp/v2/posts/{number}")) == (404, "rest_post_invalid_id")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, "empty_content"),
        ({"title": "x", "status": "odd"}, "rest_invalid_param"),
        ({"title": "x", "date_gmt": "ertaga"}, "rest_invalid_param"),
        ({"title": "x", "categories": ["odd"]}, "rest_invalid_param"),
        ({"title": "x", "featured_media": "odd"}, "rest_invalid_param"),
        ({"title": "x", "id": 7}, "rest_post_exists"),
    ],
)
def test_what_a_post_must_not_be(client: Client, fields: dict[str, Any], expected: str) -> None:
    assert refusal(call(client, "POST", "/wp/v2/posts", json=fields)) == (400, expected)
    assert client.published("wordpress") == []


@pytest.mark.parametrize(
    ("headers", "body", "expected"),
    [
        (DISPOSITION, b"", (400, "rest_upload_no_data")),
        ({"Content-Type": "image/jpeg"}, picture(), (400, "rest_upload_no_content_disposition")),
        ({**DISPOSITION, "Content-Disposition": "inline"}, picture(), (400, "rest_upload_invalid_disposition")),
        (DISPOSITION, b"no picture", (500, "rest_upload_sideload_error")),
        ({**DISPOSITION, "Content-Disposition": 'attachment; filename="a.php"'}, picture(),
         (500, "rest_upload_sideload_error")),
    ],
)  # fmt: skip
def test_what_an_upload_must_not_be(client: Client, headers: Any, body: bytes, expected: tuple[int, str]) -> None:
    assert refusal(call(client, "POST", "/wp/v2/media", headers=headers, data=body)) == expected


@pytest.mark.parametrize(
    ("name", "kind", "content", "taken"),
    [
        ("a.mp4", "video/mp4", b"\x00\x00\x00\x18ftypisom", True),
        ("a.pdf", "application/pdf", b"%PDF-1.7", True),
        ("a.docx", "application/zip", b"PK\x03\x04", True),
        ("a.pdf", "application/pdf", b"no document", False),
        ("a.mp4", "video/mp4", b"no film at all", False),
        ("a.exe", "application/pdf", b"%PDF-1.7", False),
    ],
)
def test_a_film_or_document_is_taken_by_its_first_bytes(
    client: Client, name: str, kind: str, content: bytes, taken: bool
) -> None:
    headers = {"Content-Type": kind, "Content-Disposition": f'attachment; filename="{name}"'}
    answer = call(client, "POST", "/wp/v2/media", headers=headers, data=content)
    if not taken:
        assert refusal(answer) == (500, "rest_upload_sideload_error")
        return
    made = answer.json()
    assert (answer.status_code, made["media_type"], made["mime_type"]) == (201, "file", kind)
    assert client.session.get(made["source_url"], timeout=10).content == content


def test_an_upload_is_found_by_its_slug_and_served(client: Client) -> None:
    made = call(client, "POST", "/wp/v2/media?alt_text=Rasm", headers=DISPOSITION, data=picture())

    assert (made.status_code, made.json()["slug"], made.json()["alt_text"]) == (201, "a", "Rasm")
    (found,) = call(client, "GET", "/wp/v2/media?slug=a").json()
    assert client.session.get(found["source_url"], timeout=10).content == picture()


def test_a_category_is_made_once_and_by_an_editor_only(client: Client) -> None:
    made = call(client, "POST", "/wp/v2/categories", json={"name": "Eʼlonlar", "slug": "elonlar"})
    again = call(client, "POST", "/wp/v2/categories", json={"name": "Eʼlonlar", "slug": "elonlar"})

    assert (made.status_code, refusal(again)) == (201, (400, "term_exists"))
    assert again.json()["data"]["term_id"] == made.json()["id"]
    assert refusal(call(client, "POST", "/wp/v2/categories", json={})) == (400, "rest_missing_callback_param")
    assert refusal(call(client, "POST", "/wp/v2/categories", None, json={"name": "x"})) == (401, "rest_cannot_create")


def test_unknown_routes_and_sites(client: Client) -> None:
    assert refusal(call(client, "GET", "/wp/v2/pigeons")) == (404, "rest_no_route")
    nowhere = client.session.get(f"{client.url}/wordpress/1/wp-json/", timeout=10)
    assert (nowhere.status_code, nowhere.headers["Content-Type"].split(";")[0]) == (404, "text/html")


def test_the_wall_shows_title_and_words_without_running_any_markup(client: Client) -> None:
    created(client, title="<b>Sarlavha</b>", content="<p>Matn</p><script>alert(1)</script>")

    page = client.session.get(f"{client.url}/wall/wordpress/mediareja_sandbox", timeout=10).text

    assert "&lt;b&gt;Sarlavha&lt;/b&gt;" in page
    assert "Matn" in page
    assert "<script>alert" not in page
