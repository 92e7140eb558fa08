"""Asks the sandbox, over HTTP like everything else, for a channel of its own to publish to."""

from __future__ import annotations

import requests
from django.conf import settings

TIMEOUT = 10
"""Seconds."""


class SandboxAway(Exception):
    """The sandbox does not answer, or refuses; the text says which."""


def request_channel(kind: str, address: str | None, title: str) -> tuple[str, str]:
    """Address and token of a new sandbox channel. ``address`` is a wish: ``@name`` or an id; None: any will do."""
    wish = {"platform": kind, "address": address, "title": title}
    try:
        answer = requests.post(f"{settings.SANDBOX_URL}/__control__/channels", json=wish, timeout=TIMEOUT)
        answer.raise_for_status()
        made = answer.json()
        # readers know a Telegram channel by its name, a newspaper by its e-mail address, others by a number
        return (made["address"] if kind in ("telegram", "newspaper") else made["id"]), made["token"]
    except requests.RequestException as error:
        raise SandboxAway(type(error).__name__) from None
    except (KeyError, ValueError):
        raise SandboxAway("answer not understood") from None
