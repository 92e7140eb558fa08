"""A template's wording put into a post or a new draft, after a look at it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from content.models import Channel, Organization, Post, PostTemplate
from content.services import submit
from desk.editor.periods import period_choices, period_of
from scheduler.models import MediaPlan, Occurrence, PlanItem
from scheduler.planning import activate_plan
from tests.desk.conftest import NOW, signed_in
from tests.desk.forms import messages_of
from tests.desk.people import TITLE, draft

FILL_NEW, FILL = "wagtailsnippets_content_post:fill_new", "wagtailsnippets_content_post:fill"


@pytest.fixture
def template(organization: Organization) -> PostTemplate:
    return PostTemplate.objects.create(
        organization=organization,
        key="hisobot",
        name="Oylik hisobot",
        title="{{ period.label }} hisoboti",
        body="**{{ organization.name }}** <{{ item.title }}> haqida",
        hashtags="hisobot",
        section="hisobotlar",
        live=True,
    )


def fill(post: Post | None) -> str:
    return reverse(FILL, args=[post.pk]) if post else reverse(FILL_NEW)


def put(user: User, post: Post | None, template: PostTemplate, **changed: Any) -> Any:
    values = {"template": template.pk, "period": "2026-11", "seen": post.latest_revision_id if post else ""} | changed
    return signed_in(user).post(fill(post), values, follow=True)


def test_the_page_shows_now_and_then_and_changes_nothing(
    organization: Organization, telegram: Channel, template: PostTemplate, author: User
) -> None:
    post = draft(organization, [telegram], user=author)
    PostTemplate.objects.create(
        organization=organization, key="x", name="Tasdiqlanmagan", title="T", body="B", live=False
    )

    first = signed_in(author).get(fill(post)).content.decode()
    page = signed_in(author).get(fill(post), {"template": template.pk, "period": "2026-Q4"}).content.decode()

    assert "Oylik hisobot" in first
    assert "Tasdiqlanmagan" not in first
    assert "Put into the post" not in first
    assert TITLE in page
    assert "2026-yil IV chorak hisoboti" in page
    assert "&lt;⟦tadbir nomi⟧&gt; haqida" in page
    assert "Put into the post" in page
    assert Post.objects.get().latest_revision_id == post.latest_revision_id


def test_putting_it_in_makes_a_version_and_leaves_channels_and_time(
    organization: Organization, telegram: Channel, template: PostTemplate, author: User
) -> None:
    post = draft(organization, [telegram], user=author)

    answer = put(author, post, template)

    assert "The template’s words are in the post." in messages_of(answer)
    newest = Post.objects.get().get_latest_revision_as_object()
    assert (newest.title, newest.hashtags, newest.section) == ("2026-yil noyabr hisoboti", "hisobot", "hisobotlar")
    assert "<b>Namunaobod shahar hokimligi</b> &lt;⟦tadbir nomi⟧&gt; haqida" in newest.text
    assert (list(newest.channels.all()), newest.publish_at) == ([telegram], post.publish_at)
    assert post.revisions.count() == 2
    assert not newest.live


def test_a_post_of_the_plan_is_filled_with_its_own_data(
    organization: Organization, website: Channel, template: PostTemplate, author: User
) -> None:
    plan = MediaPlan.objects.create(organization=organization, title="MEDIA-REJA", year=2026)
    item = PlanItem.objects.create(
        plan=plan, position=1, number="7", title="Infografika", kind="monthly", rrule="FREQ=MONTHLY", template=template
    )
    item.channels.add(website)
    activate_plan(plan, continuous="none", now=NOW)
    post = draft(organization, [website], user=author)
    Occurrence.objects.filter(item=item, period_key="2026-12").update(post=post)

    page = signed_in(author).get(fill(post)).content.decode()
    put(author, post, template, period="")

    assert "The data are those of the plan item “Infografika”." in page
    assert "2026-yil dekabr hisoboti" in page
    assert "&lt;Infografika&gt; haqida" in Post.objects.get().get_latest_revision_as_object().text


def test_a_new_draft_is_made_for_all_channels_in_use(
    organization: Organization, website: Channel, telegram: Channel, template: PostTemplate, author: User
) -> None:
    Channel.objects.filter(pk=website.pk).update(is_active=False)

    put(author, None, template)

    post = Post.objects.get()
    assert (post.title, post.live, post.publish_at) == ("2026-yil noyabr hisoboti", False, None)
    assert list(post.channels.all()) == [telegram]


def test_what_somebody_saved_meanwhile_is_not_overwritten(
    organization: Organization, telegram: Channel, template: PostTemplate, author: User, approver: User
) -> None:
    post = draft(organization, [telegram], user=author)
    seen = post.latest_revision_id
    post.title = "Keyingi tahrir"
    post.save_revision(user=approver)

    answer = put(author, post, template, seen=seen)

    assert "Somebody saved the post meanwhile." in messages_of(answer)
    assert Post.objects.get().get_latest_revision_as_object().title == "Keyingi tahrir"


def test_what_waits_for_approval_stays_as_it_is(
    organization: Organization, telegram: Channel, template: PostTemplate, author: User
) -> None:
    post = submit(draft(organization, [telegram], user=author), user=author)

    answer = put(author, post, template)

    assert "it waits for approval or is locked" in messages_of(answer)
    assert Post.objects.get().latest_revision_id == post.latest_revision_id


def test_templates_not_approved_or_of_others_are_not_put_in(
    organization: Organization, telegram: Channel, template: PostTemplate, author: User
) -> None:
    post = draft(organization, [telegram], user=author)
    stranger = Organization.objects.create(name="Boshqa", slug="boshqa")
    for change in ({"live": False}, {"live": True, "organization": stranger}):
        PostTemplate.objects.filter(pk=template.pk).update(**change)

        assert "not approved any more" in messages_of(put(author, post, template))
        assert Post.objects.get().revisions.count() == 1


def test_a_mistake_of_the_template_is_said(
    organization: Organization, telegram: Channel, template: PostTemplate, author: User
) -> None:
    post = draft(organization, [telegram], user=author)
    PostTemplate.objects.filter(pk=template.pk).update(title="{{ weather }}")

    page = signed_in(author).get(fill(post), {"template": template.pk}).content.decode()
    wrong = signed_in(author).get(fill(post), {"template": template.pk, "period": "2026-13"}).content.decode()

    assert "The template uses “weather”, which nothing fills in." in page
    assert "Choose a period from the list." in wrong
    assert "Put into the post" not in page + wrong


def test_who_may_not_write_is_sent_away(
    organization: Organization, telegram: Channel, template: PostTemplate, author: User
) -> None:
    post = draft(organization, [telegram], user=author)
    reader = User.objects.create_user("oʻquvchi", password="a long password")

    for answer in (put(reader, post, template), put(reader, None, template)):
        assert "put" not in str(answer.redirect_chain)
    assert (Post.objects.count(), Post.objects.get().revisions.count()) == (1, 1)


def test_periods_are_named_by_keys_that_lead_back_to_them() -> None:
    choices = period_choices(NOW.date())

    assert choices[0] == ("2026-10", "October 2026")
    assert ("2027-Q1", "quarter I of 2027") in choices
    assert ("2027", "2027") in choices
    assert period_of("2026-10")["label"] == "2026-yil oktabr"
    assert len({str(period_of(key)["label"]) for key, _words in choices}) == len(choices)
    for key in ("", "2026-00", "2026-Q5", "26", "2026-12-01"):
        with pytest.raises(ValueError):
            period_of(key)
