"""One message on the page Telegram makes for other sites: there, deleted, or not to be told."""

from __future__ import annotations

import requests
from bs4 import BeautifulSoup

from publishers.adapters._telegram_preview import DEFAULT_BASE
from publishers.adapters._timed_session import TimedSession
from publishers.contract import CannotTell, Deadline, NotFound, Published

_SECONDS = 10.0
_DELETED = "post not found"


def embed_address(base: str, username: str, number: str) -> str:
    """``base``: the preview server's address, empty: Telegram's own."""
    return f"{(base or DEFAULT_BASE).rstrip('/')}/{username}/{number}?embed=1&mode=tme"


def look_at(address: str, number: str, link: str, deadline: Deadline) -> Published | NotFound | CannotTell:
    """NotFound only for Telegram's own words; what may be hidden for other reasons cannot be told."""
    seconds = min(_SECONDS, deadline.remaining())
    try:
        with TimedSession() as session, session.ending_after(seconds):
            answer = session.get(address, timeout=seconds, allow_redirects=False)
    except requests.RequestException as error:
        return CannotTell(type(error).__name__)
    if answer.status_code != 200:
        return CannotTell(f"the page answered {answer.status_code}")
    page = BeautifulSoup(answer.content.decode("utf-8", "replace"), "html.parser")
    refused = page.select_one(".tgme_widget_message_error")
    if refused is not None:
        words = " ".join(refused.get_text(" ").split())
        return NotFound() if words.casefold() == _DELETED else CannotTell(words[:200])
    # an album is one block that carries its first id, whichever of its messages is asked for
    if page.select_one(".tgme_widget_message[data-post]") is None:
        return CannotTell("a page that shows no message")
    return Published(number, link, found=True)
