"""A press service of an invented town and its plans, stored the way the importer stores them."""

from __future__ import annotations

from pathlib import Path

from content.models import Channel, Organization
from scheduler.models import MediaPlan, Occurrence
from scheduler.plan_import.reading import read_plan
from scheduler.storing import store_plan
from tests.scheduler.plan_import.plans import plan_rows, write_docx

MONTHLY, QUARTERLY, CONTINUOUS = "Har oyda bir marotaba", "Har chorakda", "Doimiy"
TWELVE_ITEMS = (
    "Dekabr", "Sentabr", CONTINUOUS, "Tasdiqlangan reja-grafikga asosan", MONTHLY, MONTHLY, MONTHLY, QUARTERLY,
    QUARTERLY, "Noyabr", "Noyabr", CONTINUOUS,
)  # fmt: skip
"""The deadlines of a plan in the layout press services use: 36 + 8 + 4 dated duties a year."""


def town(slug: str = "namunaobod") -> Organization:
    return Organization.objects.create(name=f"{slug.capitalize()} shahar hokimligi", slug=slug)


def channel(organization: Organization, kind: str, *words: str) -> Channel:
    return Channel.objects.create(
        organization=organization, kind=kind, name=kind.capitalize(), coverage_words=list(words or ("official_pages",))
    )


def stored_plan(
    folder: Path, organization: Organization, *deadlines: str, year: int | None = 2026, coverage: str | None = None
) -> MediaPlan:
    """One item per deadline, numbered from 1; ``coverage`` replaces the words for where to publish."""
    header, *rows = plan_rows(*deadlines)
    if coverage is not None:
        rows = [[*row[:-1], coverage] for row in rows]
    path = write_docx(folder / f"reja-{len(deadlines)}.docx", [header, *rows])
    reading = read_plan(path, year=year)
    return store_plan(
        reading.to_json(),
        organization=organization,
        title="Media-reja",
        source_name=path.name,
        checksum=path.name,
    )


def duties(plan: MediaPlan) -> list[Occurrence]:
    return list(Occurrence.objects.filter(item__plan=plan).order_by("item__position", "window_start"))


def owed_by(occurrence: Occurrence) -> list[str]:
    return sorted(occurrence.channels.values_list("kind", flat=True))
