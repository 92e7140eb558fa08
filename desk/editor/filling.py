"""A template's wording with its period's data, looked at first and then put into a post or a new draft."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin

from content.drafts import DraftContent, create_draft
from content.filling import fill_draft
from content.labels import problem_sentence
from content.markup import web_html
from content.models import Channel, Organization, Post, PostTemplate
from content.preparation import draft_from_template, organization_data
from content.problems import Problem
from content.rich_text import parse
from content.services import Stale
from content.template_data import unplanned_item
from content.templating import TemplateProblem
from desk.addresses import edit_address
from desk.editor.periods import month_key, period_choices, period_of
from scheduler.models import Occurrence
from scheduler.preparing import template_data

LATENESS = timedelta(days=1)


class Fill(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """GET shows what the post would become; POST puts it in. Works without scripts."""

    model = Post
    template_name = "desk/editor/fill.html"
    page_title = _("Fill from a template")
    header_icon = "doc-full"
    post_object: Post | None = None

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        post = self.post_object
        between = [{"url": edit_address(post), "label": str(post)}] if post else []
        return [*self.breadcrumbs_items, *between, {"url": "", "label": self.get_page_title()}]

    @cached_property
    def occurrence(self) -> Occurrence | None:
        return None

    @cached_property
    def templates(self) -> QuerySet[PostTemplate]:
        """Approved ones only; the row of a live template is its approved wording."""
        found = PostTemplate.objects.filter(live=True).select_related("organization").order_by("organization", "name")
        return found.filter(organization=self.post_object.organization) if self.post_object else found

    def asked(self, name: str) -> str:
        return str((self.request.POST or self.request.GET).get(name, ""))

    @cached_property
    def template(self) -> PostTemplate | None:
        asked = self.asked("template")
        if not asked and self.occurrence and self.occurrence.item.template_id:
            asked = str(self.occurrence.item.template_id)
        return next((one for one in self.templates if str(one.pk) == asked), None)

    @cached_property
    def period(self) -> str:
        return self.asked("period") or month_key(self.today)

    @cached_property
    def today(self) -> date:
        organization = self.post_object.organization if self.post_object else Organization.objects.first()
        zone = ZoneInfo(organization.time_zone) if organization else timezone.get_current_timezone()
        at = self.post_object.publish_at if self.post_object and self.post_object.publish_at else timezone.now()
        return at.astimezone(zone).date()

    def content(self) -> DraftContent:
        """What would be put in. Raises TemplateProblem, ValueError for a period that is none."""
        assert self.template is not None
        post = self.post_object
        return draft_from_template(
            self.template,
            self.data(self.template.organization),
            channels=list(Channel.objects.filter(organization=self.template.organization, is_active=True)),
            publish_at=post.publish_at if post else None,
            lateness_limit=post.lateness_limit if post else LATENESS,
        )

    def data(self, organization: Organization) -> dict[str, Any]:
        if self.occurrence is not None:
            return template_data(self.occurrence)
        return {
            "organization": organization_data(organization),
            "period": period_of(self.period),
            "item": unplanned_item(),
            "today": self.today,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "templates": self.templates,
            "chosen": self.template,
            "periods": period_choices(self.today),
            "period": self.period,
            "occurrence": self.occurrence,
            "post": self.post_object,
            "now_text": shown_text(self.post_object.text) if self.post_object else "",
            "seen": self.post_object.latest_revision_id if self.post_object else "",
            **self.outcome(),
        }

    def outcome(self) -> dict[str, Any]:
        if self.template is None:
            return {}
        try:
            content = self.content()
        except (TemplateProblem, ValueError) as error:
            return {"mistake": mistake(error)}
        return {"content": content, "text": shown_text(content.text)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.template is None:
            messages.error(request, _now("This template is not approved any more. Choose another one."))
            return redirect(request.path)
        try:
            post = self.put(self.content())
        except (TemplateProblem, ValueError) as error:
            messages.error(request, mistake(error))
        except Stale:
            messages.error(request, _now("Somebody saved the post meanwhile. Look at it again, then decide."))
        except PermissionDenied:
            messages.error(request, _now("The post cannot be changed now: it waits for approval or is locked."))
        else:
            messages.success(
                request, _now("The template’s words are in the post. What stood there before is in its history.")
            )
            return redirect(edit_address(post))
        return redirect(request.get_full_path())

    def put(self, content: DraftContent) -> Post:
        raise NotImplementedError(f"{type(self).__name__} has no put")


class FillNew(Fill):
    permission_required = "add"

    def put(self, content: DraftContent) -> Post:
        assert self.template is not None
        return create_draft(self.template.organization, content, user=self.request.user)


class FillPost(Fill):
    permission_required = "change"

    @cached_property
    def post_object(self) -> Post:
        row = get_object_or_404(Post.objects.select_related("organization", "latest_revision"), pk=self.kwargs["pk"])
        newest: Post = row.get_latest_revision_as_object()
        return newest

    @cached_property
    def occurrence(self) -> Occurrence | None:
        owed = Occurrence.objects.filter(post_id=self.post_object.pk).select_related("item__plan__organization")
        return owed.order_by("window_start").first()

    def put(self, content: DraftContent) -> Post:
        seen = self.asked("seen")
        fill_draft(self.post_object, content, user=self.request.user, seen=int(seen) if seen.isdecimal() else 0)
        return self.post_object


def shown_text(text: str) -> str:
    """Rich text as HTML whose every word is escaped."""
    return web_html.render(parse(text, link_for=lambda _kind, _pk: None))


def mistake(error: Exception) -> str:
    if isinstance(error, TemplateProblem):
        return problem_sentence(Problem(error.code, error.params))
    return _now("Choose a period from the list.")
