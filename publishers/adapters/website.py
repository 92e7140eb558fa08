"""The website as a channel like any other: one post becomes one Wagtail page of this very installation."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import DatabaseError, DataError, InterfaceError
from django.utils import timezone

from content.formats import FORMATS
from content.markup import visible_text
from content.problems import Problem
from publishers.adapters._unchangeable import Unchangeable
from publishers.contract import (
    Accepted,
    Access,
    AccountReport,
    CannotTell,
    Capabilities,
    Deadline,
    NotFound,
    OutgoingPost,
    Picture,
    Published,
)
from publishers.errors import AccountRejected, ContentRejected, Misconfigured, ReasonCode, TryLater
from website.addresses import DEFAULT_SECTION, promised_slug
from website.models import ArticlePage, SectionPage
from website.queries import find_article, find_section
from website.services import AddressTaken, put_article
from website.slugs import article_slug


class WebsitePublisher(Unchangeable):
    """Writes articles through ``website.services``; the same key twice is the same page."""

    kind: ClassVar[str] = "website"
    capabilities: ClassVar[Capabilities] = Capabilities(format=FORMATS["website"], repeat_safety="native")

    def __init__(self, access: Access) -> None:
        self.home_section = access.address or DEFAULT_SECTION

    def check(self, post: OutgoingPost) -> list[Problem]:
        """Problems of this post as an article: no title, no text, too long, too many pictures. Reads no database."""
        form = self.capabilities.format
        length = len(visible_text(post.text, form.markup))
        problems = []
        if not post.title.strip():
            problems.append(Problem("title_empty"))
        if not length:
            problems.append(Problem("text_empty"))
        if length > form.text_limit:
            over = length - form.text_limit
            problems.append(Problem("text_too_long", {"length": length, "limit": form.text_limit, "over": over}))
        if len(post.pictures) > form.pictures_max:
            count = len(post.pictures)
            problems.append(Problem("too_many_pictures", {"count": count, "limit": form.pictures_max}))
        return problems

    def verify_account(self) -> AccountReport:
        """The section this channel writes to. Raises AccountRejected when it is gone, TryLater without a database."""
        try:
            section = find_section(self.home_section)
        except (DatabaseError, InterfaceError) as error:
            raise TryLater(ReasonCode.UNREACHABLE, type(error).__name__) from error
        if section is None:
            raise AccountRejected(ReasonCode.TARGET_MISSING, self.home_section)
        return AccountReport(name=section.title, notes=(str(section.full_url),))

    def publish(self, post: OutgoingPost, key: str, deadline: Deadline) -> Published:
        """Put the article up, or correct the one that is there. ``deadline`` binds networks; here is none to wait for.

        Raises ContentRejected when the post names a missing section or does not fit a page, AccountRejected when the
        channel's own section is gone, TryLater when the database did not answer.
        """
        section = post.section or self.home_section
        try:
            article, _ = put_article(
                section,
                key,
                title=post.title,
                body_html=post.text,
                summary=post.summary,
                published_on=post.slot or timezone.now(),
                pictures=[_shown(picture) for picture in post.pictures],
                slug=promised_slug(post.link or "", section) or article_slug(post.title, key),
                checksum=_checksum(post),
                language=post.language,
            )
            return _published(article)
        except SectionPage.DoesNotExist as error:
            raise self._section_missing(section) from error
        except AddressTaken as error:
            raise ContentRejected(ReasonCode.CONTENT_REFUSED, str(error)) from error
        except ValidationError as error:
            raise ContentRejected(ReasonCode.CONTENT_REFUSED, "; ".join(error.messages)) from error
        except DataError as error:
            raise ContentRejected(ReasonCode.CONTENT_REFUSED, type(error).__name__) from error
        except (DatabaseError, InterfaceError) as error:
            # even when a commit's answer was lost this is right: the repetition meets the same key
            raise TryLater(ReasonCode.UNREACHABLE, type(error).__name__) from error

    def resume(self, post: OutgoingPost, token: str, deadline: Deadline) -> Published | Accepted:
        """Never asked for: an article is out in one step. Raises Misconfigured."""
        raise Misconfigured(ReasonCode.INTERNAL, "the website publishes in one step")

    def find(self, post: OutgoingPost, key: str, since: datetime, token: str = "") -> Published | NotFound | CannotTell:
        """The article of ``key`` when readers can see it. Absence is conclusive: the table looked at is our own."""
        try:
            article = find_article(key)
        except (DatabaseError, InterfaceError) as error:
            return CannotTell(type(error).__name__)
        return _published(article, found=True) if article and article.live else NotFound(conclusive=True)

    def _section_missing(self, section: str) -> ContentRejected | AccountRejected:
        """A post's own choice of section is for its author to change; the channel's concerns every post on it."""
        if section == self.home_section:
            return AccountRejected(ReasonCode.TARGET_MISSING, section)
        return ContentRejected(ReasonCode.TARGET_MISSING, section)


def _published(article: ArticlePage, found: bool = False) -> Published:
    return Published(external_id=str(article.pk), link=str(article.full_url), found=found)


def _shown(picture: Picture) -> dict[str, Any]:
    return {"url": picture.url, "alt": picture.alt, "width": picture.width, "height": picture.height}


def _checksum(post: OutgoingPost) -> str:
    """SHA-256, hex, of all that readers of the article see."""
    seen = [
        post.title,
        post.text,
        post.summary,
        post.language,
        post.slot.isoformat() if post.slot else "",
        [[picture.url, picture.alt, picture.checksum] for picture in post.pictures],
    ]
    return hashlib.sha256(json.dumps(seen, ensure_ascii=False).encode()).hexdigest()
