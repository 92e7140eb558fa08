"""The receiver of webhooks: strict about signature, time and form; an id it has had is shown once."""

import hashlib
import hmac
import json
import threading
from base64 import b64decode, b64encode
from typing import Any

import pytest
import requests

from tests.sandbox.clients import Client, picture

RECEIVER = "40000000000001"
KEY = "whsec_c2FuZGJveC13ZWJob29rLWtleS1mb3ItdGVzdGluZyE="
OTHER = f"whsec_{b64encode(b'o' * 32).decode()}"


def message(**fields: Any) -> dict[str, Any]:
    data = {
        "id": "kalit-1", "title": "Namuna", "summary": "", "text": "<p>Matn</p>", "note": "", "link": None,
        "section": "", "language": "uz", "slot": None, "live_at": None, "pictures": [], "videos": [],
        "documents": [], "poll": None, **fields,
    }  # fmt: skip
    return {"type": "post.published", "timestamp": "2026-11-20T10:00:00Z", "data": data}


def send(
    client: Client,
    wish: Any,
    *,
    webhook_id: str = "kalit-1",
    keys: str = KEY,
    off: float = 0,
    to: str = RECEIVER,
    **headers: str,
) -> requests.Response:
    """A message, signed now, `off` seconds beside the sandbox's clock."""
    body = wish if isinstance(wish, bytes) else json.dumps(wish).encode()
    at = str(int(client.state()["now"] + off))
    proofs = [
        b64encode(hmac.digest(b64decode(key[6:]), f"{webhook_id}.{at}.".encode() + body, hashlib.sha256)).decode()
        for key in keys.split()
    ]
    given = {
        "Content-Type": "application/json", "webhook-id": webhook_id, "webhook-timestamp": at,
        "webhook-signature": " ".join(f"v1,{proof}" for proof in proofs), **headers,
    }  # fmt: skip
    return client.session.post(f"{client.url}/webhook/{to}", data=body, headers=given, timeout=10)


