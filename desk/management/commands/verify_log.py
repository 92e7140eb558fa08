"""Proves that the log was not altered, or names the first place where it was."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from desk.command import FAILED, DeskCommand
from reports.chain.files import WrongFile, count_files, count_texts, wrong_files, wrong_texts
from reports.chain.labels import broken_sentence, file_sentence
from reports.chain.verifying import Verdict, verify
from reports.models import Seal

_HEAD = re.compile(r"([1-9]\d{0,17}):([0-9a-f]{64})")
MOST_NAMED = 20


class Command(DeskCommand):
    help = (
        "Compare attempts, changes of state, proofs and captures with their seals, and name the first break. "
        "Exit status: 0 sound, 1 broken, 2 bad input. See docs/proof.md."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--expect",
            metavar="NUMBER:HASH",
            help="a seal kept elsewhere, as a report's stamp names it: only this shows that the whole chain was not "
            "written anew",
        )
        parser.add_argument("--files", action="store_true", help="also read every file of proofs and captures")

    def work(self, **options: Any) -> None:
        expected = self._expected(options["expect"])
        with _bar(_("Seals"), Seal.objects.count()) as progress:
            verdict = verify(expected=expected, progress=progress)
        wrong: list[WrongFile] = []
        if verdict.broken is None:
            with _bar(_("Texts"), count_texts()) as progress:
                wrong += wrong_texts(progress)
        if verdict.broken is None and options["files"]:
            with _bar(_("Files"), count_files()) as progress:
                wrong += wrong_files(progress)
        self.show(
            _as_json(verdict, wrong, files=options["files"]),
            _as_text(verdict, wrong, expected=expected is not None, files=options["files"]),
            as_json=options["as_json"],
        )
        if verdict.broken is not None or wrong:
            sys.exit(FAILED)

    def _expected(self, text: str | None) -> tuple[int, str] | None:
        if text is None:
            return None
        found = _HEAD.fullmatch(text.strip().lower())
        if found is None:
            self.bad_input(
                _("This is no seal: %(text)s. Write it as the report's stamp does, NUMBER:HASH.") % {"text": text}
            )
        return int(found[1]), found[2]


@contextmanager
def _bar(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """On the terminal's error stream; nothing where that is no terminal."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    console = Console(file=sys.stderr)
    with Progress(*columns, console=console, disable=not sys.stderr.isatty(), transient=True) as progress:
        task = progress.add_task(what, total=total)
        yield lambda count: progress.advance(task, count)


def _as_text(verdict: Verdict, wrong: list[WrongFile], *, expected: bool, files: bool) -> str:
    if verdict.broken is not None:
        before = _("Up to there %(count)s seals are sound.") % {"count": verdict.seals}
        return f"{broken_sentence(verdict.broken)} {before}"
    lines = [file_sentence(one) for one in wrong[:MOST_NAMED]]
    if len(wrong) > MOST_NAMED:
        lines.append(_("And %(count)s more.") % {"count": len(wrong) - MOST_NAMED})
    if not verdict.seals:
        return "\n".join([*lines, _("Nothing is sealed yet.")])
    if not wrong:
        sound = _("The log is sound: %(count)s rows are as they were sealed.") % {"count": verdict.seals}
        lines.append(sound if not files else sound + " " + _("So are the files."))
    lines.append(_("Last seal: %(head)s") % {"head": verdict.head})
    if verdict.waiting:
        lines.append(_("Rows that wait for the next run of sealing: %(count)s.") % {"count": verdict.waiting})
    if not expected:
        lines.append(_("Whether the whole chain was written anew only an earlier seal can show: --expect NUMBER:HASH."))
    return "\n".join(lines)


def _as_json(verdict: Verdict, wrong: list[WrongFile], *, files: bool) -> dict[str, Any]:
    broken = verdict.broken
    return {
        "sound": broken is None and not wrong,
        "seals": verdict.seals,
        "rows": dict(verdict.rows),
        "waiting": verdict.waiting,
        "head": verdict.head or None,
        "head_at": verdict.head_at,
        "broken": None
        if broken is None
        else {
            "what": broken.what,
            "seal": broken.number,
            "kind": broken.kind or None,
            "row": broken.key,
            "at": broken.at,
            "sentence": broken_sentence(broken),
        },
        "files_read": files,
        "wrong": [
            {
                "what": one.what,
                "kind": one.kind,
                "row": one.key,
                "file": one.name or None,
                "sentence": file_sentence(one),
            }
            for one in wrong
        ],
    }
