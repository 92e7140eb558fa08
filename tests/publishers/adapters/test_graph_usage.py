"""Usage headers of the Graph API: read on every answer, and obeyed before more goes out."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from publishers.adapters._graph_usage import Usage, usage_of
from publishers.contract import Accepted, Published
from publishers.errors import ReasonCode, TryLater
from tests.publishers.adapters import account_api, page_api
from tests.publishers.adapters.posts import post, soon
from tests.publishers.adapters.wire import Reply, Wire


def app(percent: int) -> dict[str, str]:
    return {"X-App-Usage": json.dumps({"call_count": percent, "total_time": 1, "total_cputime": 1})}


def business(percent: int, minutes: int = 0, kind: str = "pages") -> dict[str, str]:
    entry = {"type": kind, "call_count": 1, "total_cputime": percent, "total_time": 1}
    return {"x-business-use-case-usage": json.dumps({"77": [{**entry, "estimated_time_to_regain_access": minutes}]})}


@pytest.mark.parametrize(
    ("headers", "usage", "wait"),
    [
        ({}, Usage(), None),
        (app(79), Usage(79), None),
        (app(80), Usage(80), timedelta(seconds=15)),
        (app(99), Usage(99), timedelta(minutes=5)),
        (app(100), Usage(100), timedelta(minutes=15)),
        (business(85), Usage(85), timedelta(seconds=90)),
        (business(100, 12), Usage(100, timedelta(minutes=12)), timedelta(minutes=12)),
        (business(3, 12, "instagram"), Usage(3, timedelta(minutes=12)), timedelta(minutes=12)),
        (business(100, 12, "ads_management"), Usage(), None),
        (business(100, 99_999_999), Usage(100, timedelta(days=2)), timedelta(days=2)),
        ({**app(90), **business(95)}, Usage(95), timedelta(minutes=4)),
        ({"X-App-Usage": "[]", "X-Business-Use-Case-Usage": '{"1": 5}'}, Usage(), None),
        ({"X-App-Usage": '{"call_count":"many"}', "X-Business-Use-Case-Usage": "{"}, Usage(), None),
        ({"X-App-Usage": '{"call_count":80.9}'}, Usage(80), timedelta(seconds=15)),
    ],
)
def test_usage_is_read_and_says_how_long_to_wait(headers: dict[str, str], usage: Usage, wait: timedelta | None) -> None:
    assert usage_of(headers) == usage
    assert usage.wait == wait


@pytest.mark.parametrize(("percent", "wait"), [(20, None), (80, timedelta(seconds=15)), (100, timedelta(minutes=15))])
def test_what_is_out_stays_published_and_asks_for_rest(wire: Wire, percent: int, wait: timedelta | None) -> None:
    wire.on("feed", Reply({"id": page_api.POST_ID}, headers=app(percent)))
    wire.on(page_api.POST_ID, Reply({"permalink_url": "https://www.facebook.com/1"}))

    result = page_api.publisher(wire.url).publish(post(), "k", soon())

    assert result == Published(page_api.POST_ID, "https://www.facebook.com/1", (page_api.POST_ID,), wait=wait)


def test_at_a_full_limit_the_visible_step_waits_for_as_long_as_the_platform_says(wire: Wire) -> None:
    wire.on("photos", Reply({"id": "900"}, headers=business(100, 7)))

    with pytest.raises(TryLater) as caught:
        page_api.publisher(wire.url).publish(post(pictures=1), "k", soon())

    assert (caught.value.code, caught.value.after) == (ReasonCode.RATE_LIMITED, timedelta(minutes=7))
    assert [seen.operation for seen in wire.seen] == ["photos"]


def test_on_instagram_a_ready_container_is_kept_until_there_is_room(wire: Wire) -> None:
    wire.on("501", Reply({"status_code": "FINISHED", "status": "", "id": "501"}, headers=business(100, 7)))
    adapter = account_api.publisher(wire.url)

    with pytest.raises(TryLater) as caught:
        adapter.resume(post(pictures=1), account_api.token(), soon())

    assert (caught.value.code, caught.value.after) == (ReasonCode.RATE_LIMITED, timedelta(minutes=7))
    assert wire.asked("media_publish") == []


def test_on_instagram_the_published_post_asks_for_rest(wire: Wire) -> None:
    wire.on("501", account_api.state("FINISHED"))
    wire.on("media_publish", Reply({"id": "900"}, headers=business(85)))
    wire.on("900", Reply({"permalink": "https://www.instagram.com/p/900/", "id": "900"}))

    result = account_api.publisher(wire.url).resume(post(pictures=1), account_api.token(), soon())

    assert isinstance(result, Published)
    assert result.wait == timedelta(seconds=90)


def test_room_that_is_there_holds_nothing_up(wire: Wire) -> None:
    wire.on("content_publishing_limit", account_api.quota())
    wire.on("media", Reply({"id": "501"}, headers=app(99)))

    result = account_api.publisher(wire.url).publish(post(pictures=1), "k", soon())

    assert isinstance(result, Accepted)
