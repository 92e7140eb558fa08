"""The panel on Wagtail's first page."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.admin.ui.components import Component

from desk.today.coverage import coverage, in_words
from desk.today.needs import counts, to_reconnect, to_write, went_wrong
from desk.today.outgoing import comes_next, posts_today


class Today(Component):
    order = 10
    template_name = "desk/today/panel.html"

    def __init__(self, request: Any) -> None:
        self.request = request

    def render_html(self, parent_context: Any = None) -> str:
        if not self.request.user.has_perm("publishers.view_delivery"):
            return ""
        rendered: str = super().render_html(parent_context)
        return rendered

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        now = timezone.now()
        today, more = posts_today(now)
        covered = coverage(now)
        return {
            "now": timezone.localtime(now),
            "today": today,
            "more": more,
            "next": comes_next(),
            "counts": counts(self.request.user, now),
            "to_write": to_write(now),
            "wrong": went_wrong(),
            "paused": to_reconnect(),
            "coverage": covered,
            "coverage_words": in_words(covered) if covered else "",
        }
