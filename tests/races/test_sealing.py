"""Several workers seal at once, on PostgreSQL, as the log grows: each row gets one seal, and no number is missing."""

from __future__ import annotations

import psycopg
import pytest

from tests.races.conftest import POSTS, Course

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("servers")]

EACH = 200


def test_rows_are_sealed_once_however_many_seal(busy_course: Course) -> None:
    # given
    busy_course.change(
        "INSERT INTO publishers_statechange (delivery_id, old, new, at, reason_code, note)"
        f" SELECT d.id, 'pending', 'pending', now(), '', '' FROM publishers_delivery d, generate_series(1, {EACH})"
    )
    # when: three seal while another works the outbox
    *sealed, _rounds = busy_course.run(*[("seal", {"times": 15})] * 3, ("schedule", {}))
    # then
    (verdict,) = busy_course.run(("verify_log", {}))
    assert (verdict["broken"], verdict["waiting"]) == (None, 0)
    assert sum(sealed) >= POSTS * EACH
    ((count, last, rows),) = busy_course.rows(
        "SELECT COUNT(*), MAX(number), COUNT(DISTINCT (kind, key)) FROM reports_seal"
    )
    assert count == last == rows == verdict["seals"]
    ((changes,),) = busy_course.rows("SELECT COUNT(*) FROM publishers_statechange")
    assert busy_course.rows("SELECT COUNT(*) FROM reports_seal WHERE kind = 'change'") == [(changes,)]


def test_a_transaction_that_commits_last_with_the_smallest_number_is_sealed_too(busy_course: Course) -> None:
    insert = (
        "INSERT INTO publishers_statechange (delivery_id, old, new, at, reason_code, note)"
        " SELECT MIN(id), 'pending', 'pending', now(), '', '' FROM publishers_delivery RETURNING id"
    )
    with psycopg.connect(busy_course.environment["DATABASE_URL"]) as slow:
        row = slow.execute(insert).fetchone()  # type: ignore[call-overload]
        assert row is not None
        # when others commit behind it and are sealed while it is still open
        busy_course.change(insert)
        busy_course.run(("seal", {"times": 2}))
        assert busy_course.rows(f"SELECT COUNT(*) FROM reports_seal WHERE kind = 'change' AND key = {row[0]}") == [(0,)]
        slow.commit()
    busy_course.run(("seal", {"times": 1}))
    # then
    assert busy_course.rows(f"SELECT COUNT(*) FROM reports_seal WHERE kind = 'change' AND key = {row[0]}") == [(1,)]
