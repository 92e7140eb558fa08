"""Writes the execution report of a plan: Word, PDF, Excel or JSON."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from desk.command import DeskCommand
from reports.execution.making import FORMATS, LANGUAGES, make_report
from scheduler.models import MediaPlan


class Command(DeskCommand):
    help = (
        "Write what came of a plan in a period: what was done with dates and links, what was not and why. The same "
        "rows give the same file."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("plan", type=int, metavar="PLAN", help="id of the plan")
        parser.add_argument("--from", dest="first", required=True, metavar="D", help="first day, 2026-01-01")
        parser.add_argument("--to", dest="last", required=True, metavar="D", help="last day, 2026-12-31")
        parser.add_argument("--format", choices=FORMATS, help="default: as the file's name ends")
        parser.add_argument("--language", choices=LANGUAGES, default="uz", help="default: uz, Uzbek in Latin letters")
        parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the file to write")

    def work(self, **options: Any) -> None:
        plan = MediaPlan.objects.select_related("organization").filter(pk=options["plan"]).first()
        if plan is None:
            self.bad_input(_("There is no plan %(id)s.") % {"id": options["plan"]})
        first, last = self.day(options["first"]), self.day(options["last"])
        if last < first:
            self.bad_input(_("The first day lies after the last."))
        out: Path = options["out"]
        form = options["format"] or out.suffix.lower().removeprefix(".")
        if form not in FORMATS:
            self.bad_input(_("Say the form: --format docx, pdf, xlsx or json."))
        if not out.parent.is_dir():
            self.bad_input(_("The file cannot be written: %(error)s") % {"error": _("there is no such folder")})
        with self.progress() as told:
            written = make_report(
                plan, first, last, format=form, language=options["language"], now=timezone.now(), progress=told
            )
        try:
            out.write_bytes(written)
        except OSError as error:
            self.bad_input(_("The file cannot be written: %(error)s") % {"error": error.strerror or "OSError"})
        checksum = hashlib.sha256(written).hexdigest()
        self.show(
            {"plan": plan.pk, "format": form, "file": str(out), "bytes": len(written), "sha256": checksum},
            _("Report on plan %(id)s written to %(file)s (SHA-256 %(checksum)s)")
            % {"id": plan.pk, "file": out, "checksum": checksum},
            as_json=options["as_json"],
        )

    def day(self, text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.bad_input(_("This is no day: %(text)s. Write it like 2026-12-01.") % {"text": text})

    @contextmanager
    def progress(self) -> Iterator[Callable[[int, int], None] | None]:
        """A bar on a terminal, nothing elsewhere."""
        console = Console(stderr=True)
        if not console.is_terminal:
            yield None
            return
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task(_("Making the report…"), total=100)
            yield lambda done, of: bar.update(task, total=of, completed=done)
