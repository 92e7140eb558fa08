"""Reports that staff asked for: taken with a lease, made for real, and their end written down whatever it is."""

from __future__ import annotations

import hashlib
import logging
from datetime import date, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import Client
from time_machine import travel

from content.models import Channel
from reports.execution import files
from reports.execution.files import LEASE, MOST_AT_ONCE, MOST_TRIES, LeaseLost, ask_for, make, make_waiting, take
from reports.ledger.reading import read_ledger
from reports.models import ReportFile
from reports.tasks import make_reports
from tests.publishers.stage import Stage
from tests.reports.plans import duty_of, item_of, plan_of

QUARTER = (date(2026, 1, 1), date(2026, 3, 31))
State = ReportFile.State


@pytest.fixture
def wish(stage: Stage, website: Channel, now: datetime) -> ReportFile:
    plan = plan_of(stage.organization)
    duty_of(item_of(plan, 1), date(2026, 2, 3), [website])
    return ask_for(plan, *QUARTER, format="pdf", language="uz", actor=stage.author, now=now)


def test_the_task_makes_the_file_and_writes_down_both_sums(wish: ReportFile) -> None:
    # when
    make_reports.apply()
    # then
    wish.refresh_from_db()
    assert (wish.state, wish.percent, wish.error_code, wish.leased_until) == (State.MADE, 100, "", None)
    with default_storage.open(wish.file.name) as file:
        written = file.read()
    assert written.startswith(b"%PDF-")
    assert wish.checksum == hashlib.sha256(written).hexdigest()
    assert wish.made_at is not None
    assert wish.ledger_checksum == read_ledger(wish.plan, *QUARTER, now=wish.made_at).checksum
    # and nothing is left to take
    assert take(now=wish.made_at) is None


def test_an_evidence_pack_is_made_like_any_other_file(wish: ReportFile) -> None:
    ReportFile.objects.filter(pk=wish.pk).update(format="zip")
    # when
    make_reports.apply()
    # then
    wish.refresh_from_db()
    assert (wish.state, wish.error_code) == (State.MADE, "")
    with default_storage.open(wish.file.name) as file:
        assert hashlib.file_digest(file, "sha256").hexdigest() == wish.checksum
        names = ZipFile(file).namelist()
    assert {"README.txt", "SHA256SUMS", "verify.py", "report/report.pdf", "ledger/ledger.json"} <= set(names)


def test_the_same_wish_while_it_waits_is_the_same_row(wish: ReportFile, stage: Stage, now: datetime) -> None:
    again = ask_for(wish.plan, *QUARTER, format="pdf", language="uz", actor=stage.approver, now=now)
    other = ask_for(wish.plan, *QUARTER, format="pdf", language="ru", actor=stage.approver, now=now)

    assert (again, other) == (wish, ReportFile.objects.get(language="ru"))
    assert ReportFile.objects.count() == 2


def test_what_a_lost_worker_had_is_taken_again_and_given_up_in_the_end(wish: ReportFile, now: datetime) -> None:
    for number in range(MOST_TRIES):
        at = now + number * 2 * LEASE
        taken = take(now=at)
        assert taken is not None
        assert (taken.pk, taken.tries) == (wish.pk, number + 1)
        assert take(now=at + LEASE / 2) is None  # as long as the lease runs nobody else has it

    assert take(now=now + MOST_TRIES * 2 * LEASE) is None
    wish.refresh_from_db()
    assert (wish.state, wish.error_code) == (State.FAILED, "worker_lost")


def test_who_lost_the_lease_keeps_nothing_and_leaves_no_file(
    wish: ReportFile, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    # given a worker that was too slow, and another one that has the row by now
    slow = take(now=now)
    fast = take(now=now + 2 * LEASE)
    assert slow is not None
    assert fast is not None
    before = kept()
    # when
    with caplog.at_level(logging.WARNING):
        make(slow, now=now)
    # then
    assert "report.lease_lost" in caplog.text
    wish.refresh_from_db()
    assert (wish.state, wish.lease_token, wish.file.name) == (State.MAKING, fast.lease_token, "")
    assert kept() == before


def kept() -> set[Path]:
    return set((Path(settings.MEDIA_ROOT) / "reports").rglob("*.pdf"))


def test_progress_is_written_at_most_once_a_second_and_renews_the_lease(wish: ReportFile, now: datetime) -> None:
    with travel(now, tick=False) as clock:
        row = take(now=now)
        assert row is not None
        tell = files._telling(row)
        tell(10, 100)
        wish.refresh_from_db()
        assert wish.percent == 0  # within the first second

        clock.shift(timedelta(seconds=2))
        tell(40, 100)
        wish.refresh_from_db()
        assert (wish.percent, wish.leased_until) == (40, now + timedelta(seconds=2) + LEASE)

        tell(90, 100)
        wish.refresh_from_db()
        assert wish.percent == 40

        # and a worker whose row was taken over stops
        ReportFile.objects.filter(pk=wish.pk).update(lease_token="another")
        clock.shift(timedelta(seconds=2))
        with pytest.raises(LeaseLost):
            tell(95, 100)


def test_a_fault_is_written_down_and_the_others_are_made(
    wish: ReportFile, stage: Stage, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    # given a row that no writer knows, before one that is well
    broken = ReportFile.objects.create(
        plan=wish.plan, first=QUARTER[0], last=QUARTER[1], format="odt", language="uz",
        asked_by=stage.author, asked_at=now - timedelta(hours=1),
    )  # fmt: skip
    # when
    with caplog.at_level(logging.CRITICAL):
        assert make_waiting(now=now) == 2
    # then
    broken.refresh_from_db()
    wish.refresh_from_db()
    assert (broken.state, broken.error_code, broken.leased_until) == (State.FAILED, "fault", None)
    assert wish.state == State.MADE


def test_only_so_many_are_made_at_once(wish: ReportFile, stage: Stage, now: datetime) -> None:
    for language in ("ru", "en", "uz-cyrl"):
        ask_for(wish.plan, *QUARTER, format="pdf", language=language, actor=stage.author, now=now)

    taken = [take(now=now) for _turn in range(4)]

    assert [row is not None for row in taken] == [True] * MOST_AT_ONCE + [False] * (4 - MOST_AT_ONCE)


def test_no_reader_of_the_media_folder_sees_a_report(wish: ReportFile, now: datetime) -> None:
    make_waiting(now=now)
    wish.refresh_from_db()

    assert default_storage.exists(wish.file.name)
    assert Client().get(f"/media/{wish.file.name}").status_code == 404
