"""The queue on the screens: how long stocks last, their order, what goes in and out, and copies of posts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from content.models import Channel, ChannelText, Organization, Post
from content.services import submit
from publishers.models import Delivery
from scheduler.lasting import to_refill
from scheduler.models import MediaPlan, Occurrence, OccurrenceChange, PlanItem, StockedPost
from scheduler.stock import put_in, waiting
from tests.desk.conftest import NOW, signed_in
from tests.desk.forms import decide_in_editor, edit_url, messages_of, post_form
from tests.desk.people import draft, person

pytestmark = pytest.mark.django_db
FIRST_SLOT = datetime(2026, 12, 10, 5, 0, tzinfo=UTC)


@pytest.fixture
def item(organization: Organization, website: Channel) -> PlanItem:
    """An item of a running plan with five weekly slots ahead."""
    plan = MediaPlan.objects.create(organization=organization, title="Reja", year=2026, state="active")
    return with_slots(plan, 1, website, slots=5)


def with_slots(plan: MediaPlan, position: int, channel: Channel, *, slots: int) -> PlanItem:
    item = PlanItem.objects.create(
        plan=plan, position=position, number=str(position), title=f"Haftalik xabar {position}", kind="weekly"
    )
    item.channels.add(channel)
    for number in range(slots):
        slot = FIRST_SLOT + timedelta(weeks=number)
        one = Occurrence.objects.create(
            item=item,
            period_key=f"{number}",
            window_start=slot.date(),
            window_end=slot.date(),
            slot=slot,
            prepare_at=slot - timedelta(days=3),
        )
        one.channels.add(channel)
    return item


def stocked(item: PlanItem, user: User, *titles: str) -> list[StockedPost]:
    organization = item.plan.organization
    return [
        put_in(item, draft(organization, [], user=user, title=title, publish_at=None), user=user, now=NOW)
        for title in titles
    ]


def address(name: str, pk: int) -> str:
    return reverse(f"post_queue:{name}", args=[pk])


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_the_list_says_how_long_a_stock_lasts_and_warns_before_it_runs_out(item: PlanItem, author: User) -> None:
    stocked(item, author, "Birinchi")

    shown = text_of(signed_in(author).get(reverse("post_queue:index")))

    assert "Haftalik xabar 1" in shown
    assert "10.12.2026 10:00 (Asia/Tashkent)" in shown
    assert "desk-tag--bad" in shown
    stocked(item, author, "Ikkinchi")
    assert "desk-tag--bad" not in text_of(signed_in(author).get(reverse("post_queue:index")))


def test_only_a_stock_in_use_with_more_slots_than_posts_is_to_be_refilled(item: PlanItem, author: User) -> None:
    assert not to_refill().exists()
    (row,) = stocked(item, author, "Birinchi")
    assert list(to_refill()) == [item]
    Occurrence.objects.filter(item=item).exclude(period_key="0").update(prepare_at=None)
    assert not to_refill().exists()
    StockedPost.objects.filter(pk=row.pk).update(taken_at=NOW)
    assert list(to_refill()) == [item]
    MediaPlan.objects.update(state="archived")
    assert not to_refill().exists()


def test_the_first_page_counts_stocks_that_run_out(item: PlanItem, author: User) -> None:
    stocked(item, author, "Birinchi")

    shown = text_of(signed_in(author).get("/admin/"))

    assert "stock runs out soon" in shown
    assert f"{reverse('post_queue:index')}?show=refill" in shown


def test_an_item_shows_which_slot_each_post_will_take(item: PlanItem, author: User) -> None:
    stocked(item, author, "Birinchi", "Ikkinchi")

    answer = signed_in(author).get(address("item", item.pk))

    assert [(one["row"].post.title, one["slot"][:10]) for one in answer.context["rows"]] == [
        ("Birinchi", "10.12.2026"),
        ("Ikkinchi", "17.12.2026"),
    ]
    assert [slot[:10] for slot in answer.context["unfilled"]] == ["24.12.2026", "31.12.2026", "07.01.2027"]


def test_posts_move_up_and_down_and_anywhere(item: PlanItem, author: User) -> None:
    a, b, c = stocked(item, author, "a", "b", "c")
    client = signed_in(author)

    def titles() -> list[str]:
        return [row.post.title for row in waiting(item)]

    answer = client.post(address("order", item.pk), {"row": c.pk, "to": "up"})
    assert answer.url == f"{address('item', item.pk)}#stock-{c.pk}"
    assert titles() == ["a", "c", "b"]
    client.post(address("order", item.pk), {"row": a.pk, "to": "down"})
    assert titles() == ["c", "a", "b"]
    client.post(address("order", item.pk), {"row": c.pk, "to": "up"})
    assert titles() == ["c", "a", "b"]
    client.post(address("order", item.pk), {"order": [b.pk, c.pk, "zz"], "row": b.pk})
    assert titles() == ["b", "c", "a"]


def test_a_new_post_begins_in_the_stock_and_its_form_opens(item: PlanItem, author: User) -> None:
    answer = signed_in(author).post(address("new", item.pk))

    post = Post.objects.get()
    assert answer.url == reverse("wagtailsnippets_content_post:edit", args=[post.pk])
    assert post.awaits_slot
    assert signed_in(author).get(answer.url).status_code == 200


def test_a_draft_is_added_and_taken_out_again(
    item: PlanItem, author: User, organization: Organization, website: Channel
) -> None:
    post = draft(organization, [website], user=author)
    client = signed_in(author)

    client.post(address("add", item.pk), {"post": post.pk})
    row = waiting(item).get()
    assert (row.post, row.added_by) == (post, author)
    answer = client.post(address("take_out", row.pk), follow=True)
    assert "It is a draft without a time" in text_of(answer)
    assert not waiting(item).exists()


def test_a_refusal_is_a_sentence_and_changes_nothing(
    item: PlanItem, author: User, organization: Organization, website: Channel
) -> None:
    post = submit(draft(organization, [website], user=author), user=author)

    answer = signed_in(author).post(address("add", item.pk), {"post": post.pk}, follow=True)

    assert "The post waits for approval. Send it back or cancel the submission first." in text_of(answer)
    assert not waiting(item).exists()


def test_a_stocked_post_is_submitted_and_approved_without_a_time(
    item: PlanItem, author: User, approver: User, organization: Organization, website: Channel
) -> None:
    client = signed_in(author)
    client.post(address("new", item.pk))
    post = Post.objects.get()
    form = post_form(organization, [website], publish_at="")

    answer = client.post(edit_url(post), form | {"action-submit": "1"}, follow=True)

    assert "was submitted" in messages_of(answer)
    post = Post.objects.get()
    assert post.latest_revision_id is not None
    decide_in_editor(signed_in(approver), post, "approve", seen=post.latest_revision_id)
    assert (Post.objects.get().live, Delivery.objects.count()) == (True, 0)
    assert "approved: goes out by itself" in text_of(client.get(address("item", item.pk)))


def test_a_time_in_the_stock_is_refused_in_words(
    item: PlanItem, author: User, organization: Organization, website: Channel
) -> None:
    client = signed_in(author)
    client.post(address("new", item.pk))

    answer = client.post(
        edit_url(Post.objects.get()), post_form(organization, [website]) | {"action-submit": "1"}, follow=True
    )

    assert "The post waits in the stock, and a slot of the plan gives it its time." in messages_of(answer)
    assert not Post.objects.get().workflow_in_progress


def test_who_may_not_write_posts_sees_and_changes_nothing(item: PlanItem, author: User) -> None:
    (row,) = stocked(item, author, "a")
    reader = person("oʻquvchi", "Tasdiqlovchilar")
    reader.groups.clear()
    reader.user_permissions.add(Permission.objects.get(codename="access_admin"))
    reader.user_permissions.add(Permission.objects.get(codename="view_post"))
    client = signed_in(User.objects.get(pk=reader.pk))

    page = text_of(client.get(address("item", item.pk)))
    assert "Write a new post" not in page
    assert "Take out" not in page
    for name, pk in (
        ("new", item.pk),
        ("add", item.pk),
        ("order", item.pk),
        ("take_out", row.pk),
        ("copy", row.post_id),
    ):
        assert client.post(address(name, pk)).status_code == 302
        assert client.get(address(name, pk)).status_code in {302, 405}
    assert waiting(item).count() == 1
    assert Post.objects.count() == 1


def test_the_screens_ask_as_many_questions_for_many_posts_as_for_few(
    item: PlanItem, author: User, website: Channel
) -> None:
    client = signed_in(author)
    stocked(item, author, "a", "b")
    for page in (reverse("post_queue:index"), address("item", item.pk), "/admin/"):
        client.get(page)
    few = [asked(client, page) for page in (reverse("post_queue:index"), address("item", item.pk))]
    stocked(item, author, *map(str, range(12)))
    for position in range(2, 12):
        stocked(with_slots(item.plan, position, website, slots=4), author, "x")

    many = [asked(client, page) for page in (reverse("post_queue:index"), address("item", item.pk))]

    assert many == few


def asked(client: Any, page: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200
    return len(queries)


# -- copies


def test_a_post_is_copied_to_an_occurrence(
    item: PlanItem, author: User, organization: Organization, website: Channel, telegram: Channel
) -> None:
    # given: a post with a text of its own for two channels, and an occurrence that owes one of them
    source = draft(organization, [website, telegram], user=author, hashtags="ochiqlik")
    content = source.get_latest_revision_as_object()
    content.channel_texts.set([ChannelText(channel=one, text=f"{one} uchun") for one in (website, telegram)])
    content.silent = True
    content.save_revision(user=author)
    occurrence = Occurrence.objects.get(period_key="1")
    client = signed_in(author)
    assert "17.12.2026 10:00" in text_of(client.get(address("copy", source.pk)))
    # when
    client.post(address("copy", source.pk), {"occurrence": occurrence.pk})
    # then
    occurrence.refresh_from_db()
    copy = occurrence.post
    assert copy is not None
    assert copy != source
    made = copy.latest_revision.as_object()
    assert (made.title, made.text, made.hashtags, made.silent) == (source.title, source.text, "ochiqlik", True)
    assert (made.publish_at, [*made.channels.all()]) == (occurrence.slot, [website])
    assert [one.text for one in made.channel_texts.all()] == ["Rasmiy sayt uchun"]
    assert (copy.live, copy.key != source.key, occurrence.state) == (False, True, "prepared")
    (change,) = OccurrenceChange.objects.filter(action="copied")
    assert (change.actor, change.reason) == (author, f"№ {source.pk}: {source.title}")


def test_an_occurrence_with_a_post_is_neither_offered_nor_overwritten(
    item: PlanItem, author: User, organization: Organization, website: Channel
) -> None:
    source = draft(organization, [website], user=author)
    occurrence = Occurrence.objects.get(period_key="0")
    client = signed_in(author)
    client.post(address("copy", source.pk), {"occurrence": occurrence.pk})
    occurrence.refresh_from_db()
    first = occurrence.post

    assert "10.12.2026 10:00" not in text_of(client.get(address("copy", source.pk)))
    answer = client.post(address("copy", source.pk), {"occurrence": occurrence.pk}, follow=True)

    assert "This occurrence has a post already" in text_of(answer)
    occurrence.refresh_from_db()
    assert occurrence.post == first
    assert Post.objects.count() == 2


def test_a_post_is_copied_from_the_occurrences_page(
    item: PlanItem, author: User, organization: Organization, website: Channel
) -> None:
    source = draft(organization, [website], user=author)
    occurrence = Occurrence.objects.get(period_key="0")
    client = signed_in(author)
    assert address("copy_here", occurrence.pk) in text_of(
        client.get(reverse("occurrence:inspect", args=[occurrence.pk]))
    )
    assert client.get(address("copy_here", occurrence.pk)).status_code == 200

    client.post(address("copy_here", occurrence.pk), {"post": source.pk})

    occurrence.refresh_from_db()
    assert occurrence.post is not None
    assert occurrence.post.title == source.title
    assert address("copy_here", occurrence.pk) not in text_of(
        client.get(reverse("occurrence:inspect", args=[occurrence.pk]))
    )


def test_a_post_of_another_organization_is_not_copied(item: PlanItem, author: User) -> None:
    other = Organization.objects.create(name="Boshqa", slug="boshqa")
    source = draft(other, [], user=author)
    occurrence = Occurrence.objects.get(period_key="0")

    answer = signed_in(author).post(address("copy", source.pk), {"occurrence": occurrence.pk}, follow=True)

    assert "The post belongs to another organization." in text_of(answer)
    assert Post.objects.count() == 1


def test_a_post_is_copied_into_a_stock_and_a_draft_goes_there_itself(
    item: PlanItem, author: User, organization: Organization, website: Channel
) -> None:
    source = draft(organization, [website], user=author)
    client = signed_in(author)
    assert "Copy into the stock" in text_of(client.get(address("copy", source.pk), {"item": item.pk}))

    client.post(address("copy", source.pk), {"item": item.pk})
    (row,) = waiting(item)
    assert (row.post != source, row.post.title, row.post.publish_at) == (True, source.title, None)
    client.post(address("copy", source.pk), {"item": item.pk, "move": "1"})
    assert [one.post for one in waiting(item)] == [row.post, source]
