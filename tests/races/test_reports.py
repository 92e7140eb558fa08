"""Races about reports on PostgreSQL: each wish is made once, whoever comes for it."""

from __future__ import annotations

import pytest

from tests.races.conftest import Course

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("servers")]


def wishes(course: Course, count: int) -> None:
    """A plan, and so many reports of it that were asked for, each of another day."""
    course.change(
        "INSERT INTO scheduler_mediaplan (organization_id, title, year, is_school_year, state, source_name,"
        " source_checksum, review, not_read, continuous, imported_at)"
        " SELECT id, 'Reja', 2026, false, 'active', '', '', '[]', '[]', '', now() FROM content_organization LIMIT 1"
    )
    course.change(
        "INSERT INTO reports_reportfile (plan_id, first, last, format, language, asked_by_id, asked_at, state, percent,"
        " lease_token, tries, error_code, ledger_checksum, file, checksum)"
        " SELECT (SELECT max(id) FROM scheduler_mediaplan), date '2026-01-01', date '2026-01-01' + day, 'pdf', 'uz',"
        " (SELECT id FROM auth_user WHERE username = 'malika'), now(), 'waiting', 0, '', 0, '', '', '', ''"
        f" FROM generate_series(1, {count}) AS day"
    )


def test_two_workers_who_race_for_one_row_make_it_once(busy_course: Course) -> None:
    wishes(busy_course, 1)

    answers = busy_course.run(("make_reports", {}), ("make_reports", {}))

    assert sorted(answers) == [0, 1]
    assert busy_course.rows("SELECT state, tries, percent, lease_token FROM reports_reportfile") == [
        ("made", 1, 100, "")
    ]


def test_many_rows_are_shared_out_and_each_is_made_once(busy_course: Course) -> None:
    wishes(busy_course, 8)

    answers = busy_course.run(("make_reports", {}), ("make_reports", {}))

    assert sum(answers) == 8
    rows = busy_course.rows("SELECT state, tries, file <> '' FROM reports_reportfile")
    assert rows == [("made", 1, True)] * 8
    assert len(busy_course.rows("SELECT DISTINCT file FROM reports_reportfile")) == 8
