"""Groups of channels: "all Telegram channels of our 34 organizations", chosen for a post with one tick."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from content.models import Channel, ChannelGroup
from content.models.places import channel_kinds
from desk.listings import Listing


class ChannelGroupForm(WagtailAdminModelForm):
    every = forms.MultipleChoiceField(
        label=_("And every channel of these kinds"),
        choices=channel_kinds,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Those in use now, of all organizations, are ticked when you save."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.instance.channels.values("pk") if self.instance.pk else []
        channels = Channel.objects.filter(Q(is_active=True) | Q(pk__in=chosen)).select_related("organization")
        self.fields["channels"].queryset = channels.order_by("organization__name", "pk")
        self.fields["channels"].label_from_instance = named

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        kinds = cleaned.get("every") or []
        if kinds and "channels" in cleaned:
            wanted = Q(pk__in=[channel.pk for channel in cleaned["channels"]]) | Q(kind__in=kinds, is_active=True)
            cleaned["channels"] = Channel.objects.filter(wanted)
        return cleaned


def named(channel: Channel) -> str:
    """'Namunaobod shahar hokimligi: Hokimlik kanali · Telegram'."""
    return f"{channel.organization}: {channel} · {channel.get_kind_display()}"


class ChannelGroupIndex(Listing, IndexView):
    def get_base_queryset(self) -> QuerySet[ChannelGroup]:
        return ChannelGroup.objects.annotate(count=Count("channels"))


class ChannelGroupViewSet(ModelViewSet):
    model = ChannelGroup
    icon = "group"
    menu_label = _("Groups of channels")
    menu_name = "groups-of-channels"
    menu_order = 135
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = ChannelGroupIndex
    list_display = ["name", Column("count", label=_("Channels"), accessor="count")]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("channels", widget=forms.CheckboxSelectMultiple),
            FieldPanel("every"),
        ],
        base_form_class=ChannelGroupForm,
    )
