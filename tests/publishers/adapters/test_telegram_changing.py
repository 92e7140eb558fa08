"""Telegram: what is out is edited message by message, and taken away by its known numbers only."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from content.problems import Problem
from publishers.contract import OutgoingPost, Placed, Poll, Published, Withdrawn
from publishers.errors import ContentRejected, ReasonCode
from tests.publishers.adapters.bot_api import message, ok, publisher
from tests.publishers.adapters.posts import document, picture, post, soon, video
from tests.publishers.adapters.wire import Wire

LINK = "https://t.me/sinov_kanali/8"


def placed(*ids: str, link: str = LINK) -> Placed:
    return Placed("k", ids[0] if ids else "", ids, link)


@pytest.fixture
def editable(wire: Wire) -> Wire:
    for operation in ("editMessageText", "editMessageCaption", "editMessageMedia"):
        wire.on(operation, ok(message(8)))
    wire.on("deleteMessage", ok(True))
    wire.on("deleteMessages", ok(True))
    return wire


def edits(
    wire: Wire, before: OutgoingPost, after: OutgoingPost, *ids: str, mixed: bool = False
) -> list[tuple[str, str]]:
    """The edits of a correction, of which each call makes one."""
    where = replace(placed(*ids), mixed=mixed)
    result = publisher(wire.url).amend(where, before, after, soon(20))
    for calls in range(1, 12):
        assert len(wire.seen) <= calls
        if isinstance(result, Published):
            break
        assert (result.again_after, result.parts, result.link) == (timedelta(seconds=3.1), ids, LINK)
        result = publisher(wire.url).amend(replace(where, token=result.token), before, after, soon(20))
    assert result == Published(ids[0], LINK, ids)
    return [(seen.operation, seen.fields["message_id"]) for seen in wire.seen]


def test_only_what_changed_is_edited_each_in_its_own_message(editable: Wire) -> None:
    before = replace(post("Matn", pictures=2), documents=(document(1),), follow_up="Davomi")
    after = replace(
        before, pictures=(before.pictures[0], picture(7)), documents=(document(2),), follow_up="Tuzatilgan davomi"
    )

    done = edits(editable, before, after, "8", "9", "10", "11")

    assert done == [("editMessageMedia", "9"), ("editMessageText", "10"), ("editMessageMedia", "11")]
    changed, follow_up, file = editable.seen
    assert [part[2] for part in changed.files.values()] == [picture(7).read()]
    assert "caption" not in json.loads(changed.fields["media"])
    assert follow_up.fields["text"] == "Tuzatilgan davomi"
    assert [part[0] for part in file.files.values()] == ["qaror-2.pdf"]


def test_a_caption_alone_is_edited_without_sending_the_picture_again(editable: Wire) -> None:
    assert edits(editable, post("bir", pictures=1), post("<b>ikki</b>", pictures=1), "8") == [
        ("editMessageCaption", "8")
    ]
    assert (editable.seen[0].fields["caption"], editable.seen[0].fields["parse_mode"]) == ("<b>ikki</b>", "HTML")


def test_the_first_picture_takes_its_caption_along(editable: Wire) -> None:
    before, after = post("bir", pictures=1), replace(post("ikki"), pictures=(picture(7),))

    assert edits(editable, before, after, "8") == [("editMessageMedia", "8")]
    assert json.loads(editable.seen[0].fields["media"])["caption"] == "ikki"


def test_a_picture_may_become_a_film(editable: Wire) -> None:
    before, after = post("bir", pictures=1), replace(post("bir"), videos=(video(cover=picture(5)),))

    edits(editable, before, after, "8")

    media = json.loads(editable.seen[0].fields["media"])
    assert (media["type"], media["width"], media["duration"]) == ("video", 1280, 13)
    assert editable.seen[0].files[media["cover"].removeprefix("attach://")][2] == picture(5).read()


def test_nothing_changed_asks_for_nothing(editable: Wire) -> None:
    assert edits(editable, post("bir", pictures=1), post("bir", pictures=1), "8") == []


def test_what_an_earlier_correction_may_have_left_is_edited_though_it_seems_right(editable: Wire) -> None:
    before = replace(post("bir", pictures=2), follow_up="Davomi")

    done = edits(editable, before, before, "8", "9", "10", mixed=True)

    assert done == [("editMessageMedia", "8"), ("editMessageMedia", "9"), ("editMessageText", "10")]


A_POLL = Poll("Maʼqulmi?", ("Ha", "Yoʻq"))
SHAPES: list[tuple[OutgoingPost, OutgoingPost, list[str]]] = [
    (post("bir"), post("ikki"), []),
    (post("bir", pictures=2), post("ikki", pictures=3), ["media_number_cannot_change"]),
    (post("bir"), post("bir", pictures=1), ["media_number_cannot_change"]),
    (post("bir", pictures=1), replace(post("bir", pictures=1), follow_up="yana"), ["message_number_cannot_change"]),
    (replace(post("bir"), poll=A_POLL), replace(post("ikki"), poll=A_POLL), []),
    (replace(post("bir"), poll=A_POLL), post("bir"), ["poll_cannot_change"]),
    (replace(post("bir"), poll=A_POLL), replace(post("bir"), poll=Poll("Nega?", ("A",))), ["poll_cannot_change"]),
    (post("bir", pictures=1), replace(post("bir"), videos=(video(),)), []),
    (post("bir", pictures=1), replace(post("bir"), documents=(document(),)), ["media_number_cannot_change"]),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "codes"), SHAPES)
def test_what_an_edit_cannot_do_is_said_beforehand_and_not_tried(
    wire: Wire, before: OutgoingPost, after: OutgoingPost, codes: list[str]
) -> None:
    telegram = publisher(wire.url)

    assert telegram.check_amend(before, after) == [Problem(code) for code in codes]
    if codes:
        with pytest.raises(ContentRejected) as caught:
            telegram.amend(placed("8"), before, after, soon())
        assert (caught.value.code, wire.seen) == (ReasonCode.CANNOT_AMEND, [])


# --- taken away ------------------------------------------------------------------------------------------------------


def test_one_message_is_deleted_by_its_number_and_several_in_one_call(editable: Wire) -> None:
    telegram = publisher(editable.url)

    assert telegram.withdraw(placed("8"), post(), soon()) == Withdrawn()
    assert telegram.withdraw(placed("8", "9"), post(pictures=2), soon()) == Withdrawn()

    one, many = editable.seen
    assert (one.operation, one.fields["message_id"]) == ("deleteMessage", "8")
    assert (many.operation, json.loads(many.fields["message_ids"])) == ("deleteMessages", [8, 9])


def test_of_a_post_that_is_partly_out_what_is_out_is_taken_away(editable: Wire) -> None:
    outgoing = replace(post(pictures=2), follow_up="Davomi")

    assert publisher(editable.url).withdraw(placed("8", "9"), outgoing, soon()) == Withdrawn()


def test_a_link_a_person_pasted_names_the_message(editable: Wire) -> None:
    publisher(editable.url).withdraw(placed(link="https://t.me/sinov_kanali/77?single"), post(), soon())

    assert editable.seen[0].fields["message_id"] == "77"


@pytest.mark.parametrize(
    ("where", "outgoing"),
    [
        (placed("0"), post()),
        (placed(link=""), post()),
        (placed("8"), post(pictures=3)),
        (placed("8", link=""), post()),
    ],
    ids=["put off by Telegram", "unknown", "an album known by its first", "of the group before it moved"],
)
def test_a_message_that_cannot_be_named_for_certain_is_left_to_people(
    wire: Wire, where: Placed, outgoing: OutgoingPost
) -> None:
    telegram = publisher(wire.url, "-1001234567890")

    with pytest.raises(ContentRejected) as taking:
        telegram.withdraw(where, outgoing, soon())
    with pytest.raises(ContentRejected) as changing:
        telegram.amend(where, outgoing, replace(outgoing, text="boshqa"), soon())

    assert (taking.value.code, changing.value.code) == (ReasonCode.CANNOT_WITHDRAW, ReasonCode.CANNOT_AMEND)
    assert wire.seen == []
