"""Reach: the newest figures of every channel, one channel over time, and figures that people type in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.log_actions import log

from content.models import Channel
from desk.figures.files import FigureProof, FigureSmall
from desk.figures.forms import FigureForm
from desk.figures.shown import figure_row, may_add, rows_of, typed_rows
from desk.times import shown
from publishers.models import Delivery
from publishers.registry import can_measure
from reports.models import Figure, PlaceLook
from reports.reach.labels import metric_label, why_not_available
from reports.reach.queries import latest_place_figures, place_series_of
from reports.reach.typing_in import FigureRefused, add_figure

YEAR = timedelta(days=366)


class _Staff(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    model = Delivery
    any_permission_required = ["view"]
    header_icon = "view"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        reach = {"url": reverse("figures:index"), "label": _now("Reach")}
        return [*self.breadcrumbs_items, reach, {"url": "", "label": self.get_page_subtitle()}]


class ReachOfChannels(_Staff):
    page_title = _("Reach")
    template_name = "desk/figures/index.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": _now("Reach")}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        looks = Prefetch("place_look", PlaceLook.objects.all())
        channels = list(
            Channel.objects.select_related("organization").prefetch_related(looks).order_by("organization__name", "pk")
        )
        found = latest_place_figures(channel.pk for channel in channels)
        rows = [
            {
                "channel": channel,
                "address": reverse("figures:channel", args=[channel.pk]),
                "figures": [figure_row(entry, channel.organization.time_zone) for entry in found.get(channel.pk, [])],
                "why": _why_nothing(channel),
            }
            for channel in channels
        ]
        return context | {"rows": rows}


class ChannelReach(_Staff):
    page_title = _("Reach")
    template_name = "desk/figures/channel.html"

    @cached_property
    def channel(self) -> Channel:
        return get_object_or_404(Channel.objects.select_related("organization"), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.channel)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        channel, zone = self.channel, self.channel.organization.time_zone
        look = PlaceLook.objects.filter(channel=channel).first()
        return context | {
            "channel": channel,
            "reach": {
                **rows_of(place_series_of(channel, since=timezone.now() - YEAR), zone),
                "typed": typed_rows(Figure.objects.filter(channel=channel), zone),
                "looks": {
                    "last": shown(look.last_at, zone),
                    "next": shown(look.due_at, zone),
                    "why": why_not_available(look.last_code),
                }
                if look
                else {},
                "add": reverse("figures:add_to_channel", args=[channel.pk]) if may_add(self.request.user) else "",
                "nothing": _why_nothing(channel),
                "out": True,
            },
        }


class _Add(_Staff):
    template_name = "desk/figures/add.html"
    page_title = _("Add a figure")
    http_method_names = ["get", "head", "post"]
    of_place = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and not may_add(request.user):
            messages.error(request, _now("You may look at figures, but not add any."))
            return redirect("figures:index")
        return super().dispatch(request, *args, **kwargs)

    @property
    def zone(self) -> str:
        raise NotImplementedError

    @property
    def back(self) -> str:
        raise NotImplementedError

    def owner(self) -> dict[str, Any]:
        """Whose figure it is, as ``add_figure`` takes it."""
        raise NotImplementedError

    def logged(self) -> Any:
        """In whose history it stands."""
        raise NotImplementedError

    def form(self, *data: Any) -> FigureForm:
        return FigureForm(*data, zone=self.zone, of_place=self.of_place)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = self.form(request.POST, request.FILES)
        if form.is_valid():
            try:
                figure = add_figure(form.typed(), actor=request.user, now=timezone.now(), **self.owner())
            except FigureRefused as refused:
                form.add_error(None, refused.sentence)
            else:
                data = {"metric": figure.metric, "value": figure.value, "source": figure.source_words}
                log(self.logged(), "desk.figure", user=request.user, data=data)
                messages.success(
                    request, _now("The figure is stored: %(metric)s.") % {"metric": metric_label(figure.metric)}
                )
                return redirect(self.back)
        return self.render_to_response(self.get_context_data(form=form))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {
            "form": kwargs.get("form") or self.form(),
            "back": self.back,
            "megabytes": settings.PROOF_BYTES // 1_000_000,
        }


class AddToPost(_Add):
    @cached_property
    def delivery(self) -> Delivery:
        rows = Delivery.objects.select_related("channel__organization", "rendition", "post")
        return get_object_or_404(rows, pk=self.kwargs["pk"], state="published")

    @property
    def zone(self) -> str:
        return self.delivery.channel.organization.time_zone

    @property
    def back(self) -> str:
        return reverse("publish_log:detail", args=[self.delivery.pk]) + "#reach"

    def get_page_subtitle(self) -> str:
        return f"{self.delivery.rendition.title} · {self.delivery.channel}"

    def owner(self) -> dict[str, Any]:
        return {"delivery_id": self.delivery.pk}

    def logged(self) -> Any:
        return self.delivery.post


class AddToChannel(_Add):
    of_place = True

    @cached_property
    def channel(self) -> Channel:
        rows = Channel.objects.select_related("organization", "account")
        channel = get_object_or_404(rows, pk=self.kwargs["pk"])
        if not hasattr(channel, "account"):
            raise Http404
        return channel

    @property
    def zone(self) -> str:
        return self.channel.organization.time_zone

    @property
    def back(self) -> str:
        return reverse("figures:channel", args=[self.channel.pk])

    def get_page_subtitle(self) -> str:
        return str(self.channel)

    def owner(self) -> dict[str, Any]:
        return {"channel": self.channel}

    def logged(self) -> Any:
        return self.channel.account


class ReachMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("publishers.view_delivery"))


class Reach(ViewSet):
    name = "figures"
    url_prefix = "reach"
    icon = "view"
    menu_label = _("Reach")

    def get_urlpatterns(self) -> list[URLPattern]:
        view = self.construct_view
        return [
            path("", view(ReachOfChannels), name="index"),
            path("channel/<int:pk>/", view(ChannelReach), name="channel"),
            path("channel/<int:pk>/add/", view(AddToChannel), name="add_to_channel"),
            path("post/<int:pk>/add/", view(AddToPost), name="add_to_post"),
            path("proof/<int:pk>/", view(FigureProof), name="proof"),
            path("proof/<int:pk>/small/", view(FigureSmall), name="small"),
        ]


def _why_nothing(channel: Channel) -> str:
    if not can_measure(channel.kind):
        return _now("Nobody can be asked on this channel. Type the figure in, with a picture as proof.")
    if channel.kind == "website":
        return _now("Nobody follows a website. The visits of each article stand with its post.")
    return _now("Counted once a day, the first time within minutes.")
