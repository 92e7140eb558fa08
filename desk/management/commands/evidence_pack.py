"""Writes the evidence pack of a plan's period: one ZIP that an inspector verifies without this service."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import DownloadColumn, Progress, SpinnerColumn, TextColumn, TransferSpeedColumn

from desk.command import DeskCommand
from reports.evidence.making import WRITINGS, Packed, make_evidence
from scheduler.models import MediaPlan


class Command(DeskCommand):
    help = (
        "Write report, ledger, captures, proofs, the rows of the log and their seals into one ZIP with checksums and "
        "a program that verifies it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("plan", type=int, metavar="PLAN", help="id of the plan")
        parser.add_argument("--from", dest="first", required=True, metavar="D", help="first day, like 2026-01-01")
        parser.add_argument("--to", dest="last", required=True, metavar="D", help="last day")
        parser.add_argument("--language", choices=WRITINGS, default="uz")
        parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="a new file")

    def work(self, **options: Any) -> None:
        plan = MediaPlan.objects.select_related("organization").filter(pk=options["plan"]).first()
        if plan is None:
            self.bad_input(_("There is no plan %(id)s.") % {"id": options["plan"]})
        first, last = self._day(options["first"]), self._day(options["last"])
        if last < first:
            self.bad_input(_("The last day is before the first."))
        place: Path = options["out"]
        if place.exists() or not place.parent.is_dir():
            self.bad_input(_("%(file)s exists already, or its folder does not.") % {"file": place})
        packed = _into(place, plan, first, last, language=options["language"])
        value = {
            "plan": plan.pk,
            "file": str(place),
            "bytes": place.stat().st_size,
            "deliveries": packed.deliveries,
            "files": packed.files,
            "missing": packed.missing,
            "ledger_checksum": packed.ledger_checksum,
            "head": str(packed.head) if packed.head else None,
        }
        words = _("%(file)s: %(deliveries)s deliveries, %(files)s files, %(bytes)s bytes.") % value
        if packed.missing:
            words += " " + _("Files that rows name and the media folder lacks: %(count)s.") % {"count": packed.missing}
        if packed.head:
            words += "\n" + _("Last seal: %(head)s") % {"head": packed.head}
        self.show(value, words, as_json=options["as_json"])

    def _day(self, text: str) -> date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.bad_input(_("This is no day: %(text)s. Write it like 2026-12-01.") % {"text": text})


def _into(place: Path, plan: MediaPlan, first: date, last: date, *, language: str) -> Packed:
    """Under another name until it is whole."""
    unfinished = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out, _bar() as told:
            packed = make_evidence(plan, first, last, language=language, now=timezone.now(), target=out, progress=told)
        unfinished.rename(place)
    finally:
        unfinished.unlink(missing_ok=True)
    return packed


@contextmanager
def _bar() -> Iterator[Callable[[int], None]]:
    """Bytes on the terminal's error stream; nothing where that is no terminal."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), DownloadColumn(), TransferSpeedColumn())
    console = Console(file=sys.stderr)
    with Progress(*columns, console=console, disable=not sys.stderr.isatty(), transient=True) as progress:
        task = progress.add_task(_("Packing"), total=None)
        yield lambda count: progress.advance(task, count)
