"""Raw entries of a plan: its words dealt out to roles, before any meaning is read."""

from __future__ import annotations

from dataclasses import dataclass, field

TEXT_ROLES = ("title", "method", "deadline", "responsible", "coverage")


@dataclass
class Entry:
    """One item of the plan in the words of the document.

    place: (table, row), both from 1; (0, paragraph) outside tables. inherited: the roles merged down from above.
    deadlines: how many cells its deadline stood in. questions: codes that its place in the document raises.
    """

    number: str | None
    section: str | None
    title: str = ""
    method: str = ""
    deadline: str = ""
    responsible: str = ""
    coverage: str = ""
    place: tuple[int, int] = (0, 0)
    inherited: set[str] = field(default_factory=set)
    deadlines: int = 1
    questions: tuple[str, ...] = ()

    def add(self, role: str, text: str) -> None:
        """Add a line to the text of one role."""
        before = getattr(self, role)
        setattr(self, role, f"{before}\n{text}" if before else text)

    def own(self, role: str) -> str:
        """Return the text of a role that is not merged down from above."""
        return "" if role in self.inherited else str(getattr(self, role))
