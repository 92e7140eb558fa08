"""Races on PostgreSQL with processes and connections of their own: nothing is sent, claimed or made twice."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest
import requests

from sandbox.thread import RunningSandbox
from tests.processes.program import Program, act, wait_until
from tests.races.conftest import POSTS, Course
from tests.sandbox.clients import Client

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("servers")]

CHANNELS = [f"telegram-{number}" if number else "telegram" for number in range(4)]


def website(course: Course) -> int:
    ((channel,),) = course.rows("SELECT id FROM content_channel")
    return int(channel)


def states(course: Course) -> Counter[str]:
    return Counter(state for (state,) in course.rows("SELECT state FROM publishers_delivery"))


def test_two_schedulers_and_two_workers_publish_nothing_twice(
    course: Course, platforms: RunningSandbox, tmp_path: Path
) -> None:
    # given: posts to four Telegram channels, where a repetition cannot be seen by the platform and would show
    channels = act(course.environment, "prepare", channels=CHANNELS)
    ids = [channel["id"] for channel in channels.values()]
    act(course.environment, "queue", channels=ids, title="Ochiqlik", posts=3)
    celery = [str(Path(sys.executable).parent / "celery"), "-A", "config"]
    quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING"]
    environment = course.environment | {"BEAT_MAX_WAIT_SECONDS": "0.2"}
    commands = {
        "beat 1": [*celery, "beat", "--loglevel", "WARNING"],
        "beat 2": [*celery, "beat", "--loglevel", "WARNING"],
        "worker 1": [*celery, "worker", "--pool", "threads", "--concurrency", "4", "--hostname", "one@%h", *quiet],
        "worker 2": [*celery, "worker", "--pool", "threads", "--concurrency", "4", "--hostname", "two@%h", *quiet],
    }
    # when
    programs = [Program(command, environment, tmp_path / f"{name}.log") for name, command in commands.items()]
    try:
        wait_until(lambda: states(course) == {"published": 12}, "all published", *programs)
        codes = [program.stop(seconds=20) for program in programs]
    finally:
        for program in programs:
            program.kill()
    # then
    assert codes == [0, 0, 0, 0]
    with requests.Session() as session:
        sandbox = Client(platforms.url, session)
        shown = {
            name: sorted(post["text"].splitlines()[0] for post in sandbox.published("telegram", channel["address"]))
            for name, channel in channels.items()
        }
    assert shown == {name: ["Ochiqlik 0", "Ochiqlik 1", "Ochiqlik 2"] for name in CHANNELS}
    assert course.rows("SELECT count(*), count(DISTINCT delivery_id) FROM publishers_attempt") == [(12, 12)]


def test_two_schedulers_that_look_at_the_same_moment_claim_each_delivery_once(busy_course: Course) -> None:
    busy_course.run(("schedule", {}), ("schedule", {}))

    assert states(busy_course) == {"leased": POSTS}
    leases = "SELECT count(*), count(DISTINCT delivery_id) FROM publishers_statechange WHERE new = 'leased'"
    assert busy_course.rows(leases) == [(POSTS, POSTS)]


def test_claims_at_the_same_moment_never_return_the_same_row(busy_course: Course) -> None:
    taken = busy_course.run(("claim", {"threads": 4, "limit": 2}), ("claim", {"threads": 4, "limit": 2}))

    expected = sorted(pk for (pk,) in busy_course.rows("SELECT id FROM publishers_delivery"))
    assert sorted(taken[0] + taken[1]) == expected
    assert len(expected) == POSTS


def test_what_is_put_in_while_its_channel_is_paused_and_resumed_waits_like_the_others(busy_course: Course) -> None:
    # given: approved forms whose deliveries are yet to be put in
    channel = website(busy_course)
    renditions = [pk for (pk,) in busy_course.rows("SELECT id FROM content_rendition ORDER BY id")]
    busy_course.change("UPDATE publishers_delivery SET state = 'cancelled', ready_at = NULL, miss_at = NULL")
    # when
    answers = busy_course.run(
        ("enqueue", {"renditions": renditions[::2]}),
        ("enqueue", {"renditions": renditions[1::2]}),
        ("pause", {"channel": channel, "times": 25}),
    )
    # then: however the pauses fell, none of them is due in the end
    assert answers == [POSTS // 2, POSTS // 2, 25]
    waiting = busy_course.rows("SELECT ready_at FROM publishers_delivery WHERE state = 'pending'")
    assert waiting == [(None,)] * POSTS


def test_claims_pauses_and_approvals_at_once_never_lock_each_other_out(busy_course: Course) -> None:
    channel = website(busy_course)
    renditions = [pk for (pk,) in busy_course.rows("SELECT id FROM content_rendition ORDER BY id")]
    busy_course.change("UPDATE publishers_delivery SET state = 'missed', miss_at = NULL WHERE id % 2 = 0")

    _claimed, made, _paused = busy_course.run(
        ("claim", {"threads": 4, "limit": 1}),
        ("enqueue", {"renditions": renditions}),
        ("pause", {"channel": channel, "times": 40}),
    )

    assert POSTS // 2 <= made <= POSTS  # the missed ones anew, and those in place of what had not started yet
    open_ones = "SELECT count(*) FROM publishers_delivery WHERE state IN ('pending', 'leased') GROUP BY post_id"
    assert busy_course.rows(open_ones) == [(1,)] * POSTS
    leases = "SELECT count(*) FROM publishers_statechange WHERE new = 'leased' GROUP BY delivery_id"
    assert {count for (count,) in busy_course.rows(leases)} <= {1}


def test_taking_back_and_pausing_at_once_never_lock_each_other_out(busy_course: Course) -> None:
    channel = website(busy_course)
    busy_course.change("UPDATE publishers_delivery SET state = 'published', ready_at = NULL, miss_at = NULL")

    asked, _paused = busy_course.run(("withdraw", {"times": 12}), ("pause", {"channel": channel, "times": 120}))

    assert asked == 12 * POSTS
    rows = busy_course.rows("SELECT DISTINCT state, change FROM publishers_delivery")
    assert rows == [("published", "withdraw")]


def test_an_occurrence_prepared_by_several_at_once_gets_one_post(course: Course) -> None:
    occurrence = act(course.environment, "plan")

    course.run(*[("prepare", {"occurrence": occurrence})] * 4)

    assert course.rows("SELECT count(*) FROM content_post") == [(1,)]
    ((post, prepare_at, problem),) = course.rows(
        f"SELECT post_id, prepare_at, problem_code FROM scheduler_occurrence WHERE id = {occurrence}"
    )
    assert (post is not None, prepare_at, problem) == (True, None, "no_template")


SLOTS = 6
TAKEN = "SELECT taken_by_id, post_id FROM scheduler_stockedpost WHERE taken_at IS NOT NULL ORDER BY taken_by_id"


def test_slots_that_several_workers_prepare_at_once_take_the_stock_in_order_and_each_post_once(course: Course) -> None:
    ids = act(course.environment, "stock", occurrences=SLOTS, posts=SLOTS - 2)

    course.run(*[("prepare_all", {"occurrences": ids, "first": first}) for first in (0, 2, 4, 7)])

    titles = course.rows(
        "SELECT o.id, p.title FROM scheduler_occurrence o JOIN content_post p ON p.id = o.post_id ORDER BY o.slot"
    )
    assert titles[: SLOTS - 2] == [(pk, f"Zaxira {number:02d}") for number, pk in enumerate(ids[: SLOTS - 2])]
    assert [title for _pk, title in titles[SLOTS - 2 :]] == ["Ochiqlik kuni"] * 2
    assert [occurrence for occurrence, _post in course.rows(TAKEN)] == ids[: SLOTS - 2]
    due = course.rows("SELECT d.state, count(*) FROM publishers_delivery d GROUP BY d.state")
    assert due == [("pending", (SLOTS - 2) // 2)]


def test_taking_and_setting_in_order_at_once_never_lock_each_other_out(course: Course) -> None:
    ids = act(course.environment, "stock", occurrences=SLOTS, posts=SLOTS + 3)

    *_prepared, out = course.run(
        ("prepare_all", {"occurrences": ids, "first": 0}),
        ("prepare_all", {"occurrences": ids, "first": 4}),
        ("reorder", {"times": 30}),
        ("reorder", {"times": 30}),
    )[1:]

    taken = course.rows(TAKEN)
    assert [occurrence for occurrence, _post in taken] == ids
    assert len({post for _occurrence, post in taken}) == SLOTS
    ((left,),) = course.rows("SELECT count(*) FROM scheduler_stockedpost WHERE taken_at IS NULL")
    assert left in {1, 2}, out
