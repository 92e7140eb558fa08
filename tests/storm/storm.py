"""One storm from the first post to the verdict."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random

import requests
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.test.utils import override_settings

from publishers import gate
from sandbox.thread import start_sandbox
from tests.publishers.stage import Stage
from tests.sandbox.clients import Client
from tests.storm.course import Course
from tests.storm.ground import KINDS, approve_posts, lay_out
from tests.storm.judging import Verdict, judge
from tests.storm.secrets import Watch

BEGINNING = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
"""09:00 in Tashkent, a Monday."""


@dataclass
class Told:
    """What there is to say of a storm."""

    seed: int
    posts: int
    verdicts: list[Verdict]
    struck: Counter[tuple[str, str]]
    calls: int
    log_lines: int
    rows: int
    leaks: list[str]
    ended: datetime
    seconds: float
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.problems = [problem for verdict in self.verdicts for problem in verdict.problems] + [
            f"a secret shows: {leak}" for leak in self.leaks
        ]


@dataclass(frozen=True)
class Storm:
    """``posts`` to each of ``kinds`` within ``days``, a fault before a call with ``chance``; seeded.

    Needs an empty database, and settings whose SITE_URL serves MEDIA_ROOT.
    """

    seed: int
    posts: int
    kinds: Sequence[str] | None = None
    chance: float = 0.3
    days: float = 7.0

    def blow(self) -> Told:
        cache.clear()  # Wagtail keeps the sites' roots there
        gate._own_turns.__init__()  # type: ignore[misc]
        running = start_sandbox(pacing=True)
        ours = {
            "LANGUAGE_CODE": "en",
            "EMAIL_BACKEND": "desk.mail.StoredEmailBackend",
            "SANDBOX_URL": running.url,
            "SANDBOX_MAIL_URL": running.mail_url,
        }
        try:
            with (
                override_settings(**ours),
                requests.Session() as session,
                time_machine.travel(BEGINNING, tick=False) as clock,
            ):
                return self._blow(Client(running.url, session), clock)
        finally:
            running.stop()

    def _blow(self, sandbox: Client, clock: time_machine.Traveller) -> Told:
        started = time.monotonic()
        rng, kinds = Random(self.seed), tuple(self.kinds or KINDS)
        sandbox.control("clock", {"stand_at": BEGINNING.timestamp()})
        ground = lay_out(Stage.build(sandbox, base_url=settings.SITE_URL), kinds)
        watch, length = Watch(ground.secrets.values()), timedelta(days=self.days)
        approve_posts(ground, rng, self.posts, start=BEGINNING, length=length)
        course = Course(ground, clock, rng, self.chance, BEGINNING + length, BEGINNING)
        with watch.over_all_logs():
            course.run()
        verdicts = [judge(ground, kind) for kind in kinds]
        rows = watch.look_at_rows()
        seconds = time.monotonic() - started
        return Told(
            self.seed, self.posts, verdicts, course.struck, course.calls, watch.lines, rows, watch.leaks, course.now,
            seconds,
        )  # fmt: skip
