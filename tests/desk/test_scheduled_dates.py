"""Dates of an approved schedule on the screen of an item and by command."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from content.models import Channel, Organization
from scheduler.models import ItemDecision, MediaPlan, Occurrence, PlanItem, ScheduledDate
from scheduler.planning import activate_plan
from tests.desk.commands.running import run_here
from tests.desk.conftest import NOW, signed_in
from tests.desk.forms import messages_of

UNREADABLE = "The file cannot be read; nothing was stored. Save it as CSV (UTF-8) or as iCalendar (.ics)."
CSV = "Sana;Soat;Tadbir\n07.12.2026;10:00;Ochiq eshik\n31.02.2026;;Xato\n08.12.2026;;Brifing\n05.01.2027;;Kelasi yil\n"
ICS = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:e1\r\nSUMMARY:Brifing\r\n"
    "DTSTART:20261210T050000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@pytest.fixture
def item(organization: Organization, website: Channel) -> PlanItem:
    plan = MediaPlan.objects.create(organization=organization, title="MEDIA-REJA", year=2026)
    made = PlanItem.objects.create(
        plan=plan,
        position=1,
        number="4.",
        title="Press-tadbirlar",
        kind="on_schedule",
        deadline_text="Tasdiqlangan reja-grafikga asosan",
        review=["needs_dates"],
        needs_review=True,
    )
    made.channels.add(website)
    activate_plan(plan, continuous="none", now=NOW)
    return PlanItem.objects.get(pk=made.pk)


def address(item: PlanItem) -> str:
    return reverse("planitem:dates", args=[item.pk])


def typed(*rows: dict[str, Any], stored: int = 0) -> dict[str, Any]:
    values: dict[str, Any] = {"typed": "1", "rows-TOTAL_FORMS": len(rows), "rows-INITIAL_FORMS": stored}
    for number, row in enumerate(rows):
        values |= {f"rows-{number}-{name}": value for name, value in row.items()}
    return values


def check(user: User, item: PlanItem, values: dict[str, Any]) -> Any:
    client = signed_in(user)
    seen = client.get(address(item)).context["seen"]
    return client.post(address(item), {"seen": seen} | values)


def upload(user: User, item: PlanItem, name: str, text: str, **values: str) -> Any:
    file = SimpleUploadedFile(name, text.encode())
    return check(user, item, {"file-file": file} | values)


def store(user: User, item: PlanItem, preview: Any, **values: str) -> Any:
    return signed_in(user).post(address(item), {"payload": preview.context["payload"]} | values, follow=True)


def owed(item: PlanItem) -> list[tuple[str, str]]:
    rows = Occurrence.objects.filter(item=item).order_by("slot")
    return [(row.period_key, row.note) for row in rows]


def test_typed_dates_are_shown_before_they_are_stored(item: PlanItem, author: User) -> None:
    preview = check(
        author,
        item,
        typed({"day": "2026-12-07", "at": "10:00", "note": "Ochiq eshik"}, {"day": "2026-12-13"}, {}),
    )

    text = preview.content.decode()
    assert "Added (2)" in text
    assert "07.12.2026 10:00 · Ochiq eshik" in text
    assert "Slot: 07.12.2026 10:00 (Asia/Tashkent)" in text
    assert text.count("The day is a day off.") == 1
    assert ScheduledDate.objects.count() == 0

    done = store(author, item, preview)

    assert messages_of(done) == ("Dates stored: 2 added, 0 moved, 0 removed. Occurrences: 2 new, 0 moved, 0 withdrawn.")
    assert owed(item) == [("2026-12-07", "Ochiq eshik"), ("2026-12-13", "")]
    assert ItemDecision.objects.get().actor == author
    assert PlanItem.objects.get().review == []


def test_rows_are_changed_and_removed(item: PlanItem, author: User) -> None:
    store(author, item, check(author, item, typed({"day": "2026-12-07", "at": "10:00"}, {"day": "2026-12-14"})))
    first, second = ScheduledDate.objects.order_by("day")

    preview = check(
        author,
        item,
        typed(
            {"row": first.pk, "day": "2026-12-09", "at": "10:00"},
            {"row": second.pk, "day": "2026-12-14", "remove": "on"},
            stored=2,
        ),
    )

    text = preview.content.decode()
    assert "<del>07.12.2026 10:00</del> → 09.12.2026 10:00" in text
    assert "<del>14.12.2026</del>" in text
    done = store(author, item, preview)
    assert "Occurrences: 0 new, 1 moved, 1 withdrawn." in messages_of(done)
    assert list(Occurrence.objects.order_by("period_key").values_list("period_key", "state")) == [
        ("2026-12-09", "expected"),
        ("2026-12-14", "withdrawn"),
    ]


def test_a_row_without_its_day_is_asked_about_beside_the_field(item: PlanItem, author: User) -> None:
    response = check(author, item, typed({"at": "10:00", "note": "Qachon?"}))

    assert response.context["rows"].errors == [{"day": ["Give the day, or mark the row to be removed."]}]
    assert "Qachon?" in response.content.decode()


def test_a_table_with_bad_lines_stores_nothing_unless_the_person_says_so(item: PlanItem, author: User) -> None:
    preview = upload(author, item, "reja.csv", CSV)

    text = preview.content.decode()
    assert "Line 3: The date does not exist. (31.02.2026 | Xato)" in text
    assert "Line 5: The day lies outside the year of the plan. (05.01.2027)" in text
    refused = store(author, item, preview)
    assert "Some lines cannot be stored." in messages_of(refused)
    assert ScheduledDate.objects.count() == 0

    store(author, item, preview, without_bad="on")
    assert owed(item) == [("2026-12-07", "Ochiq eshik"), ("2026-12-08", "Brifing")]
    assert set(ScheduledDate.objects.values_list("source", flat=True)) == {"csv"}


def test_a_calendar_moves_its_events(item: PlanItem, author: User) -> None:
    store(author, item, upload(author, item, "reja.ics", ICS))
    preview = upload(author, item, "reja.ics", ICS.replace("20261210T05", "20261211T06"))

    assert "<del>10.12.2026 10:00</del> → 11.12.2026 11:00" in preview.content.decode()
    store(author, item, preview)
    assert owed(item) == [("2026-12-11", "Brifing")]


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("reja.csv", "", "The submitted file is empty."),
        ("reja.csv", "Salom\n", "No dates were found; nothing was stored."),
        ("reja.docx", "PK", "Only CSV and iCalendar (.ics) files are read; nothing was stored."),
        ("reja.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "The file cannot be read; nothing was stored."),
    ],
)
def test_a_file_without_dates_is_refused_beside_the_field(
    item: PlanItem, author: User, name: str, text: str, sentence: str
) -> None:
    response = upload(author, item, name, text)

    assert sentence in " ".join(response.context["file_form"].errors["file"])


def test_dates_changed_by_somebody_else_or_a_forged_list_store_nothing(item: PlanItem, author: User) -> None:
    preview = check(author, item, typed({"day": "2026-12-07"}))
    other = check(author, item, typed({"day": "2026-12-08"}))
    store(author, item, other)

    assert "Somebody changed the dates meanwhile." in messages_of(store(author, item, preview))
    forged = signed_in(author).post(address(item), {"payload": "x:y"}, follow=True)
    assert "Somebody changed the dates meanwhile." in messages_of(forged)
    assert owed(item) == [("2026-12-08", "")]


def test_items_with_a_rule_take_no_dates(item: PlanItem, author: User) -> None:
    PlanItem.objects.update(kind="monthly", rrule="FREQ=MONTHLY")

    response = signed_in(author).post(address(item), typed({"day": "2026-12-07"}) | {"seen": ""}, follow=True)

    assert "Only items that follow an approved schedule take dates." in messages_of(response)


def test_the_item_page_links_to_its_dates_and_shows_the_next_slots(item: PlanItem, author: User) -> None:
    store(author, item, check(author, item, typed({"day": "2026-12-07", "at": "10:00"})))

    text = signed_in(author).get(reverse("planitem:edit", args=[item.pk])).content.decode()

    assert f'href="{address(item)}"' in text
    assert "07.12.2026 10:00 (Asia/Tashkent)" in text


def test_an_approver_may_not_give_dates(item: PlanItem, approver: User) -> None:
    assert signed_in(approver).get(address(item)).status_code == 302


def test_the_command_gives_dates_one_by_one(item: PlanItem) -> None:
    arguments = ("schedule_dates", item.plan_id, "4", "--date", "2026-12-07T10:00", "--date", "2026-12-08")
    dry = run_here(*arguments, "--dry-run", "--json")
    assert ScheduledDate.objects.count() == 0

    ran = run_here(*arguments, "--json")

    added = [
        {"day": "2026-12-07", "time": "10:00", "note": None},
        {"day": "2026-12-08", "time": None, "note": None},
    ]
    assert dry.json == {"added": added, "moved": [], "noted": [], "removed": [], "kept": 0, "bad": []}
    assert ran.json == dry.json | {"occurrences": {"created": 2, "moved": 0, "withdrawn": 0, "stay": []}}
    assert [key for key, _note in owed(item)] == ["2026-12-07", "2026-12-08"]


def test_the_command_reads_files_and_lists_bad_lines(item: PlanItem, tmp_path: Path) -> None:
    path = tmp_path / "reja.csv"
    path.write_text(CSV)

    ran = run_here("schedule_dates", item.plan_id, "4", path)

    assert (ran.status, ran.out) == (2, "")
    assert ran.err.splitlines() == [
        "Line 3: The date does not exist. (31.02.2026 | Xato)",
        "Line 5: The day lies outside the year of the plan. (05.01.2027)",
        "Nothing was stored.",
    ]
    done = run_here("schedule_dates", item.plan_id, "4", path, "--without-bad")
    assert done.status == 0
    assert "+ 07.12.2026 10:00 Ochiq eshik" in done.out
    assert len(owed(item)) == 2


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("9", "--date", "2026-12-07"), "There is no item 9."),
        (("4",), "Give either a file or --date."),
        (("4", "--date", "7-dekabr"), "7-dekabr: This is no clear date. Write it as 05.03.2026 or 2026-03-05."),
        (
            ("4", "yoq.csv"),
            "The file cannot be read; nothing was stored. Save it as CSV (UTF-8) or as iCalendar (.ics).",
        ),
    ],
)
def test_the_command_refuses_bad_input(item: PlanItem, arguments: tuple[str, ...], sentence: str) -> None:
    ran = run_here("schedule_dates", item.plan_id, *arguments)

    assert (ran.status, ran.out, ran.err.strip()) == (2, "", sentence)
    assert ScheduledDate.objects.count() == 0
