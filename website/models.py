"""The public site as Wagtail pages: home, sections, articles. Articles are written by publishing only."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from website.slugs import words_slug


class HomePage(Page):
    """The root of the public site; its title is the site's name."""

    intro = models.TextField(_("introduction"), blank=True)

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["website.SectionPage"]
    max_count = 1
    template = "website/home.html"
    content_panels = [*Page.content_panels, FieldPanel("intro")]
    promote_panels = [FieldPanel("search_description")]

    class Meta:
        verbose_name = _("home page")


class SectionPage(Page):
    """A section of the site; a channel or a post names it by its slug."""

    intro = models.TextField(_("introduction"), blank=True)

    parent_page_types = ["website.HomePage"]
    subpage_types = ["website.ArticlePage"]
    template = "website/section.html"
    content_panels = [*Page.content_panels, FieldPanel("intro")]
    # the slug is in the settings of channels and in addresses already sent out
    promote_panels = [FieldPanel("slug", read_only=True), FieldPanel("search_description")]

    class Meta:
        verbose_name = _("section")

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        """Give a new section an ASCII slug made from its title, then validate."""
        self.slug = self.slug or words_slug(self.title)
        super().full_clean(*args, **kwargs)


class ArticlePage(Page):
    """One published post. ``key`` names the post it came from: one key, one page, one address for ever."""

    key = models.CharField(max_length=64, unique=True, null=True, editable=False)
    body_html = models.TextField(_("text"), blank=True)
    """Clean semantic HTML made by our own renderer; shown as it is."""
    summary = models.TextField(_("summary"), blank=True)
    published_on = models.DateTimeField(_("published on"), db_index=True)
    pictures = models.JSONField(_("pictures"), default=list, blank=True)
    """A list of {url, alt, width, height}; the files are frozen and have addresses of their own."""
    videos = models.JSONField(_("videos"), default=list, blank=True)
    """A list of {url, mime, alt, width, height, poster}; poster is a picture as above, or null."""
    documents = models.JSONField(_("documents"), default=list, blank=True)
    """A list of {url, title, name, mime, size}; size in bytes."""
    poll = models.JSONField(_("poll"), default=dict, blank=True)
    """{question, options}, empty without one; readers vote where votes are counted, not here."""
    corrections = models.JSONField(_("corrections"), default=list, blank=True, editable=False)
    """A list of {at, note}, oldest first: when (ISO 8601, with zone) and why what was out already was changed."""
    language = models.CharField(_("language of the text"), max_length=12, default="uz")
    checksum = models.CharField(max_length=64, editable=False, default="")
    """Of everything readers see, given by the writer; an equal one means there is nothing to write."""
    folded_text = models.TextField(editable=False, default="")
    """Title, summary and text in the form they are searched by (``website.folding``)."""

    parent_page_types = ["website.SectionPage"]
    subpage_types: list[str] = []
    is_creatable = False
    template = "website/article.html"
    content_panels = [
        HelpPanel(
            heading=_("Published from posts"),
            content=_("This page is published from a post and cannot be changed here."),
        ),
        FieldPanel("title", read_only=True),
        FieldPanel("summary", read_only=True),
        FieldPanel("published_on", read_only=True),
    ]
    promote_panels: list[FieldPanel] = []
    settings_panels: list[FieldPanel] = []

    class Meta:
        verbose_name = _("article")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """An article that was taken back still answers at its address, to say so."""
        if not path_components and not self.live and self.first_published_at:
            return RouteResult(self)
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The article; 410 Gone once it was taken back."""
        if self.live:
            return super().serve(request, *args, **kwargs)
        return TemplateResponse(request, "website/taken_back.html", status=410)


class ArticleDay(models.Model):
    """How many visitors an article had on one day, each counted once. Nothing tells who they were."""

    article = models.ForeignKey(ArticlePage, on_delete=models.CASCADE, related_name="days")
    day = models.DateField()
    """Of the service's own time zone."""
    visits = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["article", "day"], name="article_day_once")]

    def __str__(self) -> str:
        return f"{self.article_id} {self.day}: {self.visits}"


class VisitSalt(models.Model):
    """What the marks of one day are made with; gone when the day is over, and in no backup."""

    day = models.DateField(unique=True)
    salt = models.BinaryField()

    def __str__(self) -> str:
        return str(self.day)


class VisitMark(models.Model):
    """That somebody has read an article today already. Cannot be turned back, and goes with its day's salt."""

    mark = models.CharField(max_length=32, primary_key=True)
    day = models.DateField(db_index=True)

    def __str__(self) -> str:
        return str(self.day)
