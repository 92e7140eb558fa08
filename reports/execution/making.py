"""Makes the report of a plan: reads the ledger, puts the report together in a language, writes it in a format."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Literal, get_args

from django.utils import translation

from content.alphabet import convert
from content.alphabets.own_words import OwnWords
from content.models import Organization
from content.own_words import own_words_of
from reports.chain.queries import newest_seal
from reports.execution.as_json import json_of
from reports.execution.compose import Composer
from reports.execution.document import docx_of
from reports.execution.figures import figures_of, followers_of
from reports.execution.parts import Report
from reports.execution.pdf import pdf_of
from reports.execution.results import results_of, signatures_of, template_in_force
from reports.execution.xlsx import xlsx_of
from reports.ledger.entries import Ledger
from reports.ledger.reading import read_ledger
from scheduler.models import MediaPlan

Format = Literal["docx", "pdf", "xlsx", "json"]
FORMATS: tuple[str, ...] = get_args(Format)
ALPHABETS = {"uz": "latin", "uz-cyrl": "cyrillic"}
"""Of reports in Uzbek: what people wrote is turned into it. In other languages it stays as it was written."""
LANGUAGES = ("uz", "uz-cyrl", "ru", "en")
Progress = Callable[[int, int], None]
"""Done, of how much."""


def make_report(
    plan: MediaPlan,
    first: date,
    last: date,
    *,
    format: str,
    language: str,
    now: datetime,
    progress: Progress | None = None,
) -> bytes:
    """The file's bytes: the same rows give the same ones. ``progress`` is told in percent."""
    told = progress or (lambda _done, _of: None)
    ledger = read_ledger(plan, first, last, now=now)
    told(10, 100)
    report = compose(plan, ledger, language=language, progress=_share(told, 10, 30))
    template = own_template(plan.organization) if format == "docx" else None
    written = WRITERS[format](report, _share(told, 30, 95), template)
    told(100, 100)
    return written


def compose(plan: MediaPlan, ledger: Ledger, *, language: str, progress: Progress, rows: bool = True) -> Report:
    """Without ``rows`` it holds counts alone, for a look at a large plan."""
    own = own_words_of(plan.organization)
    with translation.override(language):
        composer = Composer(
            ledger,
            language=language,
            turn=_turning(ALPHABETS.get(language), own),
            results=results_of(plan, ledger.first, ledger.last),
            signatures=signatures_of(plan.organization),
            figures=figures_of(ledger) if rows else {},
            followers=followers_of(ledger),
            head=seal_of(ledger) if rows else "",
        )
        return composer.report(progress, rows=rows)


def _turning(alphabet: str | None, own: OwnWords) -> Callable[[str], str]:
    if alphabet is None:
        return str
    return lru_cache(maxsize=100_000)(lambda words: convert(words, alphabet, own))


def _share(told: Progress, begin: int, end: int) -> Progress:
    """Progress of a part, as the share of the whole from ``begin`` to ``end`` percent."""
    return lambda done, of: told(begin + (end - begin) * done // max(of, 1), 100)


def seal_of(ledger: Ledger) -> str:
    """NUMBER:HASH of the newest seal on what the report tells of; '' while nothing of it is sealed."""
    seal = newest_seal([entry.delivery for entry in ledger.entries if entry.delivery is not None])
    return str(seal) if seal else ""


def own_template(organization: Organization) -> bytes | None:
    row = template_in_force(organization)
    if row is None:
        return None
    with row.file.open() as kept:
        content: bytes = kept.read()
    return content


WRITERS: dict[str, Callable[[Report, Progress, bytes | None], bytes]] = {
    "docx": docx_of,
    "pdf": lambda report, progress, _template: pdf_of(report, progress),
    "xlsx": lambda report, progress, _template: xlsx_of(report, progress),
    "json": lambda report, progress, _template: json_of(report, progress),
}
