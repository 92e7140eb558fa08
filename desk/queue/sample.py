"""A spreadsheet to begin with: the headings that are read, and two rows that show how they are filled."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from content.models import Channel, Organization
from scheduler.plan_export.grid import Grid, grid_of
from scheduler.stock import stocked_items

WIDTHS = (34, 60, 30, 14, 10, 12, 24, 30, 40)


def sample_sheet(*, now: datetime) -> bytes:
    """The workbook's bytes, in the reader's language, with channels and an item of this installation."""
    organization = Organization.objects.order_by("pk").first()
    channels = list(Channel.objects.filter(organization=organization, is_active=True)[:2]) if organization else []
    item = stocked_items(organization).first() if organization else None
    names = ", ".join(channel.name for channel in channels) or "Telegram"
    tomorrow = timezone.localtime(now) + timedelta(days=1)
    grid = Grid(
        name=_("Posts"),
        title=_("Posts to be imported"),
        lines=[
            _(
                "One post a row. With a date it goes out then; with the number of a plan item alone it waits in the "
                "item's stock. Commas separate channels and pictures, semicolons separate alternative texts."
            )
        ],
        header=headings(),
        rows=[
            [
                _("The first title"),
                _("The text. An empty line begins a new paragraph."),
                names,
                f"{tomorrow:%d.%m.%Y}",
                "10:00",
                "",
                _("openness"),
                "1.jpg",
                _("What the picture shows"),
            ],
            [_("The second title"), _("Another text."), "", "", "", item.number if item else "1", "", "", ""],
        ],
        sums=[],
        widths=WIDTHS,
    )
    return grid_of(grid)


def headings() -> list[str]:
    return [
        _("Title"), _("Text"), _("Channels"), _("Date"), _("Time"), _("Plan item"), _("Hashtags"), _("Pictures"),
        _("Alternative text"),
    ]  # fmt: skip
