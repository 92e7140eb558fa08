"""What came of a storm, as a table or as JSON."""

from __future__ import annotations

import json
from collections import Counter

from tests.storm.judging import Verdict
from tests.storm.storm import Told


def as_table(told: Told) -> str:
    heads = ("posts", "once", "person", "lost", "twice", "wrong", "unlinked")
    lines = [" ".join((f"{'kind':<10}", *(f"{head:>{max(5, len(head))}}" for head in heads))) + "  waits for"]
    for verdict in told.verdicts:
        lines.append(
            f"{verdict.kind:<10} {verdict.total:>5} {verdict.once:>5} {sum(verdict.waiting.values()):>6}"
            f" {verdict.lost:>4} {verdict.twice:>5} {verdict.wrong:>5} {verdict.unlinked:>8}  {_waiting(verdict)}"
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
