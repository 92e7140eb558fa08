"""For channels where what is out stays as it is."""

from __future__ import annotations

from content.problems import Problem
from publishers.contract import Deadline, OutgoingPost, Placed, Published, Withdrawn
from publishers.errors import ContentRejected, ReasonCode


class Unchangeable:
    """The contract's three calls after publishing, each an honest no."""

    def check_amend(self, before: OutgoingPost, after: OutgoingPost) -> list[Problem]:
        """One problem: nothing can be changed here."""
        return [Problem("cannot_amend")]

    def amend(self, placed: Placed, before: OutgoingPost, after: OutgoingPost, deadline: Deadline) -> Published:
        """Raises ContentRejected."""
        raise ContentRejected(ReasonCode.CANNOT_AMEND)

    def withdraw(self, placed: Placed, post: OutgoingPost, deadline: Deadline) -> Withdrawn:
        """Raises ContentRejected."""
        raise ContentRejected(ReasonCode.CANNOT_WITHDRAW)
