"""Plans of invented offices, each in every form it can be written in, read as the office meant them.

What the rows must read as was written by hand before the importer was looked at; see ``documents``.
"""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest

import tests.plans.offices
from scheduler.plan_import import read_plan
from scheduler.plan_import.plan_reading import PlanReading
from scheduler.plan_import.readers.opening import open_document
from scheduler.plan_import.reading import plan_of
from tests.plans.building import write
from tests.plans.documents import UP, Office, Table, expected_of
from tests.plans.judging import judge

OFFICES: list[Office] = [
    importlib.import_module(f"{tests.plans.offices.__name__}.{found.name}").OFFICE
    for found in pkgutil.iter_modules(tests.plans.offices.__path__)
]
_WITHOUT_MERGES = ("csv", "tsv", "txt")
_MOST_NEEDLESS = 0.1  # of the items whose wording is plain


def _says_merges(office: Office, form: str) -> bool:
    rows = [row for block in office.blocks if isinstance(block, Table) for row in block.rows]
    return form not in _WITHOUT_MERGES or not any(UP in row.cells for row in rows)


def _check(office: Office, form: str, reading: PlanReading) -> None:
    verdict = judge(office, expected_of(office), reading.items, merges_lost=not _says_merges(office, form))
    assert (verdict.lost, verdict.invented, verdict.wrong) == ([], [], [])
    assert len(verdict.needless) <= _MOST_NEEDLESS * verdict.plain, verdict.needless
    assert reading.year == office.year
    assert set(office.review) <= set(reading.plan_review)


@pytest.mark.parametrize(
    ("office", "form"),
    [pytest.param(office, form, id=f"{office.name}-{form}") for office in OFFICES for form in office.forms],
)
def test_an_offices_plan_reads_as_the_office_meant_it(office: Office, form: str, tmp_path: Path) -> None:
    _check(office, form, plan_of(open_document(write(office, form, tmp_path))))


@pytest.mark.parametrize("form", ["docx", "xlsx", "csv", "txt", "tsv", "pdf"])
def test_the_confined_reader_says_the_same(form: str, tmp_path: Path) -> None:
    (office,) = (office for office in OFFICES if office.name == "hokimlik")
    _check(office, form, read_plan(write(office, form, tmp_path)))


def test_the_set_is_as_large_and_as_varied_as_it_claims() -> None:
    assert len(OFFICES) >= 16
    assert sum(len(expected_of(office)) for office in OFFICES) >= 260
