"""A broadcast announced on a Facebook page: one visible call, looked up by title and start."""

from __future__ import annotations

import json
import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from publishers.contract import CannotTell, NotFound, OutgoingPost, Published
from publishers.errors import (
    AccountRejected,
    ContentRejected,
    OutcomeUnknown,
    PublishError,
    ReasonCode,
    TryLater,
)
from tests.publishers.adapters.page_api import TOKEN, error, publisher
from tests.publishers.adapters.posts import picture, post, soon
from tests.publishers.adapters.wire import Reply, Wire

SINCE = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
START = SINCE + timedelta(days=2)
LINK = "https://www.facebook.com/sinov/videos/701"
STREAM = "rtmps://live.example:443/rtmp/FB-701-key-of-a-test"


def announcement(start: datetime = START) -> OutgoingPost:
    return replace(post("Ochiq muloqot"), live_at=start)


def test_the_broadcast_is_scheduled_by_one_call_and_its_stream_address_is_kept_nowhere(
    wire: Wire, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    wire.on("live_videos", Reply({"id": "701", "secure_stream_url": STREAM}))
    wire.on("701", Reply({"id": "701", "permalink_url": LINK}))

    result = publisher(wire.url).publish(replace(announcement(), pictures=(picture(),)), "k", soon())

    assert result == Published("701", LINK, ("701",))
    sent = wire.seen[0]
    assert (sent.method, sent.path) == ("POST", "/graph/v26.0/2001/live_videos")
    assert json.loads(sent.fields.pop("event_params")) == {"start_time": int(START.timestamp())}
    assert sent.fields == {
        "status": "SCHEDULED_UNPUBLISHED",
        "title": "Namuna",
        "description": "Ochiq muloqot",
        "access_token": TOKEN,
    }
    assert "key-of-a-test" not in f"{caplog.text} {result!r}"


@pytest.mark.parametrize(
    ("reply", "kind", "code"),
    [
        (error(200, 1363144), ContentRejected, ReasonCode.CONTENT_REFUSED),
        (error(200), AccountRejected, ReasonCode.RIGHTS_MISSING),
        (error(100), ContentRejected, ReasonCode.CONTENT_REFUSED),
        (error(32), TryLater, ReasonCode.RATE_LIMITED),
        (error(2, status=500), OutcomeUnknown, ReasonCode.SERVER_ERROR),
        (Reply(drop=True), OutcomeUnknown, ReasonCode.ANSWER_LOST),
        (Reply({"secure_stream_url": STREAM}), OutcomeUnknown, ReasonCode.ANSWER_GARBLED),
    ],
)
def test_each_answer_is_taken_for_what_is_certain(
    wire: Wire, reply: Reply, kind: type[PublishError], code: ReasonCode
) -> None:
    wire.on("live_videos", reply)

    with pytest.raises(PublishError) as caught:
        publisher(wire.url).publish(announcement(), "k", soon())

    assert (type(caught.value), caught.value.code) == (kind, code)
    assert "key-of-a-test" not in f"{caught.value!r}"


@pytest.mark.parametrize(
    ("ahead", "codes"),
    [
        (timedelta(days=6, hours=23), []),
        (timedelta(days=7, hours=1), ["live_too_far"]),
        (timedelta(hours=-1), ["live_before_post"]),
    ],
)
def test_a_broadcast_is_announced_up_to_seven_days_ahead_of_its_post(ahead: timedelta, codes: list[str]) -> None:
    slot = datetime.now(UTC) + timedelta(days=30)
    planned = replace(announcement(slot + ahead), slot=slot)

    assert [problem.code for problem in publisher("http://unused.test").check(planned)] == codes


def listed(**entry: Any) -> dict[str, Any]:
    described = {
        "id": "701", "title": "Namuna", "description": "Ochiq muloqot", "status": "SCHEDULED_UNPUBLISHED",
        "creation_time": "2026-11-24T09:01:00+0000", "planned_start_time": START.isoformat(), "permalink_url": LINK,
    }  # fmt: skip
    return {name: value for name, value in {**described, **entry}.items() if value is not None}


@pytest.mark.parametrize(
    ("entry", "is_found"),
    [
        ({}, True),
        ({"planned_start_time": int(START.timestamp())}, True),
        ({"description": None, "planned_start_time": None}, True),
        ({"creation_time": None, "created_time": "2026-11-24T09:01:00+0000"}, True),
        ({"title": "Boshqa"}, False),
        ({"description": "Boshqa"}, False),
        ({"planned_start_time": (START + timedelta(hours=1)).isoformat()}, False),
        ({"creation_time": "2026-11-24T08:00:00+0000"}, False),
    ],
)
def test_it_is_found_by_title_words_start_and_time(wire: Wire, entry: dict[str, Any], is_found: bool) -> None:
    wire.on("live_videos", Reply({"data": [listed(**entry)]}))

    found = publisher(wire.url).find(announcement(), "k", SINCE)

    assert found == (Published("701", LINK, ("701",), found=True) if is_found else NotFound())


def test_a_server_that_does_not_know_these_fields_is_asked_without(wire: Wire) -> None:
    wire.on("live_videos", error(100), Reply({"data": [listed()]}))

    assert publisher(wire.url).find(announcement(), "k", SINCE) == Published("701", LINK, ("701",), found=True)
    assert ["fields" in seen.query for seen in wire.seen] == [True, False]


@pytest.mark.parametrize(
    ("reply", "why"), [(error(190), "GraphRefused"), (Reply({"data": [listed(creation_time="kecha")]}), "GraphLost")]
)
def test_what_cannot_be_read_tells_nothing(wire: Wire, reply: Reply, why: str) -> None:
    wire.on("live_videos", reply)

    assert publisher(wire.url).find(announcement(), "k", SINCE) == CannotTell(why)
