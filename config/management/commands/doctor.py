"""What a technician runs first when something is wrong, and a monitor every hour."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from rich.table import Table

from config.doctor import examine
from config.doctor.findings import LEVELS, Finding, worst
from desk.command import DeskCommand
from desk.terminal import print_table


class Command(DeskCommand):
    help = (
        "Look at settings, database, clocks, broker, storage, beat, workers, channels and mail, and say what to do. "
        "Changes nothing. Exit status: 0 all is well, 1 warnings, 2 errors."
    )
    requires_migrations = False
    requires_system_checks: list[str] = []

    def work(self, **options: Any) -> None:
        findings = examine(timezone.now())
        level = worst(findings)
        if options["as_json"]:
            value = {"status": level, "findings": [asdict(finding) for finding in findings]}
            self.show(value, "", as_json=True)
        else:
            self._print(findings)
        if level != "ok":
            sys.exit(LEVELS.index(level))

    def _print(self, findings: list[Finding]) -> None:
        names = {"ok": _("well"), "warning": _("warning"), "error": _("error")}
        table = Table(box=None, pad_edge=False, show_header=False)
        table.add_column(no_wrap=True)
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        for finding in findings:
            words = f"{finding.sentence}\n→ {finding.todo}" if finding.todo else finding.sentence
            table.add_row(names[finding.level], finding.check, words)
        print_table(table, self.stdout)
        counts = {level: sum(finding.level == level for finding in findings) for level in LEVELS}
        self.stdout.write(_("Well: %(ok)s. Warnings: %(warning)s. Errors: %(error)s.") % counts)
