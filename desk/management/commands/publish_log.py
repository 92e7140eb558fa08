"""Prints the publish log: what was to go out, what was tried, what came of it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.table import Table

from desk.command import DeskCommand
from desk.terminal import print_table
from publishers.labels import change_word, reason_sentence, state_label
from publishers.models import Delivery
from publishers.queries import delivery_log
from publishers.states import State


class Command(DeskCommand):
    help = "Print deliveries, newest first, with their attempts."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--state", choices=[state.value for state in State], default="")
        parser.add_argument("--since", metavar="T", help="due at or after this time, ISO 8601")

    def work(self, **options: Any) -> None:
        since = None if options["since"] is None else self.instant(options["since"])
        rows = delivery_log(state=options["state"], since=since)
        if options["as_json"]:
            log = rows.prefetch_related("attempts")
            self.show({"deliveries": [_as_json(row) for row in log]}, "", as_json=True)
            return
        self._print(rows)

    def _print(self, rows: QuerySet[Delivery]) -> None:
        table = Table(box=None, pad_edge=False)
        for heading in (_("Due"), _("Channel"), _("Post"), _("State"), _("Tries"), _("Link or reason")):
            table.add_column(heading, overflow="fold")
        count = 0
        for row in rows.iterator(chunk_size=500):
            count += 1
            table.add_row(
                timezone.localtime(row.due_at).strftime("%d.%m.%Y %H:%M %Z"),
                str(row.channel),
                row.rendition.title,
                " · ".join(filter(None, (state_label(row.state), change_word(row)))),
                str(row.tries),
                reason_sentence(row.change_code) or row.link or reason_sentence(row.reason_code),
            )
        if count:
            print_table(table, self.stdout)
        self.stdout.write(_("Deliveries: %(count)s.") % {"count": count})


def _as_json(row: Delivery) -> dict[str, Any]:
    return {
        "id": row.pk,
        "key": row.key,
        "post": row.post_id,
        "title": row.rendition.title,
        "channel": row.channel.name,
        "kind": row.channel.kind,
        "sandbox": row.channel.is_sandbox,
        "state": row.state,
        "due_at": row.due_at,
        "finished_at": row.finished_at,
        "external_id": row.external_id or None,
        "parts": row.parts,
        "link": row.link or None,
        "reason": row.reason_code or None,
        "detail": row.detail or None,
        "change": row.change or None,
        "change_reason": row.change_code or None,
        "change_detail": row.change_detail or None,
        "changed_at": row.changed_at,
        "attempts": [
            {
                "number": attempt.number,
                "step": attempt.step,
                "started_at": attempt.started_at,
                "finished_at": attempt.finished_at,
                "outcome": attempt.outcome or None,
                "reason": attempt.reason_code or None,
                "detail": attempt.detail or None,
            }
            for attempt in row.attempts.all()
        ],
    }
