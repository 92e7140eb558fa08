"""The storm itself: time jumps from one due instant to the next, beat and workers do their part, faults come and go."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any

from django.conf import settings
from time_machine import Traveller

from content.models import Channel
from publishers import accounts, health, outbox
from publishers.models import ChannelAccount, Delivery
from publishers.outbox import Claim
from publishers.queries import next_delivery_instant
from tests.storm.ground import BY_HAND, PLATFORMS, Ground
from tests.storm.mishaps import MISHAPS, carry_out, carry_out_badly
from tests.storm.weather import draw
from website.models import SectionPage

AHEAD_EVERY = timedelta(minutes=5)
PATIENT = timedelta(seconds=10)
IMPATIENT = timedelta(seconds=1.3)
"""Time limit of a call whose answer is held back; more than the second a platform's visible step asks for."""
_LATE_SECONDS = 2.0
_MOST_ROUNDS = 200_000
_SECTION = "yangiliklar"
_HOME_GONE = "home gone"


@dataclass
class Course:
    """``chance``: how likely a fault is switched on before a call; ``until``: when the last one has ended."""

    ground: Ground
    clock: Traveller
    rng: Random
    chance: float
    until: datetime
    now: datetime
    ends: dict[int, datetime] = field(default_factory=dict)
    """Of each channel with a lasting fault, or that is paused: when a person comes to mend it."""
    holding: set[int] = field(default_factory=set)
    """Channels whose platform may hold back its next answer."""
    struck: Counter[tuple[str, str]] = field(default_factory=Counter)
    calls: int = 0
    checked_ahead: datetime | None = None

    def __post_init__(self) -> None:
        self._secrets = self.ground.secrets
        self._channels = {channel.pk: channel for found in self.ground.channels.values() for channel in found}
        self._control = self.ground.stage.sandbox.control
        self._over = False

    def run(self) -> None:
        """Until nothing is due any more and every channel works again."""
        for _round in range(_MOST_ROUNDS):
            wanted = min(filter(None, (next_delivery_instant(), *self.ends.values())), default=None)
            if wanted is None:
                return
            # what ends at an instant is over only after it
            self._move_to(max(self.now, wanted) + timedelta(milliseconds=1))
            if not self._over and self.now > self.until:
                self._calm_down()
            self._mend_what_is_due()
            self._check_ahead()
            outbox.recover_expired(now=self.now)
            outbox.mark_missed(now=self.now)
            for claim in outbox.claim(now=self.now, lease=settings.LEASE, limit=500):
                self._work_on(claim)
            self._notice_paused()
        raise AssertionError(f"something is due again and again: {wanted}")

    def _move_to(self, instant: datetime) -> None:
        self.now = instant
        self.clock.move_to(instant)
        self._control("clock", {"stand_at": instant.timestamp()})

    def _work_on(self, claim: Claim) -> None:
        self.calls += 1
        channel = self._channels[Delivery.objects.values_list("channel_id", flat=True).get(pk=claim.delivery_id)]
        if self._over or self.rng.random() >= self.chance:
            self._carry_out(claim, channel)
            return
        at_home = channel.kind not in PLATFORMS
        if at_home or (self.rng.random() < 0.25 and channel.pk not in self.holding):
            mishap = self.rng.choice((*MISHAPS, _HOME_GONE) if at_home else MISHAPS)
            self.struck[channel.kind, mishap] += 1
            if mishap == _HOME_GONE:
                self._take_home_away(channel)
                carry_out(claim)
            else:
                carry_out_badly(claim, mishap, self.rng)
            return
        self._strike(channel)
        self._carry_out(claim, channel)

    def _carry_out(self, claim: Claim, channel: Channel) -> None:
        settings.CALL_TIME_LIMIT = IMPATIENT if channel.pk in self.holding else PATIENT
        carry_out(claim)
        if channel.pk in self.holding:
            self._let_go(channel)

    def _strike(self, channel: Channel) -> None:
        """Switch a fault on at the channel's platform."""
        if channel.pk in self.ends:
            return
        strike, params = draw(self.rng, channel.kind, self._secrets[channel.pk])
        if strike.kind == "migrated":
            if channel.pk not in self.ground.new_homes:
                return
            params["new_chat_id"] = int(self.ground.new_homes.pop(channel.pk))
        self.struck[channel.kind, strike.kind] += 1
        wish: dict[str, Any] = {"operation": strike.operation, "kind": strike.kind, "target": self._target(channel)}
        if strike.lasts and strike.kind != "migrated":
            self.ends[channel.pk] = self.now + timedelta(minutes=self.rng.randint(5, 240))
        self._control("faults", {"platform": channel.kind, **wish, **params})
        if strike.kind == "hold_until_released":
            self.holding.add(channel.pk)

    def _let_go(self, channel: Channel) -> None:
        """What was held back goes on while time stands: a platform that takes longer than it settles is none."""
        if not self.ground.stage.sandbox.state()["held"]:
            return
        self.holding.discard(channel.pk)
        before = self._held_calls(channel)
        self._control("release")
        end = time.monotonic() + _LATE_SECONDS
        while self._held_calls(channel) == before and time.monotonic() < end:
            time.sleep(0.01)

    def _held_calls(self, channel: Channel) -> int:
        calls = self.ground.stage.sandbox.calls(platform=channel.kind)
        return sum(call["fault"] == "hold_until_released" for call in calls)

    def _take_home_away(self, channel: Channel) -> None:
        """The website's section is gone, or who carries out what is done by hand."""
        if channel.kind == "website":
            SectionPage.objects.filter(slug=_SECTION).update(slug=f"{_SECTION}-eski")
        else:
            ChannelAccount.objects.filter(channel=channel).update(responsible=None)
        self.ends[channel.pk] = self.now + timedelta(minutes=self.rng.randint(5, 240))

    def _notice_paused(self) -> None:
        for channel_id in ChannelAccount.objects.filter(paused_at__isnull=False).values_list("channel_id", flat=True):
            if channel_id not in self.ends:
                self.ends[channel_id] = self.now + timedelta(minutes=self.rng.randint(5, 240))

    def _mend_what_is_due(self) -> None:
        for channel_id in [channel_id for channel_id, end in self.ends.items() if self._over or end <= self.now]:
            del self.ends[channel_id]
            self._mend(self._channels[channel_id])

    def _mend(self, channel: Channel) -> None:
        """A person puts right what is wrong and has the channel checked, or connects it anew."""
        account = ChannelAccount.objects.select_related("channel").get(channel=channel)
        if channel.kind == "website":
            SectionPage.objects.filter(slug=f"{_SECTION}-eski").update(slug=_SECTION)
        elif channel.kind in BY_HAND:
            account.responsible = self.ground.stage.author
            account.save(update_fields=["responsible"])
        else:
            self._clear(self._target(channel))
            self.holding.discard(channel.pk)
        if self.rng.random() < 0.5:
            accounts.check_account(account, now=self.now)
        else:
            accounts.replace_access(account, address=account.address, secret=self._secrets[channel.pk], now=self.now)

    def _check_ahead(self) -> None:
        if self.checked_ahead is None or self.now - self.checked_ahead >= AHEAD_EVERY:
            self.checked_ahead = self.now
            health.check_ahead(now=self.now)

    def _calm_down(self) -> None:
        self._over = True
        self._clear(None)
        self.holding.clear()

    def _clear(self, target: str | None) -> None:
        sandbox = self.ground.stage.sandbox
        wish = {} if target is None else {"target": target}
        sandbox.session.delete(f"{sandbox.url}/__control__/faults", json=wish, timeout=10).raise_for_status()

    def _target(self, channel: Channel) -> str:
        return str(ChannelAccount.objects.values_list("address", flat=True).get(channel=channel)).lower()
