"""Side panel of the post's form: what an author of a correction has changed since the last approval."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.side_panels import BaseSidePanel

from content.frozen_views import layout_of
from content.models import Post, Rendition
from content.services import frozen_form
from desk.review.changes import Change, changes
from desk.side_panels import ChannelChecks


class Changes(BaseSidePanel):
    class SidePanelToggle(BaseSidePanel.SidePanelToggle):
        aria_label = _("Toggle changes since the last approval")
        icon_name = "history"

        def get_context_data(self, parent_context: Any) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["count"] = sum(bool(row["changes"]) for row in self.panel.rows)
            return context

    name = "approved-changes"
    title = _("Changed since the last approval")
    order = 155
    template_name = "desk/side_panels/approved_changes.html"

    def __init__(self, post: Post, request: Any, *, checks: ChannelChecks) -> None:
        super().__init__(post, request)
        self.checks = checks

    @staticmethod
    def has_approved(post: Post) -> bool:
        return post.pk is not None and post.renditions.filter(approved_at__isnull=False).exists()

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """Channels that get the same, before and now, are one row."""
        approved = _approved(self.object)
        found: dict[tuple[Any, ...], dict[str, Any]] = {}
        for rendered in self.checks.rendered:
            form, old = frozen_form(self.object, rendered), approved.get(rendered.channel.pk)
            key = (layout_of(rendered.channel.kind), form.checksum, old and old.checksum)
            if key not in found:
                listed: list[Change] = changes(old, form) if old is not None else []
                found[key] = {"channels": [], "changes": listed, "new": old is None}
            found[key]["channels"].append(str(rendered.channel))
        return list(found.values())

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        return context | {"rows": self.rows}


def _approved(post: Post) -> dict[int, Rendition]:
    """By channel, the form approved last."""
    rows = Rendition.objects.filter(post_id=post.pk, approved_at__isnull=False).select_related("channel")
    return {form.channel_id: form for form in rows.order_by("revision_id", "pk")}
