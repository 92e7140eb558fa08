"""The newspaper channel: one e-mail with the article as a Word document; its readers' proof is owed afterwards."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.utils import timezone

from content.fitting import megabytes
from content.formats import FORMATS
from content.problems import Problem
from publishers.adapters._checking import problems_of
from publishers.adapters._newspaper_letter import letter_of, message_id, sender_of
from publishers.adapters._smtp_dialogue import conversation, refuse_too_big
from publishers.adapters._smtp_server import addresses_of, server_of
from publishers.adapters._unchangeable import Unchangeable
from publishers.answers import kept_answer
from publishers.contract import (
    Access,
    AccountReport,
    CannotTell,
    Capabilities,
    Deadline,
    HandedOver,
    NotFound,
    OutgoingPost,
    Published,
)
from publishers.errors import ContentRejected, Misconfigured, PublishError, ReasonCode

_LOOK = timedelta(seconds=20)
_LONGEST_NAME = 300


class NewspaperPublisher(Unchangeable):
    """An editor's mailbox. Acceptance by the mail server is not publication: the delivery then waits for proof.

    ``Access.address``: the newspaper's e-mail address, or several divided by commas, which then all get one letter.
    ``Access.secret``: ``user:password`` of the mail server, or empty. ``Access.endpoints``: ``smtp`` (the server, like
    ``smtp+tls://host:587``) and ``mail_from``. ``Access.options``: ``server`` (another one), ``sender``, ``own_login``
    (the secret is the account's own), ``mail_bytes`` (the biggest letter), and what the letter says: see
    ``letter_of``.
    """

    kind: ClassVar[str] = "newspaper"
    capabilities: ClassVar[Capabilities] = Capabilities(
        format=FORMATS["newspaper"],
        repeat_safety="none",
        hands_over=True,
        by_mail=True,
        private_place=True,
        settle=timedelta(0),
    )

    def __init__(self, access: Access) -> None:
        self._access = access

    def check(self, post: OutgoingPost) -> list[Problem]:
        """Problems of this post for a newspaper. No network."""
        problems = problems_of(post, self.capabilities.format)
        try:
            size = len(self._letter(post, "check", ("check@localhost",)))
        except PublishError:
            # what cannot be read, or a sender that is none, is the publishing step's to report
            return problems
        if size > self._largest and "message_too_big" not in [problem.code for problem in problems]:
            problems.append(Problem("message_too_big", {"size": megabytes(size), "limit": megabytes(self._largest)}))
        return problems

    def verify_account(self) -> AccountReport:
        """Go as far as the recipients with the mail server, and send nothing. Raises AccountRejected, Misconfigured,
        TryLater."""
        recipients, server = addresses_of(self._access.address), server_of(self._access)
        sender = sender_of(self._access)
        with conversation(server, Deadline.after(_LOOK), own_name=_domain(sender)) as dialogue:
            dialogue.address(sender, recipients)
            dialogue.forget()
            largest = min(filter(None, (dialogue.largest, self._largest)))
        notes = (f"{sender} → {server.host}", f"letters up to {megabytes(largest)} MB")
        return AccountReport(", ".join(recipients)[:_LONGEST_NAME], notes)

    def publish(self, post: OutgoingPost, key: str, deadline: Deadline) -> HandedOver:
        """Send the letter, to all recipients or to none. Raises PublishError only."""
        recipients, server = addresses_of(self._access.address), server_of(self._access)
        sender, letter = sender_of(self._access), self._letter(post, key, recipients)
        refuse_too_big(len(letter), self._largest)
        with conversation(server, deadline, own_name=_domain(sender)) as dialogue:
            refuse_too_big(len(letter), dialogue.largest)
            dialogue.address(sender, recipients, size=len(letter))
            answer = dialogue.hand_over(letter)
        return HandedOver(message_id(key, self._access), ", ".join(recipients), kept_answer(answer))

    def resume(self, post: OutgoingPost, token: str, deadline: Deadline) -> Published:
        """Never needed: a letter goes in one step, so no token of ours exists."""
        raise Misconfigured(ReasonCode.INTERNAL, "a letter has no second step")

    def find(self, post: OutgoingPost, key: str, since: datetime, token: str = "") -> Published | NotFound | CannotTell:
        """Somebody else's mailbox cannot be read: a person asks there. Never raises."""
        return CannotTell("a newspaper's mailbox cannot be read; ask there")

    @property
    def _largest(self) -> int:
        return int(self._access.options.get("mail_bytes") or self.capabilities.format.letter_bytes or 0)

    def _letter(self, post: OutgoingPost, key: str, recipients: tuple[str, ...]) -> bytes:
        try:
            return letter_of(post, key, self._access, recipients, now=timezone.now())
        except OSError as error:
            raise ContentRejected(ReasonCode.MEDIA_MISSING, f"a file cannot be read: {type(error).__name__}") from None


def _domain(sender: str) -> str:
    return sender.rpartition("@")[2]
