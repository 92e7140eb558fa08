"""One call to the Bot API through python-telegram-bot, from a synchronous worker, with everything that was answered."""

from __future__ import annotations

import asyncio
import json
import logging
import ssl
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar, cast

import httpx
from telegram import Bot
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from publishers.adapters._telegram_errors import Answer, refusal
from publishers.contract import Access, Deadline
from publishers.errors import AccountRejected, Misconfigured, OutcomeUnknown, PublishError, ReasonCode, TryLater
from publishers.redaction import RedactingFilter

Result = TypeVar("Result")

DEFAULT_BASE = "https://api.telegram.org"
_CONNECT_SECONDS = 10.0
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_CHATTY_LOGGERS = (
    "httpx",
    "httpcore",
    "httpcore.connection",
    "httpcore.http11",
    "httpcore.http2",
    "httpcore.proxy",
    "httpcore.socks",
    "telegram.Bot",
    "telegram.request.BaseRequest",
    "telegram.request.HTTPXRequest",
)


def _silence_request_lines() -> None:
    """These libraries log whole addresses, and in the Bot API the token is part of the address."""
    redacting = RedactingFilter()
    for name in _CHATTY_LOGGERS:
        logger = logging.getLogger(name)
        logger.addFilter(redacting)
        if logger.level == logging.NOTSET:
            logger.setLevel(logging.WARNING)


_silence_request_lines()


class QuietBot(Bot):
    """A bot that never prints its token, and that can be asked for facts without the library's strict reading."""

    __slots__ = ()

    def __repr__(self) -> str:
        # the library's own form lands, token and all, in tracebacks with local variables
        return "Bot(***)"

    async def ask(self, method: str, **fields: Any) -> Mapping[str, Any]:
        """The result object of ``method`` as it came: one field the library misses is no reason to know nothing."""
        result = await self._post(method, fields)
        if not isinstance(result, Mapping):
            raise TypeError(f"{method} answered no object")
        return result

    async def ask_list(self, method: str, **fields: Any) -> Sequence[Any]:
        """As ``ask``, for a method that answers several: one that cannot be read does not hide the others."""
        result = await self._post(method, fields)
        if not isinstance(result, Sequence):
            raise TypeError(f"{method} answered no list")
        return result


def call(access: Access, ask: Callable[[QuietBot], Awaitable[Result]], deadline: Deadline) -> Result:
    """Run one Bot API call and give its parsed result. Raises PublishError only, by what is certain.

    The bot is built without ``initialize``: that would spend a getMe on every post.
    """
    if not access.secret.strip():
        raise AccountRejected(ReasonCode.TOKEN_INVALID, "no token")
    found, _raw = asyncio.run(_call(access, ask, deadline, album=False, parsed=True))
    return cast(Result, found)


def send(
    access: Access, ask: Callable[[QuietBot], Awaitable[object]], deadline: Deadline, *, album: bool = False
) -> object:
    """Run one call that shows something; its ``result`` as it came, which the library may find too short to read.

    Raises as ``call`` does. ``album``: several messages are asked for at once.
    """
    if not access.secret.strip():
        raise AccountRejected(ReasonCode.TOKEN_INVALID, "no token")
    _found, raw = asyncio.run(_call(access, ask, deadline, album=album, parsed=False))
    return raw


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    """Reading the known authorities anew for each call would take longer than the rest of it."""
    return httpx.create_ssl_context()


async def _call(
    access: Access, ask: Callable[[QuietBot], Awaitable[Result]], deadline: Deadline, *, album: bool, parsed: bool
) -> tuple[Result | None, object]:
    """What the library read (None when it could not, which counts only where ``parsed``), and the raw result."""
    answers: list[Answer] = []
    left: list[bool] = []

    async def note_request(_request: httpx.Request) -> None:
        left.append(True)
        # of several questions only the last one's answer counts
        answers.clear()

    async def note_answer(response: httpx.Response) -> None:
        answers.append(_read(response.status_code, await response.aread(), response.headers.get("retry-after", "")))

    seconds = deadline.remaining()
    request = HTTPXRequest(
        connection_pool_size=1,
        connect_timeout=min(_CONNECT_SECONDS, seconds / 2),
        pool_timeout=1.0,
        read_timeout=seconds,
        write_timeout=seconds,
        media_write_timeout=seconds,
        httpx_kwargs={
            "event_hooks": {"request": [note_request], "response": [note_answer]},
            "follow_redirects": False,
            "verify": _tls(),
        },
    )
    found: Result | None = None
    failure: PublishError | None = None
    try:
        bot = QuietBot(
            access.secret.strip(), base_url=bot_base(access.endpoints), request=request, get_updates_request=request
        )
        async with asyncio.timeout(seconds):
            found = await ask(bot)
    except Exception as error:  # whatever it is, what counts is what was sent and what came back
        if not answers:
            failure = _unanswered(error, left=bool(left))
        elif parsed or not answers[-1].is_success:
            failure = _judge(answers[-1], album=album, secret=access.secret)
    finally:
        await request.shutdown()
    if failure is not None:
        # the library's own exceptions may hold the address with the token
        raise failure from None
    body = answers[-1].body if answers else None
    return found, body.get("result") if body else None


def bot_base(endpoints: Mapping[str, str]) -> str:
    """The library's ``base_url`` from the setting: with or without its ``/bot`` ending, or with ``{token}`` in it."""
    base = (endpoints.get("telegram") or DEFAULT_BASE).rstrip("/")
    if "{token}" in base:
        return base
    return base if base.endswith("/bot") else f"{base}/bot"


def _read(status: int, content: bytes, retry_after: str) -> Answer:
    try:
        body = json.loads(content)
    except ValueError:
        body = None
    return Answer(status, body if isinstance(body, dict) else None, retry_after)


def _judge(answer: Answer, *, album: bool, secret: str) -> PublishError:
    if answer.is_success:
        # "done", yet the library could not read what: it is most likely out, under an id we do not know
        return OutcomeUnknown(ReasonCode.ANSWER_GARBLED, f"HTTP {answer.status} with an unreadable result")
    return refusal(answer, album=album, secret=secret)


def _unanswered(error: Exception, *, left: bool) -> PublishError:
    cause = error.__cause__
    if isinstance(cause, _NEVER_LEFT):
        return TryLater(ReasonCode.UNREACHABLE, type(cause).__name__)
    if isinstance(cause, (httpx.InvalidURL, httpx.UnsupportedProtocol)):
        return Misconfigured(ReasonCode.SETTINGS_WRONG, type(cause).__name__)
    if left:
        return OutcomeUnknown(ReasonCode.ANSWER_LOST, type(cause or error).__name__)
    if isinstance(error, TelegramError):
        return Misconfigured(ReasonCode.SETTINGS_WRONG, type(cause or error).__name__)
    raise error
