"""What an organization brings to its reports: who signs them, and a Word template of its own."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from content.models import Organization
from reports.execution.results import signatures_of
from reports.models import ReportTemplate, SignatureBlock
from tests.desk.conftest import signed_in
from tests.desk.forms import messages_of


def test_signatures_are_lines_in_order(organization: Organization, author: User) -> None:
    address = reverse("plan_reports:office", args=[organization.pk])
    form = {
        "line-TOTAL_FORMS": "3", "line-INITIAL_FORMS": "0",
        "line-0-position": "Hokim oʻrinbosari", "line-0-name": "A. Karimov",
        "line-1-position": "", "line-1-name": "",
        "line-2-position": "Axborot xizmati rahbari", "line-2-name": "M. Yusupova",
    }  # fmt: skip

    saved = signed_in(author).post(address, form, follow=True)
    wrong = signed_in(author).post(address, form | {"line-0-name": ""})

    assert "The signatures are saved." in messages_of(saved)
    assert signatures_of(organization) == [
        ("Hokim oʻrinbosari", "A. Karimov"),
        ("Axborot xizmati rahbari", "M. Yusupova"),
    ]
    assert "Who signs?" in wrong.content.decode()
    assert SignatureBlock.objects.count() == 1


def test_a_template_is_taken_handed_out_and_given_up_again(organization: Organization, author: User) -> None:
    client = signed_in(author)
    address = reverse("plan_reports:office", args=[organization.pk])
    house = client.get(reverse("plan_reports:house_template"))
    written = b"".join(house.streaming_content)  # type: ignore[attr-defined]

    refused = client.post(address, {"file": SimpleUploadedFile("shablon.docx", b"not a zip")})
    saved = client.post(address, {"file": SimpleUploadedFile("shablon.docx", written)}, follow=True)

    assert "This is not a Word file." in refused.content.decode()
    assert "The template is saved." in messages_of(saved)
    download = client.get(reverse("plan_reports:template", args=[organization.pk]))
    assert b"".join(download.streaming_content) == written  # type: ignore[attr-defined]
    # and the service's own comes back, the old one stays a row
    client.post(address, {"house": "1"})
    assert client.get(reverse("plan_reports:template", args=[organization.pk])).status_code == 404
    assert [bool(row.file) for row in ReportTemplate.objects.all()] == [False, True]
