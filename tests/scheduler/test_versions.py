"""A newer document changes the plan in place: what people did stays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from content.models import Organization, Post
from scheduler.answering import confirm, give_channels, reword
from scheduler.models import ItemDecision, MediaPlan, Occurrence, PlanItem, PlanVersion
from scheduler.plan_import.reading import read_plan
from scheduler.planning import activate_plan
from scheduler.samples.build_sample import HEADER, PAGES
from scheduler.storing import AlreadyImported, store_plan
from scheduler.versions import (
    VersionRefused,
    apply_version,
    discard_version,
    pending_version,
    preview_version,
    store_version,
)
from tests.scheduler.plan_import.plans import write_docx
from tests.scheduler.town import channel, town

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 6, 1, 4, 0, tzinfo=UTC)
WHO: dict[str, Any] = {"actor": None, "now": NOW}
OPEN_DAY = ("1.", "Ochiqlik kuni", "Eʼlon berish", "Noyabr", PAGES)
PICTURE = ("2.", "Infografika tayyorlash", "Chizish", "Har oyda bir marotaba", PAGES)
BRIEFING = ("3.", "Hokimning brifingi", "Taklif etish", "Har chorakda", PAGES)
ROWS = (OPEN_DAY, PICTURE, BRIEFING)
Rows = Sequence[Sequence[str]]


@pytest.fixture
def organization() -> Organization:
    return town()


@pytest.fixture
def plan(tmp_path: Path, organization: Organization) -> MediaPlan:
    return store_plan(
        reading(tmp_path, ROWS), organization=organization, title="Reja", source_name="1.docx", checksum="one"
    )


def reading(folder: Path, rows: Rows, *, year: int | None = 2026) -> dict[str, Any]:
    return read_plan(write_docx(folder / "reja.docx", [HEADER, *rows]), year=year).to_json()


def newer(folder: Path, plan: MediaPlan, *rows: Sequence[str], checksum: str = "two") -> PlanVersion:
    return store_version(plan, reading(folder, rows), source_name=f"{checksum}.docx", checksum=checksum)


def activated(plan: MediaPlan) -> MediaPlan:
    return activate_plan(plan, continuous="none", now=NOW).plan


def item(title: str) -> PlanItem:
    return PlanItem.objects.get(title=title)


def by_period(found: PlanItem) -> dict[str, str]:
    return dict(found.occurrences.order_by("period_key").values_list("period_key", "state"))


def everything() -> list[Any]:
    models = (MediaPlan, PlanItem, Occurrence, ItemDecision)
    return [list(model.objects.order_by("pk").values()) for model in models]


def told(report: dict[str, Any], status: str) -> list[str]:
    return [entry["title"] for entry in report[status]]


def test_a_plan_begins_with_its_first_version(plan: MediaPlan) -> None:
    first = plan.versions.get()

    assert (first.number, first.source_name, first.source_checksum) == (1, "1.docx", "one")
    assert first.applied_at == plan.imported_at
    assert [row["title"] for row in first.reading["items"]] == [row[1] for row in ROWS]
    assert pending_version(plan) is None


def test_a_stored_version_changes_nothing_yet(tmp_path: Path, plan: MediaPlan) -> None:
    before = everything()

    version = newer(tmp_path, plan, OPEN_DAY)

    assert everything() == before
    assert (pending_version(plan), version.number, version.applied_at) == (version, 2, None)


def test_a_newer_waiting_version_puts_the_older_one_aside(tmp_path: Path, plan: MediaPlan) -> None:
    older = newer(tmp_path, plan, OPEN_DAY)
    latest = newer(tmp_path, plan, PICTURE, checksum="three")

    assert pending_version(plan) == latest
    with pytest.raises(VersionRefused, match="not_waiting"):
        apply_version(older, **WHO)


def test_a_discarded_version_is_not_applied(tmp_path: Path, plan: MediaPlan) -> None:
    version = newer(tmp_path, plan, OPEN_DAY)

    discard_version(version, actor=User.objects.create_user("malika"))

    before = everything()
    version.refresh_from_db()
    assert (pending_version(plan), version.changes) == (None, {"discarded_by": "malika"})
    with pytest.raises(VersionRefused, match="not_waiting"):
        apply_version(version, **WHO)
    assert everything() == before


@pytest.mark.parametrize("checksum", ["one", "two"])
def test_the_file_the_plan_has_already_is_no_newer_version(tmp_path: Path, plan: MediaPlan, checksum: str) -> None:
    newer(tmp_path, plan, OPEN_DAY)

    with pytest.raises(VersionRefused, match="same_file"):
        newer(tmp_path, plan, PICTURE, checksum=checksum)
    with pytest.raises(AlreadyImported):
        store_plan(reading(tmp_path, ROWS), organization=plan.organization, title="", source_name="", checksum=checksum)


def test_a_document_for_another_year_is_no_newer_version(tmp_path: Path, plan: MediaPlan) -> None:
    with pytest.raises(VersionRefused, match="other_year") as refusal:
        store_version(plan, reading(tmp_path, ROWS, year=2027), source_name="", checksum="two")

    assert (refusal.value.params, plan.versions.count()) == ({"year": 2027}, 1)


def test_renumbered_and_moved_rows_are_the_same_items(tmp_path: Path, plan: MediaPlan) -> None:
    plan = activated(plan)
    before = {found.title: (found.pk, by_period(found)) for found in plan.items.all()}
    rows = (("1.", *BRIEFING[1:]), ("2.", *OPEN_DAY[1:]), ("3.", *PICTURE[1:]))

    applied = apply_version(newer(tmp_path, plan, *rows), **WHO)

    assert {found.title: (found.pk, by_period(found)) for found in plan.items.all()} == before
    assert list(plan.items.values_list("number", "title")) == [
        ("1", BRIEFING[1]),
        ("2", OPEN_DAY[1]),
        ("3", PICTURE[1]),
    ]
    assert told(applied.changes, "kept") == [BRIEFING[1], OPEN_DAY[1], PICTURE[1]]
    assert ItemDecision.objects.count() == 0


def test_a_changed_deadline_replans_the_future_and_leaves_what_was(tmp_path: Path, plan: MediaPlan) -> None:
    plan = activated(plan)
    pk = item(PICTURE[1]).pk
    past = [row for row in Occurrence.objects.filter(item=pk).values() if row["state"] == "elapsed"]
    rows = (OPEN_DAY, (*PICTURE[:3], "Har chorakda", PICTURE[4]), BRIEFING)

    applied = apply_version(newer(tmp_path, plan, *rows), **WHO)

    changed = item(PICTURE[1])
    assert (changed.pk, changed.kind, changed.deadline_text) == (pk, "quarterly", "Har chorakda")
    assert list(Occurrence.objects.filter(item=pk, period_key__regex=r"-0[1-5]$").values()) == past
    states = by_period(changed)
    assert {key: states[key] for key in ("2026-06", "2026-12", "2026-Q2", "2026-Q3", "2026-Q4")} == {
        "2026-06": "withdrawn",
        "2026-12": "withdrawn",
        "2026-Q2": "expected",
        "2026-Q3": "expected",
        "2026-Q4": "expected",
    }
    entry = applied.changes["changed"][0]
    assert entry["fields"] == {"deadline": ["Har oyda bir marotaba", "Har chorakda"]}
    assert (entry["withdrawn"], entry["came"], entry["moved"]) == (7, 3, 0)
    decision = ItemDecision.objects.get()
    assert (decision.before["kind"], decision.after["kind"], decision.after["version"]) == ("monthly", "quarterly", 2)


def test_a_row_that_is_gone_withdraws_what_nobody_wrote_and_keeps_the_posts(tmp_path: Path, plan: MediaPlan) -> None:
    plan = activated(plan)
    gone = item(PICTURE[1])
    written = gone.occurrences.get(period_key="2026-07")
    written.post = Post.objects.create(organization=plan.organization, title="Yozilgan", live=False)
    written.save()

    applied = apply_version(newer(tmp_path, plan, OPEN_DAY, ("2.", *BRIEFING[1:])), **WHO)

    gone.refresh_from_db()
    states = by_period(gone)
    assert gone.withdrawn_at == NOW
    assert (states["2026-05"], states["2026-07"], states["2026-08"]) == ("elapsed", "expected", "withdrawn")
    assert list(plan.items.values_list("title", flat=True)) == [OPEN_DAY[1], BRIEFING[1], PICTURE[1]]
    entry = applied.changes["gone"][0]
    assert (entry["title"], entry["withdrawn"], entry["posts"]) == (PICTURE[1], 6, 1)


def test_a_row_that_comes_back_is_the_item_it_was(tmp_path: Path, plan: MediaPlan) -> None:
    plan = activated(plan)
    was = item(PICTURE[1])
    apply_version(newer(tmp_path, plan, OPEN_DAY, BRIEFING), **WHO)

    applied = apply_version(newer(tmp_path, plan, *ROWS, checksum="three"), **WHO)

    back = item(PICTURE[1])
    assert (back.pk, back.withdrawn_at) == (was.pk, None)
    assert set(list(by_period(back).values())[6:]) == {"expected"}
    assert told(applied.changes, "new") == [PICTURE[1]]


def test_a_new_row_owes_from_now_on_on_its_channels(tmp_path: Path, plan: MediaPlan) -> None:
    site = channel(plan.organization, "website")
    plan = activated(plan)
    added = ("4.", "Ochiq muloqot", "Suhbat", "Har oyda bir marotaba", PAGES)

    applied = apply_version(newer(tmp_path, plan, *ROWS, added), **WHO)

    new = item("Ochiq muloqot")
    assert new.position == 4
    assert list(by_period(new).values()) == ["elapsed"] * 5 + ["expected"] * 7
    assert list(new.occurrences.get(period_key="2026-08").channels.all()) == [site]
    assert (told(applied.changes, "new"), applied.changes["new"][0]["came"]) == (["Ochiq muloqot"], 7)


def test_a_new_row_in_doubt_owes_nothing_until_it_is_answered(tmp_path: Path, plan: MediaPlan) -> None:
    plan = activated(plan)

    apply_version(newer(tmp_path, plan, *ROWS, ("4.", "Ochiq muloqot", "Suhbat", "", PAGES)), **WHO)

    new = item("Ochiq muloqot")
    assert (new.review, by_period(new)) == (["no_deadline"], {})
    plan.refresh_from_db()
    assert plan.review == ["rows_need_attention"]


def test_answers_stay_while_their_words_stand(tmp_path: Path, organization: Organization) -> None:
    first = ("1.", "Brifing", "", "Navroʻz arafasida", "nomaʼlum joyda")
    plan = store_plan(
        reading(tmp_path, [first, PICTURE]), organization=organization, title="", source_name="", checksum="one"
    )
    channel(organization, "website", "website")
    briefing = item("Brifing")
    assert briefing.review == ["event_relative", "channel_unknown"]
    reword(briefing, "18-mart", **WHO)
    give_channels(briefing, ["website"], **WHO)

    apply_version(newer(tmp_path, plan, ("7.", *first[1:]), PICTURE), **WHO)

    kept = item("Brifing")
    assert (kept.number, kept.kind, kept.dates, kept.review) == ("7", "dates", ["2026-03-18"], [])
    assert (kept.channel_words, kept.needs_review) == (["website"], False)

    apply_version(newer(tmp_path, plan, (*first[:3], "10 kun muddatda", first[4]), PICTURE, checksum="three"), **WHO)

    asked = item("Brifing")
    assert (asked.pk, asked.kind, asked.review) == (kept.pk, "unknown", ["event_relative"])
    assert asked.channel_words == ["website"]


def test_settings_of_staff_stay(tmp_path: Path, plan: MediaPlan) -> None:
    site, paper = channel(plan.organization, "website"), channel(plan.organization, "telegram", "newspaper")
    plan = activated(plan)
    picture, briefing = item(PICTURE[1]), item(BRIEFING[1])
    picture.target_time, picture.target_position = time(15, 0), "last_working_day"
    picture.save()
    briefing.channels.set([paper])
    rows = [(*row[:4], "“Tong” gazetasi") for row in ROWS]
    rows[1] = (*rows[1][:3], "Har chorakda", rows[1][4])

    apply_version(newer(tmp_path, plan, *rows), **WHO)

    picture.refresh_from_db()
    assert (picture.kind, picture.target_time, picture.target_position) == (
        "quarterly",
        time(15, 0),
        "last_working_day",
    )
    assert list(picture.channels.all()) == [paper]
    assert list(item(BRIEFING[1]).channels.all()) == [paper]
    assert site not in item(OPEN_DAY[1]).channels.all()


def test_an_hour_goes_with_the_words_that_named_it(tmp_path: Path, organization: Organization) -> None:
    row = ("1.", "Brifing", "", "har seshanba soat 15:00 da", PAGES)
    plan = store_plan(reading(tmp_path, [row]), organization=organization, title="", source_name="", checksum="one")

    apply_version(newer(tmp_path, plan, (*row[:3], "har seshanba", PAGES)), **WHO)

    assert item("Brifing").target_time is None


def test_looking_at_a_version_changes_nothing_and_tells_what_applying_does(tmp_path: Path, plan: MediaPlan) -> None:
    plan = activated(plan)
    version = newer(tmp_path, plan, OPEN_DAY, (*PICTURE[:3], "Har chorakda", PAGES))
    before = everything()

    seen = preview_version(version, now=NOW)

    assert everything() == before
    assert apply_version(PlanVersion.objects.get(pk=version.pk), **WHO).changes == seen
    assert seen["totals"] == {"moved": 0, "withdrawn": 10, "restored": 0, "came": 3, "posts": 0}


def test_applying_twice_changes_nothing(tmp_path: Path, plan: MediaPlan) -> None:
    plan = activated(plan)
    version = newer(tmp_path, plan, OPEN_DAY, (*PICTURE[:3], "Har chorakda", PAGES))
    apply_version(version, **WHO)
    before = everything()

    apply_version(version, **WHO)

    assert everything() == before


def test_the_plan_takes_the_documents_name_and_questions(tmp_path: Path, plan: MediaPlan) -> None:
    version = newer(tmp_path, plan, ("1.", "Brifing", "", "", PAGES))

    apply_version(version, **WHO)

    plan.refresh_from_db()
    assert (plan.source_name, plan.source_checksum, plan.state) == ("two.docx", "two", "draft")
    assert plan.review == ["rows_need_attention"]
    assert plan.not_read == version.reading["not_read"]


def test_a_confirmed_reading_stays_confirmed(tmp_path: Path, organization: Organization) -> None:
    row = ("1.", "Brifing", "", "Navroʻz arafasida", PAGES)
    plan = store_plan(reading(tmp_path, [row]), organization=organization, title="", source_name="", checksum="one")
    confirm(item("Brifing"), ["event_relative"], **WHO)

    applied = apply_version(newer(tmp_path, plan, (*row[:2], "Taklif etish", *row[3:])), **WHO)

    assert item("Brifing").review == []
    assert applied.changes["changed"][0]["fields"] == {"method": ["", "Taklif etish"]}
    assert date.fromisoformat(item("Brifing").dates[0]) == date(2026, 3, 20)
