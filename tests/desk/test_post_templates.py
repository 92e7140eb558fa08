"""Post templates: form, check with the example, approval by a second person."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse

from content.models import Organization, PostTemplate
from tests.desk.conftest import signed_in
from tests.desk.forms import messages_of

ADD = "wagtailsnippets_content_posttemplate:add"


def form(organization: Organization, **changed: Any) -> dict[str, Any]:
    return {
        "name": "Oylik xabar",
        "organization": organization.pk,
        "key": "monthly_notice",
        "title": "{{ period.label }}: hisobot",
        "body": "Hurmatli fuqarolar, {{ organization.name_genitive }} hisoboti.",
        "hashtags": "hisobot",
        "section": "yangiliklar",
        "kicker": "Hisobot",
        "headline": "{{ period.label }}",
        "lines": "Birinchi\nIkkinchi",
        "example_data": "{}",
    } | changed


def edit_url(template: PostTemplate) -> str:
    return reverse("wagtailsnippets_content_posttemplate:edit", args=[template.pk])


def test_a_template_is_submitted_and_approved_by_another_person(
    organization: Organization, author: User, approver: User
) -> None:
    signed_in(author).post(reverse(ADD), form(organization) | {"action-submit": "true"})
    template = PostTemplate.objects.get()
    before = (template.live, template.status_string)

    signed_in(approver).post(
        edit_url(template),
        {
            "action-workflow-action": "true",
            "workflow-action-name": "approve",
            "loaded_revision_id": template.latest_revision_id,
        },
    )

    template.refresh_from_db()
    assert before == (False, "waits for approval")
    assert (template.live, template.status_string) == (True, "approved")
    assert template.card == {"kicker": "Hisobot", "headline": "{{ period.label }}", "lines": "Birinchi\nIkkinchi"}


def test_the_author_of_a_template_does_not_approve_it(organization: Organization, root: User) -> None:
    client = signed_in(root)
    client.post(reverse(ADD), form(organization) | {"action-submit": "true"})
    template = PostTemplate.objects.get()

    response = client.post(
        edit_url(template),
        {
            "action-workflow-action": "true",
            "workflow-action-name": "approve",
            "loaded_revision_id": template.latest_revision_id,
        },
        follow=True,
    )

    assert "Who submitted a text does not approve it" in messages_of(response)
    assert not PostTemplate.objects.get().live


def test_a_template_whose_example_fails_stays_a_draft_and_says_which_name_is_missing(
    organization: Organization, author: User
) -> None:
    response = signed_in(author).post(
        reverse(ADD), form(organization, body="{{ organization.director }}") | {"action-submit": "true"}, follow=True
    )

    template = PostTemplate.objects.get()
    assert response.redirect_chain[-1][0] == edit_url(template)
    assert template.status_string == "draft"
    said = messages_of(response)
    assert "The draft is saved but not submitted." in said
    assert "director" in said


def test_example_data_must_be_a_group_of_names(organization: Organization, author: User) -> None:
    response = signed_in(author).post(reverse(ADD), form(organization, example_data="[1, 2]"))

    assert list(response.context["form"].errors) == ["example_data"]


def test_preview_shows_the_filled_in_text_and_a_mistake_in_words(organization: Organization, author: User) -> None:
    client = signed_in(author)
    client.post(reverse(ADD), form(organization))
    template = PostTemplate.objects.get()
    preview = reverse("wagtailsnippets_content_posttemplate:preview_on_edit", args=[template.pk])

    client.post(preview, form(organization))
    good = client.get(preview, {"mode": ""}).content.decode()
    client.post(preview, form(organization, body="<b>{{ nobody }}</b>"))
    bad = client.get(preview, {"mode": ""}).content.decode()

    assert "2026-yil noyabr: hisobot" in good
    assert "Filled in with example data." in good
    assert "nobody" in bad
    assert "which nothing fills in" in bad
