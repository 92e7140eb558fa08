"""WordPress: a post that is out is corrected in place, and taken away."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from publishers.contract import Placed, Published, Withdrawn
from publishers.errors import AccountRejected, ContentRejected, OutcomeUnknown, PublishError, ReasonCode, TryLater
from tests.publishers.adapters.posts import post, soon
from tests.publishers.adapters.site_api import (
    KEY,
    LINK,
    PASSWORD,
    SLUG,
    entry,
    publisher,
    refusal,
    working_account,
)
from tests.publishers.adapters.wire import Reply, Wire

OUT = Placed(KEY, "7", ("7",), LINK)
BEFORE = post("<p>19 ta loyiha</p>")
AFTER = replace(BEFORE, text="<p>20 ta loyiha</p>", summary="Qisqacha", note="Loyihalar soni.", language="en")
GONE = refusal("rest_post_invalid_id", 404)


def amended(wire: Wire, placed: Placed = OUT) -> Published:
    return publisher(wire.url).amend(placed, BEFORE, AFTER, soon())


def taken_away(wire: Wire, placed: Placed = OUT) -> Withdrawn:
    return publisher(wire.url).withdraw(placed, BEFORE, soon())


def calls(wire: Wire) -> list[tuple[str, str]]:
    return [(seen.method, seen.operation) for seen in wire.seen]


def test_a_correction_writes_over_the_post_and_leaves_its_address_and_date(wire: Wire) -> None:
    wire.on("7", Reply(entry(slug="qoʻlda-oʻzgartirilgan")), Reply(entry(slug="qoʻlda-oʻzgartirilgan")))

    assert amended(wire) == Published("7", LINK, ("7",))

    look, written = wire.asked("7")
    assert (look.method, look.query) == ("GET", {"_fields": "id,slug,status,link"})
    assert (written.method, json.loads(written.body)) == (
        "POST",
        {
            "title": "Namuna",
            "content": "<p><strong>Corrected:</strong> Loyihalar soni.</p>\n<p>20 ta loyiha</p>",
            "excerpt": "Qisqacha",
            "featured_media": 0,
        },
    )
    assert len(wire.seen) == 2


@pytest.mark.parametrize("external_id", ["", "7", "https://sayt.example/mr"])
def test_without_a_post_of_the_id_it_is_found_by_its_slug(wire: Wire, external_id: str) -> None:
    wire.on("7", GONE)
    wire.on("posts", Reply([entry(9)]))
    wire.on("9", Reply(entry(9)))

    assert amended(wire, replace(OUT, external_id=external_id)) == Published("9", LINK, ("9",))

    (look,) = wire.asked("posts")
    assert look.query["slug"] == SLUG


@pytest.mark.parametrize("status", ["trash", "draft", "pending", "private"])
def test_what_somebody_took_from_readers_is_gone_and_not_put_back(wire: Wire, status: str) -> None:
    wire.on("7", Reply(entry(status=status)))
    wire.on("posts", Reply([]))

    with pytest.raises(ContentRejected) as caught:
        amended(wire)

    assert caught.value.code is ReasonCode.GONE
    assert [seen.method for seen in wire.seen] == ["GET", "GET"]


def test_what_was_deleted_for_good_is_gone(wire: Wire) -> None:
    wire.on("7", GONE)
    wire.on("posts", Reply([]))
    with pytest.raises(ContentRejected) as caught:
        amended(wire)
    assert caught.value.code is ReasonCode.GONE


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        (refusal("rest_invalid_param", 400, params={"title": "odd"}), ContentRejected, ReasonCode.CONTENT_REFUSED),
        (refusal("rest_cannot_edit", 403), AccountRejected, ReasonCode.RIGHTS_MISSING),
        (refusal("rest_cannot_edit_others", 403), AccountRejected, ReasonCode.RIGHTS_MISSING),
        (refusal("too_many_requests", 429), TryLater, ReasonCode.RATE_LIMITED),
        (refusal("db_update_error", 500), OutcomeUnknown, ReasonCode.SERVER_ERROR),
        (Reply("<h1>503</h1>", 503), OutcomeUnknown, ReasonCode.SERVER_ERROR),
        (Reply("<h1>404</h1>", 404), OutcomeUnknown, ReasonCode.SERVER_ERROR),
        (Reply("<p>Salom</p>", 200), OutcomeUnknown, ReasonCode.ANSWER_GARBLED),
        (Reply(entry(8)), OutcomeUnknown, ReasonCode.ANSWER_GARBLED),
        (Reply([]), OutcomeUnknown, ReasonCode.ANSWER_GARBLED),
        (Reply(drop=True), OutcomeUnknown, ReasonCode.ANSWER_LOST),
    ],
)
def test_an_answer_to_a_correction(wire: Wire, answer: Reply, kind: type[PublishError], code: ReasonCode) -> None:
    wire.on("7", Reply(entry()), answer)

    with pytest.raises(PublishError) as caught:
        amended(wire)

    assert (type(caught.value), caught.value.code) == (kind, code)


def test_a_post_is_moved_to_the_trash_and_not_deleted(wire: Wire) -> None:
    wire.on("7", Reply(entry()), Reply(entry(status="trash")), Reply(entry(status="trash")))
    wire.on("posts", Reply([]))

    assert taken_away(wire) == Withdrawn()

    assert calls(wire) == [("GET", "7"), ("DELETE", "7"), ("GET", "7"), ("GET", "posts")]
    assert wire.asked("7")[1].query == {}


def test_a_twin_under_the_same_slug_goes_along(wire: Wire) -> None:
    wire.on("7", Reply(entry()), Reply(entry(status="trash")), Reply(entry(status="trash")))
    wire.on("posts", Reply([entry(9)]), Reply([]))
    wire.on("9", Reply(entry(9, status="trash")))

    assert taken_away(wire) == Withdrawn()

    assert ("DELETE", "9") in calls(wire)


def test_a_listing_that_still_shows_what_is_gone_is_not_believed(wire: Wire) -> None:
    wire.on("7", Reply(entry()), Reply(entry(status="trash")), Reply(entry()))

    assert taken_away(wire) == Withdrawn()

    assert [method for method, _ in calls(wire)] == ["GET", "DELETE", "GET"]


@pytest.mark.parametrize("answer", [refusal("rest_already_trashed", 410), GONE])
def test_what_went_between_look_and_call_is_done(wire: Wire, answer: Reply) -> None:
    wire.on("7", Reply(entry()), answer, GONE)
    wire.on("posts", Reply([]))
    assert taken_away(wire) == Withdrawn()


@pytest.mark.parametrize("answer", [GONE, Reply(entry(status="trash")), Reply(entry(status="draft"))])
def test_what_readers_no_longer_see_needs_no_call(wire: Wire, answer: Reply) -> None:
    wire.on("7", answer)
    wire.on("posts", Reply([]))

    assert taken_away(wire) == Withdrawn()

    assert [seen.method for seen in wire.seen] == ["GET", "GET"]


def test_a_site_without_a_trash_keeps_the_post_as_a_draft(wire: Wire) -> None:
    draft = Reply(entry(status="draft"))
    wire.on("7", Reply(entry()), refusal("rest_trash_not_supported", 501), draft, draft)
    wire.on("posts", Reply([]))

    assert taken_away(wire) == Withdrawn()

    assert json.loads(wire.asked("7")[2].body) == {"status": "draft"}


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        (refusal("rest_cannot_delete", 403), AccountRejected, ReasonCode.RIGHTS_MISSING),
        (refusal("rest_user_cannot_delete_post", 403), AccountRejected, ReasonCode.RIGHTS_MISSING),
        (refusal("rest_cannot_delete", 500), OutcomeUnknown, ReasonCode.SERVER_ERROR),
        (Reply("<h1>404</h1>", 404), OutcomeUnknown, ReasonCode.SERVER_ERROR),
        (Reply("<h1>410</h1>", 410), OutcomeUnknown, ReasonCode.SERVER_ERROR),
        (Reply(drop=True), OutcomeUnknown, ReasonCode.ANSWER_LOST),
    ],
)
def test_an_answer_to_taking_away(wire: Wire, answer: Reply, kind: type[PublishError], code: ReasonCode) -> None:
    wire.on("7", Reply(entry()), answer)

    with pytest.raises(PublishError) as caught:
        taken_away(wire)

    assert (type(caught.value), caught.value.code) == (kind, code)


def test_a_look_that_is_not_let_in_has_changed_nothing(wire: Wire) -> None:
    wire.on("7", refusal("incorrect_password", 401, f"no {PASSWORD}"))
    wire.on("", refusal("incorrect_password", 401))

    for act in (amended, taken_away):
        with pytest.raises(AccountRejected) as caught:
            act(wire)
        assert caught.value.code is ReasonCode.TOKEN_INVALID
        assert PASSWORD not in f"{caught.value!r} {caught.value.detail}"
    assert {method for method, _ in calls(wire)} == {"GET"}


def test_a_dropped_sign_in_is_told_as_such(wire: Wire) -> None:
    working_account(wire)
    wire.on("me", refusal("rest_not_logged_in", 401))
    wire.on("7", Reply(entry()), refusal("rest_cannot_edit", 401))

    with pytest.raises(AccountRejected) as caught:
        amended(wire)

    assert caught.value.code is ReasonCode.SIGN_IN_DROPPED


def test_a_site_without_speaking_addresses_is_changed_in_its_own_way(wire: Wire) -> None:
    wire.on("7", Reply("<h1>404</h1>", 404))
    wire.on("", Reply(entry()), Reply(entry()))

    assert amended(wire) == Published("7", LINK, ("7",))

    assert [(seen.method, seen.path, seen.query.get("rest_route")) for seen in wire.seen[1:]] == [
        ("GET", "/", "/wp/v2/posts/7"),
        ("POST", "/", "/wp/v2/posts/7"),
    ]
