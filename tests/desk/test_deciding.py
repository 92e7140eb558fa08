"""What a person decides about a delivery: once, with a name, and only where it is open."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from content.models import Channel, Organization
from publishers.models import Delivery, StateChange
from tests.desk.conftest import signed_in
from tests.desk.deliveries import LINK, approved, published, unknown
from tests.desk.forms import messages_of


@pytest.fixture
def lost(organization: Organization, telegram: Channel, author: User, approver: User) -> Delivery:
    """A delivery whose answer was lost: it may be out."""
    return unknown(approved(organization, telegram, author=author, approver=approver))


def decide(client: Client, delivery: Delivery, name: str, **values: str) -> Any:
    return client.post(reverse("publish_log:decide", args=[delivery.pk, name]), values, follow=True)


def by_people() -> list[tuple[str, str, str, str]]:
    changes = StateChange.objects.exclude(actor=None).order_by("pk")
    return list(changes.values_list("old", "new", "actor__username", "note"))


@pytest.mark.parametrize("name", ["it-is-out", "send-again", "cancel"])
def test_looking_at_a_decision_does_nothing(lost: Delivery, approver: User, name: str) -> None:
    response = signed_in(approver).get(reverse("publish_log:decide", args=[lost.pk, name]))

    assert response.status_code == 405
    assert Delivery.objects.get().state == "unknown"


def test_it_is_out_stores_the_link_and_who_saw_it(lost: Delivery, approver: User) -> None:
    response = decide(signed_in(approver), lost, "it-is-out", link=LINK, note="Kanalda koʻrdim")

    assert "the post is out" in messages_of(response)
    found = Delivery.objects.get()
    assert (found.state, found.link) == ("published", LINK)
    assert by_people() == [("unknown", "published", "rustam", "Kanalda koʻrdim")]


def test_it_is_out_demands_a_link(lost: Delivery, approver: User) -> None:
    response = decide(signed_in(approver), lost, "it-is-out", link="yoʻq")

    assert "Enter a valid URL" in messages_of(response)
    assert Delivery.objects.get().state == "unknown"


def test_a_link_that_would_run_in_the_browser_is_refused(lost: Delivery, approver: User) -> None:
    decide(signed_in(approver), lost, "it-is-out", link="javascript:alert(1)")

    assert Delivery.objects.get().state == "unknown"


def test_send_again_demands_a_reason_and_stores_it(lost: Delivery, approver: User) -> None:
    client = signed_in(approver)

    decide(client, lost, "send-again")
    without = Delivery.objects.get().state
    decide(client, lost, "send-again", note="Kanalda yoʻq")

    assert without == "unknown"
    assert Delivery.objects.get().state == "pending"
    assert by_people() == [("unknown", "pending", "rustam", "Kanalda yoʻq")]


def test_the_second_click_changes_nothing(lost: Delivery, approver: User) -> None:
    client = signed_in(approver)
    decide(client, lost, "cancel", note="Kerak emas")

    response = decide(client, lost, "cancel", note="Kerak emas")

    assert "Nothing was changed: the delivery is now “cancelled”." in messages_of(response)
    assert by_people() == [("unknown", "cancelled", "rustam", "Kerak emas")]


def test_an_author_sees_no_buttons_and_decides_nothing(lost: Delivery, author: User) -> None:
    client = signed_in(author)

    page = client.get(reverse("publish_log:detail", args=[lost.pk])).content.decode()
    decide(client, lost, "cancel", note="Kerak emas")

    assert "desk-decision" not in page
    assert Delivery.objects.get().state == "unknown"


def test_what_is_published_can_be_taken_back(
    organization: Organization, telegram: Channel, author: User, approver: User
) -> None:
    delivery = published(approved(organization, telegram, author=author, approver=approver))

    page = signed_in(approver).get(reverse("publish_log:detail", args=[delivery.pk]))

    assert [decision.name for decision, *_rest in page.context["decisions"]] == ["take-back"]


def test_a_link_that_is_missing_is_pasted_by_a_person_and_the_log_shows_it(
    organization: Organization, telegram: Channel, author: User, approver: User
) -> None:
    delivery = published(approved(organization, telegram, author=author, approver=approver))
    Delivery.objects.update(link="", reason_code="link_unread")
    client, address = signed_in(approver), reverse("publish_log:detail", args=[delivery.pk])

    page = client.get(address)
    response = decide(client, delivery, "give-link", link=LINK)

    assert [decision.name for decision, *_rest in page.context["decisions"]] == ["give-link", "take-back"]
    assert "no link could be read" in page.content.decode()
    assert "Stored: the link of the post." in messages_of(response)
    assert (Delivery.objects.get().link, Delivery.objects.get().reason_code) == (LINK, "")
    assert by_people() == [("published", "published", "rustam", "the link was pasted by a person")]
    assert "give-link" not in response.content.decode()


def test_open_decisions_of_an_unclear_delivery(lost: Delivery, approver: User) -> None:
    page = signed_in(approver).get(reverse("publish_log:detail", args=[lost.pk]))

    assert [decision.name for decision, *_rest in page.context["decisions"]] == ["it-is-out", "send-again", "cancel"]


@pytest.fixture
def with_a_newspaper(lost: Delivery) -> Delivery:
    Channel.objects.filter(pk=lost.channel_id).update(kind="newspaper")
    return Delivery.objects.get()


def test_what_a_newspaper_may_have_is_decided_with_two_buttons_of_its_own(
    with_a_newspaper: Delivery, approver: User
) -> None:
    client = signed_in(approver)
    page = client.get(reverse("publish_log:detail", args=[with_a_newspaper.pk])).content.decode()

    response = decide(client, with_a_newspaper, "they-have-it", note="Muharrir aytdi")

    assert "They have it" in page and "Send again" in page and "paste the link" not in page
    assert "Stored: proof is now owed." in messages_of(response)
    assert by_people() == [("unknown", "awaiting_proof", "rustam", "Muharrir aytdi")]


def test_a_link_alone_does_not_make_it_published(with_a_newspaper: Delivery, approver: User) -> None:
    decide(signed_in(approver), with_a_newspaper, "it-is-out", link=LINK)

    assert Delivery.objects.get().state == "unknown"


def test_where_nobody_owes_proof_that_button_is_not_there(lost: Delivery, approver: User) -> None:
    client = signed_in(approver)

    page = client.get(reverse("publish_log:detail", args=[lost.pk])).content.decode()
    decide(client, lost, "they-have-it", note="Bor")

    assert "They have it" not in page
    assert Delivery.objects.get().state == "unknown"
