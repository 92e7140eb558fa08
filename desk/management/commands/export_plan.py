"""Writes a plan out again: Word or Excel in the layout of press services, or its slots as a calendar."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from desk.command import DeskCommand
from desk.plan_exports import DOCUMENTS, calendar_of_plan, document_of
from scheduler.models import MediaPlan
from scheduler.plan_export.sheet import sheet_of


class Command(DeskCommand):
    help = "Write a plan as DOCX or XLSX in the layout of press services, or its slots as a calendar (ICS)."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("plan", type=int, metavar="PLAN", help="id of the plan")
        parser.add_argument("--format", choices=[*DOCUMENTS, "ics"], help="default: as the file's name ends")
        parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the file to write")

    def work(self, **options: Any) -> None:
        plan = MediaPlan.objects.select_related("organization").filter(pk=options["plan"]).first()
        if plan is None:
            self.bad_input(_("There is no plan %(id)s.") % {"id": options["plan"]})
        out: Path = options["out"]
        form = options["format"] or out.suffix.lower().removeprefix(".")
        if form not in {*DOCUMENTS, "ics"}:
            self.bad_input(_("Say the form: --format docx, xlsx or ics."))
        written = calendar_of_plan(plan) if form == "ics" else document_of(sheet_of(plan), form)
        try:
            out.write_bytes(written)
        except OSError as error:
            self.bad_input(_("The file cannot be written: %(error)s") % {"error": error.strerror or "OSError"})
        self.show(
            {"plan": plan.pk, "format": form, "file": str(out), "bytes": len(written)},
            _("Plan %(id)s written to %(file)s") % {"id": plan.pk, "file": out},
            as_json=options["as_json"],
        )
