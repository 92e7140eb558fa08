"""import_plan, activate_plan and calendar, as scripts use them."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest

from content.models import Channel, Organization
from scheduler.models import MediaPlan, Occurrence
from scheduler.plan_import.reading import read_plan
from tests.desk.commands.running import Ran, rows, run_here
from tests.scheduler.plan_import.plans import plan_rows, write_docx, write_text

pytestmark = pytest.mark.django_db


def imported(plan_file: Path) -> int:
    plan_id: int = run_here("import_plan", plan_file, "--year", 2026, "--json").json["plan_id"]
    return plan_id


def refused(ran: Ran, sentence: str) -> None:
    assert (ran.status, ran.out, ran.err.strip()) == (2, "", sentence)


def test_import_prints_what_was_understood_and_stores_it(plan_file: Path, organization: Organization) -> None:
    ran = run_here("import_plan", plan_file, "--year", 2026, "--json")

    plan = MediaPlan.objects.get()
    assert (ran.status, ran.json) == (0, read_plan(plan_file, year=2026).to_json() | {"plan_id": plan.pk})
    assert (plan.organization, plan.year, plan.items.count()) == (organization, 2026, 3)


def test_import_shows_people_each_wording_and_the_next_step(plan_file: Path, organization: Organization) -> None:
    ran = run_here("import_plan", plan_file)

    plan = MediaPlan.objects.get()
    assert ran.status == 0
    for words in ("Har oyda bir", "every month", "official pages", "not stated in the document"):
        assert words in ran.out
    assert f"Next: python manage.py activate_plan {plan.pk}" in ran.out


def test_a_dry_run_shows_the_same_and_stores_nothing(plan_file: Path, organization: Organization) -> None:
    before = rows()

    ran = run_here("import_plan", plan_file, "--year", 2026, "--dry-run", "--json")

    assert ran.json == read_plan(plan_file, year=2026).to_json()
    assert rows() == before


def test_import_on_an_empty_database_makes_the_first_organization(db: None, plan_file: Path) -> None:
    run_here("import_plan", plan_file)

    assert MediaPlan.objects.get().organization == Organization.objects.get()


def test_what_is_no_plan_is_refused_in_a_sentence_and_stores_nothing(tmp_path: Path, db: None) -> None:
    report = [
        ["T/r", "Tadbir nomi", "Bajarilgan ishlar", "Havola"],
        ["1.", "Ochiqlik kuni", "Ochiqlik kuni oʻtkazildi", "https://namunaobod.example/1"],
    ]
    files = {
        "empty": write_text(tmp_path / "bosh.txt", ""),
        "broken": write_text(tmp_path / "buzuq.docx", "bu Word hujjati emas"),
        "report": write_docx(tmp_path / "hisobot.docx", report, above=("IJRO HISOBOTI",)),
        "other": write_text(tmp_path / "reja.pdf", "%PDF-1.7"),
        "missing": tmp_path / "yoq.docx",
        "folder": tmp_path,
    }
    before = rows()

    answers = {name: run_here("import_plan", path, "--json") for name, path in files.items()}

    assert {name: (ran.status, ran.out) for name, ran in answers.items()} == dict.fromkeys(files, (2, ""))
    assert {name: ran.err.strip().count("\n") for name, ran in answers.items()} == dict.fromkeys(files, 0)
    assert answers["report"].err == (
        "This is a report, not a plan; nothing was stored. Keep it as evidence for the execution report.\n"
    )
    assert answers["missing"].err == ("There is no such file; nothing was stored. Check its name and its folder.\n")
    assert rows() == before


def test_the_same_file_twice_is_refused(plan_file: Path, organization: Organization) -> None:
    plan = imported(plan_file)
    before = rows()

    refused(run_here("import_plan", plan_file, "--year", 2026), f"This file is stored already, as plan {plan}.")

    assert rows() == before


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--year", 1926), "The year must be between 2000 and 2100."),
        (("--organization", "boshqa"), "There is no organization “boshqa”."),
    ],
)
def test_import_refuses_bad_choices(
    plan_file: Path, organization: Organization, arguments: tuple[object, ...], sentence: str
) -> None:
    before = rows()

    refused(run_here("import_plan", plan_file, *arguments), sentence)

    assert rows() == before


def test_import_asks_whose_plan_it_is_where_there_are_several(plan_file: Path, organization: Organization) -> None:
    Organization.objects.create(name="Boshqa", slug="boshqa")

    refused(run_here("import_plan", plan_file), "There are several organizations. Name one with --organization.")
    assert run_here("import_plan", plan_file, "--organization", "boshqa").status == 0


def test_activation_prints_what_it_came_to(plan_file: Path, website: Channel) -> None:
    website.coverage_words = ["official_pages"]
    website.save()
    plan = imported(plan_file)

    ran = run_here("activate_plan", plan, "--json")

    assert (ran.status, ran.json) == (
        0,
        {
            "plan": plan,
            "year": 2026,
            "dated": 13,
            "undated": 12,
            "created": 25,
            "elapsed": 22,
            "by_kind": {"one_off_month": 1, "monthly": 12},
            "waiting_for_dates": [],
            "waiting_for_answers": [],
            "not_understood": [],
            "words_without_channel": [],
        },
    )
    assert run_here("activate_plan", plan, "--json").json["created"] == 0


def test_activation_tells_people_what_is_missing(tmp_path: Path, organization: Organization) -> None:
    file = write_docx(tmp_path / "r.docx", plan_rows("Dekabr", "Tasdiqlangan reja-grafikga asosan"))
    plan = imported(file)

    ran = run_here("activate_plan", plan)

    assert ran.out == (
        f"Plan {plan} for 2026 is active.\n"
        "Dated occurrences: 1 (new: 1; period already over: 0)\n"
        "Items that wait for dates: 2\n"
        "No channel answers to: official_pages. Add one with add_channel.\n"
    )


def test_activation_takes_the_year_that_the_document_does_not_name(plan_file: Path, organization: Organization) -> None:
    run_here("import_plan", plan_file)
    plan = MediaPlan.objects.get()
    before = rows()

    refused(run_here("activate_plan", plan.pk), "The document names no year. Give it: --year 2026")
    refused(run_here("activate_plan", plan.pk, "--year", 26), "The year does not fit the plan.")
    assert rows() == before
    assert run_here("activate_plan", plan.pk, "--year", 2026, "--continuous", "none").status == 0

    refused(run_here("activate_plan", plan.pk, "--year", 2027), "The year does not fit the plan.")
    assert MediaPlan.objects.get().year == 2026


def test_a_plan_that_is_not_there_is_refused(organization: Organization) -> None:
    refused(run_here("activate_plan", 77), "There is no plan 77.")
    refused(run_here("calendar", "--plan", 77), "There is no plan 77.")


def test_the_calendar_tells_programs_each_duty(plan_file: Path, website: Channel) -> None:
    website.coverage_words = ["official_pages"]
    website.save()
    plan = imported(plan_file)
    run_here("activate_plan", plan)

    ran = run_here("calendar", "--plan", plan, "--year", 2026, "--json")

    assert ran.status == 0
    assert (len(ran.json["occurrences"]), len(ran.json["expected"])) == (13, 12)
    december = Occurrence.objects.get(item__number="1")
    assert december.slot is not None
    assert next(row for row in ran.json["occurrences"] if row["item"] == "1") == {
        "id": december.pk,
        "plan": plan,
        "item": "1",
        "title": "1-tadbir haqida xabar",
        "kind": "one_off_month",
        "period": "2026-12",
        "window": {"start": "2026-12-01", "end": "2026-12-31"},
        "slot": december.slot.isoformat(),
        "local": december.slot.astimezone(ZoneInfo("Asia/Tashkent")).isoformat(),
        "channels": ["Rasmiy sayt"],
        "state": "expected",
        "post": None,
        "problem": None,
        "note": None,
        "reason": None,
    }
    assert [row["period"] for row in ran.json["expected"]] == [f"2026-{month:02d}" for month in range(1, 13)]
    assert run_here("calendar", "--year", 2031, "--json").json == {"occurrences": [], "expected": []}


def test_the_calendar_prints_a_table_for_people(plan_file: Path, organization: Organization) -> None:
    assert run_here("calendar").out == "Nothing is owed yet: import a plan and activate it.\n"
    run_here("activate_plan", imported(plan_file))

    lines = run_here("calendar").out.splitlines()

    assert lines[0].split() == ["Slot", "Period", "No.", "Measure", "Channels", "State"]
    assert lines[-1] == "13 dated occurrences, 12 expected of continuous items."
    assert sum("+05" in line for line in lines) == 13


def test_an_activation_that_fails_leaves_the_plan_without_a_year(plan_file: Path, organization: Organization) -> None:
    plan_id: int = run_here("import_plan", plan_file, "--json").json["plan_id"]
    Organization.objects.update(time_zone="Nowhere/Nothing")

    with pytest.raises(ZoneInfoNotFoundError):
        run_here("activate_plan", plan_id, "--year", 2026)

    assert MediaPlan.objects.get().year is None


@pytest.mark.parametrize("year", [0, -5, 99999])
def test_a_year_no_calendar_knows_is_bad_input(year: int, db: None) -> None:
    refused(run_here("calendar", f"--year={year}"), "The year must be between 2000 and 2100.")
