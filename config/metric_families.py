"""The families of `/metrics`: names, meanings and labels. Times in seconds, counts of rows.

A name is kept once it is out: dashboards and alerts of others hold it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from prometheus_client import Metric
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

from desk.mail import mail_figures
from publishers.counting import attempt_totals
from publishers.figures import ChannelFigures, OutboxFigures, channel_figures, first_call_lateness, outbox_figures
from publishers.models import ChannelAccount
from scheduler.queries import last_beats, preparations_due

Samples = Iterable[tuple[Sequence[str], float]]


def all_families(now: datetime, *, per_channel: bool) -> Iterator[Metric]:
    """Everything, freshly asked. ``per_channel`` False leaves out what has a line for each channel.

    Raises DatabaseError.
    """
    outbox, channels, totals = outbox_figures(now), channel_figures(now), attempt_totals()
    kinds = {channel.id: channel.kind for channel in channels}
    yield from _outbox(outbox, now)
    attempts: Counter[tuple[str, ...]] = Counter()
    for channel_id, step, outcome, count in totals:
        attempts[kinds.get(channel_id, ""), step, outcome] += count
    yield _counter(
        "mediareja_attempts", "Calls to platforms that have ended.", ("kind", "step", "outcome"), attempts.items()
    )
    yield from _accounts(channels)
    if per_channel:
        yield from _each_channel(channels, outbox)
        ended: Counter[tuple[str, ...]] = Counter()
        for channel_id, _step, outcome, count in totals:
            ended[str(channel_id), kinds.get(channel_id, ""), outcome] += count
        yield _counter(
            "mediareja_channel_attempts", "The same for each channel.", ("channel", "kind", "outcome"), ended.items()
        )
    yield from _house(now)


def _outbox(outbox: OutboxFigures, now: datetime) -> Iterator[Metric]:
    yield _one("mediareja_deliveries_due", "Deliveries that beat could claim now.", outbox.due)
    yield _one(
        "mediareja_deliveries_due_oldest_seconds",
        "How long the oldest of those could have been claimed; 0 when there is none.",
        outbox.due_for,
    )
    yield _one("mediareja_deliveries_under_way", "Deliveries on the way to a worker, or with it.", outbox.under_way)
    yield _gauge(
        "mediareja_deliveries_waiting",
        "Deliveries whose time has come and that are not, or not all, out, for whatever reason.",
        ("state",),
        (((state.value,), count) for state, count in outbox.waiting.items()),
    )
    yield _one(
        "mediareja_deliveries_lateness_seconds",
        "Time since the one that waits longest was due; 0 when none waits.",
        outbox.lateness,
    )
    yield _gauge(
        "mediareja_deliveries_upcoming",
        "Deliveries that are due within the coming hour, and day.",
        ("within",),
        (((name,), count) for name, count in outbox.upcoming.items()),
    )
    yield _gauge(
        "mediareja_deliveries_need_person",
        "Deliveries that only a person can move on, or should look at.",
        ("state",),
        (((state.value,), count) for state, count in outbox.need_person.items()),
    )
    yield _gauge(
        "mediareja_first_call_lateness_seconds",
        "Time from when posts were due to their first call, over the last 15 minutes and at most 1000 calls.",
        ("quantile",),
        (((str(quantile),), late) for quantile, late in first_call_lateness(now).items()),
    )


def _accounts(channels: list[ChannelFigures]) -> Iterator[Metric]:
    in_use = [channel for channel in channels if channel.is_active]
    paused = Counter((channel.kind, channel.reason) for channel in in_use if channel.is_paused)
    yield _gauge(
        "mediareja_accounts_paused",
        "Accounts in use to which nothing is sent until a person mends them.",
        ("kind", "reason"),
        paused.items(),
    )
    yield _one(
        "mediareja_accounts_held",
        "Accounts whose platform said wait.",
        sum(channel.is_held for channel in in_use),
    )
    yield _one("mediareja_accounts", "Accounts of channels in use.", len(in_use))


def _each_channel(channels: list[ChannelFigures], outbox: OutboxFigures) -> Iterator[Metric]:
    two = ("channel", "kind")
    yield _gauge(
        "mediareja_channel_info",
        "Always 1: what the channel of an id is called, and whose it is.",
        (*two, "name", "organization"),
        (((str(one.id), one.kind, one.name, one.organization), 1) for one in channels),
    )
    in_use = [channel for channel in channels if channel.is_active]
    yield _gauge(
        "mediareja_channel_waiting",
        "Deliveries to the channel whose time has come and that are not, or not all, out.",
        two,
        ((_who(one), outbox.waiting_by_channel.get(one.id, 0)) for one in in_use),
    )
    yield _gauge(
        "mediareja_channel_paused",
        "1 while nothing is sent to the channel until a person mends it, with the reason.",
        (*two, "reason"),
        (((*_who(one), one.reason), 1) for one in in_use if one.is_paused),
    )
    yield _gauge(
        "mediareja_channel_ok",
        "Whether the channel let us in when it was last asked; no line before that.",
        two,
        (
            (_who(one), one.health == ChannelAccount.Health.OK)
            for one in in_use
            if one.health != ChannelAccount.Health.UNKNOWN
        ),
    )
    yield _gauge(
        "mediareja_channel_token_ends_timestamp_seconds",
        "When the channel's token ends, as its platform said.",
        two,
        ((_who(one), one.token_ends_at.timestamp()) for one in in_use if one.token_ends_at),
    )


def _house(now: datetime) -> Iterator[Metric]:
    beats = last_beats(now)
    yield _gauge(
        "mediareja_alive",
        "Whether the part was heard of within the last minute.",
        ("part",),
        (((name,), bool(beat["ok"])) for name, beat in beats.items()),
    )
    yield _gauge(
        "mediareja_heartbeat_age_seconds",
        "Time since the part was last heard of; no line when it never was.",
        ("part",),
        (((name,), seconds) for name, beat in beats.items() if isinstance(seconds := beat["seen_seconds_ago"], float)),
    )
    yield _one(
        "mediareja_preparations_due",
        "Occurrences of plans whose drafts should be prepared by now.",
        preparations_due(now),
    )
    mail = mail_figures()
    yield _one("mediareja_mail_waiting", "Mails to staff that wait to be sent.", mail["waiting"])
    yield _one("mediareja_mail_given_up", "Mails to staff that were refused too often.", mail["given_up"])


def _who(channel: ChannelFigures) -> tuple[str, str]:
    return (str(channel.id), channel.kind)


def _one(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(name, meaning, value=value)


def _gauge(name: str, meaning: str, labels: Sequence[str], samples: Samples) -> Metric:
    return _filled(GaugeMetricFamily(name, meaning, labels=labels), samples)


def _counter(name: str, meaning: str, labels: Sequence[str], samples: Samples) -> Metric:
    return _filled(CounterMetricFamily(name, meaning, labels=labels), samples)


def _filled(family: GaugeMetricFamily | CounterMetricFamily, samples: Samples) -> Metric:
    for values, value in samples:
        family.add_metric(values, value)
    return family
