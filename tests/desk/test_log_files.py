"""What went along with a text stands in the log: films, documents, the poll, the second message."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.urls import reverse

from content.film_library import add_video
from content.models import Channel, LibraryDocument, Organization, Post
from content.services import decide, submit
from publishers.models import Delivery
from tests.desk.conftest import signed_in
from tests.desk.people import draft
from tests.films import film

LONG = f"<p>{'Yoʻl taʼmirlandi. ' * 80}</p>"


@pytest.fixture
def carried(organization: Organization, website: Channel, telegram: Channel, author: User, approver: User) -> Post:
    """A film, a document and a poll, with a text too long to stand beside a film."""
    video = add_video("Yoʻl", ContentFile(film(seconds=3), name="film.mp4"))
    document = LibraryDocument.objects.create(title="Hokim qarori", file=ContentFile(b"%PDF-1.4", name="qaror.pdf"))
    post = draft(
        organization,
        [website, telegram],
        user=author,
        text=LONG,
        videos=[(video, "Yoʻl taʼmirlanmoqda")],
        documents=[document],
    )
    content = post.latest_revision.as_object()
    content.poll_question, content.poll_options = "Qaysi koʻcha <keyin>?", "Navoiy\nBogʻishamol"
    content.save_revision(user=author)
    post = submit(Post.objects.get(pk=post.pk), user=author)
    return decide(post, user=approver, action="approve", seen=post.latest_revision_id)


def detail(post: Post, user: User, kind: str) -> str:
    delivery = Delivery.objects.get(post=post, channel__kind=kind)
    response: Any = signed_in(user).get(reverse("publish_log:detail", args=[delivery.pk]))
    return str(response.content.decode())


def test_the_log_shows_the_film_with_its_facts(carried: Post, author: User) -> None:
    page = detail(carried, author, "telegram")

    assert re.search(r'<source src="/media/frozen/[0-9a-f/]+\.mp4" type="video/mp4">', page)
    assert 'aria-label="Yoʻl taʼmirlanmoqda"' in page
    assert "320 × 180 · 3 s · " in page


def test_the_log_shows_the_documents(carried: Post, author: User) -> None:
    page = detail(carried, author, "website")

    assert re.search(r'<a href="/media/frozen/[^"]+" target="_blank">Hokim qarori</a> <small>Hokim-qarori\.pdf', page)


def test_the_log_shows_the_poll_and_the_second_message(carried: Post, author: User) -> None:
    page = detail(carried, author, "telegram")

    assert "<strong>Qaysi koʻcha &lt;keyin&gt;?</strong><br><small>Anonymous poll</small>" in page
    assert "<li>Navoiy</li><li>Bogʻishamol</li>" in page
    assert "<h3>Second message</h3>" in page


def test_a_text_alone_has_no_empty_headings(
    organization: Organization, telegram: Channel, author: User, approver: User
) -> None:
    post = submit(draft(organization, [telegram], user=author), user=author)
    decide(post, user=approver, action="approve", seen=post.latest_revision_id)

    page = detail(post, author, "telegram")

    assert [word for word in ("Second message", "<h3>Documents", "<h3>Poll", "<video") if word in page] == []
