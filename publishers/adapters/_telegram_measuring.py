"""What Telegram tells of a post and a channel: views and reactions on the public preview page, members by the Bot API.

The page rounds ("1.2K"); a rounded figure is kept as it is shown, and marked. Bots are told neither of the two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import requests
from bs4 import BeautifulSoup, Tag

from publishers.adapters._retry_after import wait_named_in
from publishers.adapters._telegram_account import chat_id_of, username_of
from publishers.adapters._telegram_preview import DEFAULT_BASE
from publishers.adapters._telegram_wire import QuietBot, send
from publishers.adapters._timed_session import TimedSession
from publishers.contract import Access, Deadline, Figure, Measured, Placed
from publishers.errors import FigureCode, OutcomeUnknown, ReasonCode, TryLater
from publishers.metrics import UNITS, Metric, Source

METRICS = (Metric.VIEWS, Metric.REACTIONS)
_SIZES = {"": 1, "K": 1_000, "M": 1_000_000, "B": 1_000_000_000}
_SHOWN = re.compile(r"(\d+(?:\.\d+)?)\s*([KMB]?)$")
_ASKED_TO_WAIT = timedelta(minutes=15)
"""When the page turns us away without saying for how long."""
_LONGEST = 15.0


def measure_post(access: Access, placed: Placed, deadline: Deadline) -> Measured:
    """Views and reactions of the post's first message, as its page shows them. Raises PublishError."""
    number = (placed.parts or (placed.external_id,))[0]
    username = username_of(access)
    if not username:
        return Measured(_none(FigureCode.PRIVATE))
    if not re.fullmatch(r"[1-9]\d*", number):  # Telegram put the message off, and its number is not known yet
        return Measured(_none(FigureCode.NOT_YET))
    base = (access.endpoints.get("telegram_preview") or DEFAULT_BASE).rstrip("/")
    seconds = min(_LONGEST, deadline.remaining())
    try:
        with TimedSession() as session, session.ending_after(seconds):
            answer = session.get(
                f"{base}/{username}/{number}",
                params={"embed": "1", "mode": "tme"},
                timeout=seconds,
                allow_redirects=False,
            )
    except requests.RequestException as error:
        raise TryLater(ReasonCode.UNREACHABLE, type(error).__name__) from None
    if answer.status_code == 429:
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Measured(wait=wait_named_in(headers, datetime.now(UTC)) or _ASKED_TO_WAIT)
    if answer.status_code >= 500:
        raise TryLater(ReasonCode.SERVER_ERROR, f"preview page answered {answer.status_code}")
    if answer.status_code != 200:  # a restricted channel leads elsewhere
        return Measured(_none(FigureCode.PRIVATE))
    return Measured(_figures(answer.content.decode("utf-8", "replace"), username, number))


def measure_channel(access: Access, deadline: Deadline) -> Measured:
    """How many members the chat has. Raises PublishError."""
    chat_id = chat_id_of(access)

    async def ask(bot: QuietBot) -> object:
        return await bot.get_chat_member_count(chat_id)

    try:
        count = send(access, ask, deadline)
    except OutcomeUnknown as error:  # nothing was to be sent: it only means asking again
        raise TryLater(ReasonCode.UNREACHABLE, error.detail) from None
    known = isinstance(count, int) and not isinstance(count, bool) and count >= 0
    note = "" if known else FigureCode.UNREAD
    value = count if isinstance(count, int) and known else None
    return Measured((Figure(Metric.MEMBERS, value, Source.TELEGRAM_BOT, UNITS[Metric.MEMBERS], note),))


def read_shown(words: str) -> tuple[int, bool] | None:
    """The number behind "845", "1.2K", "3M", and whether it is rounded; None for anything else."""
    found = _SHOWN.search(words.strip().replace(",", ""))
    if found is None:
        return None
    size = _SIZES[found[2]]
    return round(float(found[1]) * size), size > 1


def _figures(page: str, username: str, number: str) -> tuple[Figure, ...]:
    soup = BeautifulSoup(page, "html.parser")
    place = f"{username}/{number}".casefold()
    blocks = soup.select(".tgme_widget_message[data-post]")
    block = next((each for each in blocks if str(each["data-post"]).casefold() == place), None)
    if block is None:
        gone = soup.select_one(".tgme_widget_message_error") is not None
        return _none(FigureCode.GONE if gone else FigureCode.UNREAD)
    return (_sum(Metric.VIEWS, block.select(".tgme_widget_message_views")[:1]), _reactions(block))


def _reactions(block: Tag) -> Figure:
    """Of all kinds together. A post without any looks like one where they are switched off: not shown, not zero."""
    return _sum(Metric.REACTIONS, block.select(".tgme_widget_message_reactions .tgme_reaction"))


def _sum(metric: Metric, shown: Sequence[Tag]) -> Figure:
    read = [read_shown(tag.get_text()) for tag in shown]
    numbers = [each for each in read if each is not None]
    if not numbers or len(numbers) < len(read):
        return _figure(metric, note=FigureCode.UNREAD if read else FigureCode.NOT_SHOWN)
    return _figure(metric, sum(value for value, _ in numbers), rounded=any(rounded for _, rounded in numbers))


def _none(note: FigureCode) -> tuple[Figure, ...]:
    return tuple(_figure(metric, note=note) for metric in METRICS)


def _figure(metric: Metric, value: int | None = None, *, note: str = "", rounded: bool = False) -> Figure:
    return Figure(metric, value, Source.TELEGRAM_PAGE, UNITS[metric], note, rounded)
