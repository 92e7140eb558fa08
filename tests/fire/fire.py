"""One fire from the first post to the verdict."""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from tests.fire.installation import OURS, Installation, installed
from tests.fire.mishaps import Arsonist, Mishap, drawn, settle_platforms
from tests.processes.program import output_of, wait_until

KINDS = ("website", "telegram", "facebook", "instagram", "wordpress", "webhook", "newspaper")
_BROUGHT_FORWARD = """
    UPDATE publishers_delivery
    SET due_at = due_at - early, ready_at = ready_at - early, miss_at = miss_at - early, miss_after = miss_after - early
    FROM (SELECT %s::timestamptz - now() AS early) AS plan WHERE state = 'pending'
"""
_LEFT = """
    SELECT count(*) FILTER (WHERE leased_until IS NOT NULL),
           count(*) FILTER (WHERE ready_at IS NOT NULL AND leased_until IS NULL),
           count(*) FILTER (WHERE state IN ('pending', 'accepted') AND ready_at IS NULL AND leased_until IS NULL),
           extract(epoch FROM min(coalesce(leased_until, ready_at)) - now()),
           count(*) FILTER (WHERE leased_until < now() + interval '1 second' * %s)
    FROM publishers_delivery WHERE state <> 'published'
"""
_STUCK = """
    SELECT kind, state, reason_code, coalesce(health_code, ''), paused_at IS NOT NULL, count(*)
    FROM publishers_delivery AS delivery JOIN content_channel AS channel ON channel.id = delivery.channel_id
    LEFT JOIN publishers_channelaccount AS account ON account.channel_id = channel.id
    WHERE state IN ('pending', 'accepted') GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4
"""
_QUIET = 1.5
"""Seconds in which nothing is due before everybody's clock goes on to the next instant."""
_GIVEN_UP = 60.0
"""Seconds in which only what has no next instant is left."""


@dataclass
class Told:
    """What there is to say of a fire."""

    seed: int
    seconds: float
    channels: int
    disk: str
    happened: list[Mishap]
    verdicts: list[dict[str, Any]]
    press: dict[str, Any]
    """How many posts people approved meanwhile, and what stood in their way."""
    attempts: dict[str, int]
    ended: Counter[str]
    drained_after: float
    """Seconds from the last mishap until nothing was left to do, without what the clocks went on by."""
    clocks_went_on: float
    took: float
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.problems += [problem for verdict in self.verdicts for problem in verdict["problems"]]

    def total(self, name: str) -> int:
        return sum(verdict[name] for verdict in self.verdicts)

    @property
    def deliveries(self) -> int:
        return sum(map(self.total, ("once", "lost", "twice", "wrong"))) + sum(self.waiting.values())

    @property
    def waiting(self) -> Counter[str]:
        """State and reason of what waits for a person."""
        found: Counter[str] = Counter()
        for verdict in self.verdicts:
            found.update(verdict["waiting"])
        return found


