"""What came of a storm, as a table or as JSON."""

from __future__ import annotations

import json
from collections import Counter

from tests.storm.judging import Verdict
from tests.storm.storm import Told

_COLUMNS = ("posts", "once", "person", "lost", "twice", "wrong", "unlinked")


def as_table(told: Told) -> str:
    lines = [" ".join([f"{'kind':<10}", *(f"{name:>8}" for name in _COLUMNS), " waits for"])]
    for verdict in told.verdicts:
        figures = [verdict.total, verdict.once, sum(verdict.waiting.values()), verdict.lost, verdict.twice]
        figures += [verdict.wrong, verdict.unlinked]
        lines.append(
            " ".join([f"{verdict.kind:<10}", *(f"{figure:>8}" for figure in figures), f" {_waiting(verdict)}"])
        )
    lines += [
        f"calls {told.calls}, faults {sum(told.struck.values())}, until {told.ended.isoformat(timespec='minutes')}",
        f"secrets: {len(told.leaks)} in {told.log_lines} log lines and {told.rows} rows",
        f"{told.seconds / 60:.1f} minutes",
    ]
    for verdict in told.verdicts:
        kinds = Counter({kind: count for (of, kind), count in told.struck.items() if of == verdict.kind})
        lines.append(f"faults, {verdict.kind}: " + ", ".join(f"{kind} {count}" for kind, count in kinds.most_common()))
    return "\n".join([*lines, *told.problems[:40]])


def as_json(told: Told) -> str:
    return json.dumps(
        {
            "seed": told.seed,
            "posts": told.posts,
            "kinds": {
                verdict.kind: {
                    "once": verdict.once,
                    "waiting": {" ".join(what): count for what, count in verdict.waiting.items()},
                    "lost": verdict.lost,
                    "twice": verdict.twice,
                    "wrong": verdict.wrong,
                    "unlinked": verdict.unlinked,
                }
                for verdict in told.verdicts
            },
            "calls": told.calls,
            "faults": {" ".join(what): count for what, count in sorted(told.struck.items())},
            "leaks": len(told.leaks),
            "problems": told.problems,
            "seconds": round(told.seconds, 1),
        },
        ensure_ascii=False,
    )


def _waiting(verdict: Verdict) -> str:
    return ", ".join(f"{state} {reason} {count}" for (state, reason), count in sorted(verdict.waiting.items()))
