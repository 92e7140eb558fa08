"""WordPress: what goes over the wire, and what each answer of a site is taken for."""

from __future__ import annotations

import base64
import json
import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from publishers.contract import Accepted, OutgoingPost, Published
from publishers.errors import (
    AccountRejected,
    ContentRejected,
    OutcomeUnknown,
    Partial,
    PublishError,
    ReasonCode,
    TryLater,
)
from tests.publishers.adapters.posts import picture, post, soon
from tests.publishers.adapters.site_api import (
    KEY,
    LINK,
    PASSWORD,
    SECRET,
    SLUG,
    empty_site,
    entry,
    publisher,
    refusal,
    working_account,
)
from tests.publishers.adapters.wire import Reply, Wire

POST = OutgoingPost(
    title="Ochiq budjet",
    text="<p>Hisobot eʼlon qilindi.</p>",
    section="ochiq-budjet",
    summary="Hisobot eʼlon qilindi.",
    slot=datetime(2026, 11, 20, 10, 0, tzinfo=UTC),
)


def failing(wire: Wire, outgoing: OutgoingPost = POST, secret: str = SECRET) -> PublishError:
    with pytest.raises(PublishError) as caught:
        publisher(wire.url, secret).publish(outgoing, KEY, soon())
    return caught.value


def sent_to(wire: Wire, operation: str) -> dict[str, object]:
    (written,) = [seen for seen in wire.asked(operation) if seen.method == "POST"]
    fields: dict[str, object] = json.loads(written.body)
    return fields


def test_a_post_is_looked_for_by_its_slug_and_then_created(wire: Wire) -> None:
    empty_site(wire)
    wire.on("categories", Reply([{"id": 4, "slug": "ochiq-budjet"}]))

    result = publisher(f"{wire.url}/wp-admin/").publish(POST, KEY, soon())

    assert result == Published("7", LINK, ("7",))
    look, category, create = wire.seen
    assert (look.method, look.path) == ("GET", "/wp-json/wp/v2/posts")
    assert look.query == {
        "slug": SLUG,
        "status": "publish,future,draft,pending,private",
        "_fields": "id,slug,status,link",
    }
    assert category.query == {"slug": "ochiq-budjet", "_fields": "id,slug"}
    assert (create.method, create.path) == ("POST", "/wp-json/wp/v2/posts")
    assert json.loads(create.body) == {
        "title": "Ochiq budjet",
        "content": "<p>Hisobot eʼlon qilindi.</p>",
        "excerpt": "Hisobot eʼlon qilindi.",
        "slug": SLUG,
        "status": "publish",
        "date_gmt": "2026-11-20T10:00:00",
        "featured_media": 0,
        "categories": [4],
    }
    signed_in = base64.b64encode(b"matbuot:abcdEFGH1234ijklMNOP5678").decode()
    assert {seen.headers["Authorization"] for seen in wire.seen} == {f"Basic {signed_in}"}


def test_pictures_are_uploaded_by_a_name_of_their_own_and_shown(wire: Wire) -> None:
    empty_site(wire)
    uploaded = [Reply({"id": number, "source_url": f"https://sayt.example/{number}.jpg"}, 201) for number in (31, 32)]
    wire.on("media", Reply([]), uploaded[0], Reply([]), uploaded[1])
    first, second = picture(1), replace(picture(2), alt='Bosh "koʻcha"')

    publisher(wire.url).publish(replace(POST, section="", pictures=(first, second)), KEY, soon())

    look, upload, _, other = wire.asked("media")
    name = look.query["slug"]
    assert (upload.query, upload.body) == ({"slug": name, "alt_text": "Rasm 1"}, first.read())
    assert upload.headers["Content-Type"] == "image/jpeg"
    assert upload.headers["Content-Disposition"] == f'attachment; filename="{name}.jpg"'
    assert other.query["slug"] != name
    fields = sent_to(wire, "posts")
    assert (fields["featured_media"], fields["content"]) == (
        31,
        '<p>Hisobot eʼlon qilindi.</p>\n<figure class="wp-block-image"><img src="https://sayt.example/32.jpg" '
        'alt="Bosh &quot;koʻcha&quot;" class="wp-image-32"/></figure>',
    )


@pytest.mark.parametrize("status", ["publish", "draft", "pending", "private", "future"])
def test_a_post_that_stands_there_in_any_state_is_written_over(wire: Wire, status: str) -> None:
    wire.on("posts", Reply([entry(status=status)]))
    wire.on("7", Reply(entry()))

    assert publisher(wire.url).publish(post(), KEY, soon()) == Published("7", LINK, ("7",))

    assert [(seen.method, seen.operation) for seen in wire.seen] == [("GET", "posts"), ("POST", "7")]
    assert sent_to(wire, "7")["status"] == "publish"


