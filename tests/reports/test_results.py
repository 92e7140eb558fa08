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
    assert results_of(plan, *YEAR) == {item.pk: "Ikkinchi\nqator"}
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

    assert results_of(plan, *YEAR) == {item.pk: "Birinchi"}
    assert ItemResult.objects.count() == 1


def test_each_period_has_its_own_and_an_emptied_one_is_none(stage: Stage, now: datetime) -> None:
    plan = plan_of(stage.organization)
    item = item_of(plan, 1)
    of_year = write_result(item, *YEAR, "Yil", seen=None, actor=stage.author, now=now)
    write_result(item, *QUARTER, "Chorak", seen=None, actor=stage.author, now=now)
    assert of_year is not None

    write_result(item, *YEAR, "", seen=of_year.pk, actor=stage.author, now=now)

    assert results_of(plan, *YEAR) == {}
    assert results_of(plan, *QUARTER) == {item.pk: "Chorak"}


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
