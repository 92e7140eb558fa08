"""Single posts due at random instants, 50 a second at most: how long after its time each one reaches the platform.

Beside ours the clocked entries of django-celery-beat, which make the same call at the same instants of their own round.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.house import ROOT, House, become_part_of, open_house, wait_for
from benchmarks.report import show, tell
from tests.servers import Postgres

CHANNELS = 200
"""In turn: no channel comes again before its platform's pace allows it."""
SHORTEST_GAP, MEAN_MORE = 0.02, 0.02
MEDIAN_MS, P99_MS = 25.0, 100.0
PATIENCE = 120.0
AHEAD = timedelta(seconds=10)


def offsets(count: int, seed: int) -> list[float]:
    """Seconds after the beginning, ascending, never closer together than 20 ms."""
    dice, at, found = random.Random(seed), 0.0, []
    for _ in range(count):
        at += SHORTEST_GAP + dice.expovariate(1 / MEAN_MORE)
        found.append(at)
    return found


def lateness_of_ours(house: House, count: int, seed: int) -> list[float]:
    """Milliseconds, each post."""
    from django.utils import timezone

    from benchmarks.posts_due import add_channels, add_posts_due, forget_posts
    from content.models import Channel
    from scheduler.models import Heartbeat

    channels = list(Channel.objects.order_by("pk")) or add_channels("webhook", CHANNELS, house.platform)
    Heartbeat.objects.all().delete()
    house.worker()
    house.beat()
    wait_for(house.is_awake, seconds=PATIENCE, what="beat and worker")
    house.forget()
    begin = timezone.now() + AHEAD
    instants = [begin + timedelta(seconds=offset) for offset in offsets(count, seed)]
    posts = add_posts_due(channels, instants, in_turn=True)
    due = {post.pk: post.publish_at for post in posts}
    found = _arrived(house, due)
    wait_for(lambda: house.open_deliveries() == 0, seconds=PATIENCE, what="all attempts closed")
    house.stop_all()
    forget_posts()
    return found


def lateness_of_stock(house: House, postgres: Postgres, count: int, seed: int) -> list[float]:
    """The same for django-celery-beat's clocked entries and the bare task."""
    usual = dict(house.environment)
    house.environment |= {"DATABASE_URL": postgres.database(), "DJANGO_SETTINGS_MODULE": "benchmarks.stock_settings"}
    house.forget()
    house.worker("benchmarks.bare")
    begin = datetime.now().astimezone() + 2 * AHEAD
    due = {number: begin + timedelta(seconds=offset) for number, offset in enumerate(offsets(count, seed), start=1)}
    lines = [
        json.dumps([at.isoformat(), [f"{house.platform}/webhook/{number}", f"post-no-{number}-", f"key{number}"]])
        for number, at in due.items()
    ]
    subprocess.run(
        [sys.executable, "-m", "benchmarks.stock_entries"],
        cwd=ROOT,
        env=house.environment,
        input="\n".join(lines),
        text=True,
        check=True,
    )
    house.start("celery", "-A", "benchmarks.bare", "beat", "-S", "django", "--pidfile", "", "--loglevel", "WARNING")
    found = _arrived(house, due)
    house.stop_all()
    postgres.drop(house.environment["DATABASE_URL"])
    house.environment.update(usual)
    return found


def _arrived(house: House, due: dict[int, datetime]) -> list[float]:
    last = max(due.values()).timestamp()
    time.sleep(max(0.0, last - time.time()))  # until the last is due; looking meanwhile would disturb
    wait_for(lambda: house.taken()["posts"] >= len(due), seconds=PATIENCE, what="all posts", every=0.5)
    arrived = house.taken(arrivals=True)["arrived"]
    return [(arrived[str(number)] - at.timestamp()) * 1000 for number, at in due.items()]


def p99(values: list[float]) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[-1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="posts in each round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=2026)
    options = parser.parse_args()
    ours: list[list[float]] = []
    stock: list[list[float]] = []
    with open_house(PUBLISHERS="publishers.adapters.webhook.WebhookPublisher") as house:
        become_part_of(house)
        for number in range(options.rounds):
            ours.append(lateness_of_ours(house, options.count, options.seed + number))
            stock.append(lateness_of_stock(house, house.postgres, options.count, options.seed + number))
    both = {"Mediareja": ours, "django-celery-beat": stock}
    show(
        f"punctuality, {options.count} posts a round, milliseconds after the due instant (median of the rounds)",
        ("", "median", "99th percentile", "latest"),
        [
            (name, *(f"{statistics.median(map(of, rounds)):.1f}" for of in (statistics.median, p99, max)))
            for name, rounds in both.items()
        ],
    )
    for name, of, goal in (("median", statistics.median, MEDIAN_MS), ("p99", p99, P99_MS)):
        value, baseline = statistics.median(map(of, ours)), statistics.median(map(of, stock))
        tell(
            f"punctuality.{name}",
            value=value,
            baseline=baseline,
            unit="ms",
            goal=goal,
            of="value",
            also=value <= baseline,
            what=f"{name}: request reaches the platform minus due time",
            against="clocked entries of django-celery-beat, the bare task",
        )


if __name__ == "__main__":
    main()
