"""Webhook: which addresses and keys can be used, and that nothing is sent to where it must not go."""

from __future__ import annotations

from ipaddress import ip_network
from pathlib import Path

import pytest

from publishers.adapters._timed_session import TimedSession
from publishers.adapters._webhook_signature import keys_of
from publishers.adapters._webhook_target import target_of
from publishers.adapters.webhook import WebhookPublisher
from publishers.contract import Access
from publishers.errors import AccountRejected, Misconfigured, PublishError, ReasonCode, TryLater
from publishers.public_hosts import may_be_called
from tests.publishers.adapters.certificates import self_signed
from tests.publishers.adapters.posts import post, soon
from tests.publishers.adapters.wire import Reply, Wire, closed_address

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
HERE = {"webhook_networks": "127.0.0.0/8,::1/128"}


def refused(address: str, secret: str = SECRET, **endpoints: str) -> tuple[type[PublishError], ReasonCode]:
    adapter = WebhookPublisher(Access(address, secret, {}, endpoints))
    with pytest.raises(PublishError) as caught:
        adapter.publish(post(), "kalit-1", soon())
    with pytest.raises(type(caught.value)):
        adapter.verify_account()
    return type(caught.value), caught.value.code


@pytest.mark.parametrize(
    "written",
    ["", " ", "qabul.example", "http://198.51.100.7/x", "http://qabul.example/x", "ftp://qabul.example", "https://",
     "https://a:b@qabul.example", "https://qabul.example:port", "https://[qabul"],
)  # fmt: skip
def test_an_address_that_cannot_be_used_is_refused_before_any_call(written: str) -> None:
    assert refused(written, **HERE) == (AccountRejected, ReasonCode.TARGET_MISSING)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_this_machine_is_private_until_it_is_allowed(host: str) -> None:
    assert refused(f"http://{host}:9/x") == (AccountRejected, ReasonCode.ADDRESS_PRIVATE)
    assert target_of(Access(f" http://{host}:9/x?a=1#b ", endpoints=HERE)).url == f"http://{host}:9/x?a=1"


@pytest.mark.parametrize(
    "address",
    ["10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "127.0.0.1", "0.0.0.0", "169.254.169.254", "192.0.2.1",
     "224.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fd00::1", "ff02::1", "::ffff:10.0.0.1",
     "64:ff9b::a00:1", "2002:a00:1::1"],
)  # fmt: skip
def test_what_is_not_public_is_not_called(address: str) -> None:
    assert not may_be_called(address, [])


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_what_is_public_is_called(address: str) -> None:
    assert may_be_called(address, [])


def test_an_allowed_network_opens_itself_and_no_other() -> None:
    allowed = [ip_network("10.20.0.0/16")]

    assert may_be_called("10.20.3.4", allowed)
    assert may_be_called("::ffff:10.20.3.4", allowed)
    assert not may_be_called("10.21.3.4", allowed)
    assert not may_be_called("169.254.169.254", allowed)


def test_http_is_for_this_machine_even_where_a_network_is_allowed() -> None:
    wrong = refused("http://10.20.0.1/x", webhook_networks="10.20.0.0/16")

    assert wrong == (AccountRejected, ReasonCode.TARGET_MISSING)


def test_a_wrong_setting_is_told_as_one() -> None:
    wrong = refused("https://127.0.0.1/x", webhook_networks="10.20.0.0/99")

    assert wrong == (Misconfigured, ReasonCode.SETTINGS_WRONG)


def test_a_name_nobody_knows_is_asked_for_again_later() -> None:
    assert refused("https://namunaobod.invalid/x") == (TryLater, ReasonCode.UNREACHABLE)


def test_nobody_there_is_certainly_not_out() -> None:
    assert refused(f"{closed_address()}/x", **HERE) == (TryLater, ReasonCode.UNREACHABLE)


def test_a_name_is_not_resolved_again_once_its_numbers_were_looked_at(wire: Wire) -> None:
    wire.on("x", Reply("ok"))
    port = wire.url.rpartition(":")[2]
    with TimedSession(("127.0.0.1",)) as session:
        answer = session.get(f"http://namunaobod.invalid:{port}/x", timeout=5)

    assert (answer.status_code, wire.seen[0].headers["Host"]) == (200, f"namunaobod.invalid:{port}")


def test_the_next_number_is_tried_when_nobody_answers_at_the_first(wire: Wire) -> None:
    wire.on("x", Reply("ok"))
    port = wire.url.rpartition(":")[2]
    with TimedSession(("127.0.0.9", "127.0.0.1")) as session:
        assert session.get(f"http://namunaobod.invalid:{port}/x", timeout=5).status_code == 200


def test_no_proxy_of_the_environment_and_no_password_of_the_machine_is_used(
    wire: Wire, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login kim password maxfiy\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    for name in ("http_proxy", "all_proxy"):
        monkeypatch.setenv(name, closed_address())
    monkeypatch.setenv("no_proxy", "")
    wire.on("x", Reply())

    WebhookPublisher(Access(f"{wire.url}/x", SECRET, {}, HERE)).publish(post(), "kalit-1", soon())

    assert "Authorization" not in wire.seen[0].headers


def test_a_certificate_nobody_vouches_for_ends_it_before_a_byte_is_sent(wire: Wire, tmp_path: Path) -> None:
    wire.secure(*self_signed(tmp_path))

    assert refused(f"{wire.url}/x", **HERE) == (TryLater, ReasonCode.UNREACHABLE)
    assert wire.seen == []


@pytest.mark.parametrize(
    "secret",
    ["", "  ", "whsec_", "whsec_###", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_bWF4Zml5", f"whsec_{'A' * 88}",
     f"{SECRET} whsec_bWF4Zml5", f"{SECRET},{SECRET}", "whsec_ʻʻʻʻ"],
)  # fmt: skip
def test_a_key_out_of_form_is_refused_before_any_call_and_not_quoted(wire: Wire, secret: str) -> None:
    with pytest.raises(AccountRejected) as caught:
        WebhookPublisher(Access(f"{wire.url}/x", secret, {}, HERE)).publish(post(), "kalit-1", soon())

    assert caught.value.code is ReasonCode.TOKEN_INVALID
    assert [word for word in secret.split() if len(word) > 6 and word in f"{caught.value!r}"] == []
    assert wire.seen == []


def test_two_keys_are_the_new_one_and_the_old_one() -> None:
    assert [len(key) for key in keys_of(f" {SECRET}\twhsec_{'A' * 84}AA== ")] == [24, 64]
