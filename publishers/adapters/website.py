"""The website as a channel like any other: one post becomes one Wagtail page of this very installation."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DatabaseError, DataError, InterfaceError
from django.utils import timezone

from content.formats import FORMATS
from content.markup import visible_text
from content.problems import Problem
from publishers.adapters._website_article import article_content
from publishers.answers import kept_answer
from publishers.contract import (
    Accepted,
    Access,
    AccountReport,
    CannotTell,
    Capabilities,
    Deadline,
    Figure,
    Measured,
    NotFound,
    OutgoingPost,
    Placed,
    Published,
    Withdrawn,
)
from publishers.errors import AccountRejected, ContentRejected, FigureCode, Misconfigured, ReasonCode, TryLater
from publishers.metrics import UNITS, Metric, Source
from website.addresses import DEFAULT_SECTION, promised_slug
from website.models import ArticlePage, SectionPage
from website.queries import find_article, find_section
from website.services import AddressTaken, correct_article, put_article, withdraw_article
from website.slugs import article_slug
from website.visits import visits_of


class WebsitePublisher:
    """Writes articles through ``website.services``; the same key twice is the same page."""

    kind: ClassVar[str] = "website"
    capabilities: ClassVar[Capabilities] = Capabilities(
        format=FORMATS["website"],
        repeat_safety="native",
        can_amend=True,
        can_withdraw=True,
        can_measure=True,
        metrics=(Metric.VISITS,),
    )

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
        """Put the article up, or write over the one that is there. ``deadline`` binds networks; here is none.

        Raises ContentRejected when the post names a missing section or does not fit a page, AccountRejected when the
        channel's own section is gone, TryLater when the database did not answer.
        """
        section = post.section or self.home_section
        slug = promised_slug(post.link or "", section) or article_slug(post.title, key)
        try:
            with _told():
                content = article_content(post)
                article, _ = put_article(section, key, content, slug=slug, note=post.note, at=timezone.now())
                return _published(article)
        except SectionPage.DoesNotExist as error:
            raise self._section_missing(section) from error
        except AddressTaken as error:
            raise ContentRejected(ReasonCode.CONTENT_REFUSED, str(error)) from error

    def resume(self, post: OutgoingPost, token: str, deadline: Deadline) -> Published | Accepted:
        """Never asked for: an article is out in one step. Raises Misconfigured."""
        raise Misconfigured(ReasonCode.INTERNAL, "the website publishes in one step")

    def find(self, post: OutgoingPost, key: str, since: datetime, token: str = "") -> Published | NotFound | CannotTell:
        """The article of ``key`` when readers can see it. Absence is conclusive: the table looked at is our own."""
        return self._look(key)

    def is_there(self, placed: Placed, deadline: Deadline) -> Published | NotFound | CannotTell:
        """Whether readers can see the article: the table is our own."""
        return self._look(placed.key)

    def check_amend(self, before: OutgoingPost, after: OutgoingPost) -> list[Problem]:
        """The problems of ``after`` as an article. Another section is none: the article stays where it is read."""
        return self.check(after)

    def amend(self, placed: Placed, before: OutgoingPost, after: OutgoingPost, deadline: Deadline) -> Published:
        """Write over the article of ``placed.key`` at its address, with a note of when and why that readers see.

        Raises ContentRejected (GONE: it is not up any more) or TryLater.
        """
        content = article_content(after, published_on=before.slot)
        try:
            with _told():
                article, _ = correct_article(placed.key, content, at=timezone.now(), note=after.note)
                return _published(article)
        except ArticlePage.DoesNotExist as error:
            raise ContentRejected(ReasonCode.GONE, placed.link) from error

    def withdraw(self, placed: Placed, post: OutgoingPost, deadline: Deadline) -> Withdrawn:
        """Take the article off the site; its address then says that it was taken back. Raises TryLater."""
        with _told():
            withdraw_article(placed.key)
        return Withdrawn()

    def _look(self, key: str) -> Published | NotFound | CannotTell:
        try:
            article = find_article(key)
        except (DatabaseError, InterfaceError) as error:
            return CannotTell(type(error).__name__)
        return _published(article, found=True) if article and article.live else NotFound(conclusive=True)

    def measure(self, placed: Placed, post: OutgoingPost, deadline: Deadline) -> Measured:
        """The article's visits, which we count ourselves. Raises TryLater."""
        with _told():
            article = find_article(placed.key)
            count = visits_of(article.pk) if article is not None and settings.VISITS_EVERY else None
        note = "" if count is not None else FigureCode.GONE if article is None else FigureCode.NOT_GIVEN
        return Measured((Figure(Metric.VISITS, count, Source.WEBSITE, UNITS[Metric.VISITS], note),))

    def measure_place(self, deadline: Deadline) -> Measured:
        """Nobody follows a website: nothing."""
        return Measured()

    def _section_missing(self, section: str) -> ContentRejected | AccountRejected:
        """A post's own choice of section is for its author to change; the channel's concerns every post on it."""
        if section == self.home_section:
            return AccountRejected(ReasonCode.TARGET_MISSING, section)
        return ContentRejected(ReasonCode.TARGET_MISSING, section)


def _published(article: ArticlePage, found: bool = False) -> Published:
    link = str(article.full_url)
    answer = kept_answer({"page": article.pk, "address": link, "checksum": article.checksum})
    return Published(external_id=str(article.pk), link=link, found=found, answer=answer)


@contextmanager
def _told() -> Iterator[None]:
    """Turns what the database says into the contract's words."""
    try:
        yield
    except ValidationError as error:
        raise ContentRejected(ReasonCode.CONTENT_REFUSED, "; ".join(error.messages)) from error
    except DataError as error:
        raise ContentRejected(ReasonCode.CONTENT_REFUSED, type(error).__name__) from error
    except (DatabaseError, InterfaceError) as error:
        # even when a commit's answer was lost this is right: the repetition meets the same key
        raise TryLater(ReasonCode.UNREACHABLE, type(error).__name__) from error
