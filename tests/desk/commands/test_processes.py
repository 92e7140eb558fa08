"""The commands as processes of their own: exit status, streams, and the help every script writer starts from."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import load_command_class

from tests.desk.commands.running import Ran, run_process
from tests.scheduler.plan_import.plans import plan_rows, write_docx, write_text

COMMANDS = {
    "import_plan": ("file", "--year", "--organization", "--dry-run"),
    "activate_plan": ("PLAN", "--continuous", "--year"),
    "calendar": ("--plan", "--year"),
    "add_channel": (
        "website,telegram,facebook,instagram,wordpress,webhook",
        "--name",
        "--address",
        "--token-file",
        "--sandbox",
    ),
    "check_channels": (),
    "queue_post": ("--title", "--body", "--channels", "--image", "--alt", "--at", "--item", "--author", "--approve-by"),
    "publish_log": ("--state", "--since"),
    "run": ("--no-sample",),
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One data folder; the first command that needs its database makes it."""
    return tmp_path_factory.mktemp("home")


@pytest.mark.parametrize("name", COMMANDS)
def test_help_names_every_argument(name: str) -> None:
    app = "config" if name == "run" else "desk"

    text = load_command_class(app, name).create_parser("manage.py", name).format_help()

    assert [word for word in (*COMMANDS[name], "--json") if word not in text] == []


@pytest.mark.xdist_group("command processes")
def test_a_script_goes_from_plan_to_calendar(home: Path, tmp_path: Path) -> None:
    plan = write_docx(tmp_path / "reja.docx", plan_rows("Dekabr", "Har oyda bir marotaba"))

    read = run_process(home, "import_plan", plan, "--year", 2026, "--json")
    active = run_process(home, "activate_plan", read.json["plan_id"], "--json")
    calendar = run_process(home, "calendar", "--json")
    again = run_process(home, "import_plan", plan, "--year", 2026, "--json")

    assert (read.status, len(read.json["items"])) == (0, 2)
    assert (active.status, active.json["dated"], active.err) == (0, 13, "")
    assert (calendar.status, len(calendar.json["occurrences"])) == (0, 13)
    assert (again.status, again.out) == (2, "")
    assert again.err == f"This file is stored already, as plan {read.json['plan_id']}.\n"


@pytest.mark.xdist_group("command processes")
def test_what_is_no_plan_ends_with_status_2_and_makes_no_database(tmp_path: Path) -> None:
    fresh = tmp_path / "fresh"
    empty = write_text(tmp_path / "bosh.txt", "")

    ran = run_process(fresh, "import_plan", empty, "--json")

    assert (ran.status, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert list(fresh.glob("*.sqlite3")) == []


@pytest.mark.xdist_group("command processes")
def test_a_wrong_argument_ends_with_status_2_and_a_failure_with_status_1(home: Path) -> None:
    def ended(ran: Ran) -> tuple[int, str]:
        return ran.status, ran.out

    assert ended(run_process(home, "publish_log", "--state", "lost")) == (2, "")
    away = run_process(home, "add_channel", "telegram", "--name", "K", "--address", "@kanal_yoq", "--sandbox")
    assert ended(away) == (1, "")
    assert away.err.splitlines()[-1] == "The sandbox does not answer: ConnectionError. Start it with make run."
