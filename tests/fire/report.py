"""What came of a fire, as a table and as one line of JSON."""

from __future__ import annotations

import json
from collections import Counter

from tests.fire.fire import Told

_COLUMNS = ("once", "lost", "twice", "wrong", "unlinked")


def as_table(told: Told) -> str:
    lines = [f"{'kind':<10}" + "".join(f"{name:>10}" for name in (*_COLUMNS, "person")) + "  waits for"]
    for verdict in told.verdicts:
        figures = [verdict[name] for name in _COLUMNS] + [sum(verdict["waiting"].values())]
        waits = ", ".join(f"{what} {count}" for what, count in sorted(verdict["waiting"].items()))
        lines.append(f"{verdict['kind']:<10}" + "".join(f"{figure:>10}" for figure in figures) + f"  {waits}")
    figures = [told.total(name) for name in _COLUMNS] + [sum(told.waiting.values())]
    lines.append(f"{'all':<10}" + "".join(f"{figure:>10}" for figure in figures))
    lines += [
        f"seed {told.seed}: {told.deliveries} deliveries over {told.channels} channels in {told.seconds:.0f} s",
        f"mishaps: {_counted(_kinds(told))}; full disk by {told.disk}",
        f"approved meanwhile: {told.press['approved']} posts; tries that failed: {_counted(told.press['failed'])}",
        f"attempts: {_counted(told.attempts)}",
        f"ended by themselves and started again: {_counted(told.ended) or 'none'}",
        f"drained {told.drained_after:.0f} s after the last mishap, clocks went on by {told.clocks_went_on:.0f} s; "
        f"{told.took / 60:.1f} minutes in all",
    ]
    return "\n".join([*lines, *told.problems[:40]])


def as_json(told: Told) -> str:
    return json.dumps(
        {
            "fire": told.seed,
            "deliveries": told.deliveries,
            "channels": told.channels,
            **{name: told.total(name) for name in _COLUMNS},
            "person": dict(told.waiting),
            "mishaps": dict(_kinds(told)),
            "press": told.press,
            "attempts": told.attempts,
            "ended": dict(told.ended),
            "disk": told.disk,
            "drained_seconds": round(told.drained_after, 1),
            "clocks_seconds": round(told.clocks_went_on),
            "seconds": round(told.took, 1),
            "problems": len(told.problems),
        },
        ensure_ascii=False,
    )


def _kinds(told: Told) -> Counter[str]:
    return Counter(mishap.strike["kind"] if mishap.strike else mishap.kind for mishap in told.happened)


def _counted(found: dict[str, int] | Counter[str]) -> str:
    return ", ".join(f"{what} {count}" for what, count in sorted(found.items()))
