"""After publishing, on the screens: correct, take back, publish again; and what is said of channels that cannot."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.test.utils.form_data import rich_text

from content.models import Channel, Organization, Post
from content.services import decide, submit
from desk.addresses import take_back_address
from desk.differences import differences
from publishers import delivering, outbox
from publishers.models import Delivery, StateChange
from tests.desk.commands.running import run_here
from tests.desk.conftest import channel, signed_in
from tests.desk.deliveries import approved, published
from tests.desk.forms import decide_in_editor, edit_url, messages_of, post_form
from tests.desk.people import SLOT, draft

pytestmark = pytest.mark.django_db


def work() -> None:
    """What beat and a worker do, once the slot has come."""
    for claim in outbox.claim(now=max(SLOT, timezone.now()), lease=timedelta(minutes=2), limit=10):
        delivering.carry_out(claim.delivery_id, claim.lease_token)


def read(delivery: Delivery) -> Any:
    return Client().get(urlsplit(Delivery.objects.get(pk=delivery.pk).link).path)


@pytest.fixture
def article(organization: Organization, website: Channel, author: User, approver: User) -> Delivery:
    delivery = approved(organization, website, author=author, approver=approver)
    work()
    return Delivery.objects.get(pk=delivery.pk)


def correct(article: Delivery, organization: Organization, author: User, approver: User, text: str) -> None:
    form = post_form(organization, [article.channel]) | {"action-submit": "true"}
    form["text"] = rich_text(f"<p>{text}</p>", features=["bold"])
    signed_in(author).post(edit_url(article.post), form)
    newest = Post.objects.get(pk=article.post_id).latest_revision_id
    decide_in_editor(signed_in(approver), article.post, "approve", seen=newest)


def test_an_article_is_corrected_taken_back_and_published_again(
    article: Delivery, organization: Organization, author: User, approver: User
) -> None:
    desk = signed_in(approver)
    first = read(article)

    correct(article, organization, author, approver, "Ochiqlik kuni 4-dekabrga koʻchdi.")
    work()
    second = read(article)
    log = desk.get(reverse("publish_log:detail", args=[article.pk])).content.decode()

    without_reason = desk.post(take_back_address(article.post), {"channels": [article.channel_id]})
    still = Delivery.objects.get().state
    done = desk.post(
        take_back_address(article.post), {"channels": [article.channel_id], "reason": "Xato sana"}, follow=True
    )
    work()
    third = read(article)
    taken = Delivery.objects.get()

    desk.post(reverse("publish_log:decide", args=[article.pk, "publish-again"]), {"note": "Sana aniqlandi"})
    work()
    fourth = read(article)

    assert (first.status_code, "4-dekabrga" in first.content.decode()) == (200, False)
    assert (second.status_code, "4-dekabrga" in second.content.decode()) == (200, True)
    assert "<ins>" in log and "<del>" in log and "published · corrected" not in log
    assert (without_reason.status_code, still) == (200, "published")
    assert "This field is required." in without_reason.content.decode()
    assert f"Is being taken back: {article.channel}." in messages_of(done)
    assert (taken.state, third.status_code) == ("withdrawn", 410)
    asked = StateChange.objects.get(delivery=article, note="Xato sana")
    assert asked.actor == approver
    assert (fourth.status_code, "4-dekabrga" in fourth.content.decode()) == (200, True)
    again = Delivery.objects.order_by("pk").last()
    assert again is not None
    assert (again.state, again.link) == ("published", article.link)
    assert [attempt.step for attempt in article.attempts.order_by("number")] == ["publish", "amend", "withdraw"]


def test_before_approval_each_channel_says_what_will_happen(
    article: Delivery, organization: Organization, telegram: Channel, author: User
) -> None:
    client = signed_in(author)
    before = client.get(edit_url(article.post)).content.decode()
    form = post_form(organization, [article.channel, telegram]) | {"title": "Tuzatilgan"}
    client.post(edit_url(article.post), form)
    after = client.get(edit_url(article.post)).content.decode()

    assert "desk-fate--unchanged" in before
    assert ("desk-fate--corrected" in after, "desk-fate--new" in after, "desk-fate--unchanged" in after) == (
        True,
        True,
        False,
    )


def test_what_cannot_be_taken_back_is_listed_with_reason_and_link_and_closed_by_hand(
    organization: Organization, telegram: Channel, author: User, approver: User
) -> None:
    # given a kind of channel that no adapter can take posts back from
    delivery = published(approved(organization, telegram, author=author, approver=approver))
    Channel.objects.filter(pk=telegram.pk).update(kind="instagram")
    desk = signed_in(approver)
    # when
    page = desk.get(take_back_address(delivery.post)).content.decode()
    said = desk.post(take_back_address(delivery.post), {"channels": [telegram.pk], "reason": "Xato"}, follow=True)
    log = desk.get(reverse("publish_log:detail", args=[delivery.pk]))
    desk.post(reverse("publish_log:decide", args=[delivery.pk, "done-by-hand"]), {"note": "Oʻzim oʻchirdim"})
    # then
    assert "desk-fate--by_hand" in page and "Remove it there by hand." in page and delivery.link in page
    assert f"Remove it there by hand: {telegram}." in messages_of(said)
    assert [one.name for one, *_rest in log.context["decisions"]] == ["try-again", "done-by-hand", "take-back"]
    assert Delivery.objects.get().state == "withdrawn"


def test_an_author_takes_nothing_back(article: Delivery, author: User) -> None:
    client = signed_in(author)

    page = client.get(take_back_address(article.post))
    client.post(take_back_address(article.post), {"channels": [article.channel_id], "reason": "Xato"})

    assert page.status_code == 302
    assert (Delivery.objects.get().state, Delivery.objects.get().change) == ("published", "")
    assert take_back_address(article.post) not in client.get(edit_url(article.post)).content.decode()


def test_the_page_asks_the_same_number_of_questions_for_one_and_for_five_channels(
    organization: Organization, website: Channel, author: User, approver: User, django_assert_max_num_queries: Any
) -> None:
    counts = []
    for many in (1, 5):
        channels = [channel(organization, "telegram", f"Kanal {many}-{number}") for number in range(many)]
        post = submit(draft(organization, channels, user=author), user=author)
        decide(post, user=approver, action="approve", seen=post.latest_revision_id)
        client = signed_in(approver)
        client.get(take_back_address(post))
        with django_assert_max_num_queries(60) as asked:
            client.get(take_back_address(post))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_the_command_takes_back_and_says_where(article: Delivery, approver: User) -> None:
    unknown = run_here("withdraw_post", "0" * 16, "--reason", "Xato")
    elsewhere = run_here("withdraw_post", article.post.key, "--reason", "Xato", "--channel", "Boshqa")
    ran = run_here("withdraw_post", article.post.key, "--reason", "Xato", "--by", "rustam", "--json")
    again = run_here("withdraw_post", article.post.key, "--reason", "Xato", "--json")
    work()

    assert (unknown.status, elsewhere.status, ran.status) == (2, 2, 0)
    (line,) = ran.json["deliveries"]
    assert (line["fate"], line["channel"], line["link"]) == ("asked", "Rasmiy sayt", article.link)
    assert again.status == 0
    assert Delivery.objects.get().state == "withdrawn"
    assert StateChange.objects.filter(note="Xato", actor=approver).count() == 1


def test_differences_escape_what_they_show() -> None:
    assert differences("bir <b>", "bir uch <i>") == ("bir <del>&lt;b&gt;</del><ins>uch &lt;i&gt;</ins>")
