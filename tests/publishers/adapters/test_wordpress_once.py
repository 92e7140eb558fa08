"""WordPress: one post for one key, whatever was lost on the way, against the sandbox."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
import requests

from publishers.adapters.wordpress import WordPressPublisher, slug_of
from publishers.contract import Access, CannotTell, NotFound, Published
from publishers.errors import AccountRejected, OutcomeUnknown, PublishError, TryLater
from sandbox.thread import start_sandbox
from tests.publishers.adapters.posts import picture, post, soon
from tests.publishers.adapters.site_api import KEY
from tests.sandbox.clients import Client

SITE = "30000000000001"
LOGIN = ("mediareja", "SandboxPasswordForTests1")
POST = post("<p>Matn</p>", pictures=2)
NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    running = start_sandbox()
    yield running.url
    running.stop()


@pytest.fixture
def client(url: str) -> Iterator[Client]:
    with requests.Session() as session:
        client = Client(url, session)
        client.control("reset")
        yield client


@pytest.fixture
def adapter(url: str) -> WordPressPublisher:
    return WordPressPublisher(Access(SITE, ":".join(LOGIN), {}, {"wordpress": f"{url}/wordpress"}))


def on_site(client: Client, method: str, route: str, **fields: Any) -> Any:
    """What somebody else does on the site."""
    address = f"{client.url}/wordpress/{SITE}/wp-json/wp/v2/{route}"
    answer = client.session.request(method, address, json=fields or None, auth=LOGIN, timeout=10)
    answer.raise_for_status()
    return answer.json()


def uploads(client: Client) -> int:
    return len([call for call in client.calls(operation="media_create") if call["status"] == 201])


def test_the_same_key_twice_is_the_same_post_with_the_same_pictures(
    client: Client, adapter: WordPressPublisher
) -> None:
    first = adapter.publish(POST, KEY, soon())
    second = adapter.publish(POST, KEY, soon())

    assert second == first
    (shown,) = client.published("wordpress")
    assert (shown["title"], shown["text"], shown["alt"]) == ("Namuna", "<p>Matn</p>", ["Rasm 1", "Rasm 2"])
    assert uploads(client) == 2


def test_another_post_with_the_same_picture_uploads_it_only_for_other_words_about_it(
    client: Client, adapter: WordPressPublisher
) -> None:
    for number, alt in enumerate(("Koʻcha", "Koʻcha", "Bogʻ")):
        adapter.publish(replace(POST, pictures=(replace(picture(), alt=alt),)), f"{KEY}{number}", soon())

    assert [shown["alt"] for shown in client.published("wordpress")] == [["Koʻcha"], ["Koʻcha"], ["Bogʻ"]]
    assert uploads(client) == 2


@pytest.mark.parametrize(
    ("operation", "error", "answered"),
    [("post_create", OutcomeUnknown, 2), ("media_create", TryLater, 1), ("category_create", TryLater, 2)],
)
def test_an_answer_lost_at_any_step_ends_with_one_of_everything(
    client: Client, adapter: WordPressPublisher, operation: str, error: type[PublishError], answered: int
) -> None:
    client.fault("wordpress", "accept_then_drop", operation)
    outgoing = replace(POST, section="yangiliklar")

    with pytest.raises(error):
        adapter.publish(outgoing, KEY, soon())
    adapter.publish(outgoing, KEY, soon())

    (shown,) = client.published("wordpress")
    assert shown["alt"] == ["Rasm 1", "Rasm 2"]
    assert uploads(client) == answered
    assert len(client.calls(operation="category_create")) == 1


def test_a_post_thrown_away_by_hand_waits_for_a_person(client: Client, adapter: WordPressPublisher) -> None:
    # given a post that is out and was moved to the trash on the site
    out = adapter.publish(POST, KEY, soon())
    assert isinstance(out, Published)
    on_site(client, "DELETE", f"posts/{out.external_id}")

    # then a look does not call it absent
    assert adapter.find(POST, KEY, NOW) == CannotTell("the post lies in the site's trash")
    assert client.published("wordpress") == []

    # and when a person has it sent again, readers have it once
    again = adapter.publish(POST, KEY, soon())
    assert isinstance(again, Published)
    assert [shown["id"] for shown in client.published("wordpress")] == [again.external_id]
    assert adapter.find(POST, KEY, NOW) == replace(again, found=True)


@pytest.mark.parametrize("status", ["draft", "pending", "private"])
def test_what_readers_do_not_see_is_not_out_and_is_written_over(
    client: Client, adapter: WordPressPublisher, status: str
) -> None:
    half = on_site(client, "POST", "posts", title="Namuna", slug=slug_of(KEY), status=status)

    assert adapter.find(POST, KEY, NOW) == NotFound(conclusive=True)
    out = adapter.publish(POST, KEY, soon())

    assert isinstance(out, Published) and out.external_id == str(half["id"])
    assert len(client.published("wordpress")) == 1


def test_a_post_deleted_for_good_is_absent(client: Client, adapter: WordPressPublisher) -> None:
    out = adapter.publish(POST, KEY, soon())
    assert isinstance(out, Published)
    on_site(client, "DELETE", f"posts/{out.external_id}?force=true")

    assert adapter.find(POST, KEY, NOW) == NotFound(conclusive=True)


def test_the_section_becomes_the_category_of_its_slug(client: Client, adapter: WordPressPublisher) -> None:
    made = on_site(client, "POST", "categories", name="Eʼlonlar", slug="elonlar")

    out = adapter.publish(replace(POST, section="elonlar"), KEY, soon())

    assert isinstance(out, Published)
    assert on_site(client, "GET", f"posts/{out.external_id}")["categories"] == [made["id"]]


def test_a_look_that_fails_cannot_tell(client: Client, adapter: WordPressPublisher) -> None:
    client.fault("wordpress", "http_500", "post_list")
    assert adapter.find(POST, KEY, NOW) == CannotTell("server_error")

    client.fault("wordpress", "refuse_auth")
    assert adapter.find(POST, KEY, NOW) == CannotTell("token_invalid")
    with pytest.raises(AccountRejected):
        adapter.verify_account()
