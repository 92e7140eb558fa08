"""Races about digests on PostgreSQL: several workers send at once, each person is told once."""

from __future__ import annotations

import pytest

from tests.races.conftest import Course

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("servers")]
MONDAY = "2027-03-01T09:00:00+05:00"


def test_three_workers_that_send_at_once_tell_each_person_once(busy_course: Course) -> None:
    # given: a running plan that owes a post on Wednesday, and a slot that is soon due
    busy_course.change(
        """
        INSERT INTO scheduler_mediaplan (organization_id, title, year, is_school_year, state, source_name,
          source_checksum, review, not_read, continuous, imported_at, activated_at)
        SELECT id, 'Reja', 2027, false, 'active', '', '', '[]', '[]', '', now(), '2027-01-01' FROM content_organization
        """
    )
    busy_course.change(
        """
        INSERT INTO scheduler_planitem (plan_id, position, number, section, title, method, steps, responsible,
          deadline_text, coverage_text, kind, rrule, window_start, window_end, dates, anchor, per_period, channel_words,
          also_mentioned, outlets, review, needs_review, holiday, holiday_offset, place, target_position,
          lateness_limit, automatic)
        SELECT id, 1, '1', '', 'Tadbir', '', '[]', '', '', '', 'monthly', '', '', '', '[]', 'during', 1, '[]', '[]',
          '[]', '[]', false, '', 0, '[]', 'default', interval '1 day', false FROM scheduler_mediaplan
        """
    )
    busy_course.change(
        """
        INSERT INTO scheduler_occurrence (item_id, period_key, window_start, window_end, slot, state, moved, reason,
          note, problem_code, problem_params)
        SELECT id, '2027-03', '2027-03-01', '2027-03-31', '2027-03-03T10:00:00+05:00', 'expected', false, '', '', '',
          '{}' FROM scheduler_planitem
        """
    )
    # when
    told = busy_course.run(*[("digest", {"now": MONDAY})] * 3)
    # then
    people = busy_course.rows("SELECT count(*) FROM desk_notice WHERE key ~ '^week:[0-9]'")[0][0]
    assert people >= 2
    assert sum(told) == people
    rows = "SELECT recipients->>0, count(*) FROM desk_storedemail WHERE html_body LIKE '%Tadbir%' GROUP BY 1"
    assert {count for _who, count in busy_course.rows(rows)} == {1}
    assert len(busy_course.rows(rows)) == people
    marks = busy_course.rows("SELECT count(*) FROM desk_notice WHERE key LIKE 'unwritten:o%'")
    assert marks == [(people,)]
    assert busy_course.rows("SELECT kind, told FROM desk_digestrun WHERE period = '2027-W09'") == [("week", people)]
