from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache as django_cache
from django.core.files.base import ContentFile
from django.utils import translation

from content.drafts import DraftContent, create_draft
from content.film_library import add_video
from content.models import Channel, LibraryDocument, LibraryVideo, Organization, Post, Rendition
from content.services import decide, submit
from tests.desk.people import SLOT, TEXT, TITLE, person
from tests.films import film
from tests.standing_site import standing_site


@cache
def small_film() -> bytes:
    return film(seconds=3)


@dataclass
class Office:
    """A press service with a channel of whichever kind is asked for."""

    organization: Organization
    author: User
    approver: User

    def channel(self, kind: str, **more: Any) -> Channel:
        values = {"organization": self.organization, "kind": kind, "name": f"{kind} {Channel.objects.count()}"}
        return Channel.objects.create(**values | more)

    def video(self, title: str = "Yoʻl taʼmiri", content: bytes = b"") -> LibraryVideo:
        return add_video(title, ContentFile(content or small_film(), name="film.mp4"))

    def document(
        self, title: str = "Qaror", content: bytes = b"%PDF-1.7 qaror", name: str = "Қарор 5.pdf"
    ) -> LibraryDocument:
        return LibraryDocument.objects.create(title=title, file=ContentFile(content, name=name))

    def draft(self, channels: list[Channel], *, fields: dict[str, Any] | None = None, **content: Any) -> Post:
        """``fields``: of the post itself, beside what a DraftContent holds."""
        values: dict[str, Any] = {"title": TITLE, "text": TEXT, "channels": channels, "publish_at": SLOT} | content
        post = create_draft(self.organization, DraftContent(**values), user=self.author)
        for name, value in (fields or {}).items():
            setattr(post, name, value)
        post.save_revision(user=self.author)
        return Post.objects.get(pk=post.pk)

    def approved(self, channels: list[Channel], **content: Any) -> Post:
        post = submit(self.draft(channels, **content), user=self.author)
        return decide(post, user=self.approver, action="approve", seen=post.latest_revision_id)

    def form_of(self, kind: str, **content: Any) -> Rendition:
        """The approved form a channel of ``kind`` gets."""
        channel = self.channel(kind)
        return self.approved([channel], **content).renditions.get(channel=channel)


@pytest.fixture(autouse=True)
def english(settings: Any) -> Iterator[None]:
    settings.LANGUAGE_CODE = "en"
    with translation.override("en"):
        yield


@pytest.fixture
def office(db: None, settings: Any) -> Office:
    django_cache.clear()  # Wagtail keeps the sites' roots there
    settings.SITE_URL = "https://shahar.example"
    standing_site(site_name="Namunaobod shahar hokimligi", base_url="https://shahar.example")
    organization = Organization.objects.create(name="Namunaobod shahar hokimligi", slug="namunaobod")
    return Office(organization, person("malika", "Mualliflar"), person("rustam", "Tasdiqlovchilar"))
