"""Where a webhook goes: the address staff wrote down, and the machines behind its name that may be called."""

from __future__ import annotations

from dataclasses import dataclass, field
from ipaddress import ip_network
from urllib.parse import quote, urlsplit

from publishers.adapters._wordpress_site import is_this_machine
from publishers.contract import Access
from publishers.errors import AccountRejected, Misconfigured, ReasonCode, TryLater
from publishers.public_hosts import Networks, may_be_called, resolved

MOST_ADDRESSES = 3
"""Of one name: more would not be reached within the time of a call."""


@dataclass(frozen=True, slots=True)
class Target:
    """``addresses`` are the only ones to connect to; a stand-in has none and is found by its name."""

    url: str = field(repr=False)
    """May hold a secret in its path or query."""
    host: str
    addresses: tuple[str, ...] = ()


def target_of(access: Access) -> Target:
    """The receiver of the account. A stand-in's address is that of its server and the receiver's name.

    Raises AccountRejected for an address that cannot be used (not https but on this machine, with a password, inside a
    private network nobody allowed), TryLater when its name is not resolved, Misconfigured for a wrong setting.
    """
    written = access.address.strip()
    if not written:
        raise AccountRejected(ReasonCode.TARGET_MISSING, "no address of the receiver")
    if stand_in := access.endpoints.get("webhook"):
        url = f"{stand_in.rstrip('/')}/{quote(written, safe='@')}"
        return Target(url, str(urlsplit(url).hostname))
    try:
        parts = urlsplit(written)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise AccountRejected(ReasonCode.TARGET_MISSING, "the address of the receiver cannot be read") from None
    if not host or parts.scheme not in ("http", "https"):
        raise AccountRejected(ReasonCode.TARGET_MISSING, "the address of the receiver must begin with https://")
    if parts.username is not None:
        raise AccountRejected(ReasonCode.TARGET_MISSING, "no user and no password belong into the receiver's address")
    if parts.scheme == "http" and not is_this_machine(host):
        raise AccountRejected(
            ReasonCode.TARGET_MISSING, "the address must begin with https://, else the post can be changed on the way"
        )
    found = _resolved(host, port or {"http": 80, "https": 443}[parts.scheme])
    open_to_us = [address for address in found if may_be_called(address, _allowed(access))]
    if not open_to_us:
        raise AccountRejected(ReasonCode.ADDRESS_PRIVATE, f"{host} leads to no public address")
    return Target(parts._replace(fragment="").geturl(), host, tuple(open_to_us[:MOST_ADDRESSES]))


def _resolved(host: str, port: int) -> list[str]:
    """Raises TryLater when there are none."""
    try:
        return resolved(host, port)
    except OSError as error:
        raise TryLater(ReasonCode.UNREACHABLE, f"{host} is not known: {type(error).__name__}") from None


def _allowed(access: Access) -> Networks:
    try:
        return [ip_network(written) for written in access.endpoints.get("webhook_networks", "").split(",") if written]
    except ValueError:
        raise Misconfigured(ReasonCode.SETTINGS_WRONG, "WEBHOOK_NETWORKS holds what is no network") from None
