"""Races about proofs on PostgreSQL: each is decided once, and nobody is reminded twice."""

from __future__ import annotations

import pytest

from tests.races.conftest import POSTS, Course

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("servers")]


@pytest.fixture
def owed(busy_course: Course) -> Course:
    """Every delivery is with people and waits for proof."""
    busy_course.change("UPDATE publishers_delivery SET state = 'awaiting_proof', ready_at = NULL, miss_at = NULL")
    return busy_course


def test_a_proof_that_is_confirmed_and_refused_at_once_is_decided_once(owed: Course) -> None:
    # given
    owed.change(
        "INSERT INTO publishers_proof"
        " (delivery_id, file, checksum, link, issue, note, added_by_id, added_at, decision_note)"
        " SELECT id, '', '', 'https://namuna.example/1', '', '',"
        " (SELECT id FROM auth_user WHERE username = 'malika'), now(), '' FROM publishers_delivery"
    )
    # when
    confirmed, refused, again = owed.run(
        ("judge", {"verdict": "confirm"}), ("judge", {"verdict": "refuse"}), ("judge", {"verdict": "confirm"})
    )
    # then
    ids = sorted(pk for (pk,) in owed.rows("SELECT id FROM publishers_proof"))
    assert sorted([*confirmed, *refused, *again]) == ids
    assert len(ids) == POSTS
    rows = owed.rows(
        "SELECT p.id, p.confirmed, p.decision_note, d.state FROM publishers_proof p"
        " JOIN publishers_delivery d ON d.id = p.delivery_id ORDER BY p.id"
    )
    assert rows == [
        (pk, False, "refuse", "awaiting_proof") if pk in refused else (pk, True, "confirm", "published") for pk in ids
    ]
    moves = owed.rows("SELECT count(*) FROM publishers_statechange WHERE new = 'published'")
    assert moves == [(len(confirmed) + len(again),)]


def test_two_who_remind_at_once_remind_of_each_task_once(owed: Course) -> None:
    ((noon,),) = owed.rows(
        "SELECT to_char(max(miss_after) + interval '4 days', 'YYYY-MM-DD\"T07:00:00+00:00\"') FROM publishers_delivery"
    )

    answers = owed.run(("remind", {"now": noon}), ("remind", {"now": noon}))

    assert sum(answers) == POSTS
    bodies = owed.rows("SELECT recipients->>0, body FROM desk_storedemail WHERE body LIKE '%proof_task%'")
    told = {who: sum(body.count("/proof_task/") for one, body in bodies if one == who) for who, _body in bodies}
    assert told == {"malika@example.org": POSTS, "rustam@example.org": POSTS}
