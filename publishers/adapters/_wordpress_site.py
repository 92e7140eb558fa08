"""Where a WordPress site is and who signs in there, as staff write it down. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urlsplit

from publishers.contract import Access
from publishers.errors import AccountRejected, ReasonCode

_INSIDE = re.compile(r"/(?:wp-json|wp-admin|wp-login\.php|index\.php)(?:/.*)?$")
_APPLICATION_PASSWORD = re.compile(r"[A-Za-z0-9]{24}")


@dataclass(frozen=True, slots=True)
class Login:
    """A user's name and the application password, without the blanks WordPress shows it with."""

    name: str
    password: str = field(repr=False)

    @property
    def looks_made_by_wordpress(self) -> bool:
        """False for what cannot be an application password: then it is most likely the one for signing in."""
        return bool(_APPLICATION_PASSWORD.fullmatch(self.password))


def site_address(access: Access) -> str:
    """The site's base address, without a slash at its end. A stand-in's is that of its server and the site's name.

    Raises AccountRejected for an address that cannot be used: none, not https (but on this machine), with a password.
    """
    written = access.address.strip()
    if not written:
        raise AccountRejected(ReasonCode.TARGET_MISSING, "no address of the site")
    if stand_in := access.endpoints.get("wordpress"):
        return f"{stand_in.rstrip('/')}/{written}"
    try:
        parts = urlsplit(written if "://" in written else f"https://{written}")
        host, port = parts.hostname, parts.port
    except ValueError:
        raise AccountRejected(ReasonCode.TARGET_MISSING, "the address of the site cannot be read") from None
    if not host or parts.scheme not in ("http", "https"):
        raise AccountRejected(ReasonCode.TARGET_MISSING, "the address of the site must begin with https://")
    if parts.username is not None:
        raise AccountRejected(ReasonCode.TARGET_MISSING, "no user and no password belong into the address of the site")
    if parts.scheme == "http" and not is_this_machine(host):
        raise AccountRejected(
            ReasonCode.TARGET_MISSING,
            "the address must begin with https://, else the password can be read on the way",
        )
    place = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{place}{f':{port}' if port else ''}{_INSIDE.sub('', parts.path).rstrip('/')}"


def login_of(secret: str) -> Login:
    """Name and application password from ``name:password``. Raises AccountRejected when one is missing."""
    name, _colon, password = secret.strip().partition(":")
    login = Login(name.strip(), "".join(password.split()))
    if not (login.name and login.password):
        raise AccountRejected(
            ReasonCode.TOKEN_INVALID, "the user's name, a colon and the application password are needed: name:password"
        )
    return login


def is_this_machine(host: str) -> bool:
    """True for a host that is written as this machine itself."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
