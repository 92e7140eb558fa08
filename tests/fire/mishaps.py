"""What burns and when: drawn from the seed before the fire begins, so that a seed tells the whole course."""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Any

import psycopg

from tests.fire.installation import BEATS, WORKERS, Installation
from tests.fire.servers import FAST, IMMEDIATE
from tests.storm.weather import draw

KINDS = (
    *("a worker killed", "a beat killed", "web killed"),
    *("Redis flushed", "Redis killed", "PostgreSQL stopped fast", "PostgreSQL stopped at once", "connections cut"),
    *("the disk full", "a clock stepped"),
)
LATE, NEVER = "delay", "hold_until_released"
AT_PLATFORMS = (
    *(LATE, NEVER, "accept_then_drop", "accept_then_500", "garbage", "publish_sets_published_without_answer"),
    *("drop_before", "http_500", "html_error_page"),
)
"""Answers late, never, after acceptance with an error or rubbish; or the call never got there. None needs a person."""


@dataclass(frozen=True)
class Mishap:
    """``at``: seconds from the start; ``target`` and ``amount`` mean what the kind makes of them."""

    at: float
    kind: str
    target: str = ""
    amount: float = 0.0
    """Seconds down, or full, or that a clock is ahead."""
    strike: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        if self.strike:
            told = {name: value for name, value in self.strike.items() if name not in ("platform", "kind")}
            return f"{self.at:6.1f} s  {self.strike['platform']} {self.strike['kind']} {told}"
        return f"{self.at:6.1f} s  {self.kind}{self.target and ': '}{self.target} {self.amount:+.1f} s"


def drawn(seed: int, *, seconds: float, every: float, strikes_every: float, places: list[list[str]]) -> list[Mishap]:
    """The whole course: each kind once at least, others as they fall, about one ``every`` so many seconds.

    ``places``: kind, address and secret of each channel, one of whose next calls a platform answers badly.
    """
    rng = Random(seed)
    count = max(len(KINDS), round(seconds / every))
    kinds = [*KINDS, *rng.choices(KINDS, k=count - len(KINDS))]
    rng.shuffle(kinds)
    found = [
        _of_house(rng, kind, (number + rng.random()) * seconds / count * 0.95) for number, kind in enumerate(kinds)
    ]
    platforms = [place for place in places if place[0] != "website"]
    found += [
        _of_platform(rng, (number + rng.random()) * strikes_every, rng.choice(platforms))
        for number in range(int(seconds / strikes_every) if platforms else 0)
    ]
    return sorted(found, key=lambda mishap: mishap.at)


def _of_house(rng: Random, kind: str, at: float) -> Mishap:
    match kind:
        case "a worker killed":
            return Mishap(at, kind, rng.choice(WORKERS), rng.uniform(0, 3))
        case "a beat killed":
            return Mishap(at, kind, rng.choice(BEATS), rng.uniform(0, 3))
        case "a clock stepped":
            ahead = rng.choice((-1, 1)) * rng.choice((2, 8, 40, 130, 3600))
            return Mishap(at, kind, rng.choice((*WORKERS, *BEATS)), ahead)
        case "the disk full":
            return Mishap(at, kind, "", rng.uniform(3, 6))
        case _:
            return Mishap(at, kind, "", rng.uniform(0.5, 3))


def _of_platform(rng: Random, at: float, place: list[str]) -> Mishap:
    platform, address, secret = place
    while True:
        strike, params = draw(rng, platform, secret)
        # a page of 401 or 403 says that we have no rights, and a webhook's receiver means it: a person would be asked
        if strike.kind in AT_PLATFORMS and params.get("status", 500) >= 500:
            break
    if strike.kind == LATE:
        params["seconds"] = round(rng.uniform(0.5, 6), 1)
    wish = {"platform": platform, "operation": strike.operation, "kind": strike.kind, "target": address.lower()}
    return Mishap(at, "a platform", strike=wish | params)


HELD_AT_MOST = 5.0
"""Seconds after which a platform goes on with what it held back: longer than a call waits, shorter than a platform is
given to settle. A platform that carries out minutes later what nobody waits for any more can be told by no client."""


class Arsonist:
    """Lets the mishaps happen at their time and ends those that last; all else is the installation's own to bear."""

    def __init__(self, installation: Installation, course: Iterable[Mishap]) -> None:
        self._installation = installation
        self._course = list(course)
        self._ends: list[tuple[float, str, str]] = []
        """When what lasts is over, on the monotonic clock, and what it is."""
        self.begun = self._let_go_at = time.monotonic()
        self.happened: list[Mishap] = []

    def go_on(self) -> bool:
        """Do what is due by now; False when nothing is left to come."""
        now = time.monotonic()
        if now - self._let_go_at > HELD_AT_MOST:
            self._let_go_at = now
            self._installation.sandbox.control("release")
        for end in [end for end in self._ends if end[0] <= now]:
            self._ends.remove(end)
            self._end(*end[1:])
        while self._course and self._course[0].at <= now - self.begun:
            mishap = self._course.pop(0)
            self.happened.append(mishap)
            self._happen(mishap)
        return bool(self._course or self._ends)

    def _happen(self, mishap: Mishap) -> None:
        site = self._installation
        match mishap.kind:
            case "a platform":
                site.sandbox.control("faults", mishap.strike)
            case "a worker killed" | "a beat killed":
                site.kill(mishap.target, back_after=mishap.amount)
            case "web killed":
                site.kill("web", back_after=mishap.amount)
            case "Redis flushed":
                site.redis.flush()
            case "Redis killed":
                site.redis.kill()
                self._last(mishap)
            case "PostgreSQL stopped fast":
                site.postgres.stop(FAST)
                self._last(mishap)
            case "PostgreSQL stopped at once":
                site.postgres.stop(IMMEDIATE)
                self._last(mishap)
            case "connections cut":
                site.postgres.cut_connections()
            case "the disk full":
                site.disk.fill(site.pids())
                self._last(mishap)
            case "a clock stepped":
                clock = site.clocks[mishap.target]
                clock.step_to(clock.seconds + mishap.amount)
                self._ends.append((time.monotonic() + 5, mishap.kind, mishap.target))

    def _last(self, mishap: Mishap) -> None:
        self._ends.append((time.monotonic() + mishap.amount, mishap.kind, mishap.target))

    def _end(self, kind: str, target: str) -> None:
        site = self._installation
        match kind:
            case "Redis killed":
                site.redis.start()
            case "PostgreSQL stopped fast" | "PostgreSQL stopped at once":
                site.postgres.start()
            case "the disk full":
                site.disk.free()
            case "a clock stepped":
                site.clocks[target].step_to(0)


def settle_platforms(installation: Installation) -> None:
    """The fire is over: what was held back is let go, and no platform answers badly any more."""
    sandbox = installation.sandbox
    sandbox.session.delete(f"{sandbox.url}/__control__/faults", json={}, timeout=10).raise_for_status()
    sandbox.control("release")


def rows(installation: Installation, statement: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(installation.postgres.url) as connection:
        return connection.execute(statement).fetchall()  # type: ignore[arg-type]
