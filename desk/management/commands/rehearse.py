"""Plays a plan's year through, where nothing can reach anyone, and says what would go out and what would be missed."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from desk.command import FAILED, DeskCommand
from desk.rehearsal_text import print_account
from scheduler.models import MediaPlan
from scheduler.rehearsal.labels import with_sentences
from scheduler.rehearsal.running import Ended, NotPlayed, rehearse
from scheduler.rehearsal.script import script_of
from scheduler.rehearsal.span import SpanRefused, span_of

INTERRUPTED = 130
"""The exit status of a program that Ctrl-C ended."""


class Command(DeskCommand):
    help = (
        "Play the days of a plan through by the same code, on a moved clock, in a scratch database and a sandbox of "
        "its own. Says what would be published where and when, and what would be missed and why. Nothing of it stays."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--plan", type=int, required=True, metavar="ID", help="id of the plan")
        parser.add_argument("--from", dest="begin", metavar="DAY", help="first day, 2026-01-01 (default: the plan's)")
        parser.add_argument("--to", dest="end", metavar="DAY", help="last day, 2026-12-31 (default: the plan's)")
        parser.add_argument("--year", type=int, help="the plan's year, when it is not known yet")
        parser.add_argument(
            "--with-posts",
            action="store_true",
            help="as if people wrote and approved every draft in time: shows slots, pace and limits",
        )

    def work(self, **options: Any) -> None:
        started = time.monotonic()
        plan = MediaPlan.objects.select_related("organization").filter(pk=options["plan"]).first()
        if plan is None:
            self.bad_input(_("There is no plan %(id)s.") % {"id": options["plan"]})
        begin, end = self.day(options["begin"]), self.day(options["end"])
        try:
            span = span_of(plan, begin=begin, end=end, year=options["year"])
        except SpanRefused as refusal:
            self.bad_input(self.sentence(refusal))
        script = script_of(plan, begin=span.begin, end=span.end, year=span.year, with_posts=options["with_posts"])
        try:
            with self.progress(span.begin, span.end) as on_day:
                account = rehearse(script, on_day)
        except NotPlayed as trouble:
            self.fail(_("The rehearsal could not be played: %(error)s") % {"error": trouble})
        except (KeyboardInterrupt, Ended) as end_of_it:
            self.stderr.write(_("Stopped; nothing of the rehearsal is left."))
            sys.exit(INTERRUPTED if isinstance(end_of_it, KeyboardInterrupt) else FAILED)
        answer = {
            "plan": plan.pk,
            "from": span.begin,
            "to": span.end,
            "assumed_posts": options["with_posts"],
            "seconds": round(time.monotonic() - started, 1),
            **with_sentences(account),
        }
        if options["as_json"]:
            self.show(answer, "", as_json=True)
        else:
            print_account(answer, str(plan), self.stdout)

    def day(self, text: str | None) -> date | None:
        if text is None:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.bad_input(_("This is no day: %(text)s. Write it like 2026-12-01.") % {"text": text})

    def sentence(self, refusal: SpanRefused) -> str:
        sentences = {
            "no_year": _("The document names no year. Give it: --year 2026"),
            "other_year": _("The year does not fit the plan."),
            "year_range": _("The year must be between 2000 and 2100."),
            "backwards": _("The first day lies after the last."),
            "too_long": _("More than two years cannot be played at once."),
            "outside": _("The days lie outside the plan's year."),
        }
        return sentences[refusal.code]

    @contextmanager
    def progress(self, begin: date, end: date) -> Iterator[Any]:
        """A bar on a terminal, nothing elsewhere; what it gives is to be called with each day played."""
        console = Console(stderr=True)
        if not console.is_terminal:
            yield lambda day: None
            return
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console, transient=True) as bar:
            task = bar.add_task(_("Setting the stage…"), total=None)

            def on_day(day: date) -> None:
                last = (end - begin).days + 1
                bar.update(task, total=last, completed=min((day - begin).days, last), description=f"{day:%d.%m.%Y}")

            yield on_day