@pytest.mark.parametrize(
    "answer", [Reply(drop=True), refusal("rest_cannot_edit", 403), refusal("db_update_error", 500)]
)
def test_what_readers_have_already_counts_as_out_when_it_cannot_be_written_over(wire: Wire, answer: Reply) -> None:
    wire.on("posts", Reply([entry()]))
    wire.on("7", answer)

    assert publisher(wire.url).publish(post(), KEY, soon()) == Published("7", LINK, ("7",), found=True)


def test_a_slot_to_come_does_not_hide_the_post(wire: Wire) -> None:
    empty_site(wire)
    before = datetime.now(UTC).replace(microsecond=0)

    publisher(wire.url).publish(replace(post(), slot=before + timedelta(hours=1)), KEY, soon())

    sent = datetime.fromisoformat(str(sent_to(wire, "posts")["date_gmt"])).replace(tzinfo=UTC)
    assert before <= sent <= datetime.now(UTC)


def test_a_post_the_sites_own_clock_holds_back_is_accepted_and_looked_at_again(wire: Wire) -> None:
    empty_site(wire, Reply(entry(status="future"), 201))
    wire.on("7", Reply(entry(status="future")), Reply(entry()))
    adapter = publisher(wire.url)

    accepted = adapter.publish(post(), KEY, soon())

    assert accepted == Accepted("7", timedelta(seconds=30))
    assert adapter.resume(post(), "7", soon()) == accepted
    assert adapter.resume(post(), "7", soon()) == Published("7", LINK, ("7",))


def test_a_post_the_site_keeps_from_readers_is_told_as_missing_rights(wire: Wire) -> None:
    empty_site(wire, Reply(entry(status="pending"), 201))

    error = failing(wire, post())

    assert (type(error), error.code) == (AccountRejected, ReasonCode.RIGHTS_MISSING)


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        (refusal("rest_invalid_param", 400, params={"title": "odd"}), ContentRejected, ReasonCode.CONTENT_REFUSED),
        (refusal("empty_content", 400), ContentRejected, ReasonCode.CONTENT_REFUSED),
        (refusal("rest_cannot_publish", 403), AccountRejected, ReasonCode.RIGHTS_MISSING),
        (refusal("rest_cannot_assign_term", 403), AccountRejected, ReasonCode.RIGHTS_MISSING),
        (refusal("rest_forbidden", 403), AccountRejected, ReasonCode.RIGHTS_MISSING),
        (refusal("a_plugin_says_no", 403), AccountRejected, ReasonCode.RIGHTS_MISSING),
        (refusal("rest_no_route", 404), AccountRejected, ReasonCode.INTERFACE_OFF),
        (refusal("rest_post_invalid_id", 404), TryLater, ReasonCode.NOT_READY),
        (refusal("too_many_requests", 429), TryLater, ReasonCode.RATE_LIMITED),
        (refusal("db_insert_error", 500), OutcomeUnknown, ReasonCode.SERVER_ERROR),
        (refusal("invalid_taxonomy", 400), OutcomeUnknown, ReasonCode.SERVER_ERROR),
        (Reply("<h1>403</h1>", 403), OutcomeUnknown, ReasonCode.SERVER_ERROR),
        (Reply("<h1>413</h1>", 413), OutcomeUnknown, ReasonCode.SERVER_ERROR),
        (Reply("", 302, {"Location": "https://boshqa.example/"}), OutcomeUnknown, ReasonCode.SERVER_ERROR),
        (Reply("<b>Notice</b>", 201), OutcomeUnknown, ReasonCode.ANSWER_GARBLED),
        (Reply({"slug": SLUG}, 201), OutcomeUnknown, ReasonCode.ANSWER_GARBLED),
        (Reply(b"[" * 200_000, 201), OutcomeUnknown, ReasonCode.ANSWER_GARBLED),
        (Reply(b" " * 4_000_001, 201), OutcomeUnknown, ReasonCode.ANSWER_GARBLED),
        (Reply(drop=True), OutcomeUnknown, ReasonCode.ANSWER_LOST),
    ],
)
def test_an_answer_to_the_visible_step(wire: Wire, answer: Reply, kind: type[PublishError], code: ReasonCode) -> None:
    empty_site(wire, answer)

    error = failing(wire, post())

    assert (type(error), error.code) == (kind, code)


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        (refusal("rest_cannot_create", 400), AccountRejected, ReasonCode.RIGHTS_MISSING),
        (refusal("rest_upload_image_type_not_supported", 400), ContentRejected, ReasonCode.MEDIA_REFUSED),
        (refusal("rest_upload_file_too_big", 400), ContentRejected, ReasonCode.MEDIA_REFUSED),
        (refusal("rest_upload_sideload_error", 500), TryLater, ReasonCode.SERVER_ERROR),
        (Reply("<h1>413</h1>", 413), ContentRejected, ReasonCode.MEDIA_REFUSED),
        (Reply("<h1>502</h1>", 502), TryLater, ReasonCode.SERVER_ERROR),
        (Reply("<h1>503</h1>", 503), TryLater, ReasonCode.UNREACHABLE),
        (Reply({"id": 31}, 201), TryLater, ReasonCode.SERVER_ERROR),
        (Reply(drop=True), TryLater, ReasonCode.UNREACHABLE),
    ],
)
def test_an_upload_that_failed_has_shown_nothing(
    wire: Wire, answer: Reply, kind: type[PublishError], code: ReasonCode
) -> None:
    empty_site(wire)
    wire.on("media", Reply([]), answer)

    error = failing(wire, post(pictures=1))

    assert (type(error), error.code) == (kind, code)
    assert [seen.method for seen in wire.asked("posts")] == ["GET"]


