"""Words an organization names: entered in its form, heeded in previews and drafts, never in what is frozen."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from wagtail.test.utils.form_data import rich_text

from content.models import Channel, Organization, Post, Rendition
from content.rendering import render_for
from content.services import ApprovalRefused, decide, submit
from tests.desk.conftest import signed_in
from tests.desk.forms import post_form
from tests.desk.people import draft
from tests.desk.test_calendar_days import organization_form
from tests.desk.test_previews import preview

TITLE = "Namuna Plyusda vinyetka aksiyasi"
BEFORE, AFTER = "Намуна Плюсда винйетка акцияси", "Namuna Plyusда виньетка акцияси"
OWN = {"protected_terms": "Namuna Plyus", "own_spellings": "vinyetka = виньетка"}


@pytest.fixture
def cyrillic(telegram: Channel) -> Channel:
    telegram.alphabet = "cyrillic"
    telegram.save()
    return telegram


def name_words(organization: Organization, **lists: str) -> None:
    """As another process would, and as it is read anew."""
    Organization.objects.filter(pk=organization.pk).update(**(lists or OWN))
    organization.refresh_from_db()


def save(root: User, organization: Organization, **lists: str) -> Any:
    form = organization_form(organization, **lists)
    return signed_in(root).post(reverse("organization:edit", args=[organization.pk]), form)


def approve(post: Post, approver: User) -> Post:
    return decide(post, user=approver, action="approve", seen=post.latest_revision_id)


def test_the_form_tidies_the_lists(organization: Organization, root: User) -> None:
    response = save(
        root,
        organization,
        protected_terms="  Namuna   Plyus\r\n\r\nOʻzNamuna\r\n",
        own_spellings="виньетка = vinyetka\r\n\r\nAcme=Акме",
    )

    assert response.status_code == 302
    organization.refresh_from_db()
    assert organization.protected_terms == "Namuna Plyus\nOʻzNamuna"
    assert organization.own_spellings == "vinyetka = виньетка\nAcme = Акме"


def test_the_form_names_every_mistake_with_its_line(organization: Organization, root: User) -> None:
    long = "a" * 101
    terms = "\r\n".join(["Namuna", "", "A", "2026", "Namuna", long, *(f"Soʻz {at}" for at in range(197))])

    response = save(
        root, organization, protected_terms=terms, own_spellings="Acme\nAcme = World\nAcme = Акме\nAcme = Экме"
    )

    assert response.context["form"].errors == {
        "protected_terms": [
            "Line 3: “A” has fewer than 2 characters.",
            "Line 4: “2026” has no letters.",
            "Line 5: “Namuna” stands in line 1 already.",
            "Line 6 has more than 100 characters.",
            "Line 202: no more than 200 lines.",
        ],
        "own_spellings": [
            "Line 1: write a Latin and a Cyrillic spelling with one = between them.",
            "Line 2: one side must be Latin, the other Cyrillic.",
            "Line 4: “Acme” stands in line 3 already.",
        ],
    }
    organization.refresh_from_db()
    assert (organization.protected_terms, organization.own_spellings) == ("", "")


def test_a_word_cannot_both_stay_and_be_spelt(organization: Organization, root: User) -> None:
    response = save(root, organization, protected_terms="OʻzA", own_spellings="O'zA = ЎзА")

    assert response.context["form"].errors == {
        "own_spellings": ["Line 1: “O'zA” is among the words that stay as they are."]
    }


def test_the_preview_heeds_them_and_says_so(organization: Organization, cyrillic: Channel, author: User) -> None:
    name_words(organization, **OWN | {"protected_terms": "Namuna Plyus\nBoshqa nom"})
    form = post_form(organization, [cyrillic], title=TITLE, text=rich_text("<p>Vinyetkani koʻring</p>"))

    page = preview(signed_in(author), "telegram", form)

    assert f"<b>{AFTER}</b>" in page
    assert "Виньеткани кўринг" in page
    assert "Stays as the organization writes it: Namuna Plyus</p>" in page
    assert "Spelt as the organization wishes: vinyetka = виньетка</p>" in page
    assert "they may be wrong in this alphabet" not in page


def test_a_channel_that_publishes_as_written_says_nothing_of_them(
    organization: Organization, telegram: Channel, author: User
) -> None:
    name_words(organization)

    page = preview(signed_in(author), "telegram", post_form(organization, [telegram], title=TITLE))

    assert f"<b>{TITLE}</b>" in page
    assert "Stays as the organization writes it" not in page
    assert "Spelt as the organization wishes" not in page


def test_a_draft_follows_a_changed_list_and_what_is_approved_does_not(
    organization: Organization, cyrillic: Channel, author: User, approver: User
) -> None:
    post = submit(draft(organization, [cyrillic], user=author, title=TITLE), user=author)
    approve(post, approver)
    frozen = Rendition.objects.values().get()
    another = draft(organization, [cyrillic], user=author, title=TITLE)
    before = render_for(another, cyrillic).composed.title

    name_words(organization)

    assert Rendition.objects.values().get() == frozen
    after = render_for(Post.objects.get(pk=another.pk), cyrillic).composed.title
    assert (frozen["title"], before, after) == (BEFORE, BEFORE, AFTER)


def test_what_waits_with_such_a_word_is_submitted_again(
    organization: Organization, cyrillic: Channel, author: User, approver: User
) -> None:
    post = submit(draft(organization, [cyrillic], user=author, title=TITLE), user=author)
    name_words(organization)

    with pytest.raises(ApprovalRefused):
        approve(post, approver)

    decide(post, user=approver, action="reject", seen=post.latest_revision_id, comment="Soʻzlar")
    approve(submit(Post.objects.get(pk=post.pk), user=author), approver)
    assert list(Rendition.objects.order_by("pk").values_list("title", "approved_by")) == [
        (BEFORE, None),
        (AFTER, approver.pk),
    ]


@pytest.mark.parametrize(("alphabet", "title"), [("cyrillic", "Boshqa xabar"), ("", TITLE)])
def test_what_waits_without_such_a_word_or_alphabet_is_approved(
    organization: Organization, telegram: Channel, author: User, approver: User, alphabet: str, title: str
) -> None:
    Channel.objects.filter(pk=telegram.pk).update(alphabet=alphabet)
    post = submit(draft(organization, [telegram], user=author, title=title), user=author)
    name_words(organization)

    assert approve(post, approver).live


def test_a_bad_line_that_came_past_the_form_is_not_heeded(
    organization: Organization, cyrillic: Channel, author: User
) -> None:
    name_words(organization, protected_terms="A\n2026\nNamuna Plyus", own_spellings="vinyetka\nvinyetka = виньетка")

    assert render_for(draft(organization, [cyrillic], user=author, title=TITLE), cyrillic).composed.title == AFTER


def test_words_of_poll_and_card_follow_as_well(organization: Organization, cyrillic: Channel, author: User) -> None:
    name_words(organization)
    card = {"of": TITLE, "title": "Vinyetka", "lines": ["Namuna Plyus"], "everywhere": True}
    post = draft(organization, [cyrillic], user=author, title=TITLE, card=card)
    post.poll_question, post.poll_options = "Qaysi vinyetka?", "Namuna Plyus\nBoshqasi"

    rendered = render_for(post, cyrillic)

    assert rendered.pictures[0].alt == "Виньетка. Namuna Plyus"
    assert rendered.poll is not None
    assert (rendered.poll.question, rendered.poll.options) == ("Қайси виньетка?", ("Namuna Plyus", "Бошқаси"))
