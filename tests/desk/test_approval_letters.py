"""Who gets a letter about approval, in which language, and that nobody gets two for one thing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone, translation
from django.utils.translation import gettext
from wagtail.users.models import UserProfile

from content.models import Channel, Organization, Post, Submission
from content.preparation import install_starters
from content.services import decide, submit, submit_template
from content.starters import load_starters
from desk.addresses import review_address
from desk.models import Notice, StoredEmail
from desk.telling import tell
from tests.desk.people import TITLE, draft, person


@pytest.fixture(autouse=True)
def stored_mail(settings: Any) -> None:
    settings.EMAIL_BACKEND = "desk.mail.StoredEmailBackend"


@pytest.fixture
def post(organization: Organization, website: Channel, author: User) -> Post:
    return draft(organization, [website], user=author)


def letters() -> list[tuple[str, str]]:
    return [(" ".join(row.recipients), row.subject) for row in StoredEmail.objects.order_by("pk")]


def seen(post: Post) -> int:
    found = Post.objects.get(pk=post.pk).latest_revision_id
    assert found is not None
    return found


def test_each_step_of_a_posts_way_is_one_letter_to_each_who_needs_it(
    post: Post, organization: Organization, author: User, approver: User, root: User
) -> None:
    # given two steps and their people
    organization.approval_steps = 2
    organization.save()
    head = person("karim", "Ikkinchi tasdiqlovchilar")

    # when it is submitted, let through, sent back, submitted again and approved by both
    submit(post, user=author)
    decide(post, user=approver, action="approve", seen=seen(post))
    decide(post, user=head, action="reject", seen=seen(post), comment="Sana?")
    submit(post, user=author)
    decide(post, user=approver, action="approve", seen=seen(post))
    decide(post, user=head, action="approve", seen=seen(post))

    # then
    assert letters() == [
        ("rustam@example.org", f"“{TITLE}” waits for your approval"),
        ("karim@example.org", f"“{TITLE}” waits for your second approval"),
        ("malika@example.org", f"“{TITLE}” was sent back"),
        ("rustam@example.org", f"“{TITLE}” waits for your approval"),
        ("karim@example.org", f"“{TITLE}” waits for your second approval"),
        ("malika@example.org", f"“{TITLE}” is approved"),
    ]


def test_a_letter_leads_to_the_review_page_and_says_what_matters(
    post: Post, author: User, approver: User, settings: Any
) -> None:
    settings.SITE_URL = "https://reja.example"

    submit(post, user=author)

    row = StoredEmail.objects.get()
    address = f"https://reja.example{review_address(post)}"
    assert row.body.splitlines()[0] == "Submitted by malika."
    assert "It is to go out on 15.12.2026 10:00 (Asia/Tashkent)." in row.body
    assert row.body.endswith(address)
    assert f'href="{address}"' in row.html_body
    assert "<h1" in row.html_body


def test_html_of_a_letter_escapes_what_people_wrote(post: Post, author: User, approver: User) -> None:
    submit(post, user=author)
    decide(post, user=approver, action="reject", seen=seen(post), comment="<script>1</script>")

    row = StoredEmail.objects.get(subject__contains="sent back")
    assert "<script>" not in row.html_body
    assert "<script>1</script>" in row.body


def test_letters_are_in_the_readers_language(post: Post, author: User, approver: User) -> None:
    UserProfile.objects.create(user=author, preferred_language="ru")
    submit(post, user=author)

    decide(post, user=approver, action="reject", seen=seen(post), comment="Sana?")

    with translation.override("ru"):
        words = gettext("%(name)s sent this back: %(comment)s") % {"name": "rustam", "comment": "Sana?"}
    assert "Sana?" in words
    assert not words.startswith("rustam sent")
    assert StoredEmail.objects.get(recipients=["malika@example.org"]).body.startswith(words)


def test_who_wants_no_mail_gets_none_but_is_told(post: Post, author: User, approver: User) -> None:
    UserProfile.objects.create(user=approver, submitted_notifications=False)

    submit(post, user=author)

    assert letters() == []
    assert Notice.objects.get().person == approver


def test_telling_twice_tells_once(approver: User) -> None:
    told = [
        tell(approver, subject="a", text="b", address="https://c.example", key="waiting:1:30", now=timezone.now())
        for _again in range(2)
    ]

    assert told == [True, False]
    assert len(letters()) == 1


def test_short_notice_is_marked_and_said(post: Post, organization: Organization, author: User, approver: User) -> None:
    content = post.get_latest_revision_as_object()
    content.publish_at = timezone.now() + timedelta(hours=5)
    content.save_revision(user=author)

    submit(post, user=author)

    assert Submission.objects.get().short_notice
    assert "Short notice" in StoredEmail.objects.get().body


@pytest.mark.parametrize(("hours", "short"), [(0, False), (4, False), (6, True)])
def test_the_lead_time_of_the_organization_counts(
    post: Post, organization: Organization, author: User, hours: int, short: bool
) -> None:
    organization.approval_lead_hours = hours
    organization.save()
    content = post.get_latest_revision_as_object()
    content.publish_at = timezone.now() + timedelta(hours=5)
    content.save_revision(user=author)

    submit(post, user=author)

    assert Submission.objects.get().short_notice is short


def test_a_post_without_a_slot_cannot_be_late(post: Post, author: User) -> None:
    row = Submission.objects.create(post=post, revision_id=1, slot=None, submitted_by=author)

    assert not Submission.objects.get(pk=row.pk).short_notice


def test_templates_keep_wagtails_letters(organization: Organization, author: User, approver: User) -> None:
    install_starters(organization)
    ready = next(starter.key for starter in load_starters() if not starter.has_blanks)
    submit_template(organization.templates.get(key=ready), user=author)

    assert [to for to, _subject in letters()] == ["rustam@example.org"]
    assert not Notice.objects.exists()
