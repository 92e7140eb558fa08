"""Which machines may be reached while a page is fetched or drawn: public ones, and those the settings name.

Addresses come from platforms and from people's hands: none of them may lead into the house's own network.
"""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_network
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Site

from content.models import Channel
from publishers.public_hosts import Networks, may_be_called, resolved

PORTS = {"http": 80, "https": 443}
MOST_ADDRESSES = 3
Origin = tuple[str, int]
"""Host in lower case, and port."""


class NotAllowed(Exception):
    """The address leads to no public machine."""


@dataclass(frozen=True, slots=True)
class Doorstep:
    """``origins`` may be reached wherever they are; ``networks`` besides what is public."""

    origins: frozenset[Origin] = frozenset()
    networks: Networks = ()

    def numbers_of(self, host: str, port: int) -> list[str]:
        """The only addresses to connect to for a name. Raises NotAllowed, OSError when the name is not known."""
        found = resolved(host, port)
        if (host.lower(), port) in self.origins:
            return found[:MOST_ADDRESSES]
        public = [number for number in found if may_be_called(number, self.networks)]
        if not public:
            raise NotAllowed(host)
        return public[:MOST_ADDRESSES]


def doorstep_for(channel: Channel) -> Doorstep:
    """Our own site, the preview of Telegram as configured, and the sandbox for its own channels only."""
    named = [settings.SITE_URL, settings.TELEGRAM_PREVIEW_BASE]
    named += [site.root_url for site in Site.objects.all()]
    if channel.is_sandbox:
        named.append(settings.SANDBOX_URL)
    networks = [ip_network(written) for written in settings.WEBHOOK_NETWORKS] if channel.kind == "webhook" else []
    return Doorstep(frozenset(origin for address in named if (origin := origin_of(address))), networks)


def origin_of(address: str) -> Origin | None:
    """None for what is no http(s) address."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if not host or parts.scheme not in PORTS:
        return None
    return host.lower(), port or PORTS[parts.scheme]
