"""review_plan, and import_plan with a newer version, as scripts use them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from content.models import Channel, Organization
from scheduler.models import ItemDecision, MediaPlan, Occurrence, PlanItem
from tests.desk.commands.running import Ran, rows, run_here
from tests.scheduler.plan_import.plans import plan_rows, write_docx

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(tmp_path: Path, organization: Organization) -> int:
    """Item 1 is clear, item 2 has no deadline, item 3 hangs on an event."""
    file = write_docx(tmp_path / "reja.docx", plan_rows("Har oyda bir marotaba", "", "Navroʻz arafasida"))
    plan_id: int = run_here("import_plan", file, "--json").json["plan_id"]
    return plan_id


def refused(ran: Ran, sentence: str) -> None:
    assert (ran.status, ran.out, ran.err.strip()) == (2, "", sentence)


def item(position: int) -> PlanItem:
    return PlanItem.objects.get(position=position)


def test_questions_are_listed_for_programs(plan: int) -> None:
    ran = run_here("review_plan", plan, "--json")

    value: dict[str, Any] = ran.json
    assert (ran.status, value["plan"], value["year"], value["waiting"]) == (0, plan, None, ["2", "3"])
    assert [question["code"] for question in value["questions"]] == ["no_year", "rows_need_attention"]
    assert [found["review"] for found in value["items"]] == [
        [],
        [{"code": "no_deadline", "question": "No deadline was found. Give one.", "blocking": True}],
        [
            {
                "code": "event_relative",
                "question": "The deadline depends on an event. Give the date.",
                "blocking": True,
            }
        ],
    ]
    assert value["items"][0]["understood"] == "every month, posts: 1"
    assert value["items"][1]["understood"] is None
    assert (value["not_read"], value["pending_version"]) == ([], None)


def test_questions_are_listed_for_people(plan: int) -> None:
    ran = run_here("review_plan", plan)

    assert ran.status == 0
    for words in ("No deadline was found.", "Held back until they are answered: items 2, 3.", "names no year"):
        assert words in ran.out


def test_answers_settle_what_is_asked(plan: int) -> None:
    run_here("review_plan", plan, "--year", 2026)
    run_here("review_plan", plan, "--item", 3, "--accept")
    ran = run_here("review_plan", plan, "--item", "#2", "--dates", "2026-03-05,2026-09-10", "--json")

    assert (ran.status, ran.json["waiting"], ran.json["questions"]) == (0, [], [])
    assert (item(2).kind, item(2).dates) == ("dates", ["2026-03-05", "2026-09-10"])
    assert list(ItemDecision.objects.values_list("item__position", "codes")) == [
        (2, ["no_deadline"]),
        (3, ["event_relative"]),
    ]
    assert Occurrence.objects.count() == 0


def test_a_deadline_and_channels_are_given_in_words(plan: int) -> None:
    run_here("review_plan", plan, "--item", 2, "--deadline", "Har chorakda", "--channels", "telegram, website")
    run_here("review_plan", plan, "--item", 3, "--as-needed")

    assert (item(2).kind, item(2).channel_words) == ("quarterly", ["telegram", "website"])
    assert (item(3).kind, item(3).review) == ("on_schedule", [])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--accept",), "Say which item is meant: --item NUMBER"),
        (("--item", "2"), "Give an answer: --accept, --deadline, --dates, --as-needed or --channels"),
        (("--item", "9", "--accept"), "The plan has no item 9."),
        (
            ("--item", "2", "--accept"),
            "There is nothing to say yes to. Write the deadline in other words or give dates.",
        ),
        (("--item", "1", "--accept"), "Nothing is asked about this item."),
        (
            ("--item", "2", "--deadline", "31-iyun"),
            "These words are not clear either: The date does not exist. Give the right one.",
        ),
        (("--item", "2", "--dates", "2026-03-05"), "Say first which year the plan is for."),
        (("--year", "2026", "--item", "2", "--dates", "2027-03-05"), "Outside the plan's year: 05.03.2027."),
        (("--year", "1926"), "The year must be between 2000 and 2100."),
        (("--school-year",), "--school-year needs --year."),
        (("--apply-version",), "No newer version waits."),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(
    plan: int, arguments: tuple[str, ...], sentence: str
) -> None:
    before = list(MediaPlan.objects.values()), list(PlanItem.objects.values()), rows()

    refused(run_here("review_plan", plan, *arguments), sentence)

    assert (list(MediaPlan.objects.values()), list(PlanItem.objects.values()), rows()) == before


def test_an_unknown_channel_is_refused_with_those_known(plan: int) -> None:
    ran = run_here("review_plan", plan, "--item", 2, "--channels", "pochta")

    assert ran.status == 2
    assert ran.err.startswith("Unknown channel: pochta. Known: official_pages, website,")


def test_items_of_one_number_are_told_apart_by_their_place(plan: int) -> None:
    PlanItem.objects.update(number="7")

    refused(
        run_here("review_plan", plan, "--item", 7, "--as-needed"),
        'Several items have the number 7. Name one by its place: --item "#5"',
    )
    assert run_here("review_plan", plan, "--item", "#3", "--as-needed").status == 0


def test_activation_tells_what_waits_for_answers(plan: int) -> None:
    ran = run_here("activate_plan", plan, "--year", 2026, "--json")

    assert (ran.json["waiting_for_answers"], ran.json["not_understood"]) == (["2", "3"], ["2"])
    assert f"Items that wait for answers: 2, 3. Next: python manage.py review_plan {plan}" in (
        run_here("activate_plan", plan).out
    )


def test_a_newer_version_prints_the_difference_and_waits(plan: int, tmp_path: Path, website: Channel) -> None:
    run_here("activate_plan", plan, "--year", 2026, "--continuous", "none")
    file = write_docx(tmp_path / "yangi.docx", plan_rows("Har chorakda", "", "Navroʻz arafasida"))

    ran = run_here("import_plan", file, "--replaces", plan, "--json")
    seen = run_here("review_plan", plan, "--json").json

    assert (ran.status, ran.json["plan"], ran.json["version"], ran.json["applied"]) == (0, plan, 2, False)
    changes = ran.json["changes"]
    assert [entry["number"] for entry in changes["changed"]] == ["1"]
    assert changes["changed"][0]["fields"] == {"deadline": ["Har oyda bir marotaba", "Har chorakda"]}
    assert [entry["number"] for entry in changes["kept"]] == ["2", "3"]
    assert (item(1).kind, seen["pending_version"]) == ("monthly", 2)

    applied = run_here("review_plan", plan, "--apply-version", "--json")

    assert (applied.status, item(1).kind, applied.json["pending_version"]) == (0, "quarterly", None)


def test_a_newer_version_is_applied_at_once_or_put_aside(plan: int, tmp_path: Path) -> None:
    file = write_docx(tmp_path / "yangi.docx", plan_rows("Har chorakda"))
    other = write_docx(tmp_path / "boshqa.docx", plan_rows("Har oyda", "Dekabr"))

    ran = run_here("import_plan", file, "--replaces", plan, "--apply")
    run_here("import_plan", other, "--replaces", plan)
    put_aside = run_here("review_plan", plan, "--discard-version", "--json")

    assert ran.status == 0
    for words in (
        "No longer in the plan",
        "Har oyda bir marotaba → Har chorakda",
        f"Version 2 of plan {plan} is applied.",
    ):
        assert words in ran.out
    assert (item(1).kind, PlanItem.objects.filter(withdrawn_at=None).count()) == ("quarterly", 1)
    assert put_aside.json["pending_version"] is None


def test_a_version_that_does_not_fit_is_refused(plan: int, tmp_path: Path) -> None:
    file = tmp_path / "reja.docx"
    before = rows()

    refused(
        run_here("import_plan", file, "--replaces", plan),
        "This is the file the plan was made from; nothing was stored.",
    )
    refused(run_here("import_plan", file, "--replaces", 77), "There is no plan 77.")
    refused(run_here("import_plan", file, "--apply"), "--apply needs --replaces PLAN.")
    refused(
        run_here("import_plan", file, "--replaces", plan, "--dry-run"),
        "--dry-run shows a plan of its own; leave --replaces out.",
    )

    assert rows() == before


def test_django_checks_itself_first_as_on_a_terminal(plan: int) -> None:
    out = io.StringIO()

    call_command("review_plan", plan, stdout=out, skip_checks=False)

    assert "No deadline was found." in out.getvalue()
