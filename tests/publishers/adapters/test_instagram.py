"""Instagram: containers first, the visible step last, and what each answer on the way is taken for."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from publishers.contract import Accepted, OutgoingPost, Published
from publishers.errors import (
    AccountRejected,
    ContentRejected,
    Misconfigured,
    OutcomeUnknown,
    PublishError,
    ReasonCode,
    TryLater,
)
from tests.publishers.adapters.account_api import ACCOUNT, TOKEN, entry, error, found, publisher, quota, state, token
from tests.publishers.adapters.posts import picture, post, soon
from tests.publishers.adapters.wire import Reply, Wire


def ready_to_publish(wire: Wire) -> None:
    wire.on("501", state("FINISHED"))
    wire.on("media_publish", Reply({"id": "900"}))
    wire.on("900", Reply({"permalink": "https://www.instagram.com/p/900/", "id": "900"}))


def failing_publish(wire: Wire, outgoing: OutgoingPost) -> PublishError:
    with pytest.raises(PublishError) as caught:
        publisher(wire.url).publish(outgoing, "k", soon())
    return caught.value


def failing_resume(wire: Wire, held: str) -> PublishError:
    with pytest.raises(PublishError) as caught:
        publisher(wire.url).resume(post(pictures=1), held, soon())
    return caught.value


class TestPublish:
    def test_one_picture_becomes_a_container_and_nothing_is_shown(self, wire: Wire) -> None:
        wire.on("content_publishing_limit", quota())
        wire.on("media", Reply({"id": "501"}))

        result = publisher(wire.url).publish(post("Matn", pictures=1), "k", soon())

        assert isinstance(result, Accepted)
        assert result.again_after == timedelta(seconds=3)
        assert json.loads(result.token)["container"] == "501"
        _quota, made = wire.seen
        assert (made.method, made.path) == ("POST", f"/v26.0/{ACCOUNT}/media")
        assert made.fields == {
            "image_url": "https://media.example.org/picture-1.jpg",
            "caption": "Matn",
            "alt_text": "Rasm 1",
            "access_token": TOKEN,
        }

    def test_a_carousels_pictures_become_containers_without_its_caption(self, wire: Wire) -> None:
        wire.on("content_publishing_limit", quota())
        wire.on("media", Reply({"id": "501"}), Reply({"id": "502"}))

        result = publisher(wire.url).publish(post("Matn", pictures=2), "k", soon())

        assert isinstance(result, Accepted)
        assert json.loads(result.token)["children"] == ["501", "502"]
        assert [seen.fields for seen in wire.asked("media")] == [
            {
                "image_url": f"https://media.example.org/picture-{number}.jpg",
                "is_carousel_item": "true",
                "alt_text": f"Rasm {number}",
                "access_token": TOKEN,
            }
            for number in (1, 2)
        ]

    @pytest.mark.parametrize("answer", [quota(50), quota(51), quota(50, total=None), quota(25, total=25)])
    def test_a_used_up_quota_waits_without_making_a_container(self, wire: Wire, answer: Reply) -> None:
        wire.on("content_publishing_limit", answer)

        failure = failing_publish(wire, post(pictures=1))

        assert (type(failure), failure.code) == (TryLater, ReasonCode.QUOTA_REACHED)
        assert wire.asked("media") == []

    @pytest.mark.parametrize("answer", [error(100), error(1, status=500), Reply({"data": []}), Reply("<html></html>")])
    def test_a_quota_that_is_not_told_is_left_to_the_step_that_publishes(self, wire: Wire, answer: Reply) -> None:
        wire.on("content_publishing_limit", answer)
        wire.on("media", Reply({"id": "501"}))

        assert isinstance(publisher(wire.url).publish(post(pictures=1), "k", soon()), Accepted)

    def test_a_revoked_token_is_told_by_the_quota_already(self, wire: Wire) -> None:
        wire.on("content_publishing_limit", error(190))

        failure = failing_publish(wire, post(pictures=1))

        assert (type(failure), failure.code) == (AccountRejected, ReasonCode.TOKEN_INVALID)
        assert wire.asked("media") == []

    def test_a_post_without_a_picture_is_refused_before_any_call(self, wire: Wire) -> None:
        failure = failing_publish(wire, post())

        assert (type(failure), failure.code) == (ContentRejected, ReasonCode.MEDIA_MISSING)
        assert wire.seen == []

    def test_a_picture_without_an_absolute_address_is_the_settings_fault(self, wire: Wire) -> None:
        failure = failing_publish(wire, OutgoingPost("t", "Matn", pictures=(picture(1, base_url="/media"),)))

        assert (type(failure), failure.code) == (Misconfigured, ReasonCode.SETTINGS_WRONG)
        assert wire.seen == []

    @pytest.mark.parametrize(
        ("reply", "kind", "code"),
        [
            (error(9004, 2207052), TryLater, ReasonCode.MEDIA_UNREACHABLE),
            (error(-2, 2207003), TryLater, ReasonCode.MEDIA_UNREACHABLE),
            (error(-1, 2207001), TryLater, ReasonCode.SERVER_ERROR),
            (error(9, 2207042), TryLater, ReasonCode.QUOTA_REACHED),
            (error(80002), TryLater, ReasonCode.RATE_LIMITED),
            (error(4, 2207051), AccountRejected, ReasonCode.ACCOUNT_RESTRICTED),
            (error(25, 2207050), AccountRejected, ReasonCode.ACCOUNT_RESTRICTED),
            (error(190), AccountRejected, ReasonCode.TOKEN_INVALID),
            (error(10), AccountRejected, ReasonCode.RIGHTS_MISSING),
            (error(36000, 2207004), ContentRejected, ReasonCode.MEDIA_REFUSED),
            (error(36001, 2207005), ContentRejected, ReasonCode.MEDIA_REFUSED),
            (error(36003, 2207009), ContentRejected, ReasonCode.MEDIA_REFUSED),
            (error(36004, 2207010), ContentRejected, ReasonCode.TEXT_TOO_LONG),
            (error(352, 2207026), ContentRejected, ReasonCode.MEDIA_REFUSED),
            (error(100, 2207023), ContentRejected, ReasonCode.CONTENT_REFUSED),
            (error(2, status=500), TryLater, ReasonCode.SERVER_ERROR),
            (Reply(drop=True), TryLater, ReasonCode.UNREACHABLE),
            (Reply("<html>welcome</html>", content_type="text/html"), TryLater, ReasonCode.SERVER_ERROR),
            (Reply({"success": True}), TryLater, ReasonCode.SERVER_ERROR),
        ],
    )
    def test_making_a_container_never_leaves_the_outcome_unknown(
        self, wire: Wire, reply: Reply, kind: type[PublishError], code: ReasonCode
    ) -> None:
        wire.on("content_publishing_limit", quota())
        wire.on("media", reply)

        failure = failing_publish(wire, post(pictures=1))

        assert (type(failure), failure.code) == (kind, code)


class TestResume:
    def test_a_ready_container_is_published_and_its_permalink_read(self, wire: Wire) -> None:
        ready_to_publish(wire)

        result = publisher(wire.url).resume(post(pictures=1), token(), soon())

        assert result == Published("900", "https://www.instagram.com/p/900/", ("900",))
        (shown,) = wire.asked("media_publish")
        assert shown.fields == {"creation_id": "501", "access_token": TOKEN}

    def test_a_failed_look_at_the_permalink_leaves_the_post_published(self, wire: Wire) -> None:
        ready_to_publish(wire)
        wire.on("900", Reply(drop=True))

        assert publisher(wire.url).resume(post(pictures=1), token(), soon()) == Published("900", "", ("900",))

    def test_a_container_in_progress_is_asked_for_again_ever_more_slowly(self, wire: Wire) -> None:
        wire.on("501", state("IN_PROGRESS"))
        waits, held = [], token()

        for _step in range(6):
            result = publisher(wire.url).resume(post(pictures=1), held, soon())
            assert isinstance(result, Accepted)
            held = result.token
            waits.append(result.again_after.total_seconds())

        assert waits == [6, 12, 24, 48, 60, 60]
        assert wire.asked("media_publish") == []

    def test_a_container_that_never_gets_ready_is_given_up(self, wire: Wire) -> None:
        wire.on("501", state("IN_PROGRESS"))

        failure = failing_resume(wire, token(age=timedelta(minutes=7)))

        assert (type(failure), failure.code) == (TryLater, ReasonCode.NOT_READY)

    @pytest.mark.parametrize(
        ("answer", "kind", "code"),
        [
            (state("ERROR", "Error: 2207003"), TryLater, ReasonCode.NOT_READY),
            (state("ERROR", ""), TryLater, ReasonCode.NOT_READY),
            (state("EXPIRED", "Expired"), TryLater, ReasonCode.NOT_READY),
            (
                state("ERROR", "Media upload has failed with error code 2207026"),
                ContentRejected,
                ReasonCode.MEDIA_REFUSED,
            ),
            (state("ERROR", "Error: 2207010"), ContentRejected, ReasonCode.TEXT_TOO_LONG),
        ],
    )
    def test_a_broken_container_is_dropped_after_a_look_at_what_is_shown(
        self, wire: Wire, answer: Reply, kind: type[PublishError], code: ReasonCode
    ) -> None:
        wire.on("501", answer)
        wire.on("media", Reply({"data": []}))

        failure = failing_resume(wire, token())

        assert (type(failure), failure.code) == (kind, code)
        assert [seen.operation for seen in wire.seen] == ["501", "media"]

    @pytest.mark.parametrize("word", ["PUBLISHED", "EXPIRED", "ERROR"])
    def test_a_post_that_is_shown_already_is_adopted_and_not_published_again(self, wire: Wire, word: str) -> None:
        wire.on("501", state(word))
        wire.on("media", Reply({"data": [entry(7, "Namuna matni", datetime.now(UTC))]}))

        assert publisher(wire.url).resume(post(pictures=1), token(), soon()) == found(7)
        assert wire.asked("media_publish") == []

    def test_a_published_container_whose_post_is_not_listed_yet_leaves_the_outcome_unknown(self, wire: Wire) -> None:
        wire.on("501", state("PUBLISHED"))
        wire.on("media", Reply({"data": []}))

        failure = failing_resume(wire, token())

        assert (type(failure), failure.code) == (OutcomeUnknown, ReasonCode.ANSWER_LOST)

    @pytest.mark.parametrize("reply", [error(100, 33), error(24, 2207008)])
    def test_a_container_the_platform_denies_is_asked_for_twice_more(self, wire: Wire, reply: Reply) -> None:
        wire.on("501", reply)
        wire.on("media", Reply({"data": []}))
        held = token()

        for _step in range(2):
            result = publisher(wire.url).resume(post(pictures=1), held, soon())
            assert isinstance(result, Accepted)
            held = result.token
        failure = failing_resume(wire, held)

        assert (type(failure), failure.code) == (TryLater, ReasonCode.NOT_READY)

    @pytest.mark.parametrize(
        ("reply", "kind", "code"),
        [
            (Reply(drop=True), TryLater, ReasonCode.UNREACHABLE),
            (error(2, status=500), TryLater, ReasonCode.SERVER_ERROR),
            (error(190), AccountRejected, ReasonCode.TOKEN_INVALID),
            (error(100), TryLater, ReasonCode.SERVER_ERROR),
            (Reply({"id": "501"}), TryLater, ReasonCode.SERVER_ERROR),
        ],
    )
    def test_a_state_that_cannot_be_asked_for_keeps_the_containers(
        self, wire: Wire, reply: Reply, kind: type[PublishError], code: ReasonCode
    ) -> None:
        wire.on("501", reply)

        failure = failing_resume(wire, token())

        assert (type(failure), failure.code) == (kind, code)
        assert wire.asked("media_publish") == []

    @pytest.mark.parametrize(
        ("reply", "kind", "code"),
        [
            (Reply(drop=True), OutcomeUnknown, ReasonCode.ANSWER_LOST),
            (Reply("<html>welcome</html>", content_type="text/html"), OutcomeUnknown, ReasonCode.ANSWER_GARBLED),
            (Reply({"success": True}), OutcomeUnknown, ReasonCode.ANSWER_GARBLED),
            (error(2, status=500), OutcomeUnknown, ReasonCode.SERVER_ERROR),
            (error(-1, 2207032), OutcomeUnknown, ReasonCode.SERVER_ERROR),
            (error(4, 2207051), OutcomeUnknown, ReasonCode.ACCOUNT_RESTRICTED),
            (error(24, 2207006), OutcomeUnknown, ReasonCode.NOT_READY),
            (error(100, 33), OutcomeUnknown, ReasonCode.NOT_READY),
            (error(100, 33, message=f"no '{ACCOUNT}'"), AccountRejected, ReasonCode.TARGET_MISSING),
            (error(99999), OutcomeUnknown, ReasonCode.SERVER_ERROR),
            (error(9, 2207042), TryLater, ReasonCode.QUOTA_REACHED),
            (error(4), TryLater, ReasonCode.RATE_LIMITED),
            (error(25, 2207050), AccountRejected, ReasonCode.ACCOUNT_RESTRICTED),
            (error(190), AccountRejected, ReasonCode.TOKEN_INVALID),
        ],
    )
    def test_the_visible_step_is_certain_only_by_a_certain_code(
        self, wire: Wire, reply: Reply, kind: type[PublishError], code: ReasonCode
    ) -> None:
        wire.on("501", state("FINISHED"))
        wire.on("media_publish", reply)

        failure = failing_resume(wire, token())

        assert (type(failure), failure.code) == (kind, code)
        assert len(wire.asked("media_publish")) == 1

    def test_with_no_time_left_the_visible_step_is_not_begun(self, wire: Wire) -> None:
        ready_to_publish(wire)

        result = publisher(wire.url).resume(post(pictures=1), token(), soon(0.9))

        assert isinstance(result, Accepted)
        assert wire.asked("media_publish") == []

    @pytest.mark.parametrize("reply", [error(9007, 2207027), error(24, 2207008)])
    def test_a_publish_that_came_too_early_is_tried_again_with_the_same_container(
        self, wire: Wire, reply: Reply
    ) -> None:
        wire.on("501", state("FINISHED"))
        wire.on("media_publish", reply)

        result = publisher(wire.url).resume(post(pictures=1), token(), soon())

        assert isinstance(result, Accepted)
        assert json.loads(result.token)["container"] == "501"

    def test_a_carousel_is_joined_once_all_its_pictures_are_ready(self, wire: Wire) -> None:
        wire.on("501", state("FINISHED"))
        wire.on("502", state("IN_PROGRESS"), state("FINISHED"))
        wire.on("media", Reply({"id": "600"}))
        pictures = token("", children=["501", "502"])

        early = publisher(wire.url).resume(post("Matn", pictures=2), pictures, soon())
        assert isinstance(early, Accepted)
        assert wire.asked("media") == []
        joined = publisher(wire.url).resume(post("Matn", pictures=2), early.token, soon())

        assert isinstance(joined, Accepted)
        assert json.loads(joined.token)["container"] == "600"
        (made,) = wire.asked("media")
        assert made.fields == {
            "media_type": "CAROUSEL",
            "children": "501,502",
            "caption": "Matn",
            "access_token": TOKEN,
        }

    def test_a_broken_picture_stops_its_carousel(self, wire: Wire) -> None:
        wire.on("501", state("FINISHED"))
        wire.on("502", state("ERROR", "Error: 2207005"))

        failure = failing_resume(wire, token("", children=["501", "502"]))

        assert (type(failure), failure.code) == (ContentRejected, ReasonCode.MEDIA_REFUSED)

    @pytest.mark.parametrize("held", ["", "{}", "null", '{"container":"501"}', "[1]"])
    def test_a_token_that_cannot_be_read_begins_anew(self, wire: Wire, held: str) -> None:
        failure = failing_resume(wire, held)

        assert (type(failure), failure.code) == (TryLater, ReasonCode.NOT_READY)
        assert wire.seen == []
