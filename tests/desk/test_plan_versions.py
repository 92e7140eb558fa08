"""A newer document of a plan on the screens: looked at, applied, put aside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from content.models import Channel, Organization
from scheduler.models import MediaPlan, Occurrence, PlanItem, PlanVersion
from scheduler.plan_import.reading import read_plan
from scheduler.planning import activate_plan
from scheduler.storing import store_plan
from scheduler.versions import store_version
from tests.desk.conftest import NOW, signed_in
from tests.desk.forms import messages_of
from tests.scheduler.plan_import.plans import plan_rows, write_docx


def reading(folder: Path, *deadlines: str) -> dict[str, Any]:
    return read_plan(write_docx(folder / "reja.docx", plan_rows(*deadlines)), year=2026).to_json()


@pytest.fixture
def version(tmp_path: Path, organization: Organization, website: Channel) -> PlanVersion:
    """A second document: item 1 stays, item 2 is due each quarter instead of each month, item 3 is gone, 4 is new."""
    website.coverage_words = ["official_pages"]
    website.save()
    first = reading(tmp_path, "Dekabr", "Har oyda bir marotaba", "Har chorakda")
    plan = store_plan(first, organization=organization, title="Reja", source_name="1.docx", checksum="one")
    activate_plan(plan, continuous="none", now=NOW)
    second = reading(tmp_path, "Dekabr", "Har chorakda", "")
    second["items"][2]["title"] = "Hokimning oʻquvchilar bilan suhbati"
    return store_version(plan, second, source_name="2.docx", checksum="two")


def url(version: PlanVersion) -> str:
    return reverse("mediaplan:version", args=[version.pk])


def test_the_difference_is_shown_item_by_item_and_nothing_changes(version: PlanVersion, author: User) -> None:
    before = list(Occurrence.objects.order_by("pk").values())

    response = signed_in(author).get(url(version))

    groups = {group["status"]: group["entries"] for group in response.context["groups"]}
    assert {status: [entry["number"] for entry in entries] for status, entries in groups.items()} == {
        "changed": ["2"],
        "new": ["3"],
        "gone": ["3"],
        "kept": ["1"],
    }
    assert groups["changed"][0]["fields"] == [
        ("deadline", [("same", "Har"), ("gone", "oyda bir marotaba"), ("new", "chorakda")])
    ]
    assert groups["new"][0]["questions"] == ["No deadline was found. Give one."]
    assert response.context["effects"] == ["New occurrences: 1", "Future occurrences withdrawn: 2"]
    assert "<del>oyda bir marotaba</del>" in response.content.decode()
    assert list(Occurrence.objects.order_by("pk").values()) == before


def test_applying_leads_to_what_is_asked(version: PlanVersion, author: User) -> None:
    response = signed_in(author).post(url(version), {"apply": "1"}, follow=True)

    version.refresh_from_db()
    assert response.redirect_chain[-1][0] == reverse("mediaplan:review", args=[version.plan_id])
    assert "The plan is what the newer version says." in messages_of(response)
    assert version.applied_by == author
    assert version.applied_at is not None
    assert PlanItem.objects.get(position=2).kind == "quarterly"
    assert PlanItem.objects.get(position=4).withdrawn_at is not None


def test_a_second_click_changes_nothing(version: PlanVersion, author: User) -> None:
    client = signed_in(author)
    client.post(url(version), {"apply": "1"})
    before = list(Occurrence.objects.order_by("pk").values())

    client.post(url(version), {"apply": "1"})

    assert list(Occurrence.objects.order_by("pk").values()) == before


def test_a_version_is_put_aside(version: PlanVersion, author: User) -> None:
    client = signed_in(author)

    client.post(url(version), {"discard": "1"})
    late = client.post(url(version), {"apply": "1"}, follow=True)

    assert PlanItem.objects.get(position=2).kind == "monthly"
    assert "This version does not wait to be applied any more." in messages_of(late)


def test_who_may_only_look_applies_nothing(version: PlanVersion, approver: User) -> None:
    client = signed_in(approver)

    page = client.get(url(version)).content.decode()
    client.post(url(version), {"apply": "1"})

    version.refresh_from_db()
    assert 'name="apply"' not in page
    assert version.applied_at is None


def test_the_plan_lists_its_documents_and_what_left_it(version: PlanVersion, author: User) -> None:
    client = signed_in(author)
    address = reverse("mediaplan:inspect", args=[version.plan_id])
    waiting = client.get(address)
    client.post(url(version), {"apply": "1"})

    applied = client.get(address)

    assert next((row["version"].source_name, row["state"]) for row in waiting.context["versions"]) == (
        "2.docx",
        "waits to be applied",
    )
    assert [row["version"].source_name for row in applied.context["versions"]] == ["2.docx", "1.docx"]
    assert [row["item"].number for row in applied.context["withdrawn"]] == ["3"]
    assert [row["item"].position for row in applied.context["rows"]] == [1, 2, 3]
    assert MediaPlan.objects.get().source_name == "2.docx"
