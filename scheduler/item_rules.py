"""When an item is due, between the importer's JSON and the fields of PlanItem."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time
from typing import Any

from scheduler.models import PlanItem
from scheduler.plan_import.plan_reading import recurrence_of
from scheduler.plan_import.wording import Wording

WITHOUT_RULE = (PlanItem.Kind.CONTINUOUS, PlanItem.Kind.ON_SCHEDULE)


def when(row: dict[str, Any]) -> dict[str, Any]:
    """The rule of one item of a reading, by field of PlanItem."""
    recurrence = row["recurrence"]
    window = recurrence["window"] or {"start": "", "end": ""}
    holiday = row["holiday"] or {"name": "", "offset": 0}
    return {
        "kind": row["kind"],
        "rrule": recurrence["rrule"] or "",
        "window_start": window["start"],
        "window_end": window["end"],
        "dates": recurrence["dates"],
        "anchor": recurrence["anchor"],
        "per_period": recurrence["per_period"],
        "holiday": holiday["name"],
        "holiday_offset": holiday["offset"],
        "target_time": time.fromisoformat(row["time"]) if row["time"] else None,
    }


def state_of(item: PlanItem) -> dict[str, Any]:
    """What is understood of an item, in the keys of the importer's JSON."""
    window = {"start": item.window_start, "end": item.window_end} if item.window_start else None
    return {
        "kind": str(item.kind),
        "recurrence": {
            "rrule": item.rrule or None,
            "window": window,
            "dates": item.dates,
            "anchor": item.anchor,
            "per_period": item.per_period,
        },
        "time": f"{item.target_time:%H:%M}" if item.target_time else None,
        "holiday": {"name": item.holiday, "offset": item.holiday_offset} if item.holiday else None,
        "channels": item.channel_words,
    }


def rule_of_words(wording: Wording, year: int | None, *, school: bool) -> dict[str, Any]:
    """A wording's rule in the keys of the importer's JSON."""
    return {
        "kind": wording.kind,
        "recurrence": recurrence_of(wording, year, school=school).to_json(),
        "time": f"{wording.at:%H:%M}" if wording.at else None,
        "holiday": {"name": wording.holiday, "offset": wording.holiday_offset} if wording.holiday else None,
    }


def plain_rule(
    kind: str, *, dates: Sequence[str] = (), anchor: str = "during", at: time | None = None
) -> dict[str, Any]:
    """A rule without a rhythm, in the keys of the importer's JSON; ``dates`` are ISO texts."""
    return {
        "kind": kind,
        "recurrence": {"rrule": None, "window": None, "dates": list(dates), "anchor": anchor, "per_period": 1},
        "time": f"{at:%H:%M}" if at else None,
        "holiday": None,
    }


def follow(item: PlanItem, rule: dict[str, Any]) -> None:
    """Give the item a rule, unsaved. It keeps its hour where the rule names none."""
    for name, value in when(rule).items():
        if name != "target_time" or value is not None:
            setattr(item, name, value)


def is_understood(item: PlanItem) -> bool:
    """Whether there is a rule that a person can say yes to."""
    if item.kind == PlanItem.Kind.UNKNOWN:
        return False
    return item.kind in WITHOUT_RULE or bool(item.rrule or item.window_start or item.dates)
