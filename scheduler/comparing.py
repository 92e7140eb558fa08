"""Two readings of one plan, item by item: which item became which, and what changed in it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any, Literal

from scheduler.plan_import.folding import fold

Status = Literal["kept", "changed", "new", "gone"]
Mark = Literal["same", "gone", "new"]

FIELDS = ("number", "section", "title", "method", "responsible", "deadline", "coverage")
BY_THE_WAY = frozenset({"number", "section"})
"""An item that only moved or was renumbered is the same item."""
LIKE_WITH_SAME_NUMBER, LIKE_WITHOUT = 0.6, 0.78
LONGEST_TITLE, MOST_PAIRS, MOST_WORDS = 300, 100_000, 2_000


@dataclass(frozen=True)
class Words:
    """An item as a document says it. ``rule``: what was understood of the deadline, compared by equality."""

    title: str
    number: str = ""
    section: str = ""
    method: str = ""
    responsible: str = ""
    deadline: str = ""
    coverage: str = ""
    rule: Any = None


@dataclass(frozen=True)
class Change:
    """What became of one item.

    old, new: its places in the two readings, from 0; None where it is in one of them only. fields: of FIELDS those
    whose words differ, as (before, after). when_differs: the deadline's words or what was understood of them.
    """

    status: Status
    old: int | None = None
    new: int | None = None
    fields: dict[str, tuple[str, str]] = field(default_factory=dict)
    when_differs: bool = False


def compare(old: Sequence[Words], new: Sequence[Words]) -> list[Change]:
    """Return what became of each item, in the order of the new reading, and then the items that are gone.

    Each item of either side occurs exactly once.
    """
    before = _Pairing(old, new).pairs()
    changes = [
        Change("new", new=place) if place not in before else _change(old, new, before[place], place)
        for place in range(len(new))
    ]
    kept = set(before.values())
    return changes + [Change("gone", old=place) for place in range(len(old)) if place not in kept]


def marked(before: str, after: str) -> list[tuple[Mark, str]]:
    """Return both texts as one, word by word: what stayed, what went and what came."""
    old, new = before.split(), after.split()
    if len(old) > MOST_WORDS or len(new) > MOST_WORDS:
        return [("gone", before), ("new", after)]
    pieces: list[tuple[Mark, str]] = []
    for step, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if step == "equal":
            pieces.append(("same", " ".join(old[a:b])))
            continue
        if b > a:
            pieces.append(("gone", " ".join(old[a:b])))
        if d > c:
            pieces.append(("new", " ".join(new[c:d])))
    return pieces


def same_words(before: str, after: str) -> bool:
    """Tell whether two texts say the same in whatever alphabet, apostrophes and spacing."""
    return before == after or fold(before) == fold(after)


def _change(old: Sequence[Words], new: Sequence[Words], place: int, now: int) -> Change:
    before, after = old[place], new[now]
    fields = {
        name: (getattr(before, name), getattr(after, name))
        for name in FIELDS
        if not same_words(getattr(before, name), getattr(after, name))
    }
    when_differs = "deadline" in fields or before.rule != after.rule
    changed = when_differs or bool(fields.keys() - BY_THE_WAY)
    return Change("changed" if changed else "kept", place, now, fields, when_differs)


class _Pairing:
    """Pairs items: first those that agree word for word in most, at last those whose titles are merely alike."""

    def __init__(self, old: Sequence[Words], new: Sequence[Words]) -> None:
        self._old, self._new = [_folded(one) for one in old], [_folded(one) for one in new]
        self._free_old, self._free_new = list(range(len(old))), list(range(len(new)))
        self._found: dict[int, int] = {}

    def pairs(self) -> dict[int, int]:
        """Return the place in the old reading by the place in the new one."""
        for key in _KEYS:
            self._pair_equal(key)
        for score, _closeness, old, new in sorted(self._alike(), reverse=True):
            if score and old in self._free_old and new in self._free_new:
                self._take(old, new)
        return self._found

    def _pair_equal(self, key: Callable[[Words], Hashable]) -> None:
        waiting: dict[Hashable, list[int]] = {}
        for place in self._free_old:
            waiting.setdefault(key(self._old[place]), []).append(place)
        for place in list(self._free_new):
            if same := waiting.get(key(self._new[place])):
                self._take(same.pop(0), place)

    def _take(self, old: int, new: int) -> None:
        self._found[new] = old
        self._free_old.remove(old)
        self._free_new.remove(new)

    def _alike(self) -> Iterable[tuple[float, int, int, int]]:
        """Yield (score, closeness, old, new) of the pairs that may be the same item."""
        many = len(self._free_old) * len(self._free_new) > MOST_PAIRS
        for old in self._free_old:
            for new in self._free_new:
                before, after = self._old[old], self._new[new]
                same_number = bool(before.number) and before.number == after.number
                if many and not same_number:
                    continue
                least = LIKE_WITH_SAME_NUMBER if same_number else LIKE_WITHOUT
                if (likeness := _likeness(before.title, after.title, least)) >= least:
                    yield likeness + (LIKE_WITHOUT - least), -abs(old - new), old, new


_KEYS: tuple[Callable[[Words], Hashable], ...] = (
    lambda one: (one.title, one.section, one.number, one.method, one.deadline, one.coverage),
    lambda one: (one.title, one.method, one.deadline, one.coverage),
    lambda one: (one.title, one.deadline, one.coverage),
    lambda one: (one.title, one.section, one.number),
    lambda one: (one.title, one.deadline),
    lambda one: (one.title, one.method),
    lambda one: one.title,
)


def _folded(one: Words) -> Words:
    title, number, section, method, deadline, coverage = (
        fold(text) for text in (one.title, one.number, one.section, one.method, one.deadline, one.coverage)
    )
    return Words(title[:LONGEST_TITLE], number, section, method, deadline=deadline, coverage=coverage)


def _likeness(before: str, after: str, least: float) -> float:
    """Return how alike two titles are, from 0 to 1; 0 as soon as it is known to be below ``least``."""
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.real_quick_ratio() < least or matcher.quick_ratio() < least:
        return 0.0
    return matcher.ratio()
