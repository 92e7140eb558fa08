"""Which machines on the network may be called by an address that others wrote: public ones, and none of the house."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

_NAT64 = IPv6Network("64:ff9b::/96")
Networks = Sequence[IPv4Network | IPv6Network]


def may_be_called(address: str, allowed: Networks) -> bool:
    """True for a public address, and for one inside an allowed network. What IPv6 wraps counts as what it is."""
    number: IPv4Address | IPv6Address = ip_address(address)
    if isinstance(number, IPv6Address):
        number = _inner(number)
    if any(number in network for network in allowed):
        return True
    return number.is_global and not (number.is_multicast or number.is_reserved)


def _inner(number: IPv6Address) -> IPv4Address | IPv6Address:
    if number in _NAT64:
        return IPv4Address(int(number) & 0xFFFFFFFF)
    return number.ipv4_mapped or number.sixtofour or number


def resolved(host: str, port: int) -> list[str]:
    """The numbers behind a name, as the machine would try them, each once. Raises OSError when there are none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise OSError("no name of a machine") from error
    return list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))
