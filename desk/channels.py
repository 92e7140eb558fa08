"""Channels with their access: list with health, a form that checks at once, what gets a stopped one going again."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import CreateView, EditView, IndexView, PermissionCheckedMixin
from wagtail.admin.views.generic.base import BaseOperationView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log

from content.models.places import channel_kinds
from desk.channel_forms import ChannelForm, NewChannelForm
from desk.columns import StateColumn, Tone
from desk.connection_guides import guide_for
from desk.listings import Listing
from desk.times import shown
from publishers.accounts import check_account, resume_account
from publishers.errors import PublishError
from publishers.health import ending_soon
from publishers.labels import reason_sentence
from publishers.models import ChannelAccount
from publishers.trying_out import try_out, way_of

TONES: dict[str, Tone] = {"ok": "good", "unknown": "waits", "failing": "bad"}


def zone(account: ChannelAccount) -> str:
    return account.channel.organization.time_zone


def advice(account: ChannelAccount) -> str:
    """What is wrong and what to do next; for a channel that works, its name on the platform."""
    if account.health_code:
        return reason_sentence(account.health_code)
    if ending_soon(account, now=timezone.now()) is not None:
        return _now("The access ends on %(day)s: connect the channel again before.") % {
            "day": shown(account.expires_at, zone(account))
        }
    return account.title


class ChannelIndex(Listing, IndexView):
    default_ordering = ("channel__organization", "pk")
    page_title = _("Channels")
    add_item_label = _("Add a channel")
    verbose_name = _("channel")
    verbose_name_plural = _("channels")

    def get_base_queryset(self) -> QuerySet[ChannelAccount]:
        return ChannelAccount.objects.select_related("channel__organization")


class ChannelCreate(CreateView):
    page_subtitle = _("Channel")
    template_name = "desk/channels/form.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.GET.get("kind") not in dict(channel_kinds()):
            self.template_name = "desk/channels/choose.html"
        return super().get(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"kind": self.request.GET.get("kind")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kind = self.request.POST.get("kind") or self.request.GET.get("kind") or ""
        kinds = [
            {"value": value, "label": label, "summary": guide_for(value).summary} for value, label in channel_kinds()
        ]
        return super().get_context_data(**kwargs) | {"kinds": kinds, "guide": guide_for(kind), "guide_open": True}

    def form_valid(self, form: NewChannelForm) -> HttpResponse:
        # the platform is asked after the transaction, never in it
        account = form.store()
        log(account, "wagtail.create", user=self.request.user)
        return _checked(self, account)


class ChannelEdit(EditView):
    template_name = "desk/channels/form.html"

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def form_valid(self, form: ChannelForm) -> HttpResponse:
        account = form.store()
        log(account, "wagtail.edit", user=self.request.user)
        return _checked(self, account)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        account: ChannelAccount = self.object
        return super().get_context_data(**kwargs) | {
            "account": account,
            "advice": advice(account),
            "ends": shown(account.expires_at, zone(account)),
            "guide": guide_for(account.channel.kind),
            "way": way_of(account.channel.kind),
            "guide_open": account.health == ChannelAccount.Health.FAILING,
            "checked": shown(account.checked_at, zone(account)),
            "paused": shown(account.paused_at, zone(account)),
        }


def _checked(view: Any, account: ChannelAccount) -> HttpResponse:
    say_health(view.request, check_account(account, now=timezone.now()))
    return redirect(reverse("channelaccount:edit", args=[account.pk]))


def say_health(request: Any, account: ChannelAccount) -> None:
    """A message with what the platform said."""
    if account.health == ChannelAccount.Health.OK:
        messages.success(
            request, _now("The channel works: %(title)s.") % {"title": account.title or account.channel.name}
        )
        return
    sentence = reason_sentence(account.health_code)
    detail = f" ({account.health_detail})" if account.health_detail else ""
    words = _now("Stored, but the channel does not work yet. %(reason)s") % {"reason": sentence}
    messages.error(request, words + detail)


class Check(PermissionCheckedMixin, BaseOperationView):
    model = ChannelAccount
    permission_required = "change"

    def perform_operation(self) -> None:
        say_health(self.request, check_account(self.object, now=timezone.now()))

    def get_success_url(self) -> str:
        return str(self.next_url or reverse("channelaccount:edit", args=[self.object.pk]))


class TryOut(Check):
    """A first test post that no reader sees."""

    def perform_operation(self) -> None:
        try:
            link = try_out(self.object, place=self.request.POST.get("place", ""))
        except PublishError as refusal:
            detail = f" ({refusal.detail})" if refusal.detail else ""
            words = _now("The test post did not arrive. %(reason)s") % {"reason": reason_sentence(refusal.code.value)}
            messages.error(self.request, words + detail)
            return
        log(self.object, "desk.try_out", user=self.request.user)
        messages.success(self.request, " ".join([_now("The test post arrived, and no reader saw it."), link]).strip())


class Resume(Check):
    """Waiting posts go on although the last check failed: a person knows better."""

    def perform_operation(self) -> None:
        resume_account(self.object, now=timezone.now())
        log(self.object, "desk.resume", user=self.request.user)
        messages.success(self.request, _now("The channel goes on; what waited is sent now."))


class ChannelViewSet(ModelViewSet):
    model = ChannelAccount
    icon = "site"
    menu_label = _("Channels")
    menu_name = "channels"
    menu_order = 130
    add_to_admin_menu = True
    add_to_reference_index = False
    index_view_class = ChannelIndex
    add_view_class = ChannelCreate
    edit_view_class = ChannelEdit
    create_template_name = "desk/channels/form.html"
    edit_template_name = "desk/channels/form.html"
    copy_view_enabled = False
    list_display = [
        "channel",
        Column("kind", label=_("Kind"), accessor="channel.get_kind_display"),
        StateColumn(
            "health",
            label=_("State"),
            accessor="get_health_display",
            tone=lambda account: TONES[account.health],
        ),
        Column("advice", label=_("What to do"), accessor=advice),
        Column("paused_at", label=_("Paused since"), accessor=lambda account: shown(account.paused_at, zone(account))),
        Column("checked_at", label=_("Checked"), accessor=lambda account: shown(account.checked_at, zone(account))),
    ]

    def get_form_class(self, for_update: bool = False) -> type[Any]:
        return ChannelForm if for_update else NewChannelForm

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("check/<int:pk>/", self.construct_view(Check), name="check"),
            path("try-out/<int:pk>/", self.construct_view(TryOut), name="try_out"),
            path("resume/<int:pk>/", self.construct_view(Resume), name="resume"),
        ]
