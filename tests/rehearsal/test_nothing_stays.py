"""However a rehearsal ends, its processes and its folder end with it (the fixture ``nothing_stays`` looks)."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import date
from pathlib import Path
from typing import Any

import psutil
import pytest

from scheduler.models import MediaPlan
from scheduler.rehearsal.program import ROOT, SCRIPT
from scheduler.rehearsal.running import Ended, NotPlayed, rehearse
from scheduler.rehearsal.script import script_of
from tests.desk.commands.running import run_here
from tests.rehearsal.house import town_with_channels
from tests.scheduler.town import stored_plan

pytestmark = pytest.mark.django_db
PATIENCE = 60
"""Seconds, on a machine with much else to do."""


@pytest.fixture
def plan(tmp_path: Path) -> MediaPlan:
    organization, _channels = town_with_channels()
    return stored_plan(tmp_path, organization, "Noyabr")


def script(plan: MediaPlan) -> dict[str, Any]:
    return script_of(plan, begin=date(2026, 11, 1), end=date(2026, 11, 30), year=2026, with_posts=False)


def test_a_sigterm_in_the_middle_ends_it_in_order(plan: MediaPlan) -> None:
    with pytest.raises(Ended):
        rehearse(script(plan), lambda day: os.kill(os.getpid(), signal.SIGTERM))

    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


def test_ctrl_c_ends_the_command_with_a_sentence(plan: MediaPlan) -> None:
    before = {child.pid for child in psutil.Process().children()}
    thread = threading.Thread(target=interrupt_once_a_child_lives, args=[before])
    found = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job ignores Ctrl-C
    thread.start()

    ran = run_here("rehearse", "--plan", plan.pk)

    thread.join()
    signal.signal(signal.SIGINT, found)
    assert (ran.status, ran.out, ran.err.strip()) == (130, "", "Stopped; nothing of the rehearsal is left.")


def interrupt_once_a_child_lives(before: set[int]) -> None:
    own = psutil.Process()
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if any("scheduler.rehearsal.program" in child.cmdline() for child in fresh(own, before)):
            os.kill(own.pid, signal.SIGINT)
            return
        time.sleep(0.01)


def fresh(own: psutil.Process, before: set[int]) -> list[psutil.Process]:
    return [child for child in own.children() if child.pid not in before and child.is_running()]


def test_a_child_that_cannot_play_is_told_with_its_last_words(plan: MediaPlan) -> None:
    broken = script(plan) | {"rows": [{"model": "scheduler.nothing", "pk": 1, "fields": {}}]}

    with pytest.raises(NotPlayed, match=r"Invalid model identifier: scheduler\.nothing$"):
        rehearse(broken, lambda day: None)


def test_the_child_ends_and_clears_up_when_whoever_started_it_is_gone(plan: MediaPlan, tmp_path: Path) -> None:
    folder = tmp_path / "rehearsal"
    folder.mkdir()
    (folder / SCRIPT).write_text(json.dumps(script(plan)))
    child = subprocess.Popen(
        [sys.executable, "-m", "scheduler.rehearsal.program", str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )
    assert child.stdout is not None and child.stdin is not None
    assert list(json.loads(child.stdout.readline())) == ["day"]
    started = psutil.Process(child.pid).children()

    child.stdin.close()

    assert child.wait(PATIENCE) == -signal.SIGKILL
    assert psutil.wait_procs(started, timeout=PATIENCE)[1] == []
    assert (len(started), folder.exists()) == (1, False)
    child.stdout.close()


def test_the_child_touches_no_folder_that_holds_anything_else(tmp_path: Path) -> None:
    (tmp_path / SCRIPT).write_text("{}")
    (tmp_path / "mediareja.sqlite3").write_text("")

    done = subprocess.run(
        [sys.executable, "-m", "scheduler.rehearsal.program", str(tmp_path)],
        cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE,
    )  # fmt: skip

    assert (done.returncode, json.loads(done.stdout)) == (
        1,
        {"refused": "NotPrivate: the folder must hold the script and nothing else"},
    )
    assert len(list(tmp_path.iterdir())) == 2
