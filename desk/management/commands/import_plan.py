"""Reads a media plan, shows what was understood, and stores it unless it is only a try."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from desk.command import DeskCommand
from desk.plan_files import PlanFile, read_file
from desk.plan_table import print_reading, print_version
from scheduler.labels import VERSIONS, refusal_sentence
from scheduler.models import MediaPlan, PlanVersion
from scheduler.plan_import.errors import NotAPlan
from scheduler.storing import AlreadyImported, store_plan
from scheduler.versions import VersionRefused, apply_version, preview_version, store_version


class Command(DeskCommand):
    help = (
        "Read a media plan (DOCX, XLSX, CSV, PDF, or text pasted from Word) and store it as a plan waiting to be "
        "activated; or, with --replaces, as a newer version of a plan. A version changes nothing until it is applied: "
        "with --apply here, or later with review_plan PLAN --apply-version or on the screen."
    )
    requires_migrations = False

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, help="the plan")
        parser.add_argument("--year", type=int, help="the plan's year, when the document does not say it")
        parser.add_argument("--organization", metavar="SLUG", help="whose it is; may be left out when there is one")
        parser.add_argument("--dry-run", action="store_true", help="show what is understood, store nothing")
        parser.add_argument(
            "--replaces",
            type=int,
            metavar="PLAN",
            help="store it as a newer version of this plan and print the difference, item by item",
        )
        parser.add_argument("--apply", action="store_true", help="with --replaces: apply the version at once")

    def work(self, **options: Any) -> None:
        self.check_year(options["year"])
        if options["apply"] and options["replaces"] is None:
            self.bad_input(_("--apply needs --replaces PLAN."))
        if options["replaces"] is not None:
            self.ensure_database()
            self.replace(options)
            return
        found = self.read(options["file"], options["year"])
        reading, stored = found.reading, None
        if not options["dry_run"]:
            self.ensure_database()
            stored = self.store(found, options["organization"])
        if options["as_json"]:
            if stored is not None:
                reading["plan_id"] = stored.pk
            self.show(reading, "", as_json=True)
            return
        print_reading(reading, self.stdout)
        if stored is not None:
            self.stdout.write(next_step(stored))

    def read(self, path: Path, year: int | None) -> PlanFile:
        try:
            return read_file(path, name=path.name, year=year, today=timezone.localdate())
        except NotAPlan as refusal:
            self.bad_input(refusal_sentence(refusal.code, refusal.params))
        except OSError as error:
            self.bad_input(_("The file cannot be read: %(error)s") % {"error": error.strerror or type(error).__name__})

    def store(self, found: PlanFile, slug: str | None) -> MediaPlan:
        organization = self.organization_or_first(slug)
        try:
            return store_plan(
                found.reading,
                organization=organization,
                title=found.title,
                source_name=found.source_name,
                checksum=found.checksum,
            )
        except AlreadyImported as known:
            self.bad_input(_("This file is stored already, as plan %(id)s.") % {"id": known.plan.pk})

    def replace(self, options: dict[str, Any]) -> None:
        """Store the file as a version of a plan, show the difference and apply it if that was asked for."""
        plan = MediaPlan.objects.filter(pk=options["replaces"]).first()
        if plan is None:
            self.bad_input(_("There is no plan %(id)s.") % {"id": options["replaces"]})
        if options["dry_run"]:
            self.bad_input(_("--dry-run shows a plan of its own; leave --replaces out."))
        found = self.read(options["file"], options["year"])
        if options["year"] is None and found.reading["plan_year"] is None and plan.year is not None:
            found = self.read(options["file"], plan.year)
        version = self.store_version(plan, found)
        now = timezone.now()
        report = apply_version(version, actor=None, now=now).changes if options["apply"] else None
        if report is None:
            report = preview_version(version, now=now)
        value = {"plan": plan.pk, "version": version.number, "applied": options["apply"], "changes": report}
        if options["as_json"]:
            self.show(value, "", as_json=True)
            return
        print_version(report, self.stdout)
        self.stdout.write(
            _("Version %(number)s of plan %(id)s is applied.") % {"number": version.number, "id": plan.pk}
            if options["apply"]
            else _("Version %(number)s waits. Apply it: python manage.py review_plan %(id)s --apply-version")
            % {"number": version.number, "id": plan.pk}
        )

    def store_version(self, plan: MediaPlan, found: PlanFile) -> PlanVersion:
        try:
            return store_version(plan, found.reading, source_name=found.source_name, checksum=found.checksum)
        except VersionRefused as refusal:
            self.bad_input(str(VERSIONS[refusal.code]) % {"year": "", **refusal.params})


def next_step(plan: MediaPlan) -> str:
    """What to do with a stored plan: answer what is asked, and activate it."""
    activate = _("Stored as plan %(id)s. Next: python manage.py activate_plan %(id)s") % {"id": plan.pk}
    if plan.review or plan.items.filter(needs_review=True).exists():
        return _("Answer the questions with: python manage.py review_plan %(id)s") % {"id": plan.pk} + "\n" + activate
    return activate
