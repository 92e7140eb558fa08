"""A call that takes three times as long as its lease stays the call of the worker that began it."""

from __future__ import annotations

import psycopg
import pytest

from tests.fire.conftest import Works
from tests.fire.installation import BEATS, WORKERS

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("fire"), pytest.mark.timeout(600)]

LEASE = 6


def test_a_call_of_three_leases_is_not_taken_over_by_another_worker(works: Works) -> None:
    # given: the website's table is held by somebody, so that the article waits inside its call
    works.site.environment |= {"CALL_SECONDS": "1", "LEASE_SECONDS": str(LEASE)}
    works.deed("lay", kinds=["website"], channels=1, posts=1, seconds=1, seed=3)
    works.site.start(*WORKERS, *BEATS)
    works.wait_for_workers()
    with psycopg.connect(works.site.postgres.url) as holder:
        holder.execute("LOCK TABLE website_articlepage IN EXCLUSIVE MODE")
        works.begin()
        begun = "SELECT count(*) FROM publishers_attempt WHERE outcome = ''"
        works.wait_until(lambda: works.rows(begun) == [(1,)], "the call under way")
        # when
        over = f"SELECT now() > started_at + interval '{3 * LEASE} seconds' FROM publishers_attempt"
        works.wait_until(lambda: works.rows(over) == [(True,)], "three leases later")
        # then
        assert works.rows("SELECT step, outcome FROM publishers_attempt") == [("publish", "")]
        assert works.states() == {"leased": 1}
    # then the call ends as if it had been quick
    works.wait_until(lambda: works.states() == {"published": 1}, "it is out")
    assert works.rows("SELECT step, outcome FROM publishers_attempt") == [("publish", "published")]
    assert works.rows("SELECT count(*) FROM website_articlepage") == [(1,)]
    moves = "SELECT new FROM publishers_statechange JOIN publishers_delivery d ON d.id = delivery_id"
    assert works.rows(f"{moves} WHERE d.state = 'published' ORDER BY publishers_statechange.id") == [
        ("pending",), ("leased",), ("published",),
    ]  # fmt: skip
