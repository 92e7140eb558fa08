"""Columns of the desk's lists that Wagtail does not bring."""

from __future__ import annotations

from typing import Any

from wagtail.admin.ui.tables import BaseColumn


class LinkColumn(BaseColumn):
    """An address outside; ``accessor`` (row -> address, may be empty)."""

    cell_template_name = "desk/tables/link_cell.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        context["address"] = self.accessor(instance)
        return context
