"""A plan comes in on the screen: as a file or as pasted text, new or as a newer version."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from content.models import Organization
from scheduler.models import MediaPlan, PlanItem, PlanVersion
from tests.desk.conftest import signed_in
from tests.scheduler.plan_import.plans import pasted, plan_rows, write_docx

NO_TABLE = "No table of a media plan was found; nothing was stored. A plan has columns for measure and deadline."


@pytest.fixture
def document(tmp_path: Path) -> bytes:
    return write_docx(tmp_path / "reja.docx", plan_rows("Dekabr", "Har oyda bir marotaba")).read_bytes()


def send(user: User, *, name: str = "reja.docx", content: bytes | None = None, **values: Any) -> Any:
    data = {"text": "", "year": "", **values}
    if content is not None:
        data["file"] = SimpleUploadedFile(name, content)
    return signed_in(user).post(reverse("mediaplan:import"), data)


def refused(response: Any, field: str, sentence: str) -> None:
    assert (response.status_code, response.context["form"].errors) == (200, {field: [sentence]})
    assert (MediaPlan.objects.count(), PlanItem.objects.count()) == (0, 0)


def test_a_file_becomes_a_plan_and_leads_to_its_questions(
    organization: Organization, author: User, document: bytes
) -> None:
    response = send(author, content=document)

    plan = MediaPlan.objects.get()
    assert (response.status_code, response.url) == (302, reverse("mediaplan:review", args=[plan.pk]))
    assert (plan.organization, plan.title, plan.source_name, plan.state) == (
        organization,
        "MEDIA-REJA",
        "reja.docx",
        "draft",
    )
    assert list(plan.items.values_list("number", "kind")) == [("1", "one_off_month"), ("2", "monthly")]
    assert plan.versions.get().imported_by == author


def test_text_pasted_from_word_becomes_a_plan(organization: Organization, author: User) -> None:
    send(author, text=pasted(plan_rows("Dekabr")).replace("\n", "\r\n"), year="2026")

    plan = MediaPlan.objects.get()
    assert (plan.year, plan.items.get().kind) == (2026, "one_off_month")


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("reja.docx", b"", "The file is empty; nothing was stored. Choose the file with the plan's table."),
        ("reja.txt", b"salom", NO_TABLE),
    ],
)
def test_what_is_no_plan_is_refused_beside_the_field(
    organization: Organization, author: User, name: str, content: bytes, sentence: str
) -> None:
    refused(send(author, name=name, content=content), "file", sentence)


def test_something_has_to_be_handed_over_and_only_one_thing(
    organization: Organization, author: User, document: bytes
) -> None:
    refused(send(author), "file", "Choose a file, or paste a text.")
    refused(send(author, content=document, text="1. Tadbir"), "file", "Choose either a file or a text, not both.")


def test_the_same_file_again_leads_to_the_plan_it_became(
    organization: Organization, author: User, document: bytes
) -> None:
    send(author, content=document)

    response = send(author, content=document, replaces="new")

    plan = MediaPlan.objects.get()
    assert "This file is stored already:" in str(response.context["form"].errors)
    assert f'href="{reverse("mediaplan:inspect", args=[plan.pk])}"' in response.content.decode()


def test_where_there_are_plans_one_says_whether_it_is_a_newer_version(
    organization: Organization, author: User, document: bytes, tmp_path: Path
) -> None:
    send(author, content=document, year="2026")
    plan = MediaPlan.objects.get()
    newer = write_docx(tmp_path / "2.docx", plan_rows("Dekabr", "Har chorakda")).read_bytes()

    undecided = send(author, content=newer)
    response = send(author, content=newer, replaces=str(plan.pk))

    assert list(undecided.context["form"].errors) == ["replaces"]
    version = PlanVersion.objects.get(number=2)
    assert response.url == reverse("mediaplan:version", args=[version.pk])
    assert (version.plan, version.applied_at, version.reading["plan_year"]) == (plan, None, 2026)
    assert (MediaPlan.objects.count(), plan.items.count()) == (1, 2)


def test_of_several_organizations_one_is_chosen(organization: Organization, author: User, document: bytes) -> None:
    other = Organization.objects.create(name="Boshqa", slug="boshqa")

    assert list(send(author, content=document).context["form"].errors) == ["organization"]
    send(author, content=document, organization=str(other.pk))
    plan = MediaPlan.objects.get()
    response = send(author, content=document + b" ", organization=str(organization.pk), replaces=str(plan.pk))

    assert plan.organization == other
    assert response.context["form"].errors == {"replaces": ["That plan belongs to another organization."]}


def test_an_approver_imports_nothing(organization: Organization, approver: User, document: bytes) -> None:
    response = send(approver, content=document)

    assert (response.status_code, MediaPlan.objects.count()) == (302, 0)


def test_the_empty_list_and_the_full_one_offer_the_import(
    organization: Organization, author: User, approver: User, document: bytes
) -> None:
    address = reverse("mediaplan:import")
    empty = signed_in(author).get(reverse("mediaplan:index")).content.decode()
    send(author, content=document)
    full = signed_in(author).get(reverse("mediaplan:index")).content.decode()

    assert "There is no plan yet." in empty
    assert empty.count(f'href="{address}"') == 2
    assert full.count(f'href="{address}"') == 1
    assert address not in signed_in(approver).get(reverse("mediaplan:index")).content.decode()
