"""Telegram: every refusal the platform is known for, word for word, and what is certain by it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from publishers.contract import Placed, Published, Withdrawn
from publishers.errors import (
    AccountRejected,
    ContentRejected,
    Misconfigured,
    OutcomeUnknown,
    Partial,
    PublishError,
    ReasonCode,
    TryLater,
)
from tests.publishers.adapters.bot_api import publisher, refused
from tests.publishers.adapters.posts import post, soon
from tests.publishers.adapters.wire import Wire

R = ReasonCode
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
UNSUPPORTED_TAG = 'Bad Request: can\'t parse entities: Unsupported start tag "p" at byte offset 0'
REFUSALS: list[tuple[int, str, type[PublishError], ReasonCode]] = [
    (400, "Bad Request: message text is empty", ContentRejected, R.TEXT_EMPTY),
    (400, "Bad Request: message is too long", ContentRejected, R.TEXT_TOO_LONG),
    (400, "Bad Request: message caption is too long", ContentRejected, R.TEXT_TOO_LONG),
    (400, UNSUPPORTED_TAG, ContentRejected, R.MARKUP_REFUSED),
    (400, "Bad Request: PHOTO_INVALID_DIMENSIONS", ContentRejected, R.MEDIA_REFUSED),
    (400, "Bad Request: file is too big", ContentRejected, R.MEDIA_REFUSED),
    (400, "Bad Request: wrong file identifier/HTTP URL specified", ContentRejected, R.MEDIA_REFUSED),
    (400, "Bad Request: wrong HTTP URL specified", ContentRejected, R.MEDIA_REFUSED),
    (400, "Bad Request: failed to get HTTP URL content", ContentRejected, R.MEDIA_REFUSED),
    (400, "Bad Request: wrong type of the web page content", ContentRejected, R.MEDIA_REFUSED),
    (400, "Bad Request: too many messages to send as an album", ContentRejected, R.MEDIA_REFUSED),
    (400, "Bad Request: can't use the media of the specified type in the album", ContentRejected, R.MEDIA_REFUSED),
    (400, "Bad Request: poll can't have more than 12 options", ContentRejected, R.CONTENT_REFUSED),
    (400, "Bad Request: poll options length must not exceed 100", ContentRejected, R.CONTENT_REFUSED),
    (400, "Bad Request: poll question length must not exceed 300", ContentRejected, R.CONTENT_REFUSED),
    (400, "Bad Request: something new", ContentRejected, R.CONTENT_REFUSED),
    (400, "Bad Request: chat not found", AccountRejected, R.TARGET_MISSING),
    (400, "Bad Request: chat_id is empty", AccountRejected, R.TARGET_MISSING),
    (400, "Bad Request: need administrator rights in the channel chat", AccountRejected, R.RIGHTS_MISSING),
    (400, "Bad Request: have no write access to the chat", AccountRejected, R.RIGHTS_MISSING),
    (400, "Bad Request: bot is not a member of the channel chat", AccountRejected, R.RIGHTS_MISSING),
    *(
        (400, f"Bad Request: not enough rights to send {what} to the chat", AccountRejected, R.RIGHTS_MISSING)
        for what in ("photos", "text messages", "videos", "documents", "polls")
    ),
    (401, "Unauthorized", AccountRejected, R.TOKEN_INVALID),
    (401, "Unauthorized: invalid token specified", AccountRejected, R.TOKEN_INVALID),
    (404, "Not Found", AccountRejected, R.TOKEN_INVALID),
    (404, "Not Found: method not found", Misconfigured, R.SETTINGS_WRONG),
    *(
        (403, f"Forbidden: bot was kicked from the {kind} chat", AccountRejected, R.RIGHTS_MISSING)
        for kind in ("channel", "group", "supergroup")
    ),
    (403, "Forbidden: bot is not a member of the channel chat", AccountRejected, R.RIGHTS_MISSING),
    (403, "Forbidden: bot is not a member of the supergroup chat", AccountRejected, R.RIGHTS_MISSING),
    (403, "Forbidden: the group chat was deleted", AccountRejected, R.TARGET_MISSING),
    (403, "Forbidden: bot was blocked by the user", AccountRejected, R.RIGHTS_MISSING),
    (403, "Forbidden: bot can't initiate conversation with a user", AccountRejected, R.RIGHTS_MISSING),
    (409, "Conflict: terminated by other getUpdates request", TryLater, R.NOT_READY),
    (413, "Request Entity Too Large", ContentRejected, R.MEDIA_REFUSED),
    (500, "Internal Server Error: restart", OutcomeUnknown, R.SERVER_ERROR),
    (
        500,
        "Internal Server Error: sent message was immediately deleted and can't be returned",
        OutcomeUnknown,
        R.SERVER_ERROR,
    ),
]


@pytest.mark.parametrize(("status", "description", "error", "code"), REFUSALS)
def test_each_refusal_is_told_apart(
    wire: Wire, status: int, description: str, error: type[PublishError], code: ReasonCode
) -> None:
    wire.on("sendMessage", refused(status, description))

    with pytest.raises(PublishError) as caught:
        publisher(wire.url).publish(post(), "k", soon())

    assert (type(caught.value), caught.value.code, caught.value.detail) == (error, code, description)
    assert len(wire.seen) == 1


@pytest.mark.parametrize(
    ("description", "error", "code"),
    [
        ('Bad Request: failed to send message #2 with the error message "wrong file"', Partial, R.PARTLY_OUT),
        ("Bad Request: group send failed", OutcomeUnknown, R.PARTLY_OUT),
        ("Bad Request: chat not found", AccountRejected, R.TARGET_MISSING),
        ("Bad Request: message caption is too long", ContentRejected, R.TEXT_TOO_LONG),
    ],
)
def test_an_albums_refusal_is_never_taken_for_nothing_out_when_an_item_may_be(
    wire: Wire, description: str, error: type[PublishError], code: ReasonCode
) -> None:
    wire.on("sendMediaGroup", refused(400, description))

    with pytest.raises(PublishError) as caught:
        publisher(wire.url).publish(post(pictures=2), "k", soon())

    assert (type(caught.value), caught.value.code) == (error, code)


PLACED = Placed("k", "7", ("7",), "https://t.me/sinov_kanali/7")
EDITS: list[tuple[int, str, type[PublishError], ReasonCode]] = [
    (400, "Bad Request: message to edit not found", ContentRejected, R.GONE),
    (400, "Bad Request: MESSAGE_ID_INVALID", ContentRejected, R.GONE),
    (400, "Bad Request: message can't be edited", ContentRejected, R.TOO_OLD),
    (400, "Bad Request: there is no text in the message to edit", ContentRejected, R.CANNOT_AMEND),
    (400, "Bad Request: message is too long", ContentRejected, R.TEXT_TOO_LONG),
    (400, "Bad Request: need administrator rights in the channel chat", AccountRejected, R.RIGHTS_MISSING),
    (401, "Unauthorized", AccountRejected, R.TOKEN_INVALID),
    (500, "Internal Server Error: restart", OutcomeUnknown, R.SERVER_ERROR),
]


@pytest.mark.parametrize(("status", "description", "error", "code"), EDITS)
def test_each_refusal_of_an_edit_is_told_apart(
    wire: Wire, status: int, description: str, error: type[PublishError], code: ReasonCode
) -> None:
    wire.on("editMessageText", refused(status, description))

    with pytest.raises(PublishError) as caught:
        publisher(wire.url).amend(PLACED, post("bir"), post("ikki"), soon())

    assert (type(caught.value), caught.value.code, caught.value.detail) == (error, code, description)


def test_an_edit_that_changes_nothing_is_done(wire: Wire) -> None:
    wire.on("editMessageText", refused(400, NOT_MODIFIED))

    amended = publisher(wire.url).amend(PLACED, post("bir"), post("ikki"), soon())

    assert amended == Published("7", "https://t.me/sinov_kanali/7", ("7",))


@pytest.mark.parametrize(
    ("description", "code"),
    [
        ("Bad Request: message can't be deleted", R.TOO_OLD),
        ("Bad Request: message can't be deleted for everyone", R.TOO_OLD),
    ],
)
def test_what_cannot_be_deleted_any_more_is_left_to_people(wire: Wire, description: str, code: ReasonCode) -> None:
    wire.on("deleteMessage", refused(400, description))

    with pytest.raises(ContentRejected) as caught:
        publisher(wire.url).withdraw(PLACED, post(), soon())

    assert caught.value.code is code


def test_what_is_gone_already_is_taken_back(wire: Wire) -> None:
    wire.on("deleteMessage", refused(400, "Bad Request: message to delete not found"))

    assert publisher(wire.url).withdraw(PLACED, post(), soon()) == Withdrawn()


@pytest.mark.parametrize("deed", ["publish", "amend", "withdraw"])
def test_a_chat_that_moved_names_its_new_address_whatever_was_to_be_done(wire: Wire, deed: str) -> None:
    moved = refused(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=-1009876543210)
    for operation in ("sendMessage", "editMessageText", "deleteMessage"):
        wire.on(operation, moved)
    telegram = publisher(wire.url, "-12345")
    placed = replace(PLACED, link="")

    with pytest.raises(AccountRejected) as caught:
        if deed == "publish":
            telegram.publish(post(), "k", soon())
        elif deed == "amend":
            telegram.amend(placed, post("bir"), post("ikki"), soon())
        else:
            telegram.withdraw(placed, post(), soon())

    assert (caught.value.code, caught.value.new_address) == (R.TARGET_MOVED, "-1009876543210")
