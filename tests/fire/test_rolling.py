"""Workers restarted one after the other under load: what is under way is finished, and nothing is lost or doubted."""

from __future__ import annotations

import pytest

from tests.fire.conftest import Works
from tests.fire.installation import BEATS, WORKERS

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("fire"), pytest.mark.timeout(600)]

KINDS = ["telegram", "wordpress"]
SLOW = [("telegram", "sendMessage"), ("telegram", "sendPhoto"), ("wordpress", "post_create")]
POSTS = 48
IN_FLIGHT = (
    "SELECT count(*) FROM publishers_attempt a JOIN publishers_delivery d ON d.id = a.delivery_id"
    " WHERE a.outcome = '' AND d.leased_until IS NOT NULL"
)


def test_a_rolling_restart_of_the_workers_finishes_what_is_under_way_and_loses_nothing(works: Works) -> None:
    # given: what readers see takes the platforms a second, so that calls are under way at every moment
    works.site.environment |= {"CALL_SECONDS": "30", "LEASE_SECONDS": "40"}
    works.deed("lay", kinds=KINDS, channels=12, posts=POSTS, seconds=3, seed=5)
    for platform, operation in SLOW:
        works.site.sandbox.fault(platform, "delay", operation, seconds=1.0, times=None)
    works.site.start(*WORKERS, *BEATS)
    works.wait_for_workers()
    # when: before each restart, some posts come due
    codes = []
    restarts = (*WORKERS, *WORKERS)
    for number, name in enumerate(restarts):
        works.begin(f"post_id % {len(restarts)} = {number}")
        works.wait_until(lambda: works.rows(IN_FLIGHT)[0][0] >= 2, "calls under way")
        codes.append(works.site.programs[name].stop(seconds=60))
        works.site.start(name)
        works.wait_for_workers()
    # then
    works.wait_until(lambda: works.states() == {"published": len(KINDS) * POSTS}, "all are out")
    assert codes == [0, 0, 0, 0]
    outcomes = "SELECT DISTINCT outcome FROM publishers_attempt WHERE outcome NOT IN ('published', 'accepted')"
    assert works.rows(outcomes) == []
    assert works.rows("SELECT count(*) FROM publishers_statechange WHERE new = 'unknown'") == [(0,)]
    verdicts = works.deed("judge", kinds=KINDS)
    assert [(verdict["once"], verdict["problems"]) for verdict in verdicts] == [(POSTS, [])] * len(KINDS)
