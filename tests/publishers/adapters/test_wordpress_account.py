"""WordPress: the address and the sign-in, and each way of not being let in told apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import requests

from publishers.adapters._wordpress_site import login_of, site_address
from publishers.adapters.wordpress import WordPressPublisher
from publishers.contract import Access, AccountReport, CannotTell
from publishers.errors import AccountRejected, PublishError, ReasonCode, TryLater
from sandbox.thread import RunningSandbox, start_sandbox
from tests.publishers.adapters.certificates import self_signed
from tests.publishers.adapters.posts import post, soon
from tests.publishers.adapters.site_api import KEY, publisher, refusal, working_account
from tests.publishers.adapters.wire import Reply, Wire
from tests.sandbox.clients import Client


@pytest.fixture(scope="module")
def site() -> Iterator[RunningSandbox]:
    running = start_sandbox()
    yield running
    running.stop()


@pytest.fixture
def client(site: RunningSandbox) -> Iterator[Client]:
    with requests.Session() as session:
        client = Client(site.url, session)
        client.control("reset")
        yield client


def standing_in(client: Client, secret: str = "", kind: str = "editor") -> WordPressPublisher:
    made = client.control("channels", {"platform": "wordpress", "address": None, "title": "Namuna", "kind": kind})
    return WordPressPublisher(Access(made["id"], secret or made["token"], {}, {"wordpress": f"{client.url}/wordpress"}))


def refused(adapter: WordPressPublisher) -> tuple[type[PublishError], ReasonCode]:
    with pytest.raises(PublishError) as caught:
        adapter.verify_account()
    return type(caught.value), caught.value.code


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://sayt.example", "https://sayt.example"),
        (" sayt.example/ ", "https://sayt.example"),
        ("https://sayt.example/uz/wp-admin/profile.php", "https://sayt.example/uz"),
        ("https://sayt.example/wp-json/wp/v2/posts?x=1#y", "https://sayt.example"),
        ("https://SAYT.example:8443/blog/", "https://sayt.example:8443/blog"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://[::1]:8080/", "http://[::1]:8080"),
    ],
)
def test_an_address_as_staff_write_it(written: str, address: str) -> None:
    assert site_address(Access(written)) == address


@pytest.mark.parametrize(
    "written",
    ["", "http://sayt.example", "http://192.0.2.7", "ftp://sayt.example", "https://", "https://a:b@sayt.example",
     "https://sayt.example:port", "https://[sayt"],
)  # fmt: skip
def test_an_address_that_cannot_be_used_is_refused_before_any_call(written: str) -> None:
    assert refused(publisher(written)) == (AccountRejected, ReasonCode.TARGET_MISSING)
    found = publisher(written).find(post(), KEY, datetime.now(UTC))
    assert found == CannotTell("target_missing")


@pytest.mark.parametrize("secret", ["", "   ", "matbuot", "matbuot:", ":abcd"])
def test_a_sign_in_without_name_or_password_is_refused_before_any_call(secret: str) -> None:
    assert refused(publisher("https://sayt.example", secret)) == (AccountRejected, ReasonCode.TOKEN_INVALID)


def test_a_name_with_blanks_and_a_password_in_groups() -> None:
    login = login_of(" Matbuot xizmati : abcd EFGH 1234 ijkl MNOP 5678 ")

    assert (login.name, login.password) == ("Matbuot xizmati", "abcdEFGH1234ijklMNOP5678")
    assert login.looks_made_by_wordpress
    assert "abcd" not in repr(login)


def test_a_working_account_is_told_by_site_user_role_and_rights(wire: Wire) -> None:
    working_account(wire, manage_categories=False)

    assert publisher(wire.url).verify_account() == AccountReport(
        "Namunaobod & tuman",
        (
            "user Matbuot",
            "author",
            wire.url,
            "may not make categories: a section without one goes to the site's default",
        ),
    )


@pytest.mark.parametrize("role", ["editor", "author"])
def test_an_author_and_an_editor_can_publish(client: Client, role: str) -> None:
    assert standing_in(client, kind=role).verify_account().notes[:2] == ("user mediareja", role)


@pytest.mark.parametrize("role", ["contributor", "subscriber"])
def test_lesser_roles_cannot(client: Client, role: str) -> None:
    adapter = standing_in(client, kind=role)

    assert refused(adapter) == (AccountRejected, ReasonCode.RIGHTS_MISSING)
    with pytest.raises(AccountRejected) as caught:
        adapter.publish(post(), KEY, soon())
    assert caught.value.code is ReasonCode.RIGHTS_MISSING
    assert client.published("wordpress") == []


@pytest.mark.parametrize(
    ("secret", "fault", "code"),
    [
        ("mediareja:abcd EFGH 1234 ijkl MNOP 5678", "", ReasonCode.TOKEN_INVALID),
        ("begona:abcd EFGH 1234 ijkl MNOP 5678", "", ReasonCode.TOKEN_INVALID),
        ("mediareja:qwerty-2026", "", ReasonCode.LOGIN_PASSWORD),
        ("", "sign_in_dropped", ReasonCode.SIGN_IN_DROPPED),
        ("", "sign_in_off", ReasonCode.SIGN_IN_OFF),
        ("", "interface_off", ReasonCode.INTERFACE_OFF),
    ],
)
def test_each_way_of_not_being_let_in_is_told_apart(client: Client, secret: str, fault: str, code: ReasonCode) -> None:
    adapter = standing_in(client, secret)
    if fault:
        client.fault("wordpress", fault)

    assert refused(adapter) == (AccountRejected, code)
    # publishing says the same, so that the first mail already does
    with pytest.raises(AccountRejected) as caught:
        adapter.publish(post(), KEY, soon())
    assert caught.value.code is code


@pytest.mark.parametrize(
    ("index", "kind", "code"),
    [
        (Reply({"name": "x", "namespaces": ["oembed/1.0"]}), AccountRejected, ReasonCode.INTERFACE_OFF),
        (Reply("<h1>404</h1>", 404), AccountRejected, ReasonCode.INTERFACE_OFF),
        (Reply("<h1>403</h1>", 403), AccountRejected, ReasonCode.INTERFACE_OFF),
        (refusal("rest_no_route", 404), AccountRejected, ReasonCode.INTERFACE_OFF),
        (refusal("rest_cannot_access", 401), AccountRejected, ReasonCode.TOKEN_INVALID),
        (Reply("<h1>502</h1>", 502), TryLater, ReasonCode.SERVER_ERROR),
        (Reply("<h1>hello</h1>"), TryLater, ReasonCode.SERVER_ERROR),
        (Reply(drop=True), TryLater, ReasonCode.UNREACHABLE),
    ],
)
def test_an_index_that_is_no_index(wire: Wire, index: Reply, kind: type[PublishError], code: ReasonCode) -> None:
    wire.on("", index)

    assert refused(publisher(wire.url)) == (kind, code)


def test_no_redirect_is_followed_with_the_password(wire: Wire) -> None:
    wire.on("", Reply("", 301, {"Location": f"{wire.url}/www/wp-json/?_fields=name"}))

    with pytest.raises(AccountRejected) as caught:
        publisher(wire.url).verify_account()

    assert (caught.value.code, caught.value.detail) == (
        ReasonCode.TARGET_MISSING,
        f"the site answers at another address: {wire.url}/www",
    )
    assert len(wire.seen) == 1


def test_a_certificate_nobody_vouches_for_is_not_trusted_and_nothing_was_sent(wire: Wire, tmp_path: Path) -> None:
    wire.secure(*self_signed(tmp_path))

    assert refused(publisher(wire.url)) == (TryLater, ReasonCode.UNREACHABLE)
    with pytest.raises(TryLater):
        publisher(wire.url).publish(post(), KEY, soon())

    assert wire.seen == []


def test_a_site_without_speaking_addresses_is_asked_in_its_own_way(client: Client) -> None:
    client.control("settings", {"wordpress_speaking_links": False})
    adapter = standing_in(client)

    assert adapter.verify_account().name == "Namuna"
    adapter.publish(post("<p>Matn</p>"), KEY, soon())

    assert client.texts("wordpress") == ["<p>Matn</p>"]
