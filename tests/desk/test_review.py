"""The page on which approvers look and decide: what it shows, who may, and what it refuses."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from content.models import Channel, Organization, Post, ReviewComment
from content.services import decide, submit
from content.waiting import waiting_for
from desk.addresses import edit_address, review_address
from desk.models import Notice
from publishers.models import Delivery
from tests.desk.conftest import channel, signed_in
from tests.desk.forms import edit_url, messages_of
from tests.desk.people import draft, person

INDEX = "review:index"


@pytest.fixture
def post(organization: Organization, website: Channel, telegram: Channel, author: User) -> Post:
    return submit(draft(organization, [website, telegram], user=author), user=author)


@pytest.fixture
def head(db: None) -> User:
    return person("karim", "Ikkinchi tasdiqlovchilar")


def answer(client: Client, post: Post, action: str, *, comment: str = "", seen: int | None = None) -> Any:
    form = {"action": action, "seen": seen or post.latest_revision_id, "comment": comment}
    return client.post(review_address(post), form, follow=True)


def page_of(user: User, post: Post) -> BeautifulSoup:
    return BeautifulSoup(signed_in(user).get(review_address(post)).content, "html.parser")


def test_the_page_shows_each_channels_frozen_form_and_who_submitted_it(post: Post, approver: User) -> None:
    page = page_of(approver, post)

    said = page.find("main").get_text(" ", strip=True)
    assert "15.12.2026 10:00 (Asia/Tashkent)" in said
    assert "malika, 01.12.2026 09:00 (Asia/Tashkent)" in said
    assert "1 of 1 that wait for you" in said
    telegram = page.select_one(".preview--telegram .bubble__text")
    assert telegram is not None
    assert "ochiqlik kuni" in telegram.get_text()
    assert page.select_one(".preview--website .article") is not None


def test_every_word_of_a_network_that_folds_texts_is_on_the_page(
    organization: Organization, telegram: Channel, author: User, approver: User
) -> None:
    facebook = channel(organization, "facebook", "Hokimlik sahifasi")
    long = "<p>" + "Har bir savolga joyida javob qaytarildi. " * 30 + "Oxirgi gap.</p>"
    written = draft(organization, [telegram, facebook], user=author)
    written.text = long
    written.save_revision(user=author)
    post = submit(written, user=author)

    page = page_of(approver, post)

    said = page.select_one(".preview--facebook .fb__text")
    assert said is not None
    assert "Oxirgi gap." in said.get_text()
    assert said.select_one("details[open]") is not None, "shown without a tap"


def test_channels_that_get_the_same_are_one_form(
    organization: Organization, telegram: Channel, author: User, approver: User
) -> None:
    others = [channel(organization, "telegram", f"Kanal {number}") for number in range(2)]
    latin = channel(organization, "telegram", "Kirill kanali")
    Channel.objects.filter(pk=latin.pk).update(alphabet="cyrillic")
    post = submit(draft(organization, [telegram, *others, latin], user=author), user=author)

    page = page_of(approver, post)

    names = [" ".join(one.get_text().split()) for one in page.select(".desk-shape__to")]
    assert names == ["Hokimlik kanali, Kanal 0, Kanal 1", "Kirill kanali · Alphabet: Cyrillic"]
    assert "3 channels get the same" in page.get_text()


def test_approving_leads_to_the_next_that_waits_and_then_to_the_list(
    organization: Organization, website: Channel, author: User, approver: User
) -> None:
    first, second = (
        submit(draft(organization, [website], user=author, title=title), user=author) for title in ("Bir", "Ikki")
    )
    client = signed_in(approver)

    one = answer(client, first, "approve")
    two = answer(client, second, "approve")

    assert one.redirect_chain[-1][0] == review_address(second)
    assert two.redirect_chain[-1][0] == reverse(INDEX)
    assert Post.objects.filter(live=True).count() == 2


def test_a_return_needs_a_comment_which_the_author_reads(post: Post, author: User, approver: User) -> None:
    client = signed_in(approver)

    without = answer(client, post, "reject")
    assert "Say what must be changed" in without.content.decode()
    assert Post.objects.get().workflow_in_progress
    answer(client, post, "reject", comment="Sana notoʻgʻri")

    assert Post.objects.get().status_string == "draft"
    assert "rustam sent this back: Sana notoʻgʻri" in signed_in(author).get(edit_url(post)).content.decode()
    assert "Sana notoʻgʻri" in page_of(author, post).select_one(".desk-thread").get_text()  # type: ignore[union-attr]


def test_a_stale_decision_is_told_and_decides_nothing(post: Post, approver: User) -> None:
    refused = answer(signed_in(approver), post, "approve", seen=1)

    assert "There is a newer version than the one you saw" in messages_of(refused)
    assert not Delivery.objects.exists()


def test_who_submitted_sees_the_page_without_buttons_and_cannot_forge_a_decision(
    post: Post, author: User, approver: User
) -> None:
    assert page_of(author, post).select_one(".desk-bar-of-decision") is None
    assert "Who can: rustam." in page_of(author, post).get_text()

    refused = answer(signed_in(author), post, "approve")

    assert "You may not decide on this" in messages_of(refused)
    assert not Post.objects.get().live


def test_who_may_not_see_posts_does_not_see_the_page(post: Post) -> None:
    stranger = User.objects.create_user("begona", password="a long password")

    response = signed_in(stranger).get(review_address(post))

    assert response.status_code == 302
    assert reverse("wagtailadmin_login") in response["Location"]


def test_both_steps_are_decided_on_the_page_by_two_people(
    organization: Organization, post: Post, author: User, approver: User, head: User
) -> None:
    # given a post submitted under two steps
    organization.approval_steps = 2
    organization.save()
    Post.objects.get().current_workflow_state.cancel(user=author)
    submit(Post.objects.get(), user=author)
    assert [len(waiting_for(one)) for one in (author, approver, head)] == [0, 1, 0]

    # when
    answer(signed_in(approver), post, "approve")

    # then it waits for the second, and says so
    assert [len(waiting_for(one)) for one in (author, approver, head)] == [0, 0, 1]
    assert "waits for the second approval" in page_of(head, post).get_text()
    assert "second approval" in signed_in(head).get(reverse(INDEX)).content.decode()
    answer(signed_in(head), post, "approve")
    assert Post.objects.get().live
    assert "gave the second approval" in page_of(author, post).get_text()


def test_the_page_shows_what_changed_since_approval_and_since_the_last_submission(
    post: Post, author: User, approver: User
) -> None:
    # given an approved post, a correction that was sent back, and another one
    decide(post, user=approver, action="approve", seen=post.latest_revision_id)  # type: ignore[arg-type]

    def submitted(text: str) -> Post:
        version = Post.objects.get().get_latest_revision_as_object()
        version.text = text
        version.save_revision(user=author)
        return submit(Post.objects.get(), user=author)

    asked = submitted("<p>Hokimlikda ochiqlik haftasi oʻtkazildi.</p>")
    decide(asked, user=approver, action="reject", seen=asked.latest_revision_id, comment="?")  # type: ignore[arg-type]
    submitted("<p>Hokimlikda ochiqlik haftasi boshlandi.</p>")

    # when
    page = page_of(approver, post)

    # then
    boxes = {box.summary.get_text(): box for box in page.select(".desk-shape__changes")[:2]}  # type: ignore[union-attr]
    before, approved = (boxes[f"Changed since it was {words}"] for words in ("submitted before", "approved last"))
    said = [[[one.get_text() for one in box.select(kind)] for kind in ("del", "ins")] for box in (before, approved)]
    assert said == [[["oʻtkazildi."], ["boshlandi."]], [["kuni", "oʻtkazildi."], ["haftasi", "boshlandi."]]]
    # and the author of the correction sees the same while writing
    editor = signed_in(author).get(edit_address(post)).content.decode()
    assert "Changed since the last approval" in editor
    assert "<ins>" in editor


def test_what_was_altered_after_submission_cannot_be_approved_on_the_page(post: Post, approver: User) -> None:
    channel = post.channels.get(kind="website")
    Channel.objects.filter(pk=channel.pk).update(is_active=False)

    page = page_of(approver, post)

    assert "changed after it was submitted" in page.get_text()
    assert page.select_one("button[value=approve]") is None


def test_a_comment_decides_nothing_and_reaches_the_others(post: Post, author: User, approver: User) -> None:
    client = signed_in(approver)

    client.post(reverse("review:comment", args=[post.pk]), {"text": "Sanani <b>tekshiring</b>"})

    assert ReviewComment.objects.get().revision_id == post.latest_revision_id
    assert Post.objects.get().workflow_in_progress
    assert "Sanani &lt;b&gt;tekshiring&lt;/b&gt;" in client.get(review_address(post)).content.decode()
    assert set(Notice.objects.filter(key__startswith="comment:").values_list("person", flat=True)) == {author.pk}
    client.post(reverse("review:comment", args=[post.pk]), {"text": " "})
    assert ReviewComment.objects.count() == 1


def test_the_list_asks_as_many_questions_for_one_post_as_for_many(
    organization: Organization, website: Channel, author: User, approver: User
) -> None:
    client = signed_in(approver)

    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(INDEX))
        return len(asked)

    for number in range(8):
        submit(draft(organization, [website], user=author, title=f"Post {number}"), user=author)
        if number == 0:
            client.get(reverse(INDEX))
            few = questions()

    assert questions() == few


def test_the_page_asks_as_many_questions_for_two_channels_alike_as_for_twenty(
    organization: Organization, author: User, approver: User
) -> None:
    counts = []
    client = signed_in(approver)
    for many in (2, 20):
        channels = [channel(organization, "telegram", f"{many}-{number}") for number in range(many)]
        post = submit(draft(organization, channels, user=author), user=author)
        client.get(review_address(post))
        with CaptureQueriesContext(connection) as asked:
            client.get(review_address(post))
        counts.append(len(asked))
        decide(post, user=approver, action="approve", seen=post.latest_revision_id)  # type: ignore[arg-type]

    assert counts[0] == counts[1]
