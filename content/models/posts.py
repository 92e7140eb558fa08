"""A post, its media and texts per channel, and the frozen form each channel gets."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.fields import RichTextField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Orderable,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)
from wagtail.search import index

from content.models.approval import ApprovedVersionsStay, SecondApprovalTask
from content.models.media import LibraryDocument, LibraryImage, LibraryVideo
from content.models.places import Channel, ChannelGroup, Organization, channel_kinds

TEXT_FEATURES = ["bold", "italic", "h3", "ul", "ol", "blockquote", "link", "document-link"]


def new_key() -> str:
    """16 hex digits: names the post for good, in the article's address and in every delivery."""
    return secrets.token_hex(8)


class Post(
    ApprovedVersionsStay,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    index.Indexed,
    ClusterableModel,
):
    """What is said, once, for all its channels. Live means approved; what is out is told by its deliveries."""

    class LinkPreview(models.TextChoices):
        AUTO = "auto", _("as the channel does")
        NONE = "none", _("none")
        SMALL = "small", _("small")
        LARGE = "large", _("large")

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="posts", verbose_name=_("organization")
    )
    title = models.CharField(_("title"), max_length=200)
    text = RichTextField(_("text"), features=TEXT_FEATURES, blank=True)
    hashtags = models.CharField(_("hashtags"), max_length=300, blank=True, help_text=_("Separated by blanks."))
    section = models.SlugField(
        _("section of the website"), default="yangiliklar", help_text=_("The last part of the section's address.")
    )
    channels = ParentalManyToManyField(Channel, blank=True, related_name="+", verbose_name=_("channels"))
    groups = ParentalManyToManyField(ChannelGroup, blank=True, related_name="+", verbose_name=_("groups of channels"))
    publish_at = models.DateTimeField(_("publish at"), null=True, blank=True)
    """Demanded when it is submitted, but for a post that waits in a stock."""
    lateness_limit = models.DurationField(
        _("latest delay"),
        default=timedelta(days=1),
        help_text=_("A post that could not go out within this time is not sent late in silence: staff decide."),
    )
    quiet_from = models.TimeField(null=True, editable=False)
    quiet_until = models.TimeField(null=True, editable=False)
    """Hours in which it does not go out; a slot that a person put inside them stands."""
    template = models.ForeignKey(
        "content.PostTemplate",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("template"),
    )
    template_revision = models.BigIntegerField(null=True, editable=False)
    """Approved revision of the template the post was published from without a further approval."""
    stock_revision = models.BigIntegerField(null=True, editable=False)
    """The version approved in a stock, to which the service gave its slot afterwards; null: approved with its slot."""
    card = models.JSONField(default=dict, blank=True, editable=False)
    """Words of the picture card drawn where a channel demands a picture and the post has none."""
    poll_question = models.CharField(_("question of the poll"), max_length=300, blank=True)
    poll_options = models.TextField(_("answers"), blank=True, help_text=_("One on each line, two to twelve."))
    poll_multiple = models.BooleanField(_("several answers may be chosen"), default=False)
    live_at = models.DateTimeField(
        _("live broadcast begins"),
        null=True,
        blank=True,
        help_text=_("Facebook announces the broadcast; other channels get the text."),
    )
    silent = models.BooleanField(_("without a sound"), default=False, help_text=_("Telegram: telephones stay silent."))
    pin = models.BooleanField(_("pin"), default=False, help_text=_("Telegram: stays at the top of the channel."))
    link_preview = models.CharField(
        _("preview of links"), max_length=10, choices=LinkPreview.choices, default=LinkPreview.AUTO
    )
    correction_note = models.CharField(
        _("note of correction"),
        max_length=300,
        blank=True,
        help_text=_("What was corrected and why; readers of the website see it with the date."),
    )
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    workflow_rel = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="post",
        for_concrete_model=False,
    )
    scheduled_revision = None  # slots are ours, not go_live_at

    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        index.SearchField("text"),
        index.SearchField("earlier_titles"),
        index.FilterField("organization"),
    ]

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["-publish_at"], name="post_publish_at")]

    def __str__(self) -> str:
        return self.title

    @property
    def status_string(self) -> Any:
        """What staff read: Wagtail's "live" would say a post is out while it is only approved."""
        if self.live:
            return _("approved, new draft") if self.has_unpublished_changes else _("approved")
        if not self.workflow_in_progress:
            return _("draft")
        return _("waits for the second approval") if self.waits_for_second else _("waits for approval")

    @property
    def waits_for_second(self) -> bool:
        """Whether the first approval is given and the second is awaited."""
        state = self.current_workflow_state if self.workflow_in_progress else None
        kind = ContentType.objects.get_for_model(SecondApprovalTask)
        # by its kind, not by its class: lists have the step at hand, and its own row would be a question for each post
        return bool(state and state.current_task_state and state.current_task_state.task.content_type_id == kind.pk)

    def get_workflow(self) -> Any:
        """With one step of approval or with two, as its plan or its organization asks."""
        from content.steps import workflow_for  # it needs the models

        return workflow_for(self)

    def earlier_titles(self) -> str:
        """For the search index: titles under which it was submitted and which it no longer has."""
        titles = self.renditions.exclude(title=self.title).order_by().values_list("title", flat=True)
        return " ".join(sorted(set(titles))) if self.pk else ""

    def with_content_json(self, content: Any) -> Any:
        """The post as a revision holds it; what it went out from is a fact of the row, not of a version."""
        restored = super().with_content_json(content)
        restored.template_revision = self.template_revision
        restored.stock_revision = self.stock_revision
        return restored

    @property
    def awaits_slot(self) -> bool:
        """Whether it waits in a stock, which is the scheduler's: it is submitted and approved without a time, and
        nothing of it goes out until a slot takes it."""
        return self.pk is not None and self.stocked.filter(taken_at=None).exists()

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """Kinds that adapters from elsewhere have brought, too."""
        return channel_kinds()

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        from content.previews import preview_response  # the preview needs the models

        return preview_response(self, request, mode_name)


