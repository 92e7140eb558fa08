"""execution_report, as scripts use it."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from content.models import Organization
from scheduler.models import MediaPlan
from tests.desk.commands.running import rows, run_here
from tests.reports.plans import item_of, plan_of

pytestmark = pytest.mark.django_db
YEAR = ("--from", "2026-01-01", "--to", "2026-12-31")


@pytest.fixture
def plan(organization: Organization) -> MediaPlan:
    plan = plan_of(organization)
    item_of(plan, 1)
    return plan


@pytest.mark.parametrize("ending", ["docx", "pdf", "xlsx", "json"])
def test_the_report_is_written_in_the_form_that_the_files_name_ends_in(
    plan: MediaPlan, tmp_path: Path, ending: str
) -> None:
    out = tmp_path / f"hisobot.{ending}"
    before = rows()
    # when
    ran = run_here("execution_report", plan.pk, *YEAR, "--language", "uz-cyrl", "--out", out, "--json")
    # then
    written = out.read_bytes()
    assert (ran.status, ran.err) == (0, "")
    assert ran.json == {
        "plan": plan.pk,
        "format": ending,
        "file": str(out),
        "bytes": len(written),
        "sha256": hashlib.sha256(written).hexdigest(),
    }
    # and nothing was changed by looking
    assert rows() == before


def test_the_form_may_be_named_and_people_are_told_in_words(plan: MediaPlan, tmp_path: Path) -> None:
    out = tmp_path / "hisobot"
    ran = run_here("execution_report", plan.pk, *YEAR, "--format", "json", "--language", "ru", "--out", out)
    assert json.loads(out.read_bytes())["language"] == "ru"
    assert ran.out.startswith(f"Report on plan {plan.pk} written to {out} (SHA-256 ")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--from", "1.1.2026", "--to", "2026-12-31"], "This is no day: 1.1.2026. Write it like 2026-12-01."),
        (["--from", "2026-12-31", "--to", "2026-01-01"], "The first day lies after the last."),
    ],
)
def test_bad_days_are_refused(plan: MediaPlan, tmp_path: Path, arguments: list[str], sentence: str) -> None:
    out = tmp_path / "hisobot.pdf"
    ran = run_here("execution_report", plan.pk, *arguments, "--out", out)
    assert (ran.status, ran.out, ran.err.strip()) == (2, "", sentence)
    assert not out.exists()


def test_a_plan_a_form_or_a_folder_that_is_not_there_is_told(plan: MediaPlan, tmp_path: Path) -> None:
    told = [
        run_here("execution_report", plan.pk + 1, *YEAR, "--out", tmp_path / "a.pdf"),
        run_here("execution_report", plan.pk, *YEAR, "--out", tmp_path / "a.doc"),
        run_here("execution_report", plan.pk, *YEAR, "--out", tmp_path / "nowhere" / "a.pdf"),
    ]
    assert [(ran.status, ran.err.strip()) for ran in told] == [
        (2, f"There is no plan {plan.pk + 1}."),
        (2, "Say the form: --format docx, pdf, xlsx or json."),
        (2, "The file cannot be written: there is no such folder"),
    ]
    assert list(tmp_path.iterdir()) == []