def told(answer: requests.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["message"]


def test_a_signed_message_is_shown(client: Client) -> None:
    answer = send(client, message(link="https://sayt.example/a"))

    (shown,) = client.published("webhook")
    assert answer.json() == {"id": "1", "link": f"{client.url}/wall/webhook/mediareja_sandbox/1"}
    assert (shown["id"], shown["title"], shown["text"]) == ("1", "Namuna", "<p>Matn</p>")
    assert (shown["shared_link"], shown["link"]) == ("https://sayt.example/a", answer.json()["link"])
    page = client.session.get(shown["link"], timeout=10).text
    assert "Namuna" in page and "https://sayt.example/a" in page and "&lt;p&gt;" not in page


def test_an_id_it_has_had_is_accepted_and_shown_once(client: Client) -> None:
    first = send(client, message())
    again = send(client, message(title="Boshqa"), off=60)

    assert (again.status_code, again.json()) == (200, first.json())
    assert [post["title"] for post in client.published("webhook")] == ["Namuna"]
    assert send(client, message(id="kalit-2"), webhook_id="kalit-2").json()["id"] == "2"


def test_the_same_message_twice_at_once_is_shown_once(client: Client, pictures: Any) -> None:
    shown = {"url": pictures.put("never", picture()), "alt": "Zal", "sha256": hashlib.sha256(picture()).hexdigest()}
    answers: list[dict[str, Any]] = []

    def deliver() -> None:
        with requests.Session() as session:
            answers.append(send(Client(client.url, session), message(pictures=[shown])).json())

    both = [threading.Thread(target=deliver) for _ in range(2)]
    for one in both:
        one.start()
    pictures.release.set()
    for one in both:
        one.join(10)

    assert answers[0] == answers[1] and answers[0]["id"] == "1"
    assert len(client.published("webhook")) == 1


@pytest.mark.parametrize("off", [-299, 0, 299])
def test_a_message_of_now_may_be_five_minutes_off(client: Client, off: float) -> None:
    assert send(client, message(), off=off).status_code == 200


@pytest.mark.parametrize("off", [-302, 302])
def test_a_message_of_another_time_is_refused(client: Client, off: float) -> None:
    words = "The message is not of now: its time is more than five minutes off."
    assert told(send(client, message(), off=off)) == (401, words)
    assert client.published() == []


def test_one_signature_that_fits_is_enough_on_either_side(client: Client) -> None:
    assert told(send(client, message(), keys=OTHER)) == (401, "No signature is of a key of ours.")
    assert send(client, message(), keys=f"{OTHER} {KEY}").status_code == 200
    made = client.control("channels", {"platform": "webhook", "token": f"{OTHER} {KEY}"})
    assert send(client, message(), keys=KEY, to=made["id"]).status_code == 200


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({"webhook-id": ""}, (400, "The header webhook-id is missing.")),
        ({"webhook-timestamp": ""}, (400, "The header webhook-timestamp is missing.")),
        ({"webhook-signature": ""}, (400, "The header webhook-signature is missing.")),
        ({"webhook-id": "a.b"}, (400, "webhook-id may hold letters, digits, dashes and underscores only.")),
        ({"webhook-id": "kalit-2"}, (401, "No signature is of a key of ours.")),
        ({"webhook-timestamp": "1.5"}, (400, "webhook-timestamp must be Unix seconds.")),
        ({"webhook-timestamp": "1000"}, (401, "No signature is of a key of ours.")),
        ({"webhook-signature": "v2,abc v1 v1, ʻ"}, (401, "No signature is of a key of ours.")),
        ({"Content-Type": "text/plain"}, (415, "A message is application/json.")),
    ],
)
def test_headers_out_of_form_are_refused(client: Client, headers: dict[str, str], expected: tuple[int, str]) -> None:
    given = {name: value.encode() if not value.isascii() else value for name, value in headers.items()}

    assert told(send(client, message(), **given)) == expected  # type: ignore[arg-type]
    assert client.published() == []


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (b"{", (400, "Unreadable: the JSON cannot be read.")),
        (b"[]", (400, "Unreadable: the JSON is not an object.")),
        ({"type": "post.published"}, (400, "A message has type, timestamp and data.")),
        (message() | {"timestamp": "2026-11-20"}, (422, "Timestamp must be a time in UTC, 2026-11-20T10:00:00Z.")),
        (message() | {"type": "post.edited"}, (422, "This type of message is not known here.")),
        (message() | {"data": []}, (422, "Data must be an object.")),
        (message(title=""), (422, "Id, title and text must not be empty.")),
        (message(section=None), (422, "Section must be a text.")),
        (message(link="sayt"), (422, "Link must be an address or null.")),
        (message(slot="2026-13-20T10:00:00Z"), (422, "Slot must be a time in UTC or null.")),
        (message(pictures={}), (422, "Pictures must be a list.")),
        (message(pictures=[{"url": "https://a.example/"}]), (422, "Each of pictures has url, alt, sha256.")),
        (
            message(pictures=[{"url": "https://a.example/", "alt": "", "sha256": "00"}]),
            (422, "Sha256 must be 64 digits."),
        ),
        (
            message(videos=[{"url": "https://a.example/"}]),
            (422, "Each of videos has url, alt, sha256, type, width, height, seconds, cover."),
        ),
        (message(documents=[7]), (422, "Each of documents has url, title, name, type, size, sha256.")),
        (message(poll={"question": "?"}), (422, "A poll has question, options and multiple.")),
        (message() | {"type": "post.withdrawn"}, (422, "Data must have an id alone.")),
        (message(text="x" * 20_000), (413, "The message is too long.")),
    ],
)
def test_messages_out_of_form_are_refused(client: Client, wish: Any, expected: tuple[int, str]) -> None:
    assert told(send(client, wish)) == expected
    assert client.published() == []


def test_pictures_are_fetched_and_must_be_those_of_their_checksums(client: Client, pictures: Any) -> None:
    good = {"url": pictures.put("a.jpg", picture()), "alt": "Zal", "sha256": hashlib.sha256(picture()).hexdigest()}

    assert told(send(client, message(pictures=[{**good, "sha256": "0" * 64}]))) == (
        422, "A file is not the one of its checksum.",
    )  # fmt: skip
    assert told(send(client, message(pictures=[{**good, "url": f"{pictures.url}/yoq.jpg"}]))) == (
        422, "A file cannot be fetched: status.",
    )  # fmt: skip
    assert send(client, message(pictures=[good])).status_code == 200
    (shown,) = client.published("webhook")
    assert (shown["media"], shown["alt"]) == ([good["sha256"]], ["Zal"])


