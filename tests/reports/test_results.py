"""The results paragraph and the signatures: every change a row, the newest counts, nobody overwrites another."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content.models import Organization
from reports.execution.results import (
    Stale,
    results_of,
    signatures_of,
    write_result,
    write_signatures,
    writings_of,
)
from reports.models import ItemResult, SignatureBlock
from tests.publishers.stage import Stage
from tests.reports.plans import item_of, plan_of

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
QUARTER = (date(2026, 1, 1), date(2026, 3, 31))


def test_the_newest_writing_counts_and_the_older_ones_stay(stage: Stage, now: datetime) -> None:
    plan = plan_of(stage.organization)
    item = item_of(plan, 1)
    first = write_result(item, *YEAR, "Birinchi", seen=None, actor=stage.author, now=now)
    assert first is not None
    # when a second person writes anew, having seen the first
    second = write_result(item, *YEAR, "  Ikkinchi\r\nqator ", seen=first.pk, actor=stage.approver, now=now)
    # then
    assert results_of(plan, *YEAR) == {item.pk: ((*YEAR, "Ikkinchi\nqator"),)}
    assert [(row.text, row.by) for row in writings_of(item, *YEAR)] == [
        ("Ikkinchi\nqator", stage.approver),
        ("Birinchi", stage.author),
    ]
    # and the same once more is no change
    assert second is not None
    assert write_result(item, *YEAR, "Ikkinchi\nqator", seen=second.pk, actor=stage.author, now=now) is None
    assert ItemResult.objects.count() == 2


def test_who_did_not_see_the_newest_overwrites_nothing(stage: Stage, now: datetime) -> None:
    plan = plan_of(stage.organization)
    item = item_of(plan, 1)
    write_result(item, *YEAR, "Birinchi", seen=None, actor=stage.author, now=now)

    with pytest.raises(Stale):
        write_result(item, *YEAR, "Koʻrmasdan", seen=None, actor=stage.approver, now=now)

    assert results_of(plan, *YEAR) == {item.pk: ((*YEAR, "Birinchi"),)}
    assert ItemResult.objects.count() == 1


def test_a_period_has_its_own_and_without_one_those_of_its_parts(stage: Stage, now: datetime) -> None:
    plan = plan_of(stage.organization)
    item = item_of(plan, 1)

    def write(first: date, last: date, text: str, *, seen: int | None = None) -> int:
        row = write_result(item, first, last, text, seen=seen, actor=stage.author, now=now)
        assert row is not None
        return row.pk

    # given texts of the year, of two quarters, of a month within one of them, and one that reaches beyond the year
    of_year = write(*YEAR, "Yil")
    write(date(2026, 7, 1), date(2026, 9, 30), "Uchinchi")
    write(*QUARTER, "Birinchi")
    write(date(2026, 2, 1), date(2026, 2, 28), "Fevral")
    write(date(2026, 12, 1), date(2027, 1, 31), "Qish")
    assert results_of(plan, *YEAR) == {item.pk: ((*YEAR, "Yil"),)}

    # when that of the year is emptied
    write(*YEAR, "", seen=of_year)

    # then its quarters speak for it, and the month, whose quarter does, is not told twice
    assert results_of(plan, *YEAR)[item.pk] == (
        (*QUARTER, "Birinchi"),
        (date(2026, 7, 1), date(2026, 9, 30), "Uchinchi"),
    )
    assert results_of(plan, date(2026, 2, 1), date(2026, 3, 31))[item.pk] == (
        (date(2026, 2, 1), date(2026, 2, 28), "Fevral"),
    )
    assert results_of(plan, date(2026, 4, 1), date(2026, 6, 30)) == {}


def test_results_are_asked_for_in_one_question(stage: Stage, now: datetime) -> None:
    plan = plan_of(stage.organization)
    for number in range(1, 6):
        write_result(item_of(plan, number), *YEAR, f"Natija {number}", seen=None, actor=stage.author, now=now)

    with CaptureQueriesContext(connection) as asked:
        found = results_of(plan, *YEAR)

    assert len(found) == 5
    assert len(asked) == 1


def test_signatures_keep_their_order_and_their_history(stage: Stage, now: datetime) -> None:
    organization, author = stage.organization, stage.author
    lines = [("Hokim oʻrinbosari", "A. Karimov"), ("Axborot xizmati rahbari", "M. Yusupova")]
    write_signatures(organization, lines, actor=author, now=now)
    assert write_signatures(organization, lines, actor=author, now=now) is None

    write_signatures(organization, lines[::-1], actor=author, now=now)

    assert signatures_of(organization) == lines[::-1]
    assert SignatureBlock.objects.count() == 2
    assert signatures_of(Organization.objects.create(name="Boshqa", slug="boshqa")) == []
