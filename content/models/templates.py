"""Templates of recurring posts, approved once like a post and then used each period."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin
from wagtail.search import index

from content.models.approval import ApprovedVersionsStay
from content.models.places import Organization


class PostTemplate(
    ApprovedVersionsStay,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    index.Indexed,
    ClusterableModel,
):
    """The live row is the approved wording; a draft lives in its revision only."""

    key = models.SlugField(_("kind of notice"), max_length=60)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="templates", verbose_name=_("organization")
    )
    name = models.CharField(_("name"), max_length=200)
    title = models.TextField(_("title of the post"), help_text=_("Names in {{ }} are filled in."))
    body = models.TextField(_("text of the post"), help_text=_("Markdown; names in {{ }} are filled in."))
    hashtags = models.CharField(_("hashtags"), max_length=300, blank=True)
    section = models.SlugField(_("section of the website"), default="yangiliklar")
    card = models.JSONField(_("words of the picture card"), default=dict, blank=True)
    example_data = models.JSONField(_("example data"), default=dict, blank=True)

    workflow_rel = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="post_template",
        for_concrete_model=False,
    )
    scheduled_revision = None

    search_fields = [index.SearchField("name"), index.AutocompleteField("name"), index.FilterField("organization")]

    class Meta:
        verbose_name = _("post template")
        verbose_name_plural = _("post templates")
        constraints = [models.UniqueConstraint(fields=["organization", "key"], name="template_key_unique")]

    def __str__(self) -> str:
        return self.name

    @property
    def status_string(self) -> Any:
        if self.live:
            return _("approved, new draft") if self.has_unpublished_changes else _("approved")
        return _("waits for approval") if self.workflow_in_progress else _("draft")

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        from content.previews import template_preview_response  # the preview needs the models

        return template_preview_response(self, request)
