"""Webhook: films and files in the message, its size, and the messages about a post that is out already."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from publishers.contract import OutgoingPost, Placed, Poll, Published, Withdrawn
from publishers.errors import (
    AccountRejected,
    ContentRejected,
    Misconfigured,
    OutcomeUnknown,
    PublishError,
    ReasonCode,
    TryLater,
)
from tests.publishers.adapters.files import film, paper
from tests.publishers.adapters.posts import picture, post, soon
from tests.publishers.adapters.test_webhook import KEY, NEW, OLD, POST, proof, publisher
from tests.publishers.adapters.wire import Reply, Seen, Wire

OUT = Placed(KEY, "41", ("41",), "https://portal.example/41")
AFTER = replace(POST, text="<p>Hisobot tuzatildi.</p>", note="Sana tuzatildi.")


def amend(wire: Wire, before: OutgoingPost = POST, after: OutgoingPost = AFTER, secret: str = NEW) -> Published:
    return publisher(wire.url, secret).amend(OUT, before, after, soon())


def withdraw(wire: Wire, secret: str = NEW) -> Withdrawn:
    return publisher(wire.url, secret).withdraw(OUT, POST, soon())


def message(seen: Seen) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(seen.body)
    return told


def test_films_documents_and_a_poll_stand_in_the_message(wire: Wire) -> None:
    wire.on("qabul", Reply())
    clip, bare, sheet = film(1, cover=picture(3)), film(2), paper()
    live = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)
    outgoing = replace(
        POST, videos=(clip, bare), documents=(sheet,), poll=Poll("Qaysi?", ("Bir", "Ikki")), live_at=live
    )

    publisher(wire.url).publish(outgoing, KEY, soon())

    data = message(wire.seen[0])["data"]
    assert data["live_at"] == "2026-11-21T05:00:00Z"
    assert data["poll"] == {"question": "Qaysi?", "options": ["Bir", "Ikki"], "multiple": False}
    assert data["videos"][0] == {
        "url": clip.url, "alt": 'Lavha "1"', "type": "video/mp4", "width": 1280, "height": 720, "seconds": 12.5,
        "sha256": clip.checksum,
        "cover": {"url": picture(3).url, "alt": "Rasm 3", "sha256": picture(3).checksum},
    }  # fmt: skip
    assert data["videos"][1]["cover"] is None
    assert data["documents"] == [
        {
            "url": sheet.url, "title": "Qaror <1>", "name": "qaror-1.pdf", "type": "application/pdf",
            "size": sheet.size, "sha256": sheet.checksum,
        }
    ]  # fmt: skip


def test_a_message_beyond_twenty_thousand_bytes_does_not_leave(wire: Wire) -> None:
    # Cyrillic letters are two bytes each
    long = replace(post("<p>" + "ю" * 9_900 + "</p>"), pictures=(picture(1), picture(2)))

    with pytest.raises(ContentRejected) as caught:
        publisher(wire.url).publish(long, KEY, soon())

    assert caught.value.code is ReasonCode.TEXT_TOO_LONG
    assert wire.seen == []
    (problem,) = [each for each in publisher(wire.url).check(long) if each.code == "message_too_long"]
    assert problem.params["length"] - problem.params["over"] == problem.params["limit"] == 20_000
    assert [each.code for each in publisher(wire.url).check(POST)] == []


def test_a_correction_is_a_message_of_its_own_with_the_whole_post(wire: Wire) -> None:
    wire.on("qabul", Reply({"ok": True}))

    assert amend(wire, secret=f"{NEW} {OLD}") == Published("41", OUT.link, ("41",))

    (seen,) = wire.seen
    told = message(seen)
    assert (told["type"], told["data"]["id"], told["data"]["text"]) == ("post.updated", KEY, AFTER.text)
    assert told["data"]["note"] == "Sana tuzatildi."
    assert seen.headers["webhook-id"].startswith(f"{KEY}-u") and "." not in seen.headers["webhook-id"]
    assert seen.headers["webhook-signature"] == f"{proof(seen, NEW)} {proof(seen, OLD)}"
    assert abs(datetime.fromisoformat(told["timestamp"]) - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_correction_has_one_id_on_every_attempt_and_another_has_another(wire: Wire) -> None:
    wire.on("qabul", Reply())
    for before, after in ((POST, AFTER), (POST, AFTER), (AFTER, POST), (POST, replace(AFTER, note="Boshqa."))):
        amend(wire, before, after)

    ids = [seen.headers["webhook-id"] for seen in wire.seen]
    assert ids[0] == ids[1]
    assert len({*ids, KEY}) == 4


def test_what_the_receiver_answers_to_a_correction_is_kept(wire: Wire) -> None:
    wire.on("qabul", Reply({"id": 42, "link": "https://portal.example/42"}))
    assert amend(wire) == Published("42", "https://portal.example/42", ("42",))


def test_a_withdrawal_names_the_post_and_nothing_it_said(wire: Wire) -> None:
    wire.on("qabul", Reply(status=204))

    assert withdraw(wire) == withdraw(wire) == Withdrawn()

    first, again = wire.seen
    assert first.headers["webhook-id"] == again.headers["webhook-id"] == f"{KEY}-w"
    told = message(first)
    assert (told["type"], told["data"]) == ("post.withdrawn", {"id": KEY})


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        (Reply({}, 401), AccountRejected, ReasonCode.TOKEN_INVALID),
        (Reply({}, 410), AccountRejected, ReasonCode.TARGET_DISABLED),
        (Reply({}, 404), Misconfigured, ReasonCode.TARGET_MISSING),
        (Reply({}, 429, {"Retry-After": "9"}), TryLater, ReasonCode.RATE_LIMITED),
        (Reply({}, 504, {"Retry-After": "9"}), TryLater, ReasonCode.UNREACHABLE),
        (Reply({}, 504), OutcomeUnknown, ReasonCode.SERVER_ERROR),
        (Reply({}, 500), OutcomeUnknown, ReasonCode.SERVER_ERROR),
        (Reply(drop=True), OutcomeUnknown, ReasonCode.ANSWER_LOST),
    ],
)
def test_an_answer_means_the_same_as_to_a_post(
    wire: Wire, answer: Reply, kind: type[PublishError], code: ReasonCode
) -> None:
    wire.on("qabul", answer)
    for act in (amend, withdraw):
        with pytest.raises(PublishError) as caught:
            act(wire)
        assert (type(caught.value), caught.value.code) == (kind, code)


def test_a_receiver_that_does_not_take_a_change_says_why(wire: Wire) -> None:
    wire.on("qabul", Reply({"message": "Nomaʼlum tur"}, 422))

    for act, code in ((amend, ReasonCode.CONTENT_REFUSED), (withdraw, ReasonCode.CANNOT_WITHDRAW)):
        with pytest.raises(ContentRejected) as caught:
            act(wire)
        assert (caught.value.code, caught.value.detail) == (code, "HTTP 422: Nomaʼlum tur")


def test_a_receiver_that_took_the_post_off_itself_says_so(wire: Wire) -> None:
    wire.on("qabul", Reply({"message": "Olib tashlangan"}, 409))

    with pytest.raises(ContentRejected) as caught:
        amend(wire)
    assert (caught.value.code, caught.value.detail) == (ReasonCode.GONE, "HTTP 409: Olib tashlangan")
    assert withdraw(wire) == Withdrawn()
    with pytest.raises(OutcomeUnknown):
        publisher(wire.url).publish(POST, KEY, soon())