@dataclass(frozen=True)
class Fire:
    """``posts`` to a channel of each of ``kinds`` within ``seconds``; a mishap about ``every`` so many seconds.

    A platform answers one call badly every ``strikes_every`` seconds.
    """

    seed: int
    posts: int = 290
    channels: int = 32
    """Of each kind, but one website."""
    seconds: float = 40.0
    every: float = 3.0
    strikes_every: float = 0.4
    approved_meanwhile: int = 20
    """Posts for three channels each, which people bring on its way while it burns."""
    kinds: tuple[str, ...] = KINDS
    patience: float = 1200.0
    """Seconds after which what is not drained counts as stuck."""

    def burn(self, folder: Path, say: Callable[[str], None], template: str = "") -> Told:
        """``template``: address of a database that has our tables already."""
        begun = time.monotonic()
        with installed(folder, template) as site:
            site.start(*OURS)
            laid = self._deed(site, "lay", posts=self.posts, channels=self.channels, seconds=self.seconds)
            site.wait_for_web()
            say(
                f"seed {self.seed}: {laid['deliveries']} deliveries, {len(laid['channels'])} channels,"
                f" {site.disk.kind}; laid after {time.monotonic() - begun:.0f} s"
            )
            course = drawn(
                self.seed, seconds=self.seconds, every=self.every, strikes_every=self.strikes_every,
                places=laid["channels"],
            )  # fmt: skip
            press = site.run_beside(
                "press", self._command("press", posts=self.approved_meanwhile, seconds=self.seconds)
            )
            wait_until(lambda: "at work" in press.said(), "people at work", press, seconds=self.patience)
            with psycopg.connect(site.postgres.url) as connection:
                connection.execute(_BROUGHT_FORWARD, [laid["begin"]])
            arsonist = Arsonist(site, course)
            told = 0
            while arsonist.go_on():
                site.supervise()
                for mishap in arsonist.happened[told:]:
                    say(str(mishap))
                told = len(arsonist.happened)
                time.sleep(0.05)
            settle_platforms(site)
            assert press.wait(self.patience) == 0, press.said()
            approved = json.loads(press.said().splitlines()[-1])
            drained, went_on = self._drain(site, say)
            verdicts = self._deed(site, "judge")
            return Told(
                self.seed, self.seconds, len(laid["channels"]), site.disk.kind, arsonist.happened, verdicts, approved,
                _attempts(site), site.ended, drained, went_on, time.monotonic() - begun,
            )  # fmt: skip

    def _deed(self, site: Installation, deed: str, **wish: Any) -> Any:
        return json.loads(output_of(self._command(deed, **wish), site.environment, self.patience).splitlines()[-1])

    def _command(self, deed: str, **wish: Any) -> list[str]:
        wish |= {"kinds": self.kinds, "seed": self.seed}
        return [sys.executable, "-m", "tests.fire.actor", deed, json.dumps(wish)]

    def _drain(self, site: Installation, say: Callable[[str], None]) -> tuple[float, float]:
        """Wait until nothing is left that the machine would do. Nobody helps; only the clocks go on together to the
        next instant when nothing is due, where else minutes of waiting would pass.

        Raises AssertionError with what is stuck.
        """
        begun, went_on = time.monotonic(), 0.0
        busy_at = moved_at = begun
        lease = float(site.environment["LEASE_SECONDS"])
        while time.monotonic() - begun < self.patience:
            site.supervise()
            with suppress(psycopg.OperationalError), psycopg.connect(site.postgres.url) as connection:
                longest = lease + went_on
                ((leased, waiting, stuck, next_in, at_work),) = connection.execute(_LEFT, [longest]).fetchall()
                if not leased + waiting + stuck:
                    return time.monotonic() - begun, went_on
                now = time.monotonic()
                if leased + waiting:
                    moved_at = now
                elif now - moved_at > _GIVEN_UP:
                    left = connection.execute(_STUCK).fetchall()
                    raise AssertionError(f"nobody looks after these: {left}")
                ahead = float(next_in) - went_on if next_in is not None else 0.0
                # a lease that is longer than any was given by a clock that was ahead
                if at_work or ahead <= _QUIET or site.down_until:
                    busy_at = now
                elif now - busy_at > 0.6:
                    say(f"   drain  {waiting} wait, the clocks go on by {ahead:.0f} s")
                    site.step_clocks(ahead)
                    went_on, busy_at = went_on + ahead, now
            time.sleep(0.2)
        raise AssertionError(f"not drained: {leased} leased, {waiting} waiting, {stuck} beside them")


def _attempts(site: Installation) -> dict[str, int]:
    """How many attempts came to what, by step and outcome."""
    with psycopg.connect(site.postgres.url) as connection:
        found = connection.execute(
            "SELECT step || ' ' || outcome, count(*) FROM publishers_attempt GROUP BY 1 ORDER BY 1"
        )
        return dict(found.fetchall())
