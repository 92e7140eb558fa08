"""How every benchmark tells its result: a table for people, a line of JSON, beside a baseline of the same run."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable
from time import perf_counter

from rich.console import Console
from rich.table import Table


def median_seconds(action: Callable[[], object], *, rounds: int = 5) -> float:
    """Median duration of ``action`` over the rounds, after one that does not count."""
    action()
    durations = []
    for _ in range(rounds):
        began = perf_counter()
        action()
        durations.append(perf_counter() - began)
    return statistics.median(durations)


def tell(bench: str, *, value: float, baseline: float, unit: str, goal: float, what: str, against: str) -> None:
    """Print one result. ``goal`` is the highest ratio of value to baseline that is still good."""
    ratio = value / baseline
    table = Table(title=bench, title_justify="left")
    for heading in ("what", unit):
        table.add_column(heading)
    table.add_row(what, f"{value:.3f}")
    table.add_row(f"baseline: {against}", f"{baseline:.3f}")
    table.add_row("ratio (goal: at most)", f"{ratio:.2f} ({goal})")
    Console().print(table)
    line = {
        "bench": bench,
        "value": round(value, 4),
        "unit": unit,
        "baseline": round(baseline, 4),
        "ratio": round(ratio, 3),
        "goal": goal,
        "met": ratio <= goal,
    }
    print(json.dumps(line))
