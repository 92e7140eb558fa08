"""The Telegram channel: everything a bot may publish in a channel or group, change there and take away."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar

from content.formats import FORMATS
from content.problems import Problem
from publishers.adapters._checking import problems_of
from publishers.adapters._telegram_account import account_report, chat_id_of, link_base_of, link_of, username_of
from publishers.adapters._telegram_changing import change, remove
from publishers.adapters._telegram_embed import embed_address, look_at
from publishers.adapters._telegram_measuring import METRICS, measure_channel, measure_post
from publishers.adapters._telegram_messages import (
    PIN,
    POLL,
    Message,
    Progress,
    begin,
    messages_of,
    number_of,
    shape_of,
    step_after,
)
from publishers.adapters._telegram_placed import numbers_of
from publishers.adapters._telegram_preview import look
from publishers.adapters._telegram_sending import pinning, sending
from publishers.adapters._telegram_style import style_of
from publishers.adapters._telegram_wire import send
from publishers.answers import kept_answer
from publishers.contract import (
    Accepted,
    Access,
    AccountReport,
    CannotTell,
    Capabilities,
    Deadline,
    Measured,
    NotFound,
    OutgoingPost,
    Placed,
    Published,
    Withdrawn,
)
from publishers.errors import (
    AccountRejected,
    ContentRejected,
    Misconfigured,
    OutcomeUnknown,
    Partial,
    PublishError,
    ReasonCode,
    TryLater,
)

# a group takes 20 messages a minute and a bot sends 30 a second: a little less, for calls arrive closer than they left
_PACE = timedelta(seconds=3.1)
_BOT_RATE = 25


class TelegramPublisher:
    """A public or private channel or group in which our bot may post.

    ``Access.address``: ``@name`` or numeric id. ``Access.options``: ``silent`` (no notification), ``link_preview``
    (default true: a text shows the card of the post's link), ``link_preview_above`` (the card stands above the text),
    ``link_base`` (where public links lead, default ``https://t.me``; a stand-in server has its own).

    A post may be several messages. Each call sends one of them: the next ones follow by ``resume``.
    """

    kind: ClassVar[str] = "telegram"
    capabilities: ClassVar[Capabilities] = Capabilities(
        format=FORMATS["telegram"],
        repeat_safety="none",
        can_amend=True,
        can_withdraw=True,
        can_measure=True,
        metrics=METRICS,
        pace=_PACE,
        token_rate=_BOT_RATE,
        private_place=True,
        settle=timedelta(minutes=1),
    )

    def __init__(self, access: Access) -> None:
        self._access = access

    def check(self, post: OutgoingPost) -> list[Problem]:
        """Problems of this post on Telegram. No network."""
        return problems_of(post, self.capabilities.format)

    def verify_account(self) -> AccountReport:
        """Ask for the bot, the chat and the bot's rights there. Raises AccountRejected, Misconfigured, TryLater."""
        return account_report(self._access)

    def publish(self, post: OutgoingPost, key: str, deadline: Deadline) -> Published | Accepted:
        """Send the post's first message. Raises PublishError only. Telegram has no use for ``key``."""
        return self._step(post, "", deadline)

    def resume(self, post: OutgoingPost, token: str, deadline: Deadline) -> Published | Accepted:
        """Send the message that comes next, or pin the first one. Raises PublishError only."""
        return self._step(post, token, deadline)

    def find(
        self, post: OutgoingPost, key: str, since: datetime, token: str = ""
    ) -> Published | Accepted | NotFound | CannotTell:
        """Look for the message that may be out on the public preview page. A miss proves nothing, and a private chat
        has no such page. Never raises."""
        progress = begin(post, token)
        if progress is None:
            return CannotTell("a token that is not ours")
        if progress.step == PIN:  # which may be done twice
            return self._accepted(progress)
        try:
            username = username_of(self._access)
        except PublishError as error:
            return CannotTell(error.code.value)
        if not username:
            return CannotTell("private chat")
        base = self._access.endpoints.get("telegram_preview", "")
        last = max((int(number) for number in progress.ids if number.isdigit()), default=0)
        found = look(base, username, _message(post, progress), since, last)
        if isinstance(found, NotFound | CannotTell):
            return found
        return self._after(post, progress, found, f"{link_base_of(self._access)}/{username}/{found[0]}", found_it=True)

    def locate(self, placed: Placed, post: OutgoingPost, since: datetime, deadline: Deadline) -> Published | CannotTell:
        """Look on the public preview page for the first message, which Telegram put off and gave no number. Raises
        PublishError only."""
        if placed.external_id != "0":
            return Published(placed.external_id, note="a basic group has no links")
        username = username_of(self._access)
        if not username:
            return CannotTell("the number of a message put off in a private chat is not known")
        first = messages_of(post)[0]
        found = look(self._access.endpoints.get("telegram_preview", ""), username, first, since)
        if isinstance(found, NotFound):
            return CannotTell("not on the preview page")
        if isinstance(found, CannotTell):
            return found
        parts = (*found, *placed.parts[len(found) :])
        return Published(found[0], f"{link_base_of(self._access)}/{username}/{found[0]}", parts)

    def page_of(self, placed: Placed) -> str:
        """The message as Telegram shows it to everybody; in a private chat it has no such page."""
        name = re.fullmatch(r"[A-Za-z]\w{3,}", placed.link.rpartition("/")[0].rpartition("/")[2])
        if name is None or not placed.external_id.isdecimal():
            return ""
        return embed_address(self._access.endpoints.get("telegram_preview", ""), name[0], placed.external_id)

    def is_there(self, placed: Placed, deadline: Deadline) -> Published | NotFound | CannotTell:
        """Look at each message's own page until one is there; Telegram says of one that was deleted that it is."""
        found: Published | NotFound | CannotTell = CannotTell("private chat")
        for number in placed.parts or (placed.external_id,):
            page = self.page_of(replace(placed, external_id=number))
            found = look_at(page, number, placed.link, deadline) if page else CannotTell("private chat")
            if not isinstance(found, NotFound):
                return found
        return found

    def check_amend(self, before: OutgoingPost, after: OutgoingPost) -> list[Problem]:
        """A poll stays as it is, and so does the number of messages and of what they show; all else can be edited."""
        problems = []
        if before.poll != after.poll:
            problems.append(Problem("poll_cannot_change"))
        shapes = [[entry for entry in shape_of(post) if entry[0] != POLL] for post in (before, after)]
        if shapes[0] != shapes[1]:
            counts = [[(each.step, each.count) for each in messages_of(post) if each.media] for post in (before, after)]
            code = "media_number_cannot_change" if counts[0] != counts[1] else "message_number_cannot_change"
            problems.append(Problem(code))
        return problems

    def amend(
        self, placed: Placed, before: OutgoingPost, after: OutgoingPost, deadline: Deadline
    ) -> Published | Accepted:
        """Edit one message; Accepted while others are to follow. Raises PublishError only."""
        if self.check_amend(before, after):
            raise ContentRejected(ReasonCode.CANNOT_AMEND)
        numbers = numbers_of(placed, before, self._access, ReasonCode.CANNOT_AMEND)
        styles = (style_of(before, self._access), style_of(after, self._access))
        chat_id = chat_id_of(self._access)
        left = change(
            self._access, chat_id, numbers, before, after, styles, deadline, token=placed.token, every=placed.mixed
        )
        if left:
            return Accepted(left, self.capabilities.pace, placed.parts, placed.link)
        return Published(placed.external_id, placed.link, placed.parts)

    def withdraw(self, placed: Placed, post: OutgoingPost, deadline: Deadline) -> Withdrawn:
        """Delete all messages of the post; safe to repeat. Raises PublishError only."""
        numbers = numbers_of(placed, post, self._access, ReasonCode.CANNOT_WITHDRAW)
        remove(self._access, chat_id_of(self._access), numbers, deadline)
        return Withdrawn()

    def measure(self, placed: Placed, post: OutgoingPost, deadline: Deadline) -> Measured:
        """Views and reactions from the public preview page; a private chat has none. Raises PublishError only."""
        return measure_post(self._access, placed, deadline)

    def measure_place(self, deadline: Deadline) -> Measured:
        """How many members the chat has. Raises PublishError only."""
        return measure_channel(self._access, deadline)

    def _step(self, post: OutgoingPost, token: str, deadline: Deadline) -> Published | Accepted:
        progress = begin(post, token)
        if progress is None:
            raise Misconfigured(ReasonCode.INTERNAL, "a token that is not ours")
        if progress.step == PIN:
            return self._pinned(post, progress, deadline)
        try:
            ids, link, answer = self._send(_message(post, progress), post, deadline)
        except (ContentRejected, Partial) as refusal:
            if not progress.ids:
                raise
            # what was sent before is out for good
            raise Partial(ReasonCode.PARTLY_OUT, refusal.detail, parts=progress.ids) from None
        return self._after(post, progress, ids, link, answer=answer)

    def _send(self, message: Message, post: OutgoingPost, deadline: Deadline) -> tuple[tuple[str, ...], str, str]:
        """Ids of what was shown, the link of the first, and the answer as it is kept."""
        chat_id = chat_id_of(self._access)
        with sending(message, chat_id, style_of(post, self._access)) as ask:
            answer = send(self._access, ask, deadline, album=message.count > 1)
        messages = answer if isinstance(answer, list) else [answer]
        numbers = [number_of(each) for each in messages]
        ids = tuple(str(number) for number in numbers if number is not None)
        if len(ids) < max(len(messages), message.count):
            raise OutcomeUnknown(ReasonCode.ANSWER_GARBLED, "no message in the answer")
        # id 0: Telegram put the message off by itself; it will be out, under an id nobody knows yet
        link = "" if ids[0] == "0" else link_of(self._access, messages[0], ids[0])
        return ids, link, kept_answer(answer, self._access.secret)

    def _after(
        self,
        post: OutgoingPost,
        progress: Progress,
        ids: tuple[str, ...],
        link: str,
        *,
        found_it: bool = False,
        answer: str = "",
    ) -> Published | Accepted:
        """The message of ``progress`` is out as ``ids``: what comes next, or the whole post."""
        parts, first_link = (*progress.ids, *ids), progress.link if progress.ids else link
        step = step_after(post, progress.step)
        if step is not None:
            return self._accepted(Progress(step, parts, first_link), answer)
        return Published(parts[0], first_link, parts, found=found_it, answer=answer)

    def _accepted(self, progress: Progress, answer: str = "") -> Accepted:
        return Accepted(progress.as_token(), self.capabilities.pace, progress.ids, progress.link, answer)

    def _pinned(self, post: OutgoingPost, progress: Progress, deadline: Deadline) -> Published:
        """Pin the first message. All of the post is out: what goes wrong here is only noted, but for a wait or a new
        address the platform names."""
        note = ""
        try:
            if progress.ids[0] == "0":
                raise ContentRejected(ReasonCode.NOT_READY, "Telegram put the message off")
            number = int(progress.ids[0])
            send(self._access, pinning(number, chat_id_of(self._access), style_of(post, self._access)), deadline)
        except PublishError as error:
            named = isinstance(error, TryLater) and error.after is not None
            if named or (isinstance(error, AccountRejected) and error.new_address):
                raise
            note = f"not pinned: {error.detail or error.code.value}"
        return Published(progress.ids[0], progress.link, progress.ids, note=note)


def _message(post: OutgoingPost, progress: Progress) -> Message:
    return next(message for message in messages_of(post) if message.step == progress.step)
