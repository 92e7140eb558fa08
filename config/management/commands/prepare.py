"""What a server's database needs before web, worker and beat may start: tables and the public site's first pages."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from config import first_run
from desk.command import DeskCommand


class Command(DeskCommand):
    help = "Bring the database up to date and make the public site's first pages. Done again it changes nothing."
    requires_migrations = False

    def work(self, **options: Any) -> None:
        first_run.prepare_database()
        self.show({"prepared": True}, _("The database is up to date."), as_json=options["as_json"])