def test_a_throttle_and_a_maintenance_carry_the_wait_the_site_named(wire: Wire) -> None:
    wire.on("posts", Reply("busy", 503, {"Retry-After": "600"}), Reply("busy", 429, {"Retry-After": "99999999"}))

    maintained, throttled = failing(wire), failing(wire)

    assert isinstance(maintained, TryLater) and maintained.after == timedelta(minutes=10)
    assert isinstance(throttled, TryLater) and throttled.after == timedelta(days=2)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (Reply({"id": 9}, 201), [9]),
        (refusal("term_exists", 400, term_id=8), [8]),
        (refusal("rest_cannot_create", 403), None),
    ],
)
def test_a_missing_category_is_made_where_rights_allow(wire: Wire, made: Reply, expected: list[int] | None) -> None:
    empty_site(wire)
    wire.on("categories", Reply([]), made)

    publisher(wire.url).publish(POST, KEY, soon())

    assert sent_to(wire, "categories") == {"name": "Ochiq budjet", "slug": "ochiq-budjet"}
    assert sent_to(wire, "posts").get("categories") == expected


def test_of_two_posts_made_at_once_the_later_one_goes_to_the_trash(wire: Wire) -> None:
    wire.on("posts", Reply([]), Reply(entry(8, slug=f"{SLUG}-2"), 201), Reply([entry(8, slug=f"{SLUG}-2"), entry(7)]))
    wire.on("8", Reply(entry(8, status="trash")))

    assert publisher(wire.url).publish(post(), KEY, soon()) == Published("7", LINK, ("7",))

    assert [seen.method for seen in wire.asked("8")] == ["DELETE"]


def test_an_answer_that_does_not_name_the_slug_is_not_taken_for_a_second_post(wire: Wire) -> None:
    made = {"id": 7, "status": "publish", "link": LINK}
    wire.on("posts", Reply([]), Reply(made, 201), Reply([entry(7)]))

    assert publisher(wire.url).publish(post(), KEY, soon()) == Published("7", LINK, ("7",))

    assert "DELETE" not in {seen.method for seen in wire.seen}


def test_a_second_post_that_does_not_go_is_left_to_a_person(wire: Wire) -> None:
    wire.on("posts", Reply([]), Reply(entry(8, slug=f"{SLUG}-2"), 201), Reply([entry(7)]))
    wire.on("8", refusal("rest_cannot_delete", 403))

    error = failing(wire, post())

    assert isinstance(error, Partial) and (error.code, error.parts) == (ReasonCode.PARTLY_OUT, ("7", "8"))


def test_neither_errors_nor_logs_hold_the_password(wire: Wire, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    bare = PASSWORD.replace(" ", "")
    encoded = base64.b64encode(f"matbuot:{bare}".encode()).decode()
    working_account(wire)
    wire.on("posts", refusal("odd", 400, f"You sent {PASSWORD}, {bare}, Basic {encoded}"))

    error = failing(wire)

    seen = f"{error!r} {error.detail} {error.__cause__} {caplog.text} {publisher(wire.url)!r}"
    assert [secret for secret in (PASSWORD, bare, encoded) if secret in seen] == []
    assert error.detail.startswith("You sent ***")


def test_an_answer_that_trickles_ends_with_the_deadline(wire: Wire) -> None:
    empty_site(wire, Reply("{", trickle=True))

    with pytest.raises(OutcomeUnknown) as caught:
        publisher(wire.url).publish(post(), KEY, soon(1.5))

    assert caught.value.code is ReasonCode.ANSWER_LOST
