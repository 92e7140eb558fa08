"""Posts that are all due at one instant, over 200 channels: how many a second, against a bare Celery task.

Real beat, real workers, PostgreSQL, Redis, the same pool on the same cores, the same server at the other end. The
adapter of the first figure makes exactly the call of the bare task, so that the engine alone differs.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.house import WORKERS, House, become_part_of, open_house, wait_for
from benchmarks.report import show, tell

CHANNELS = 200
PATIENCE = 1800.0
GOAL = 0.6
WARM_CALLS = 100
WAYS = {
    "engine": ("webhook", "benchmarks.unpaced.Bare", "the engine with the bare task's own call"),
    "webhook": ("webhook", "benchmarks.unpaced.Webhook", "the webhook adapter: signed, checked, a new connection each"),
    "telegram": ("telegram", "benchmarks.unpaced.Telegram", "the Telegram adapter, through python-telegram-bot"),
}
BASELINES = {
    "bare": ("bare.call", "a bare Celery task: the same call over a kept session, nothing written down"),
    "apprise": ("bare.notify", "apprise in a Celery task, nothing written down"),
}


@dataclass(frozen=True, slots=True)
class Measured:
    rate: float
    """A second."""
    processor: dict[str, float]
    """Milliseconds of processor for each post, by part of the house."""


def engine_rate(house: House, size: int, way: str) -> Measured:
    """From the due instant to the last attempt closed."""
    from django.utils import timezone

    from benchmarks.filling import look_over
    from benchmarks.posts_due import add_channels, add_posts_due, forget_posts
    from content.models import Channel
    from scheduler.models import Heartbeat

    kind, adapter, _words = WAYS[way]
    channels = list(Channel.objects.filter(kind=kind)) or add_channels(kind, CHANNELS, house.platform)
    house.environment["PUBLISHERS"] = adapter
    Heartbeat.objects.all().delete()
    for _ in range(WORKERS):
        house.worker()
    house.beat()
    wait_for(house.is_awake, seconds=120, what="beat and workers")
    due = timezone.now() + timedelta(seconds=10 + size / 500)
    add_posts_due(channels, [due] * (size // CHANNELS))
    look_over()
    house.forget()
    spare = (due - timezone.now()).total_seconds()
    if spare < 0:
        raise SystemExit(f"the rows were written {-spare:.0f} s too late")
    time.sleep(spare)  # until the instant: what is measured begins with it
    before = house.processor_seconds()
    wait_for(lambda: house.taken()["requests"] >= size, seconds=PATIENCE, what="all posts at the platform")
    wait_for(lambda: house.open_deliveries() == 0, seconds=PATIENCE, what="all attempts closed")
    last = house.query("SELECT max(finished_at) FROM publishers_attempt")
    measured = Measured(size / (last - due).total_seconds(), _spent(house, before, size))
    _must_be_once(house, size)
    house.stop_all()
    forget_posts()
    return measured


def bare_rate(house: House, size: int, baseline: str) -> Measured:
    """From the first message sent to the last request at the platform."""
    from benchmarks import bare

    house.forget()
    task = bare.app.tasks[BASELINES[baseline][0]]
    for _ in range(WORKERS):
        house.worker("benchmarks.bare")
    with bare.app.producer_or_acquire() as producer:
        for number in range(WARM_CALLS):  # starting is not counted here either
            task.apply_async(_arguments(house.platform, baseline, number, "warm"), producer=producer)
        wait_for(lambda: house.taken()["requests"] >= WARM_CALLS, seconds=120, what="bare workers")
        house.forget()
        before, began = house.processor_seconds(), time.time()
        for number in range(size):
            task.apply_async(_arguments(house.platform, baseline, number, "due"), producer=producer, expires=PATIENCE)
    wait_for(lambda: house.taken()["requests"] >= size, seconds=PATIENCE, what="all posts of the bare task")
    measured = Measured(size / (house.taken()["last"] - began), _spent(house, before, size))
    _must_be_once(house, size)
    house.stop_all()
    return measured


def _arguments(platform: str, baseline: str, number: int, key: str) -> tuple[str, str, str]:
    text = f"Namunaobod tumanida yangi maktab ochildi. 540 oʻrinli binoda 24 sinf bor. {key} {number}"
    address = f"{platform}/webhook/{number % CHANNELS}"
    return (address, text, f"{key}{number}") if baseline == "bare" else (address, f"Xabar {number}", text)


def _spent(house: House, before: dict[str, float], size: int) -> dict[str, float]:
    return {part: (now - before[part]) / size * 1000 for part, now in house.processor_seconds().items()}


def _must_be_once(house: House, size: int) -> None:
    """A rate at which something is lost or sent twice is none."""
    taken = house.taken()
    if (taken["requests"], taken["posts"]) != (size, size):
        raise SystemExit(f"of {size} posts {taken['posts']} arrived, in {taken['requests']} requests")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=10_000, help=f"deliveries, a multiple of {CHANNELS}")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--ways", default=",".join(WAYS), type=lambda text: text.split(","))
    parser.add_argument("--profile", action="store_true", help="tell where the time of one delivery goes, and no more")
    options = parser.parse_args()
    size = max(CHANNELS, options.size // CHANNELS * CHANNELS)
    with open_house() as house:
        if options.profile:
            from benchmarks.profiling import profile

            for way in options.ways:
                profile(house, way, size=size)
            return
        become_part_of(house)
        found: dict[str, list[Measured]] = {}
        for _ in range(options.rounds):
            for name in ("bare", *options.ways, "apprise"):
                measure = bare_rate if name in BASELINES else engine_rate
                found.setdefault(name, []).append(measure(house, size, name))
    _tell(found, size)


def _tell(found: dict[str, list[Measured]], size: int) -> None:
    rates = {name: statistics.median(one.rate for one in rounds) for name, rounds in found.items()}
    parts = list(found["bare"][0].processor)
    show(
        f"throughput, {size} due at one instant over {CHANNELS} channels (median of {len(found['bare'])} rounds)",
        ("", "a second", *(f"{part}, CPU ms each" for part in parts)),
        [
            (
                name,
                f"{rates[name]:.1f}",
                *(f"{statistics.median(one.processor[part] for one in rounds):.2f}" for part in parts),
            )
            for name, rounds in found.items()
        ],
    )
    for name in (*(name for name in WAYS if name in found), "apprise"):
        words = WAYS[name][2] if name in WAYS else BASELINES[name][1]
        tell(
            f"throughput.{name}",
            value=rates[name],
            baseline=rates["bare"],
            unit="a second",
            goal=GOAL,
            at_least=True,
            what=words,
            against=BASELINES["bare"][1],
        )


if __name__ == "__main__":
    main()