class PostMedia(Orderable):
    post = ParentalKey(Post, on_delete=models.CASCADE, related_name="media")
    # never PROTECT: opening a draft whose picture is gone would fail
    image = models.ForeignKey(
        LibraryImage, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("picture")
    )
    alt_text = models.CharField(
        _("alternative text"),
        max_length=300,
        help_text=_("What the picture shows, for readers who cannot see it."),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("picture of the post")
        verbose_name_plural = _("pictures of the post")


class PostVideo(Orderable):
    post = ParentalKey(Post, on_delete=models.CASCADE, related_name="videos")
    video = models.ForeignKey(
        LibraryVideo, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("video")
    )
    alt_text = models.CharField(
        _("alternative text"), max_length=300, help_text=_("What the video shows, for readers who cannot see it.")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("video of the post")
        verbose_name_plural = _("videos of the post")


class PostDocument(Orderable):
    post = ParentalKey(Post, on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey(
        LibraryDocument, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("document")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("document of the post")
        verbose_name_plural = _("documents of the post")


class ChannelText(Orderable):
    """A text of its own for one channel, in place of the post's."""

    post = ParentalKey(Post, on_delete=models.CASCADE, related_name="channel_texts")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="+", verbose_name=_("channel"))
    text = models.TextField(_("text for this channel"))

    class Meta(Orderable.Meta):
        verbose_name = _("text for one channel")
        verbose_name_plural = _("texts for single channels")


class Rendition(models.Model):
    """The frozen form of a post for one channel: made when it is submitted, bound by checksum when it is approved."""

    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="renditions")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="+")
    revision_id = models.BigIntegerField()
    content_checksum = models.CharField(max_length=64)
    """Of the whole post (blocks, media, channels) as submitted."""
    checksum = models.CharField(max_length=64)
    """Of this form: text, link and picture bytes."""
    title = models.TextField()
    text = models.TextField()
    summary = models.TextField(blank=True)
    link = models.TextField(blank=True)
    section = models.CharField(max_length=100, blank=True)
    pictures = models.JSONField(default=list)
    videos = models.JSONField(default=list)
    documents = models.JSONField(default=list)
    poll = models.JSONField(null=True)
    """question, options, multiple; null: none."""
    follow_up = models.TextField(blank=True)
    note = models.TextField(blank=True)
    manners = models.JSONField(default=dict)
    """silent, pin, link_preview, live_at (ISO 8601): each only when it is not the usual."""
    alphabet = models.CharField(max_length=10, blank=True)
    fingerprint = models.CharField(max_length=32, blank=True, default="", db_default="")
    """Of the post's words, whatever the alphabet (content.fingerprints); empty for forms from before there was one."""
    created_at = models.DateTimeField(auto_now_add=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey("auth.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("frozen form of a post")
        verbose_name_plural = _("frozen forms of posts")
        constraints = [
            models.UniqueConstraint(
                fields=["post", "channel", "revision_id", "content_checksum"], name="rendition_unique"
            )
        ]
        indexes = [models.Index(fields=["fingerprint"], name="rendition_fingerprint")]

    def __str__(self) -> str:
        return f"{self.title} → {self.channel}"
