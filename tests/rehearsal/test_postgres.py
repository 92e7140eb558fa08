"""The house keeps its rows in PostgreSQL: they are read from there; the scratch database is SQLite all the same."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.processes.program import ROOT, output_of, query
from tests.rehearsal.house import KINDS

pytestmark = pytest.mark.servers

HOUSE = """
import django
django.setup()
import pathlib, sys
from django.core.management import call_command
from tests.rehearsal.house import publishes_by_itself, template, town_with_channels
from tests.scheduler.town import stored_plan

organization, _channels = town_with_channels()
plan = stored_plan(pathlib.Path(sys.argv[1]), organization, "Noyabr", "Noyabr")
publishes_by_itself(plan.items.get(position=1), template(organization, "sinov", approved=True))
call_command("rehearse", "--plan", str(plan.pk), "--from", "2026-11-01", "--to", "2026-11-30", "--json")
"""
COUNTS = "SELECT (SELECT count(*) FROM scheduler_occurrence), (SELECT count(*) FROM content_post)"


def test_a_plan_kept_in_postgresql_is_played(database: str, tmp_path: Path) -> None:
    environment = {
        "DATABASE_URL": database,
        "MEDIAREJA_HOME": f"{tmp_path}/home",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": str(ROOT),
    }

    account = json.loads(output_of([sys.executable, "-c", HOUSE, str(tmp_path)], environment, 150))

    first, second = (item["occurrences"][0]["channels"] for item in account["items"])
    assert [(row["kind"], row["state"]) for row in first] == [(kind, "published") for kind in KINDS]
    assert [(row["kind"], row["reason"]) for row in second] == [(kind, "nobody_wrote") for kind in KINDS]
    assert query(database, COUNTS) == [(0, 0)]
