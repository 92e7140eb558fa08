"""Prints what the plans owe, in order of time."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from rich.table import Table

from desk.command import DeskCommand
from desk.terminal import print_table
from scheduler.labels import period_label
from scheduler.models import MediaPlan, Occurrence
from scheduler.queries import calendar


class Command(DeskCommand):
    help = "Print the occurrences of the plans: period, slot, item, channels owed, state."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--plan", type=int, help="id of one plan")
        parser.add_argument("--year", type=int, help="one year")

    def work(self, **options: Any) -> None:
        self.check_year(options["year"])
        if options["plan"] is not None and not MediaPlan.objects.filter(pk=options["plan"]).exists():
            self.bad_input(_("There is no plan %(id)s.") % {"id": options["plan"]})
        rows = list(calendar(plan_id=options["plan"], year=options["year"]))
        dated = [row for row in rows if row.slot is not None]
        undated = [row for row in rows if row.slot is None]
        if options["as_json"]:
            self.show(
                {"occurrences": [_as_json(row) for row in dated], "expected": [_as_json(row) for row in undated]},
                "",
                as_json=True,
            )
            return
        if not rows:
            self.stdout.write(_("Nothing is owed yet: import a plan and activate it."))
            return
        self._print(dated, undated)

    def _print(self, dated: list[Occurrence], undated: list[Occurrence]) -> None:
        table = Table(box=None, pad_edge=False)
        for heading in (_("Slot"), _("Period"), _("No."), _("Measure"), _("Channels"), _("State")):
            table.add_column(heading, overflow="fold")
        for row in dated:
            table.add_row(
                _local(row).strftime("%d.%m.%Y %H:%M %Z"),
                period_label(row.period_key, row.window_start, row.window_end),
                row.item.number,
                " · ".join(filter(None, [row.item.title[:60], row.note])),
                ", ".join(channel.name for channel in row.channels.all()),
                str(Occurrence.State(row.state).label),
            )
        print_table(table, self.stdout)
        self.stdout.write(
            _("%(dated)s dated occurrences, %(undated)s expected of continuous items.")
            % {"dated": len(dated), "undated": len(undated)}
        )


def _local(row: Occurrence) -> Any:
    assert row.slot is not None
    return row.slot.astimezone(ZoneInfo(row.item.plan.organization.time_zone))


def _as_json(row: Occurrence) -> dict[str, Any]:
    return {
        "id": row.pk,
        "plan": row.item.plan_id,
        "item": row.item.number,
        "title": row.item.title,
        "kind": row.item.kind,
        "period": row.period_key,
        "window": {"start": row.window_start.isoformat(), "end": row.window_end.isoformat()},
        "slot": None if row.slot is None else row.slot.isoformat(),
        "local": None if row.slot is None else _local(row).isoformat(),
        "channels": [channel.name for channel in row.channels.all()],
        "state": row.state,
        "post": row.post_id,
        "problem": row.problem_code or None,
        "note": row.note or None,
        "reason": row.reason or None,
    }
