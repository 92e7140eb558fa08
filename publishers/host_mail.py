"""The mail account of the service, and what a letter says about the organization it is from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import environ
from django.conf import settings

if TYPE_CHECKING:
    from publishers.models import ChannelAccount

_SCHEMES = {"smtp": "smtp", "smtps": "smtp+tls", "smtp+tls": "smtp+tls", "smtp+ssl": "smtp+ssl"}
"""Of MAIL_URL, as mail to staff reads them too."""


@dataclass(frozen=True, slots=True)
class HostMail:
    """``server`` like ``smtp+tls://host:587``; ``login`` is ``user:password``. Empty: there is none."""

    server: str = ""
    login: str = field(default="", repr=False)


def host_mail() -> HostMail:
    """What MAIL_URL names, password apart from address, so that no address can show it."""
    scheme = _SCHEMES.get(urlsplit(settings.MAIL_URL).scheme, "")
    if not scheme:
        return HostMail()
    config = environ.Env.email_url_config(settings.MAIL_URL)
    host, port = config["EMAIL_HOST"] or "", config["EMAIL_PORT"]
    place = f"[{host}]" if ":" in host else host
    user, password = config["EMAIL_HOST_USER"], config["EMAIL_HOST_PASSWORD"]
    return HostMail(f"{scheme}://{place}{f':{port}' if port else ''}", f"{user}:{password}" if user else "")


def letter_options(account: ChannelAccount, *, own_login: bool) -> dict[str, Any]:
    """Who writes, whom to ask and where to answer, for the letter to a newspaper."""
    organization = account.channel.organization
    return {
        "organization": organization.name,
        "reply_to": organization.email,
        "telephone": organization.phone,
        "time_zone": organization.time_zone,
        "own_login": own_login,
    }
