"""A plan as rows of a document, in the writing of the plan itself."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scheduler.models import MediaPlan, PlanItem
from scheduler.plan_import.folding import is_cyrillic
from scheduler.plan_import.plain_text import plain_text

_UZBEK_CYRILLIC = re.compile(r"[ўқғҳЎҚҒҲ]")

HEADERS: dict[str, dict[str, str]] = {
    "uz": {
        "number": "T/r",
        "title": "Tadbir nomi",
        "method": "Amalga oshirish shakli",
        "deadline": "Muddati",
        "responsible": "Mas’ul",
        "coverage": "Yoritilishi",
    },
    "uz-cyrl": {
        "number": "Т/р",
        "title": "Тадбир номи",
        "method": "Амалга ошириш шакли",
        "deadline": "Муддати",
        "responsible": "Масъул",
        "coverage": "Ёритилиши",
    },
    "ru": {
        "number": "№",
        "title": "Наименование мероприятия",
        "method": "Форма реализации",
        "deadline": "Срок исполнения",
        "responsible": "Ответственный",
        "coverage": "Освещение",
    },
}
YEARS = {
    "uz": ("{0}-yil", "{0}–{1} o‘quv yili"),
    "uz-cyrl": ("{0} йил", "{0}–{1} ўқув йили"),
    "ru": ("{0} год", "{0}–{1} учебный год"),
}


@dataclass(frozen=True)
class SheetRow:
    """One row: the cells of an item, in the order of the sheet's header, or a heading over all of them."""

    cells: tuple[str, ...]
    is_heading: bool = False


@dataclass(frozen=True)
class Sheet:
    """A plan as a document shows it. ``year_line`` is empty where the title names the year."""

    title: str
    year_line: str
    writing: str
    """One of HEADERS: uz, uz-cyrl, ru."""
    roles: tuple[str, ...]
    rows: tuple[SheetRow, ...]

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(HEADERS[self.writing][role] for role in self.roles)


def sheet_of(plan: MediaPlan) -> Sheet:
    """The plan with the items that stand in it now; two queries, whatever its length."""
    items = list(plan.items.filter(withdrawn_at=None).order_by("position").prefetch_related("decisions"))
    writing = writing_of(" ".join([plan.title, *(item.title for item in items)]))
    optional = {"responsible": any(item.responsible for item in items)}
    roles = tuple(role for role in HEADERS[writing] if optional.get(role, True))
    rows: list[SheetRow] = []
    section = ""
    for item in items:
        if item.section != section and item.section:
            rows.append(SheetRow((plain_text(item.section),), is_heading=True))
        section = item.section
        rows.append(SheetRow(tuple(plain_text(_cell(item, role)) for role in roles)))
    return Sheet(plain_text(plan.title), _year_line(plan, writing), writing, roles, tuple(rows))


def writing_of(text: str) -> str:
    """Which of HEADERS a text is written in."""
    if not is_cyrillic(text):
        return "uz"
    return "uz-cyrl" if _UZBEK_CYRILLIC.search(text) else "ru"


def deadline_words(item: PlanItem) -> str:
    """The deadline in force: as a person last reworded it, else as the document has it."""
    reworded = [decision.wording for decision in item.decisions.all() if decision.wording]
    return reworded[-1] if reworded else item.deadline_text


def _cell(item: PlanItem, role: str) -> str:
    if role == "deadline":
        return deadline_words(item)
    if role == "number":
        return f"{item.number}." if item.number.isdigit() else item.number
    text: str = {
        "title": item.title,
        "method": item.method,
        "responsible": item.responsible,
        "coverage": item.coverage_text,
    }[role]
    return text


def _year_line(plan: MediaPlan, writing: str) -> str:
    if plan.year is None or str(plan.year) in plan.title:
        return ""
    return YEARS[writing][plan.is_school_year].format(plan.year, plan.year + 1)
