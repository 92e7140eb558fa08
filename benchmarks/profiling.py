"""Where the time of one delivery goes: claimed and carried out in this process, one after the other.

Times are of the processor, under cProfile, which makes all of them longer; shares hold. Counts of statements are exact.
"""

from __future__ import annotations

import cProfile
import pstats
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from benchmarks.house import House, become_part_of
from benchmarks.report import show

COUNT = 200
ROWS = 40


class Statements:
    """An execute_wrapper that counts."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        self.seen[_short(sql)] += 1
        return execute(sql, params, many, context)


def profile(house: House, way: str, *, size: int) -> None:
    """Print statements and time of a delivery by this way."""
    from benchmarks.bench_throughput import WAYS

    kind, house.environment["PUBLISHERS"], words = WAYS[way]
    become_part_of(house)
    from django.conf import settings
    from django.db import connection
    from django.utils import timezone

    from benchmarks.filling import look_over
    from benchmarks.posts_due import add_channels, add_posts_due
    from content.models import Channel
    from publishers import delivering, outbox
    from publishers.registry import publishers

    settings.PUBLISHERS = [house.environment["PUBLISHERS"]]
    publishers.cache_clear()
    count = min(size, COUNT)
    channels = list(Channel.objects.filter(kind=kind)) or add_channels(kind, 20, house.platform)
    add_posts_due(channels, [timezone.now()] * (count // len(channels)))
    look_over()
    claiming, carrying = Statements(), Statements()
    with connection.execute_wrapper(claiming):
        claims = outbox.claim(now=timezone.now(), lease=settings.LEASE, limit=count)
    _tell_statements(f"{way}: claiming {len(claims)} at once", claiming, len(claims))
    watched, rest = claims[:20], claims[20:]
    with connection.execute_wrapper(carrying):
        for claim in watched:
            delivering.carry_out(claim.delivery_id, claim.lease_token)
    _tell_statements(f"{way}: carrying out, {words}", carrying, len(watched))
    profiler = cProfile.Profile(_processor_time())
    profiler.enable()
    for claim in rest:
        delivering.carry_out(claim.delivery_id, claim.lease_token)
    profiler.disable()
    _tell_times(way, pstats.Stats(profiler), len(rest))


def _processor_time() -> Callable[[], float]:
    from time import process_time

    return process_time


def _short(sql: str) -> str:
    """A statement without its long list of columns."""
    sql = re.sub(r"s\d+_x\d+", "…", re.sub(r"\s+", " ", sql))
    return re.sub(r"^SELECT .*? FROM", "SELECT … FROM", sql)[:100]


def _tell_statements(title: str, statements: Statements, count: int) -> None:
    rows = [(sql, f"{times / count:.2f}") for sql, times in statements.seen.most_common(20)]
    total = sum(statements.seen.values()) / count
    show(title, ("statement", "each"), [*rows, ("all (BEGIN and COMMIT apart)", f"{total:.2f}")])


def _tell_times(way: str, stats: Any, count: int) -> None:
    packages: Counter[str] = Counter()
    calls = []
    for (file, line, name), (_primitive, times, own, cumulative, _callers) in stats.stats.items():
        packages[_package(file)] += own
        calls.append((cumulative, f"{'/'.join(file.split('/')[-2:])}:{line} {name}", times, own))
    show(
        f"{way}: own time by package",
        ("package", "ms each"),
        [(package, f"{seconds / count * 1000:.2f}") for package, seconds in packages.most_common(12)],
    )
    show(
        f"{way}: the longest calls",
        ("call", "times", "own ms", "with all below, ms"),
        [
            (where, f"{times / count:.2f}", f"{own / count * 1000:.2f}", f"{cumulative / count * 1000:.2f}")
            for cumulative, where, times, own in sorted(calls, reverse=True)[:ROWS]
        ],
    )


def _package(file: str) -> str:
    if found := re.search(r"site-packages/(\w+)(/db)?", file):
        return f"{found[1]}{found[2] or ''}"
    if file == "~":
        return "Python itself"
    return "Mediareja" if "/publishers/" in file or "/content/" in file else "standard library"
