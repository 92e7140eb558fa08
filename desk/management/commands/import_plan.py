"""Reads a media plan, shows what was understood, and stores it unless it is only a try."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from desk.command import DeskCommand
from desk.plan_table import print_reading
from scheduler.labels import refusal_sentence
from scheduler.models import MediaPlan
from scheduler.plan_import.errors import NotAPlan
from scheduler.plan_import.reading import PlanReading, read_plan
from scheduler.storing import AlreadyImported, store_plan


class Command(DeskCommand):
    help = "Read a media plan (text pasted from Word, or DOCX) and store it as a plan waiting to be activated."
    requires_migrations = False

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, help="the plan")
        parser.add_argument("--year", type=int, help="the plan's year, when the document does not say it")
        parser.add_argument("--organization", metavar="SLUG", help="whose it is; may be left out when there is one")
        parser.add_argument("--dry-run", action="store_true", help="show what is understood, store nothing")

    def work(self, **options: Any) -> None:
        path, year = options["file"], options["year"]
        self.check_year(year)
        try:
            plan = read_plan(path, year=year)
        except NotAPlan as refusal:
            self.bad_input(refusal_sentence(refusal.code, refusal.params))
        except OSError as error:
            self.bad_input(_("The file cannot be read: %(error)s") % {"error": error.strerror or type(error).__name__})
        reading = plan.to_json()
        stored = None
        if not options["dry_run"]:
            self.ensure_database()
            stored = self.store(plan, path, options["organization"])
        if options["as_json"]:
            if stored is not None:
                reading["plan_id"] = stored.pk
            self.show(reading, "", as_json=True)
            return
        print_reading(reading, self.stdout)
        if stored is not None:
            next_step = _("Stored as plan %(id)s. Next: python manage.py activate_plan %(id)s")
            self.stdout.write(next_step % {"id": stored.pk})

    def store(self, plan: PlanReading, path: Path, slug: str | None) -> MediaPlan:
        organization = self.organization_or_first(slug)
        try:
            return store_plan(
                plan.to_json(),
                organization=organization,
                title=plan.title or shown_name(path.stem),
                source_name=shown_name(path.name),
                checksum=hashlib.sha256(path.read_bytes()).hexdigest(),
            )
        except AlreadyImported as known:
            self.bad_input(_("This file is stored already, as plan %(id)s.") % {"id": known.plan.pk})


def shown_name(name: str) -> str:
    """The file's name as a database can keep it: bytes of another encoding are replaced."""
    return os.fsencode(name).decode("utf-8", errors="replace")
