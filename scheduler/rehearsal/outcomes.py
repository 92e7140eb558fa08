"""What one duty came to on one channel, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from content.models import Channel
from content.quiet_hours import is_quiet
from publishers.errors import ReasonCode
from publishers.models import Delivery
from publishers.states import State
from scheduler.models import Occurrence
from scheduler.rehearsal.people import StagePeople

SETTLED = {
    Occurrence.State.SKIPPED: "excused",
    Occurrence.State.REPLACED: "replaced",
    Occurrence.State.ELAPSED: "over_before",
}
ENDS = {
    State.PUBLISHED: "published",
    State.MISSED: "missed",
    State.REJECTED: "rejected",
    State.CANCELLED: "missed",
    State.UNKNOWN: "unclear",
    State.PARTIAL: "unclear",
}
"""What the states of a delivery are called here; all others are still waiting."""
DRAFTED = ("", "no_template")
"""Problems of an occurrence that mean no more than: a draft waits for people."""


@dataclass(frozen=True, slots=True)
class Duty:
    """An occurrence with the deliveries of its post, by channel."""

    occurrence: Occurrence
    deliveries: Mapping[int, Delivery]


@dataclass(frozen=True, slots=True)
class Outcome:
    channel: Channel | None
    state: str
    at: datetime | None = None
    reason: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self, zone: ZoneInfo) -> dict[str, Any]:
        return {
            "channel": self.channel.name if self.channel else None,
            "kind": self.channel.kind if self.channel else None,
            "state": self.state,
            "at": self.at.astimezone(zone).isoformat(timespec="seconds") if self.at else None,
            "reason": self.reason or None,
            "params": dict(self.params),
        }


def outcome_of(duty: Duty, channel: Channel | None, people: StagePeople, span: tuple[datetime, datetime]) -> Outcome:
    """``channel`` None: no channel of the house answers to the item's words. ``span``: the days that are played."""
    row = duty.occurrence
    if channel is not None and (delivery := duty.deliveries.get(channel.pk)) is not None:
        return _delivered(delivery, channel, people)
    if row.state in SETTLED:
        return Outcome(channel, "not_owed", None, SETTLED[Occurrence.State(row.state)], {"reason": row.reason})
    if row.slot is None:
        return Outcome(channel, "missed", None, "no_slot_found")
    begin, end = span
    if not begin <= row.slot < end:
        return Outcome(channel, "not_owed", None, "before_the_days" if row.slot < begin else "after_the_days")
    if channel is None:
        return Outcome(channel, "missed", None, "no_channel")
    if not channel.is_active:
        return Outcome(channel, "missed", None, "channel_not_in_use")
    return _never_sent(row, channel, people)


def _delivered(delivery: Delivery, channel: Channel, people: StagePeople) -> Outcome:
    state = ENDS.get(State(delivery.state), "waiting")
    if state == "published":
        return Outcome(channel, state, delivery.finished_at)
    at = delivery.finished_at if state in ("missed", "rejected") else None
    return Outcome(channel, state, at, _why(delivery))


def _why(delivery: Delivery) -> str:
    """What kept the delivery: its channel, quiet hours, the platform's last words, or time alone."""
    if delivery.state == State.AWAITING_PROOF:
        return "proof_awaited"
    if delivery.state == State.REJECTED:
        return delivery.reason_code
    account = delivery.channel.account
    if account.paused_at is not None:
        return account.health_code
    post = delivery.post
    last = max(delivery.attempts.all(), key=lambda attempt: attempt.number, default=None)
    if delivery.state == State.MISSED and post.quiet_from is not None and post.quiet_until is not None:
        zone = ZoneInfo(post.organization.time_zone)
        if is_quiet(delivery.miss_after.astimezone(zone).time(), (post.quiet_from, post.quiet_until)):
            return "quiet_hours"
    if last is not None and last.reason_code:
        return last.reason_code
    return delivery.reason_code or ReasonCode.TOO_LATE.value


def _never_sent(row: Occurrence, channel: Channel, people: StagePeople) -> Outcome:
    """The post never came to a delivery on this channel."""
    post = row.post
    if post is not None and post.pk in people.refused:
        refusals = people.refused[post.pk]
        own = next((refusal for refusal in refusals if refusal.channel in (channel.pk, None)), None)
        if own is not None:
            return Outcome(channel, "missed", None, own.code, own.params)
        other = Channel.objects.get(pk=refusals[0].channel)
        return Outcome(channel, "missed", None, "other_channel", {"channel": other.name})
    if row.problem_code not in DRAFTED:
        return _held_up(row, channel)
    if post is None or not post.live:
        written = post is not None and post.revisions.filter(user__isnull=False).exists()
        return Outcome(channel, "missed", None, "not_approved" if written else "nobody_wrote")
    return Outcome(channel, "missed", None, "channel_not_chosen")


def _held_up(row: Occurrence, channel: Channel) -> Outcome:
    """What stood in the way of the service itself when it prepared the post."""
    params = {name: value for name, value in row.problem_params.items() if name != "channel"}
    named = row.problem_params.get("channel", "")
    if named and named != str(channel):
        other = next((one.name for one in row.channels.all() if str(one) == named), named)
        return Outcome(channel, "missed", None, "other_channel", {"channel": other})
    return Outcome(channel, "missed", None, row.problem_code, params)
