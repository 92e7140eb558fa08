"""One item of a plan against its row in a newer document: what differs, and taking the row over in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import Any

from scheduler.comparing import Change, Words, compare
from scheduler.item_rules import follow, state_of
from scheduler.models import ItemDecision, MediaPlan, PlanItem
from scheduler.owing import answering_channels
from scheduler.plan_import.wording import read_wording
from scheduler.questions import about_channels, about_deadline, is_held_back
from scheduler.recurrence import Rule
from scheduler.storing import as_written

BY_NEIGHBOURS = frozenset(
    {"inherited_deadline", "duplicate_number", "number_gap", "past_date", "weekend_inside", "swapped_cells"}
)
"""Questions that the rows around an item or the day of the import raise: a newer document may not raise them."""


BY_THE_DAY = frozenset({"past_date"})
"""What only the day of the import asks is not asked again about words that stand."""


def differences(items: Sequence[PlanItem], rows: Sequence[dict[str, Any]], plan: MediaPlan) -> list[Change]:
    """What became of each item; places are those in ``items`` and ``rows``."""
    old = [_words(as_written_of(item), _comparable(as_read(item), plan)) for item in items]
    new = [_words(as_written(row), _comparable(row, plan)) for row in rows]
    return compare(old, new)


def as_read(item: PlanItem) -> dict[str, Any]:
    """What the importer made of the item's present words, before people decided anything about it."""
    decisions = list(item.decisions.all())
    since = max((place for place, one in enumerate(decisions) if "when" in one.after.get("changed", ())), default=None)
    if since is not None:
        return dict(decisions[since].after)
    return next((dict(one.before) for one in decisions if "kind" in one.before), state_of(item))


def as_written_of(item: PlanItem) -> dict[str, Any]:
    return {name: getattr(item, name) for name in ("number", "section", "title", "method", "responsible")} | {
        "deadline_text": item.deadline_text,
        "coverage_text": item.coverage_text,
    }


def take_over(
    item: PlanItem, row: dict[str, Any], change: Change, *, version: int, actor: Any, now: datetime
) -> set[str]:
    """Give the item the row's words, and its rule and channels where those changed, and save it.

    Answers stay while the words they answered stand. Returns what changed beside the words: "when", "channels",
    "held_back" when a question has come that holds the item back, or has gone.
    """
    before, answered, hours, held_back = state_of(item), _answered(item), _named_hours(item), is_held_back(item)
    changed: set[str] = set()
    for name, value in as_written(row).items():
        setattr(item, name, value)
    item.outlets = row["outlets"]
    if change.when_differs:
        follow(item, row)
        if row["time"] is None and item.target_time in hours:  # it goes with the words that named it
            item.target_time = None
        changed.add("when")
    if "coverage" in change.fields:
        _follow_coverage(item, row)
        changed.add("channels")
    item.review = [
        *_asked(item, row, about_deadline, set() if change.when_differs else answered, fresh=change.when_differs),
        *_asked(item, row, about_channels, set() if "channels" in changed else answered, fresh="channels" in changed),
    ]
    item.needs_review, item.withdrawn_at = bool(item.review), None
    item.save()
    if changed:
        after = state_of(item) | {"version": version, "changed": sorted(changed)}
        ItemDecision.objects.create(item=item, at=now, actor=actor, before=before, after=after)
    return changed if is_held_back(item) == held_back else {*changed, "held_back"}


def returning(items: Sequence[PlanItem], rows: Mapping[int, dict[str, Any]], plan: MediaPlan) -> dict[int, Change]:
    """Which of the ``items`` that left the plan come back in ``rows``, by the rows' keys: those with the same title."""
    places = list(rows)
    changes = differences(items, list(rows.values()), plan)
    return {
        places[change.new]: replace(change, status="new", new=places[change.new], when_differs=True)
        for change in changes
        if change.old is not None and change.new is not None and "title" not in change.fields
    }


def _words(written: dict[str, Any], rule: Any) -> Words:
    return Words(
        title=written["title"],
        number=written["number"],
        section=written["section"],
        method=written["method"],
        responsible=written["responsible"],
        deadline=written["deadline_text"],
        coverage=written["coverage_text"],
        rule=rule,
    )


def _comparable(state: dict[str, Any], plan: MediaPlan) -> Any:
    """The rule as a value that is equal for equal schedules: with the plan's year filled in where it is known."""
    recurrence: Any = state["recurrence"]
    if plan.year is not None:
        try:
            recurrence = Rule.from_json(state["kind"], recurrence, year=plan.year)
        except ValueError:  # dates that do not exist are compared as they are written
            recurrence = state["recurrence"]
    return state["kind"], recurrence, state["holiday"]


def _named_hours(item: PlanItem) -> set[time | None]:
    """The hours that the document or a person named in words; any other was set by staff."""
    texts = [item.deadline_text, *(decision.wording for decision in item.decisions.all())]
    return {read_wording(text).at for text in texts}


def _follow_coverage(item: PlanItem, row: dict[str, Any]) -> None:
    """Channels that staff chose stay; those that answered to the old words give way to those of the new."""
    own = set(item.channels.all()) != set(answering_channels(item))
    item.channel_words = row["channels"]
    if not own:
        item.channels.set(answering_channels(item))


def _answered(item: PlanItem) -> set[str]:
    return {code for decision in item.decisions.all() for code in decision.codes}


def _asked(item: PlanItem, row: dict[str, Any], group: Any, answered: set[str], *, fresh: bool) -> list[str]:
    """Open questions of a group: the row's that nobody has answered, and those still open from before."""
    new = [code for code in group(row["review"]) if code not in answered]
    if fresh:
        return new
    new = [code for code in new if code not in BY_THE_DAY]
    still = [code for code in group(item.review) if code not in BY_NEIGHBOURS or code in row["review"]]
    return list(dict.fromkeys([*still, *new]))
