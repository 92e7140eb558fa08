"""The form of a post: its fields, how they are arranged, and what it refuses by itself."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, TabbedInterface
from wagtailmedia.edit_handlers import MediaChooserPanel

from content.models import Channel, ChannelGroup
from desk.editor.panels import ChosenWithParts, FieldWithParts, GroupWithParts, Parts, RowsWithParts, Tab, WordsTab
from desk.fields import DelayField


class PostForm(WagtailAdminModelForm):
    lateness_limit = DelayField(
        label=_("Latest delay"),
        help_text=_("A post that could not go out within this time is not sent late in silence: staff decide."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [channel.pk for channel in self.instance.channels.all()]
        channels = Channel.objects.filter(Q(is_active=True) | Q(pk__in=chosen)).select_related("organization")
        self.fields["channels"].queryset = channels
        if not ChannelGroup.objects.exists():
            del self.fields["groups"]
        self.fields["lateness_limit"].keep(self.instance.lateness_limit)
        self.fields["publish_at"].help_text = _now("Time zone: %(zone)s.") % {
            "zone": timezone.get_current_timezone_name()
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        organization, channels = cleaned.get("organization"), cleaned.get("channels")
        if organization is None:
            return cleaned
        strangers = [channel for channel in channels or [] if channel.organization_id != organization.pk]
        if strangers:
            names = ", ".join(map(str, strangers))
            self.add_error("channels", _now("Not a channel of this organization: %(names)s.") % {"names": names})
        return cleaned


class OnceApproved(FieldPanel):
    """A field that means something only where readers may have the post already."""

    class BoundPanel(FieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            return super().is_shown() and self.instance.first_published_at is not None


_WORDS = WordsTab(
    [
        FieldWithParts("title", required_on_save=True, parts=("title",)),
        FieldWithParts("text", parts=("counters", "text")),
        FieldWithParts("hashtags", parts=("hashtags", "tags")),
        OnceApproved("correction_note"),
    ],
    heading=_("Text"),
    name="words",
)

_MEDIA = Tab(
    [
        ChosenWithParts(
            "media",
            label=_("Picture"),
            heading=_("Pictures"),
            chooser_field_name="image",
            max_num=10,
            panels=[FieldPanel("image"), FieldPanel("alt_text")],
            parts=("media", "crops"),
        ),
        RowsWithParts(
            "videos",
            label=_("Video"),
            heading=_("Videos"),
            help_text=_("MP4 or MOV. They follow the pictures."),
            max_num=10,
            panels=[MediaChooserPanel("video", media_type="video"), FieldPanel("alt_text")],
            parts=("videos",),
        ),
        ChosenWithParts(
            "documents",
            label=_("Document"),
            heading=_("Documents"),
            help_text=_("Where a channel takes no files, its text says where on our website they are."),
            chooser_field_name="document",
            max_num=10,
            panels=[FieldPanel("document")],
            parts=("documents",),
        ),
    ],
    heading=_("Pictures and files"),
    name="media",
)

_CHANNELS = Tab(
    [
        FieldPanel("organization", required_on_save=True),
        FieldWithParts("channels", widget=forms.CheckboxSelectMultiple, parts=("channels",)),
        FieldPanel("groups", widget=forms.CheckboxSelectMultiple),
        RowsWithParts(
            "channel_texts",
            label=_("Text"),
            heading=_("Texts for single channels"),
            help_text=_("Only where a channel shall say something else than the text above."),
            panels=[FieldPanel("channel", required_on_save=True), FieldPanel("text")],
            parts=("channel_texts",),
        ),
    ],
    heading=_("Channels"),
    name="channels",
)

_WHEN = Tab(
    [
        FieldWithParts("publish_at", parts=("publish_at",)),
        FieldPanel("lateness_limit"),
        FieldWithParts("live_at", parts=("live_at",)),
    ],
    heading=_("When"),
    name="when",
)

_MORE = Tab(
    [
        FieldPanel("section"),
        GroupWithParts(
            [FieldPanel("poll_question"), FieldPanel("poll_options"), FieldPanel("poll_multiple")],
            heading=_("Poll"),
            help_text=_("On Telegram readers vote; articles print the question."),
            parts=("poll",),
        ),
        MultiFieldPanel(
            [FieldPanel("silent"), FieldPanel("pin"), FieldPanel("link_preview")],
            heading=_("How it appears"),
        ),
    ],
    heading=_("More"),
    name="more",
)

_ALPHABETS = Tab(
    [Parts(heading=_("The text in the channels’ alphabets"), parts=("alphabets",))],
    heading=_("Alphabets"),
    name="alphabets",
)

POST_PANELS = TabbedInterface([_WORDS, _MEDIA, _CHANNELS, _WHEN, _MORE, _ALPHABETS], base_form_class=PostForm)
