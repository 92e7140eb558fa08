"""From draft to approval on the screens, and everything that must not be possible there."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from content.models import Channel, Organization, Post, Rendition
from content.services import decide, submit
from publishers.models import Delivery
from tests.desk.conftest import signed_in
from tests.desk.forms import decide_in_editor, edit_url, messages_of, post_form
from tests.desk.people import TITLE, draft

ADD = "wagtailsnippets_content_post:add"
LIST = "wagtailsnippets_content_post:list"


def test_author_submits_and_approver_approves_and_the_outbox_holds_one_delivery_a_channel(
    organization: Organization, website: Channel, telegram: Channel, author: User, approver: User
) -> None:
    # given
    form = post_form(organization, [website, telegram]) | {"action-submit": "true"}

    # when
    submitted = signed_in(author).post(reverse(ADD), form, follow=True)
    post = Post.objects.get()
    waiting = post.status_string
    decided = decide_in_editor(signed_in(approver), post, "approve", seen=post.latest_revision_id)

    # then
    assert f"“{TITLE}” was submitted" in messages_of(submitted)
    assert waiting == "waits for approval"
    assert "is stored" in messages_of(decided)
    post.refresh_from_db()
    assert (post.live, post.status_string) == (True, "approved")
    assert sorted(Delivery.objects.values_list("channel__kind", "state")) == [
        ("telegram", "pending"),
        ("website", "pending"),
    ]
    assert set(Rendition.objects.values_list("approved_by__username", flat=True)) == {"rustam"}


def test_approving_from_the_list_works_through_the_task_state(
    organization: Organization, website: Channel, author: User, approver: User
) -> None:
    post = draft(organization, [website], user=author)
    submit(post, user=author)
    url = reverse(
        "wagtailsnippets_content_post:workflow_action",
        args=[post.pk, "approve", Post.objects.get().current_workflow_task_state.pk],
    )

    response = signed_in(approver).post(url)

    assert response.status_code == 302
    assert Post.objects.get().live


def test_refused_submission_keeps_the_draft_and_names_every_problem_under_its_channel(
    organization: Organization, website: Channel, telegram: Channel, author: User
) -> None:
    form = post_form(organization, [website, telegram], text="null", title="Matnsiz xabar") | {"action-submit": "true"}

    response = signed_in(author).post(reverse(ADD), form, follow=True)

    post = Post.objects.get()
    assert response.redirect_chain[-1][0] == edit_url(post)
    assert (post.title, post.status_string) == ("Matnsiz xabar", "draft")
    said = messages_of(response)
    assert "The draft is saved but not submitted" in said
    assert "<strong>Rasmiy sayt</strong><ul><li>The text is empty.</li></ul>" in said


def test_own_submission_cannot_be_approved_even_by_a_superuser(
    organization: Organization, website: Channel, root: User
) -> None:
    post = submit(draft(organization, [website], user=root), user=root)

    response = decide_in_editor(signed_in(root), post, "approve", seen=post.latest_revision_id)

    assert "Who submitted a text does not approve it" in messages_of(response)
    assert not Post.objects.get().live
    assert Delivery.objects.count() == 0


def test_without_four_eyes_the_approver_may_approve_their_own(
    organization: Organization, website: Channel, approver: User
) -> None:
    organization.four_eyes = False
    organization.save()
    post = submit(draft(organization, [website], user=None), user=approver)

    decide_in_editor(signed_in(approver), post, "approve", seen=post.latest_revision_id)

    assert Post.objects.get().live


def test_superuser_cannot_publish_by_hand(organization: Organization, website: Channel, root: User) -> None:
    post = draft(organization, [website], user=root)
    client = signed_in(root)

    page = client.get(edit_url(post))
    client.post(edit_url(post), post_form(organization, [website], title="Yangi") | {"action-publish": "true"})

    assert b"action-publish" not in page.content
    assert b"action-unpublish" not in page.content
    assert not Post.objects.get().live
    assert Delivery.objects.count() == 0


def test_unpublishing_by_hand_is_refused(
    organization: Organization, website: Channel, author: User, approver: User, root: User
) -> None:
    post = submit(draft(organization, [website], user=author), user=author)
    decide(post, user=approver, action="approve", seen=post.latest_revision_id)

    response = signed_in(root).post(reverse("wagtailsnippets_content_post:unpublish", args=[post.pk]))

    assert response.status_code == 302
    assert response.url == reverse("wagtailadmin_home")
    assert Post.objects.get().live


@pytest.mark.parametrize("who", ["author", "approver", "root"])
def test_nobody_edits_what_waits_for_approval_not_even_by_autosave(
    organization: Organization, website: Channel, author: User, who: str, request: pytest.FixtureRequest
) -> None:
    # given
    post = submit(draft(organization, [website], user=author), user=author)
    revision = post.latest_revision
    form = post_form(organization, [website], title="Boshqa sarlavha") | {
        "loaded_revision_id": revision.pk,
        "loaded_revision_created_at": revision.created_at.isoformat(),
        "overwrite_revision_id": revision.pk,
    }

    # when
    client = signed_in(request.getfixturevalue(who))
    response = client.post(edit_url(post), form, headers={"accept": "application/json"})

    # then
    assert response.status_code == 400
    assert response.json()["error_code"] == "locked"
    revision.refresh_from_db()
    assert revision.content["title"] == TITLE


def test_autosave_cannot_rewrite_the_approved_revision(
    organization: Organization, website: Channel, author: User, approver: User
) -> None:
    post = submit(draft(organization, [website], user=author), user=author)
    decide(post, user=approver, action="approve", seen=post.latest_revision_id)
    revision = Post.objects.get().latest_revision
    form = post_form(organization, [website], title="Boshqa sarlavha") | {
        "loaded_revision_id": revision.pk,
        "loaded_revision_created_at": revision.created_at.isoformat(),
        "overwrite_revision_id": revision.pk,
    }

    response = signed_in(author).post(edit_url(post), form, headers={"accept": "application/json"})

    assert response.status_code == 400
    assert response.json()["error_code"] == "invalid_revision"
    revision.refresh_from_db()
    assert revision.content["title"] == TITLE


def test_a_stale_screen_is_told_so_and_nothing_is_approved(
    organization: Organization, website: Channel, author: User, approver: User
) -> None:
    # given a version sent back, changed and submitted again while the approver's screen shows the first
    post = submit(draft(organization, [website], user=author), user=author)
    first = post.latest_revision_id
    decide(post, user=approver, action="reject", seen=first, comment="Sana yoʻq")
    client = signed_in(author)
    form = post_form(organization, [website], title="Tuzatilgan sarlavha") | {"action-submit": "true"}
    client.post(edit_url(post), form)

    # when
    response = decide_in_editor(signed_in(approver), post, "approve", seen=first)

    # then
    assert "There is a newer version than the one you saw" in messages_of(response)
    assert not Post.objects.get().live


def test_resubmission_binds_the_corrected_version(
    organization: Organization, website: Channel, author: User, approver: User
) -> None:
    post = submit(draft(organization, [website], user=author), user=author)
    decide(post, user=approver, action="reject", seen=post.latest_revision_id, comment="Sana yoʻq")
    form = post_form(organization, [website], title="Tuzatilgan sarlavha") | {"action-submit": "true"}
    signed_in(author).post(edit_url(post), form)

    latest = Post.objects.get().latest_revision_id
    decide_in_editor(signed_in(approver), post, "approve", seen=latest)

    assert Post.objects.get().title == "Tuzatilgan sarlavha"
    assert list(Delivery.objects.values_list("rendition__title", flat=True)) == ["Tuzatilgan sarlavha"]


def test_a_picture_changed_after_submission_stops_the_approval_with_a_message(
    organization: Organization, website: Channel, author: User, approver: User
) -> None:
    post = submit(draft(organization, [website], user=author), user=author)
    Rendition.objects.update(content_checksum="0" * 64)

    response = decide_in_editor(signed_in(approver), post, "approve", seen=post.latest_revision_id)

    assert "changed after it was submitted" in messages_of(response)
    assert not Post.objects.get().live


def test_what_was_submitted_cannot_be_deleted(
    organization: Organization, website: Channel, author: User, root: User
) -> None:
    post = submit(draft(organization, [website], user=author), user=author)

    response = signed_in(root).post(reverse("wagtailsnippets_content_post:delete", args=[post.pk]), follow=True)

    assert "permanent log" in messages_of(response)
    assert Post.objects.count() == 1


def test_a_new_post_has_the_only_organization_and_its_channels_in_use_ticked(
    organization: Organization, website: Channel, telegram: Channel, author: User
) -> None:
    Channel.objects.filter(pk=telegram.pk).update(is_active=False)

    form = signed_in(author).get(reverse(ADD)).context["form"]

    assert form["organization"].value() == organization.pk
    assert form["channels"].value() == [website.pk]


def test_list_asks_the_same_number_of_questions_for_3_and_for_30_posts(
    organization: Organization,
    website: Channel,
    author: User,
    django_assert_max_num_queries: pytest.FixtureRequest,
) -> None:
    client = signed_in(author)
    counts = []
    for more in (3, 27):
        for _ in range(more):
            submit(draft(organization, [website], user=author), user=author)
        client.get(reverse(LIST))
        with django_assert_max_num_queries(60) as asked:  # type: ignore[operator]
            response = client.get(reverse(LIST))
        assert response.status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_list_shows_due_time_with_its_zone(organization: Organization, website: Channel, author: User) -> None:
    draft(organization, [website], user=author)

    page = signed_in(author).get(reverse(LIST)).content.decode()

    assert "15.12.2026 10:00 (Asia/Tashkent)" in page


def test_approved_post_shows_its_deliveries_beside_the_form(
    organization: Organization, website: Channel, author: User, approver: User
) -> None:
    post = submit(draft(organization, [website], user=author), user=author)
    decide(post, user=approver, action="approve", seen=post.latest_revision_id)

    page = signed_in(author).get(edit_url(post)).content.decode()

    assert "waits for its time" in page
    assert reverse("publish_log:detail", args=[Delivery.objects.get().pk]) in page


def test_who_submitted_may_cancel_and_edits_again(organization: Organization, website: Channel, author: User) -> None:
    post = submit(draft(organization, [website], user=author), user=author)
    client = signed_in(author)

    client.post(edit_url(post), post_form(organization, [website]) | {"action-cancel-workflow": "true"})
    cancelled = Post.objects.get().status_string
    client.post(edit_url(post), post_form(organization, [website], title="Yangi sarlavha"))

    assert cancelled == "draft"
    assert Post.objects.get().title == "Yangi sarlavha"


def test_a_post_sent_back_says_who_and_why(
    organization: Organization, website: Channel, author: User, approver: User
) -> None:
    post = submit(draft(organization, [website], user=author), user=author)
    decide_in_editor(signed_in(approver), post, "reject", seen=post.latest_revision_id, comment="Sana yetishmaydi")

    response = signed_in(author).get(edit_url(post))

    assert "rustam sent this back: Sana yetishmaydi" in messages_of(response)


def test_deleting_many_at_once_keeps_what_was_submitted_too(
    organization: Organization, website: Channel, author: User, root: User
) -> None:
    kept = submit(draft(organization, [website], user=author), user=author)
    other = draft(organization, [website], user=author)
    url = reverse("wagtail_bulk_action", args=["content", "post", "delete"])

    response = signed_in(root).post(f"{url}?id={kept.pk}&id={other.pk}", follow=True)

    assert "permanent log" in messages_of(response)
    assert Post.objects.count() == 2


def test_a_draft_nobody_submitted_is_deleted(organization: Organization, website: Channel, root: User) -> None:
    post = draft(organization, [website], user=root)

    signed_in(root).post(reverse("wagtailsnippets_content_post:delete", args=[post.pk]))

    assert Post.objects.count() == 0


def test_a_copy_is_a_post_of_its_own(organization: Organization, website: Channel, author: User) -> None:
    post = draft(organization, [website], user=author)
    client = signed_in(author)

    page = client.get(reverse("wagtailsnippets_content_post:copy", args=[post.pk]))
    client.post(page.context["action_url"], post_form(organization, [website], title="Nusxa"))

    assert page.context["form"]["title"].value() == TITLE
    assert Post.objects.count() == 2
    assert len(set(Post.objects.values_list("key", flat=True))) == 2


def test_inspecting_a_post_is_open_to_all_who_see_posts(
    organization: Organization, website: Channel, author: User, approver: User
) -> None:
    post = draft(organization, [website], user=author)

    page = signed_in(approver).get(reverse("wagtailsnippets_content_post:inspect", args=[post.pk]))

    assert page.status_code == 200
    words = page.content.decode()
    assert TITLE in words
    assert "15.12.2026 10:00 (Asia/Tashkent)" in words
    assert "1 day" in words
    assert "data-block-key" not in words
    assert "&lt;p" not in words


def test_a_channel_of_another_organization_is_refused(
    organization: Organization, website: Channel, author: User
) -> None:
    other = Organization.objects.create(name="Boshqa hokimlik", slug="boshqa")
    strange = Channel.objects.create(organization=other, kind="telegram", name="Begona kanal")

    response = signed_in(author).post(reverse(ADD), post_form(organization, [website, strange]))

    assert response.context["form"].errors["channels"] == ["Not a channel of this organization: Begona kanal."]
    assert Post.objects.count() == 0


def test_an_unfinished_draft_is_kept_without_text_slot_and_channels(organization: Organization, author: User) -> None:
    form = post_form(organization, [], text="null", publish_at="", hashtags="")

    signed_in(author).post(reverse(ADD), form)

    post = Post.objects.get()
    assert (post.status_string, post.publish_at, list(post.channels.all())) == ("draft", None, [])


def test_the_unfinished_draft_is_refused_in_words_when_submitted(organization: Organization, author: User) -> None:
    signed_in(author).post(reverse(ADD), post_form(organization, [], publish_at=""))
    post = Post.objects.get()
    form = post_form(organization, []) | {"action-submit": "true"}

    response = signed_in(author).post(edit_url(post), form, follow=True)

    assert "<li>Choose at least one channel.</li>" in messages_of(response)
    assert Post.objects.get().status_string == "draft"
