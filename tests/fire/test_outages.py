"""Back after an outage: what was due minutes, hours and days ago keeps its own limit, and staff get one letter."""

from __future__ import annotations

from threading import Thread

import pytest

from tests.desk.test_mail import MailServer
from tests.fire.conftest import Works
from tests.fire.installation import BEATS, WORKERS

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("fire"), pytest.mark.timeout(600)]

KINDS = ["telegram", "wordpress"]
POSTS = 90
OUTAGE = 2 * 24 * 3600.0
AGES = ("5 minutes", "5 hours", "2 days")
LIMITS = ("10 minutes", "6 hours", "3 days")
OUT = {(age, limit) for number, age in enumerate(AGES) for limit in LIMITS[number:]}


def test_after_days_each_post_keeps_its_limit_and_staff_get_one_summary(works: Works) -> None:
    with MailServer() as mail:
        Thread(target=mail.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        try:
            _come_back(works, mail)
        finally:
            mail.shutdown()


def _come_back(works: Works, mail: MailServer) -> None:
    # given: nothing of ours runs, and posts of every age and limit come due, of each pair as many
    works.site.environment["MAIL_URL"] = f"smtp://127.0.0.1:{mail.server_address[1]}"
    works.deed("lay", kinds=KINDS, channels=15, posts=POSTS, seconds=1, seed=9)
    works.begin()
    pairs = [(age, limit) for age in AGES for limit in LIMITS]
    for number, (age, limit) in enumerate(pairs):
        due = f"now() + interval '{OUTAGE} seconds' - interval '{age}'"
        works.change(
            f"UPDATE publishers_delivery SET due_at = {due}, ready_at = {due}, detail = '{age}|{limit}',"
            f" miss_at = {due} + interval '{limit}', miss_after = {due} + interval '{limit}'"
            f" WHERE state = 'pending' AND post_id % {len(pairs)} = {number}"
        )
    works.change("DELETE FROM desk_storedemail")  # of the approvals
    of_pair = dict(works.rows("SELECT id, detail FROM publishers_delivery WHERE state = 'pending'"))
    # when
    works.site.start(*WORKERS, *BEATS)
    works.site.step_clocks(OUTAGE)
    works.wait_until(lambda: set(works.states()) == {"published", "missed"}, "nothing waits any more")
    # then
    states = dict(works.rows("SELECT id, state FROM publishers_delivery WHERE state <> 'cancelled'"))
    seen = {(tuple(of_pair[pk].split("|")), state) for pk, state in states.items()}
    assert seen == {(pair, "published" if pair in OUT else "missed") for pair in pairs}
    late = "SELECT DISTINCT reason_code FROM publishers_delivery WHERE state = 'missed'"
    assert works.rows(late) == [("too_late",)]
    attempts = "SELECT count(*) FROM publishers_attempt WHERE delivery_id IN (SELECT id FROM publishers_delivery"
    assert works.rows(f"{attempts} WHERE state = 'missed')") == [(0,)]
    verdicts = works.deed("judge", kinds=KINDS)
    assert [verdict["problems"] for verdict in verdicts] == [[], []]
    out = sum(state == "published" for state in states.values())
    assert sum(verdict["once"] for verdict in verdicts) == out
    # then: one letter tells of all that was missed
    works.site.step_clocks(61)
    works.wait_until(lambda: mail.taken, "the letter")
    assert len(mail.taken) == 1
    assert works.rows("SELECT count(*) FROM desk_storedemail WHERE sent_at IS NULL") == [(0,)]