def test_a_check_names_the_receiver_and_shows_nothing(client: Client) -> None:
    check = {"type": "channel.check", "timestamp": "2026-11-20T10:00:00Z", "data": {}}

    assert send(client, check).json() == {"name": "Mediareja sandbox"}
    assert told(send(client, check, keys=OTHER)) == (401, "No signature is of a key of ours.")
    assert client.published() == []


def test_an_unknown_receiver_and_another_method(client: Client) -> None:
    assert told(send(client, message(), to="begona")) == (404, "Nobody receives at this address.")
    asked = client.session.get(f"{client.url}/webhook/{RECEIVER}", timeout=10)
    assert (told(asked), asked.headers["Allow"]) == ((405, "Messages come by POST."), "POST")


@pytest.mark.parametrize(
    ("kind", "params", "status", "wait"),
    [
        ("switched_off", {}, 410, None),
        ("overloaded", {}, 503, None),
        ("overloaded", {"retry_after": 7}, 503, "7"),
        ("rate_limited", {}, 429, None),
        ("rate_limited", {"retry_after": 7}, 429, "7"),
        ("revoke_token", {}, 401, None),
        ("missing_rights", {}, 403, None),
        ("chat_not_found", {}, 404, None),
        ("content_rejected", {}, 422, None),
        ("platform_error", {"status": 418}, 418, None),
        ("http_500", {}, 500, None),
    ],
)
def test_faults(client: Client, kind: str, params: dict[str, Any], status: int, wait: str | None) -> None:
    client.fault("webhook", kind, **params)

    answer = send(client, message())

    assert (answer.status_code, answer.headers.get("Retry-After")) == (status, wait)
    assert client.published() == []


def test_an_update_changes_what_is_shown_and_a_withdrawal_hides_it(client: Client) -> None:
    first = send(client, message()).json()

    changed = send(client, message(title="Boshqa", note="Sana.") | {"type": "post.updated"}, webhook_id="kalit-1-u1")

    assert changed.json() == first
    assert [(post["id"], post["title"]) for post in client.published("webhook")] == [("1", "Boshqa")]
    taken = {"type": "post.withdrawn", "timestamp": "2026-11-20T10:00:00Z", "data": {"id": "kalit-1"}}
    assert send(client, taken, webhook_id="kalit-1-w").json() == first
    assert send(client, taken, webhook_id="kalit-1-w").json() == first
    assert client.published("webhook") == []


def test_an_update_of_what_it_never_had_is_shown_and_a_withdrawal_of_it_changes_nothing(client: Client) -> None:
    assert send(client, message() | {"type": "post.updated"}, webhook_id="kalit-1-u1").json()["id"] == "1"
    unknown = {"type": "post.withdrawn", "timestamp": "2026-11-20T10:00:00Z", "data": {"id": "begona"}}
    for _time in range(2):
        answer = send(client, unknown, webhook_id="begona-w")
        assert (answer.status_code, answer.json()) == (200, {})
    assert len(client.published("webhook")) == 1


def test_films_and_documents_are_fetched_as_pictures_are(client: Client, pictures: Any) -> None:
    film, paper = b"film" * 10, b"%PDF hujjat"
    sent = message(
        videos=[{
            "url": pictures.put("a.mp4", film), "alt": "Lavha", "type": "video/mp4", "width": 1280, "height": 720,
            "seconds": 12.5, "sha256": hashlib.sha256(film).hexdigest(), "cover": None,
        }],
        documents=[{
            "url": pictures.put("a.pdf", paper), "title": "Qaror", "name": "a.pdf", "type": "application/pdf",
            "size": len(paper), "sha256": hashlib.sha256(paper).hexdigest(),
        }],
        poll={"question": "Qaysi?", "options": ["Bir", "Ikki"], "multiple": False},
    )  # fmt: skip

    assert send(client, sent).status_code == 200

    (shown,) = client.published("webhook")
    assert shown["media"] == [hashlib.sha256(content).hexdigest() for content in (film, paper)]
    assert shown["alt"] == ["Lavha", "Qaror"]
