"""One contestant of a race, as a process of its own: ``python -m tests.races.contestant DEED JSON`` prints JSON.

It says ``ready`` when it is connected and begins when a line comes in, so that contestants start together.
"""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import django


def schedule(wish: dict[str, Any]) -> int:
    """How often a real scheduler looked, working until no delivery is left that is due; it sends to the real broker."""
    from django.utils import timezone

    from config.celery import app
    from publishers.models import Delivery
    from publishers.states import State
    from scheduler.beat import MediaPlanScheduler

    scheduler = MediaPlanScheduler(app=app, schedule_filename="")
    rounds = 0
    while Delivery.objects.filter(state=State.PENDING).exists() and rounds < 5_000:
        scheduler.work(timezone.now())
        rounds += 1
    return rounds


def claim(wish: dict[str, Any]) -> list[int]:
    """Ids claimed by several threads, each with a connection of its own, a few at a time until none is left."""
    from django.db import connection
    from django.utils import timezone

    from publishers import outbox

    def take(_thread: int) -> list[int]:
        ids: list[int] = []
        try:
            while claims := outbox.claim(now=timezone.now(), lease=timedelta(minutes=2), limit=wish["limit"]):
                ids += [one.delivery_id for one in claims]
        finally:
            connection.close()
        return ids

    with ThreadPoolExecutor(wish["threads"]) as pool:
        return [pk for ids in pool.map(take, range(wish["threads"])) for pk in ids]


def pause(wish: dict[str, Any]) -> int:
    """Pauses and resumes an account so many times; ends with it paused."""
    from django.utils import timezone

    from publishers import accounts
    from publishers.models import ChannelAccount

    account = ChannelAccount.objects.get(channel_id=wish["channel"])
    for _turn in range(wish["times"]):
        accounts.resume_account(account, now=timezone.now())
        accounts.pause_account(account.pk, code="token_invalid", detail="", now=timezone.now())
    return int(wish["times"])


def withdraw(wish: dict[str, Any]) -> int:
    """Takes every post back, one after the other, so many times."""
    from django.contrib.auth.models import User
    from django.utils import timezone

    from content.models import Post
    from publishers.changing import withdraw_post

    who = User.objects.get(username="rustam")
    asked = 0
    for _turn in range(wish["times"]):
        for post in Post.objects.order_by("pk"):
            asked += len(withdraw_post(post, actor=who, reason="Xato", now=timezone.now()))
    return asked


def enqueue(wish: dict[str, Any]) -> int:
    """Puts renditions into the outbox, one by one."""
    from django.utils import timezone

    from content.models import Rendition
    from publishers import enqueuing

    made = 0
    for rendition in Rendition.objects.filter(pk__in=wish["renditions"]).order_by("pk"):
        made += len(enqueuing.enqueue([rendition], now=timezone.now()))
    return made


def prepare(wish: dict[str, Any]) -> int:
    """Prepares one occurrence, whoever else does."""
    from django.utils import timezone

    from scheduler import preparing

    preparing.prepare(wish["occurrence"], now=timezone.now())
    return 1


def prepare_all(wish: dict[str, Any]) -> int:
    """Prepares occurrences one after the other, beginning with the ``first``-th, whoever else does."""
    from django.utils import timezone

    from scheduler import preparing

    ids = wish["occurrences"]
    for pk in ids[wish["first"] :] + ids[: wish["first"]]:
        preparing.prepare(pk, now=timezone.now())
    return len(ids)


def reorder(wish: dict[str, Any]) -> int:
    """Turns the order of the only stock round so many times, and takes its last post out at the end."""
    from scheduler.models import PlanItem
    from scheduler.stock import StockRefused, set_order, take_out, waiting

    item = PlanItem.objects.get()
    for _turn in range(wish["times"]):
        set_order(item, [row.pk for row in waiting(item)][::-1])
    if (last := waiting(item).last()) is not None:
        try:
            take_out(last, user=None)
        except StockRefused:
            return 0
        return 1
    return 0


def judge(wish: dict[str, Any]) -> list[int]:
    """Confirms or refuses every proof in order, as the approver; ids of those nobody else was faster with."""
    from django.contrib.auth.models import User
    from django.utils import timezone

    from publishers.models import Proof
    from publishers.proofs import ProofRefused, confirm, refuse

    decide = {"confirm": confirm, "refuse": refuse}[wish["verdict"]]
    approver, mine = User.objects.get(username="rustam"), []
    for proof in Proof.objects.order_by("pk"):
        try:
            decide(proof.pk, actor=approver, now=timezone.now(), note=wish["verdict"])
            mine.append(proof.pk)
        except ProofRefused:
            continue
    return mine


def remind(wish: dict[str, Any]) -> int:
    """How many tasks were reminded of at the instant that is wished for."""
    from datetime import datetime

    from publishers.reminders import remind as remind_people

    return remind_people(now=datetime.fromisoformat(wish["now"]))


def remind_of_approval(wish: dict[str, Any]) -> int:
    """How many letters about approval were written at the instant that is wished for."""
    from datetime import datetime

    from desk.review.reminding import remind as remind_people

    return remind_people(now=datetime.fromisoformat(wish["now"]))


def seal(wish: dict[str, Any]) -> int:
    """How many rows it sealed, in so many runs one after the other."""
    from django.utils import timezone

    from reports.chain.sealing import seal_log

    return sum(seal_log(timezone.now()) for _turn in range(wish["times"]))


def verify_log(wish: dict[str, Any]) -> dict[str, Any]:
    """What the whole chain is like, once everything has a seal."""
    from dataclasses import asdict

    from django.utils import timezone

    from reports.chain.sealing import seal_log
    from reports.chain.verifying import verify

    seal_log(timezone.now())
    verdict = verify()
    return {"seals": verdict.seals, "waiting": verdict.waiting, "broken": verdict.broken and asdict(verdict.broken)}


def make_reports(wish: dict[str, Any]) -> int:
    """How many reports this worker took and made."""
    from django.utils import timezone

    from reports.execution.files import make_waiting

    return make_waiting(now=timezone.now())


def digest(wish: dict[str, Any]) -> int:
    """How many people were told a digest at the instant that is wished for."""
    from datetime import datetime

    from desk.digests.sending import send_due

    return send_due(now=datetime.fromisoformat(wish["now"]))


DEEDS = {
    deed.__name__: deed
    for deed in (
        schedule,
        claim,
        pause,
        withdraw,
        enqueue,
        prepare,
        prepare_all,
        reorder,
        judge,
        remind,
        remind_of_approval,
        seal,
        verify_log,
        make_reports,
        digest,
    )
}

if __name__ == "__main__":
    django.setup()
    from django.db import connection

    connection.ensure_connection()
    print("ready", flush=True)
    sys.stdin.readline()
    print(json.dumps(DEEDS[sys.argv[1]](json.loads(sys.argv[2]))))
