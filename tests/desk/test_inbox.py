"""The inbox of decisions: what waits for a person, one decision each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission, User
from django.urls import reverse
from django.utils import timezone

from content.models import Channel, Organization
from content.services import decide, submit
from desk.inbox_rows import age, counted
from publishers.models import Delivery, StateChange
from publishers.states import State
from tests.desk.conftest import channel, signed_in
from tests.desk.deliveries import approved, unknown
from tests.desk.forms import messages_of
from tests.desk.people import SLOT, draft

INBOX = "inbox:index"


@pytest.fixture
def delivery(organization: Organization, telegram: Channel, author: User, approver: User) -> Delivery:
    return approved(organization, telegram, author=author, approver=approver)


def page(user: User, **asked: str) -> BeautifulSoup:
    return BeautifulSoup(signed_in(user).get(reverse(INBOX), asked).content, "html.parser")


def titles(user: User, **asked: str) -> list[str]:
    return [found.get_text() for found in page(user, **asked).select(".desk-inbox__one h2")]


def buttons(found: BeautifulSoup) -> list[str]:
    return [" ".join(one.get_text().split()) for one in found.select(".desk-inbox summary.button")]


def on_channels(organization: Organization, many: int, state: State, *, author: User, approver: User) -> list[int]:
    """One post that ``many`` channels answered alike: the numbers of its deliveries."""
    places = [channel(organization, "telegram", f"Kanal {number}") for number in range(many)]
    post = submit(draft(organization, places, user=author), user=author)
    decide(post, user=approver, action="approve", seen=post.latest_revision_id)
    rows = Delivery.objects.filter(post=post)
    rows.update(state=state, reason_code="content_refused", ready_at=None, miss_at=None)
    return sorted(rows.values_list("pk", flat=True))


def test_nothing_waits(author: User) -> None:
    assert "Nothing waits for you" in page(author).get_text()


def test_a_row_says_what_happened_and_offers_its_decisions(delivery: Delivery, approver: User) -> None:
    unknown(delivery)

    found = page(approver)

    said = " ".join(found.select_one(".desk-inbox__one").get_text().split())
    assert "unclear: it may be out" in said
    assert "15.12.2026 10:00 (Asia/Tashkent)" in said
    assert "No answer came back, so the post may be out." in said
    assert buttons(found) == ["It is out: paste the link", "Send again", "Cancel"]


def test_decided_from_the_row_it_goes_back_to_the_inbox_and_stands_in_the_log(
    delivery: Delivery, approver: User
) -> None:
    unknown(delivery)
    back = f"{reverse(INBOX)}?kind=unknown"

    response = signed_in(approver).post(
        reverse("publish_log:decide", args=[delivery.pk, "it-is-out"]),
        {"link": "https://t.me/namuna/7", "note": "koʻrdim", "next": back},
    )

    assert (response.status_code, response.url) == (302, back)
    assert titles(approver) == []
    last = StateChange.objects.filter(delivery=delivery).last()
    assert last is not None
    assert (last.new, last.note, last.actor) == ("published", "koʻrdim", approver)


def test_it_goes_back_to_no_other_site(delivery: Delivery, approver: User) -> None:
    unknown(delivery)

    response = signed_in(approver).post(
        reverse("publish_log:decide", args=[delivery.pk, "cancel"]),
        {"note": "kerak emas", "next": "https://evil.example/"},
    )

    assert response.url == reverse("publish_log:detail", args=[delivery.pk])


def test_one_decision_for_all_channels_that_refused_a_post(
    organization: Organization, author: User, approver: User
) -> None:
    numbers = on_channels(organization, 3, State.REJECTED, author=author, approver=approver)
    assert buttons(page(approver)) == ["Send again (3)", "Cancel (3)"]

    response = signed_in(approver).post(
        reverse("inbox:decide", args=["cancel"]), {"delivery": numbers, "note": "xato matn"}
    )

    assert response.url == reverse(INBOX)
    assert set(Delivery.objects.values_list("state", flat=True)) == {"cancelled"}
    told = StateChange.objects.filter(new="cancelled").order_by("delivery_id")
    assert [(one.delivery_id, one.note, one.actor) for one in told] == [(n, "xato matn", approver) for n in numbers]


def test_what_is_too_much_for_one_decision_is_said_to_wait(
    organization: Organization, author: User, approver: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = on_channels(organization, 3, State.REJECTED, author=author, approver=approver)
    monkeypatch.setattr("desk.inbox.AT_ONCE", 2)

    response = signed_in(approver).post(
        reverse("inbox:decide", args=["cancel"]), {"delivery": numbers, "note": "keraksiz"}, follow=True
    )

    assert messages_of(response) == "Decided: 2 deliveries. 1 more waits: decide once more."
    assert [one.state for one in Delivery.objects.order_by("pk")] == ["cancelled", "cancelled", "rejected"]


def test_without_a_reason_nothing_is_decided_for_all(organization: Organization, author: User, approver: User) -> None:
    numbers = on_channels(organization, 2, State.MISSED, author=author, approver=approver)

    signed_in(approver).post(reverse("inbox:decide", args=["send-again"]), {"delivery": numbers, "note": " "})

    assert set(Delivery.objects.values_list("state", flat=True)) == {"missed"}


def test_what_may_be_out_is_decided_channel_by_channel(
    organization: Organization, author: User, approver: User
) -> None:
    numbers = on_channels(organization, 2, State.UNKNOWN, author=author, approver=approver)
    assert buttons(page(approver)) == ["It is out: paste the link", "Send again", "Cancel"] * 2

    signed_in(approver).post(
        reverse("inbox:decide", args=["send-again"]), {"delivery": numbers, "note": "yana", "next": ""}
    )

    assert set(Delivery.objects.values_list("state", flat=True)) == {"unknown"}


def test_the_oldest_stands_first_and_filters_hold(
    organization: Organization, telegram: Channel, author: User, approver: User
) -> None:
    for number, (title, state) in enumerate([("Yangi", State.MISSED), ("Eski", State.REJECTED)]):
        made = approved(organization, telegram, author=author, approver=approver, title=title)
        due = SLOT - timedelta(days=number)
        Delivery.objects.filter(pk=made.pk).update(state=state, due_at=due, ready_at=None, miss_at=None)
    elsewhere = Organization.objects.create(name="Namunaobod tumani", slug="tuman")

    assert titles(author) == ["Eski", "Yangi"]
    assert titles(author, kind="missed") == ["Yangi"]
    assert titles(author, organization=str(elsewhere.pk)) == []
    assert titles(author, mine="on") == ["Eski", "Yangi"]
    assert titles(approver, mine="on") == []
    assert titles(author, kind="nonsense") == ["Eski", "Yangi"]


def test_the_menu_counts_up_to_a_bound(delivery: Delivery, author: User, django_assert_num_queries: Any) -> None:
    unknown(delivery)

    with django_assert_num_queries(3):
        assert counted() == 1
    assert "Decisions (1)" in signed_in(author).get(reverse(INBOX)).content.decode()


def test_the_same_number_of_questions_for_2_and_for_20_groups(
    organization: Organization, telegram: Channel, author: User, approver: User, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(approver)
    counts = []
    for more in (2, 18):
        for _ in range(more):
            made = approved(organization, telegram, author=author, approver=approver)
            Delivery.objects.filter(pk=made.pk).update(state=State.MISSED, ready_at=None, miss_at=None)
        client.get(reverse(INBOX))
        with django_assert_max_num_queries(40) as asked:
            response = client.get(reverse(INBOX))
        counts.append(len(asked))
    assert len(response.context["groups"]) == 20
    assert counts[0] == counts[1]


def test_who_may_not_see_deliveries_is_sent_away(author: User) -> None:
    author.groups.clear()
    author.user_permissions.add(Permission.objects.get(codename="access_admin"))

    assert signed_in(author).get(reverse(INBOX)).status_code == 302


def test_who_may_only_look_decides_nothing(organization: Organization, author: User, approver: User) -> None:
    numbers = on_channels(organization, 2, State.REJECTED, author=author, approver=approver)
    author.groups.clear()
    author.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "view_delivery"]))

    assert buttons(page(author)) == []
    signed_in(author).post(reverse("inbox:decide", args=["cancel"]), {"delivery": numbers, "note": "yoʻq"})

    assert set(Delivery.objects.values_list("state", flat=True)) == {"rejected"}


@pytest.mark.parametrize(
    ("since", "words"),
    [
        (timedelta(minutes=-5), ""),
        (timedelta(minutes=5), "less than an hour"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=47), "47 hours"),
        (timedelta(hours=48), "2 days"),
    ],
)
def test_age(since: timedelta, words: str) -> None:
    now = timezone.now()
    assert age(now - since, now) == words
