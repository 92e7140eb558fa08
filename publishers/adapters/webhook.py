"""The webhook channel: one signed message by Standard Webhooks for each post, and for each change of it afterwards."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from content.formats import FORMATS
from content.problems import Problem
from publishers.adapters import _webhook_messages as messages
from publishers.adapters._checking import problems_of
from publishers.adapters._webhook_answers import CONTENT, Answer, plain, refusal, safe_words
from publishers.adapters._webhook_target import target_of
from publishers.adapters._webhook_wire import Secret, send
from publishers.answers import kept_answer
from publishers.contract import (
    Accepted,
    Access,
    AccountReport,
    CannotTell,
    Capabilities,
    Deadline,
    NotFound,
    OutgoingPost,
    Placed,
    Published,
    Withdrawn,
)
from publishers.errors import ContentRejected, Misconfigured, OutcomeUnknown, ReasonCode, TryLater

_LOOK = timedelta(seconds=20)
_LONGEST_NAME = 200
_KEY_LENGTH = 32
_CONFLICT = 409


class WebhookPublisher:
    """A receiver that keeps Standard Webhooks 1.0.0: it checks signature and time, and drops an id it has had.

    ``Access.address``: its address, https; of a stand-in, its name there. ``Access.secret``: ``whsec_…``, or two keys
    divided by a blank while they are changed. ``Access.endpoints``: ``webhook`` (a stand-in's server) and
    ``webhook_networks`` (private networks that may be called, divided by commas).
    """

    kind: ClassVar[str] = "webhook"
    capabilities: ClassVar[Capabilities] = Capabilities(
        format=FORMATS["webhook"],
        repeat_safety="native",
        can_amend=True,
        can_withdraw=True,
        pace=timedelta(seconds=1),
        settle=timedelta(minutes=1),
    )

    def __init__(self, access: Access) -> None:
        self._access = access

    def check(self, post: OutgoingPost) -> list[Problem]:
        """Problems of this post for a receiver, the size of the whole message among them. No network."""
        length, limit = len(messages.updated(post, _KEY_LENGTH * "0")), messages.LARGEST
        problems = problems_of(post, self.capabilities.format)
        if length > limit:
            problems.append(Problem("message_too_long", {"length": length, "limit": limit, "over": length - limit}))
        return problems

    def verify_account(self) -> AccountReport:
        """Send a message that shows readers nothing. Raises AccountRejected, Misconfigured, TryLater.

        A receiver that answers that it does not take this message can be reached for all that: the note says so.
        """
        secret, target = Secret(self._access.secret), target_of(self._access)
        try:
            answer = send(target, secret.keys, f"check-{uuid.uuid4().hex}", messages.check(), Deadline.after(_LOOK))
        except OutcomeUnknown as unknown:
            raise TryLater(ReasonCode.UNREACHABLE, unknown.detail) from None
        notes = [target.host]
        if len(secret.keys) > 1:
            notes.append(f"signed with {len(secret.keys)} keys")
        if answer.status in CONTENT:
            notes.append(f"does not take channel.check: {safe_words(answer, *secret.traces)}")
        elif not answer.accepted:
            error = refusal(answer, *secret.traces)
            raise TryLater(error.code, error.detail) if isinstance(error, OutcomeUnknown) else error
        return AccountReport(_name(answer) or target.host, tuple(notes))

    def publish(self, post: OutgoingPost, key: str, deadline: Deadline) -> Published | Accepted:
        """Send the post. Raises PublishError only. Any 2xx is an acceptance, whatever stands in it."""
        answer = self._deliver(key, messages.published(post, key), deadline)
        external_id = answer.external_id or key
        return Published(external_id, answer.link, (external_id,), answer=self._kept(answer))

    def resume(self, post: OutgoingPost, token: str, deadline: Deadline) -> Published | Accepted:
        """Never needed: a receiver takes a post in one step, so no token of ours exists."""
        raise Misconfigured(ReasonCode.INTERNAL, "a webhook has no second step")

    def find(self, post: OutgoingPost, key: str, since: datetime, token: str = "") -> Published | NotFound | CannotTell:
        """There is nothing to look at: sending again under the same id is what settles it. Never raises."""
        return CannotTell("a receiver cannot be asked; it drops what it has had")

    def check_amend(self, before: OutgoingPost, after: OutgoingPost) -> list[Problem]:
        """The problems of ``after`` for a receiver: it gets the whole post anew. No network."""
        return self.check(after)

    def amend(self, placed: Placed, before: OutgoingPost, after: OutgoingPost, deadline: Deadline) -> Published:
        """Send ``post.updated`` with the whole post, under an id of this very change. Raises PublishError only;
        ContentRejected with GONE when the receiver says (409) that it was taken off there."""
        message_id = messages.update_id(before, after, placed.key)
        answer = self._deliver(message_id, messages.updated(after, placed.key), deadline, gone=True)
        external_id = answer.external_id or placed.external_id
        return Published(external_id, answer.link or placed.link, (external_id,), answer=self._kept(answer))

    def withdraw(self, placed: Placed, post: OutgoingPost, deadline: Deadline) -> Withdrawn:
        """Send ``post.withdrawn``. Raises PublishError only; ContentRejected when the receiver does not take that."""
        try:
            answer = self._deliver(
                messages.withdrawal_id(placed.key), messages.withdrawn(placed.key), deadline, gone=True
            )
        except ContentRejected as refused:
            if refused.code is ReasonCode.GONE:
                return Withdrawn()
            raise ContentRejected(ReasonCode.CANNOT_WITHDRAW, refused.detail) from None
        return Withdrawn(self._kept(answer))

    def _kept(self, answer: Answer) -> str:
        body = answer.told or answer.content.decode(errors="replace")
        return kept_answer({"status": answer.status, "body": body}, *Secret(self._access.secret).traces)

    def _deliver(self, message_id: str, body: bytes, deadline: Deadline, *, gone: bool = False) -> Answer:
        """``gone``: the message is about a post that the receiver may have taken off meanwhile."""
        secret, target = Secret(self._access.secret), target_of(self._access)
        if len(body) > messages.LARGEST:
            words = f"the message has {len(body)} bytes, {messages.LARGEST} at most"
            raise ContentRejected(ReasonCode.TEXT_TOO_LONG, words)
        answer = send(target, secret.keys, message_id, body, deadline)
        if answer.accepted:
            return answer
        if gone and answer.status == _CONFLICT:
            raise ContentRejected(ReasonCode.GONE, safe_words(answer, *secret.traces))
        raise refusal(answer, *secret.traces)


def _name(answer: Answer) -> str:
    name = answer.told.get("name")
    return plain(name)[:_LONGEST_NAME] if isinstance(name, str) else ""
