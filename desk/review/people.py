"""Who can decide each step, as the settings and the plan's page show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from content.models import Organization
from content.models.places import Steps
from content.people import name_of
from content.steps import is_stuck, people_of


@dataclass(frozen=True, slots=True)
class Way:
    """``steps``: of each step the names of its people. ``stuck``: what is submitted could wait for ever."""

    number: int
    steps: list[tuple[int, str]]
    stuck: bool
    in_force: bool


def who_decides(organization: Organization, numbers: Iterable[int] = Steps.values, *, in_force: int = 0) -> list[Way]:
    """``in_force``: the number of steps that counts now; 0: the organization's."""
    found = []
    for number in numbers:
        steps = people_of(number)
        names = [(step.number, ", ".join(map(name_of, step.people))) for step in steps]
        current = number == (in_force or organization.approval_steps)
        found.append(Way(number, names, is_stuck(steps, organization), current))
    return found
