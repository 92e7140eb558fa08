"""The webhook channel: one signed message by Standard Webhooks for each post, under the delivery's key as its id."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from content.formats import FORMATS
from content.problems import Problem
from publishers.adapters._checking import problems_of
from publishers.adapters._unchangeable import Unchangeable
from publishers.adapters._webhook_answers import CONTENT, Answer, plain, refusal, safe_words
from publishers.adapters._webhook_target import target_of
from publishers.adapters._webhook_wire import Secret, send
from publishers.contract import (
    Accepted,
    Access,
    AccountReport,
    CannotTell,
    Capabilities,
    Deadline,
    NotFound,
    OutgoingPost,
    Published,
)
from publishers.errors import Misconfigured, OutcomeUnknown, ReasonCode, TryLater

PUBLISHED = "post.published"
CHECK = "channel.check"
_LOOK = timedelta(seconds=20)
_LONGEST_NAME = 200


class WebhookPublisher(Unchangeable):
    """A receiver that keeps Standard Webhooks 1.0.0: it checks signature and time, and drops an id it has had.

    ``Access.address``: its address, https; of a stand-in, its name there. ``Access.secret``: ``whsec_…``, or two keys
    divided by a blank while they are changed. ``Access.endpoints``: ``webhook`` (a stand-in's server) and
    ``webhook_networks`` (private networks that may be called, divided by commas).
    """

    kind: ClassVar[str] = "webhook"
    capabilities: ClassVar[Capabilities] = Capabilities(
        format=FORMATS["webhook"], repeat_safety="native", pace=timedelta(seconds=1), settle=timedelta(minutes=1)
    )

    def __init__(self, access: Access) -> None:
        self._access = access

    def check(self, post: OutgoingPost) -> list[Problem]:
        """Problems of this post for a receiver. No network."""
        return problems_of(post, self.capabilities.format)

    def verify_account(self) -> AccountReport:
        """Send a message that shows readers nothing. Raises AccountRejected, Misconfigured, TryLater.

        A receiver that answers that it does not take this message can be reached for all that: the note says so.
        """
        secret, target = Secret(self._access.secret), target_of(self._access)
        body = _message(CHECK, datetime.now(UTC), {})
        try:
            answer = send(target, secret.keys, f"check-{uuid.uuid4().hex}", body, Deadline.after(_LOOK))
        except OutcomeUnknown as unknown:
            raise TryLater(ReasonCode.UNREACHABLE, unknown.detail) from None
        notes = [target.host]
        if len(secret.keys) > 1:
            notes.append(f"signed with {len(secret.keys)} keys")
        if answer.status in CONTENT:
            notes.append(f"does not take {CHECK}: {safe_words(answer, *secret.traces)}")
        elif not answer.accepted:
            error = refusal(answer, *secret.traces)
            raise TryLater(error.code, error.detail) if isinstance(error, OutcomeUnknown) else error
        return AccountReport(_name(answer) or target.host, tuple(notes))

    def publish(self, post: OutgoingPost, key: str, deadline: Deadline) -> Published | Accepted:
        """Send the post. Raises PublishError only. Any 2xx is an acceptance, whatever stands in it."""
        secret, target = Secret(self._access.secret), target_of(self._access)
        answer = send(target, secret.keys, key, message_of(post), deadline)
        if not answer.accepted:
            raise refusal(answer, *secret.traces)
        external_id = answer.external_id or key
        return Published(external_id, answer.link, (external_id,))

    def resume(self, post: OutgoingPost, token: str, deadline: Deadline) -> Published | Accepted:
        """Never needed: a receiver takes a post in one step, so no token of ours exists."""
        raise Misconfigured(ReasonCode.INTERNAL, "a webhook has no second step")

    def find(self, post: OutgoingPost, key: str, since: datetime, token: str = "") -> Published | NotFound | CannotTell:
        """There is nothing to look at: sending again under the same id is what settles it. Never raises."""
        return CannotTell("a receiver cannot be asked; it drops what it has had")


def message_of(post: OutgoingPost) -> bytes:
    """The message of a post, the very bytes that are signed; docs/channels/webhook.md describes its fields."""
    slot = post.slot.astimezone(UTC) if post.slot else None
    data = {
        "title": post.title,
        "summary": post.summary,
        "text": post.text,
        "link": post.link,
        "section": post.section,
        "language": post.language,
        "slot": _instant(slot) if slot else None,
        "pictures": [{"url": picture.url, "alt": picture.alt, "sha256": picture.checksum} for picture in post.pictures],
    }
    # the slot, so that every attempt sends the same bytes
    return _message(PUBLISHED, slot or datetime.now(UTC), data)


def _message(kind: str, at: datetime, data: Mapping[str, Any]) -> bytes:
    message = {"type": kind, "timestamp": _instant(at), "data": data}
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode()


def _instant(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _name(answer: Answer) -> str:
    name = answer.told.get("name")
    return plain(name)[:_LONGEST_NAME] if isinstance(name, str) else ""
