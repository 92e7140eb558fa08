"""Columns of the desk's lists that Wagtail does not bring."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from wagtail.admin.ui.tables import BaseColumn, Column

Tone = Literal["good", "waits", "bad", "over"]


class StateColumn(Column):
    """A state as a tag; ``tone`` (row -> Tone) tells at a glance what needs a person. The words say the same."""

    cell_template_name = "desk/tables/state_cell.html"

    def __init__(self, name: str, *, tone: Callable[[Any], Tone], **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        self.tone = tone

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"tone": self.tone(instance)}


class LinkColumn(BaseColumn):
    """An address outside; ``accessor`` (row -> address, may be empty)."""

    cell_template_name = "desk/tables/link_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"address": self.accessor(instance)}
