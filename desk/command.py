"""What all commands share: exit codes, output for people or for programs, the terminal's language.

Exit status: 0 done, 1 failed, 2 bad input. Bad input changes nothing.
"""

from __future__ import annotations

import json
import locale
import os
import sys
from datetime import datetime
from typing import Any, NoReturn

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from content.models import Organization

DONE, FAILED, BAD_INPUT = 0, 1, 2
FIRST_YEAR, LAST_YEAR = 2000, 2100


class DeskCommand(BaseCommand):
    """A command with ``--json``. Subclasses implement ``work`` and report through ``show``."""

    requires_migrations = True

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", dest="as_json", help="print one JSON value for programs")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(terminal_language()):
            if self.requires_migrations:
                self.ensure_database()
            self.work(**options)

    def work(self, **options: Any) -> None:
        raise NotImplementedError(f"{type(self).__name__} has no work")

    def ensure_database(self) -> None:
        """Make the embedded database on first use; elsewhere say which command is missing."""
        try:
            missing = missing_migrations()
        except DatabaseError as error:
            self.fail(_("The database does not answer: %(error)s") % {"error": type(error).__name__})
        if not missing:
            return
        if settings.DATABASE_URL:
            self.fail(_("The database is not up to date. Run: python manage.py migrate"))
        self.stderr.write(_("Preparing the database, once…"))
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)

    def organization(self, slug: str | None) -> Organization:
        """The one that is named, else the only one."""
        found = list(Organization.objects.all()[:2]) if slug is None else list(Organization.objects.filter(slug=slug))
        if len(found) != 1:
            if slug is not None:
                sentence = _("There is no organization “%(slug)s”.") % {"slug": slug}
            elif found:
                sentence = _("There are several organizations. Name one with --organization.")
            else:
                sentence = _("There is no organization yet. Import a plan or add a channel first.")
            self.bad_input(sentence)
        return found[0]

    def organization_or_first(self, slug: str | None) -> Organization:
        """As ``organization``; on an empty database the first one is made."""
        if slug is None and not Organization.objects.exists():
            return Organization.objects.create(name="Mediareja", slug="mediareja")
        return self.organization(slug)

    def instant(self, text: str) -> datetime:
        """The time that ``text`` names in ISO 8601; in our own zone when it names none."""
        try:
            instant = datetime.fromisoformat(text)
        except ValueError:
            instant = None
        if instant is None or not FIRST_YEAR <= instant.year <= LAST_YEAR:
            self.bad_input(_("This is no time: %(text)s. Write it like 2026-12-01T10:00+05:00.") % {"text": text})
        return instant if instant.tzinfo else timezone.make_aware(instant)

    def check_year(self, year: int | None) -> None:
        if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
            self.bad_input(_("The year must be between 2000 and 2100."))

    def show(self, value: Any, text: str, *, as_json: bool) -> None:
        """``value`` as JSON for programs, times as ISO 8601 in UTC; ``text`` for people."""
        if as_json:
            self.stdout.write(json.dumps(value, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder))
        else:
            self.stdout.write(text)

    def bad_input(self, sentence: str) -> NoReturn:
        self.stderr.write(sentence)
        sys.exit(BAD_INPUT)

    def fail(self, sentence: str) -> NoReturn:
        self.stderr.write(sentence)
        sys.exit(FAILED)


def missing_migrations() -> list[str]:
    """Names of the migrations that the database has not had yet, in their order. Raises DatabaseError."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _backwards in plan]


def terminal_language() -> str:
    """The language of the terminal when we speak it, else English."""
    name = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    code = (locale.normalize(name).split("_")[0] or "en").lower()
    if code == "uz" and "cyrillic" in name.lower():  # uz_UZ.UTF-8@cyrillic
        return "uz-cyrl"
    return code if code in dict(settings.LANGUAGES) else "en"
