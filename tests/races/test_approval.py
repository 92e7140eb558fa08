"""Races about approval on PostgreSQL: nobody is reminded twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.races.conftest import POSTS, Course

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("servers")]


def test_two_workers_that_remind_at_once_tell_each_person_once(busy_course: Course) -> None:
    # given drafts nobody has submitted, within a day of the moment at which approval must be asked for
    busy_course.change("UPDATE content_post SET live = false, publish_at = now() + interval '32 hours'")
    later = (datetime.now(UTC) + timedelta(hours=2)).isoformat()

    # when
    answers = busy_course.run(("remind_of_approval", {"now": later}), ("remind_of_approval", {"now": later}))

    # then
    assert sum(answers) == POSTS
    assert busy_course.rows("SELECT count(*), count(DISTINCT key) FROM desk_notice WHERE key LIKE 'submit:%'") == [
        (POSTS, POSTS)
    ]
    told = "SELECT count(*) FROM desk_storedemail m WHERE EXISTS"
    told += " (SELECT 1 FROM desk_notice n WHERE n.key LIKE 'submit:%' AND n.subject = m.subject)"
    assert busy_course.rows(told) == [(POSTS,)]
