"""How every benchmark tells its result: a table for people, a line of JSON, beside a baseline of the same run."""

from __future__ import annotations

import json
import statistics
from collections.abc import Callable, Iterable, Sequence
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


def tell(
    bench: str,
    *,
    value: float,
    baseline: float,
    unit: str,
    goal: float,
    what: str,
    against: str,
    of: str = "ratio",
    at_least: bool = False,
    also: bool = True,
) -> None:
    """Print one result. ``goal`` is the worst ``of`` ("ratio" of value to baseline, or "value") that is still good:
    the highest, or with ``at_least`` the lowest. ``also``: what else must hold for it to be met."""
    ratio = value / baseline
    judged = ratio if of == "ratio" else value
    met = (judged >= goal if at_least else judged <= goal) and also
    show(
        bench,
        ("what", unit),
        [
            (what, f"{value:.3f}"),
            (f"baseline: {against}", f"{baseline:.3f}"),
            ("ratio", f"{ratio:.2f}"),
            (f"goal for the {of}: at {'least' if at_least else 'most'} {goal}", "met" if met else "not met"),
        ],
    )
    line = {
        "bench": bench,
        "value": round(value, 4),
        "unit": unit,
        "baseline": round(baseline, 4),
        "ratio": round(ratio, 3),
        "goal": goal,
        "met": met,
    }
    print(json.dumps(line), flush=True)


def show(title: str, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table; what follows the first column is aligned to the right."""
    table = Table(title=title, title_justify="left")
    for number, heading in enumerate(headings):
        table.add_column(heading, justify="right" if number else "left")
    for row in rows:
        table.add_row(*row)
    Console(width=None if Console().is_terminal else 120).print(table)
