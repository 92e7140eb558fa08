"""Posts: list, form, checks for every channel, and what became of the post on each."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import django_filters
from django import forms
from django.db.models import Count, Exists, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.components import MediaContainer
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.models import WorkflowState
from wagtail.snippets.views.snippets import CreateView, EditView, IndexView, InspectView, SnippetViewSet

from content.links import link_for
from content.markup import web_html
from content.models import Channel, ChannelGroup, Organization, Post
from content.rich_text import parse
from desk.addresses import copy_address, fan_out_address, review_address, stock_address, take_back_address
from desk.approving import DecideFromList, DecidesInEditor, SubmitsForApproval
from desk.columns import StateColumn
from desk.duplicates import same_text_earlier
from desk.editor.urls import editor_addresses
from desk.fan_out import FanOut
from desk.listings import DayRangeFilter, Listing, SafeSpreadsheet
from desk.post_form import POST_PANELS
from desk.review.changes_panel import Changes
from desk.side_panels import ChannelChecks, Deliveries
from desk.taking_back import TakeBack
from desk.times import shown, shown_length
from publishers.models import Delivery
from publishers.states import REPLACEABLE, State


class PostFilterSet(WagtailFilterSet):
    publish_at = DayRangeFilter(label=_("Due"), widget=DateRangePickerWidget)
    # Wagtail's "live" is our "approved"
    live = django_filters.BooleanFilter(label=_("Approved"))
    channels = django_filters.ModelMultipleChoiceFilter(
        label=_("Channels"), queryset=Channel.objects.all(), widget=forms.CheckboxSelectMultiple, method="going_to"
    )

    class Meta:
        model = Post
        fields = ["publish_at", "live", "channels", "organization"]

    def going_to(self, posts: QuerySet[Post], _name: str, channels: list[Channel]) -> QuerySet[Post]:
        """Posts for any of the channels, alone or in a group."""
        if not channels:
            return posts
        groups = list(ChannelGroup.objects.filter(channels__in=channels).values_list("pk", flat=True).distinct())
        # asked of each post, newest first: a page of a busy channel is full at once
        going = Q(Exists(Post.channels.through.objects.filter(channel__in=channels, post=OuterRef("pk"))))
        if groups:  # most channels are in none, and a question less is asked of each post
            going |= Q(Exists(Post.groups.through.objects.filter(channelgroup__in=groups, post=OuterRef("pk"))))
        return posts.filter(going)


class PostIndex(Listing, SafeSpreadsheet, IndexView):
    def to_row_dict(self, item: Post) -> OrderedDict[str, Any]:
        row: OrderedDict[str, Any] = super().to_row_dict(item)
        row["publish_at"] = due(item)
        return row


class PostCreate(SubmitsForApproval, CreateView):
    def get_initial_form_instance(self) -> Post:
        organizations = list(Organization.objects.all()[:2])
        return Post(organization=organizations[0]) if len(organizations) == 1 else Post()

    def get_initial(self) -> dict[str, Any]:
        organizations = list(Organization.objects.all()[:2])
        if len(organizations) != 1:
            return {}
        channels = Channel.objects.filter(organization=organizations[0], is_active=True)
        return {"organization": organizations[0], "channels": list(channels)}

    def get_side_panels(self) -> MediaContainer:
        # the first autosave fills this panel, so it must be there
        post = self.form.instance
        return MediaContainer([*super().get_side_panels(), ChannelChecks(post, self.request)])


class PostEdit(DecidesInEditor, EditView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.live_object.workflow_in_progress:  # whoever decides need not open the panel of checks to learn it
            earlier = same_text_earlier(self.object, now=timezone.now())
            if earlier is not None:
                look = messages.button(earlier.address, _now("Open the earlier post"))
                messages.warning(request, earlier.sentence, buttons=[look])
        return super().get(request, *args, **kwargs)

    def get_side_panels(self) -> MediaContainer:
        checks = ChannelChecks(self.object, self.request)
        panels = [*super().get_side_panels(), checks]
        if Changes.has_approved(self.object):
            panels.append(Changes(self.object, self.request, checks=checks))
        if self.object.deliveries.exists():
            panels.append(Deliveries(self.object, self.request))
        return MediaContainer(panels)

    @cached_property
    def header_buttons(self) -> list[Button]:
        buttons: list[Button] = super().header_buttons
        if self.object.pk is not None and self.live_object.submissions.exists():
            address = review_address(self.object)
            buttons = [*buttons, HeaderButton(_("What was submitted"), url=address, icon_name="check")]
        return buttons

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        buttons: list[Button] = super().header_more_buttons
        if self.object.deliveries.exists():
            buttons.append(Button(_("Where it is"), url=fan_out_address(self.object), icon_name="site", priority=14))
        if (stocked := self.object.stocked.filter(taken_at=None).first()) is not None:
            buttons.append(Button(_("In the stock"), url=stock_address(stocked.item), icon_name="list-ol", priority=13))
        if self.request.user.has_perm("content.add_post"):
            buttons.append(Button(_("Copy to…"), url=copy_address(self.object), icon_name="copy", priority=16))
        may = self.request.user.has_perm("publishers.change_delivery")
        if may and self.object.deliveries.exclude(state__in=list(REPLACEABLE)).exists():
            buttons.append(Button(_("Take back…"), url=take_back_address(self.object), icon_name="undo", priority=15))
        return buttons


class PostInspect(InspectView):
    """Wagtail would show the stored mark-up, and instants in UTC without their zone."""

    def get_text_display_value(self) -> str:
        return SafeString(web_html.render(parse(self.object.text, link_for=link_for)))  # escaped word by word

    def get_publish_at_display_value(self) -> str:
        return due(self.object)

    def get_lateness_limit_display_value(self) -> str:
        return shown_length(self.object.lateness_limit)


def due(post: Post) -> str:
    return shown(post.publish_at, post.organization.time_zone)


def out(post: Post) -> str:
    """How many of the post's channels have it, '2 / 4'; '' before approval."""
    return f"{post.out} / {post.owed}" if post.owed else ""  # type: ignore[attr-defined]


def _count(condition: Q) -> Coalesce:
    """How many of a post's deliveries meet the condition, asked for the rows of one page only."""
    deliveries = Delivery.objects.filter(condition, post=OuterRef("pk")).order_by().values("post")
    channels = Count("channel", distinct=True)  # one that was taken back and published again counts once
    return Coalesce(Subquery(deliveries.values(count=channels), output_field=IntegerField()), 0)


def channel_names(post: Post) -> str:
    """'Rasmiy sayt, Barcha idoralar (34)': single channels, then groups with how many of theirs are in use."""
    groups = [f"{group} ({sum(one.is_active for one in group.channels.all())})" for group in post.groups.all()]
    return ", ".join([*(str(channel) for channel in post.channels.all()), *groups])


class PlaceColumn(Column):
    """How many channels have it; leads to where it is."""

    cell_template_name = "desk/tables/place_cell.html"

    def get_cell_context_data(self, instance: Post, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context | {"address": fan_out_address(instance)}


class PostViewSet(SnippetViewSet):
    model = Post
    icon = "edit"
    menu_label = _("Posts")
    menu_name = "posts"
    menu_order = 110
    add_to_admin_menu = True
    index_view_class = PostIndex
    add_view_class = PostCreate
    edit_view_class = PostEdit
    inspect_view_class = PostInspect
    workflow_action_view_class = DecideFromList
    list_display = [
        "title",
        Column("publish_at", label=_("Due"), sort_key="publish_at", accessor=due),
        StateColumn("status_string", label=_("Status"), tone=lambda post: "good" if post.live else "waits"),
        Column("channels", label=_("Channels"), accessor=channel_names, classname="desk-spare"),
        PlaceColumn("out", label=_("Out"), accessor=out, classname="desk-narrow"),
    ]
    filterset_class = PostFilterSet
    list_per_page = 50
    list_export = ["title", "publish_at", "status_string"]
    export_headings = {"publish_at": _("Due"), "status_string": _("Status")}
    export_filename = "posts"
    ordering = "-created_at"
    inspect_view_enabled = True
    inspect_view_fields = [
        "title",
        "organization",
        "text",
        "hashtags",
        "section",
        "channels",
        "publish_at",
        "lateness_limit",
    ]
    edit_handler = POST_PANELS

    def get_urlpatterns(self) -> list[URLPattern]:
        back = path("take-back/<int:pk>/", self.construct_view(TakeBack), name="take_back")
        where = path("where/<int:pk>/", self.construct_view(FanOut), name="fan_out")
        return [*super().get_urlpatterns(), back, where, *editor_addresses(self)]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Post]:
        # without this the list asks several questions for each row
        states = WorkflowState.objects.active().select_related("current_task_state__task")
        return (
            Post.objects.select_related("organization", "latest_revision")
            .defer("latest_revision__content", "text")
            .prefetch_related(
                "channels", "groups__channels", Prefetch("workflow_rel", states, to_attr="_current_workflow_states")
            )
            .annotate(owed=_count(~Q(state=State.CANCELLED)), out=_count(Q(state=State.PUBLISHED)))
        )


def keep_what_was_sent(request: HttpRequest, instances: list[Any]) -> HttpResponse | None:
    """Hook before deleting: a post with deliveries or frozen forms is part of the permanent log."""
    kept = [one for one in instances if isinstance(one, Post) and (one.deliveries.exists() or one.renditions.exists())]
    if not kept:
        return None
    messages.error(
        request,
        _now("“%(title)s” was submitted or sent. It is part of the permanent log and cannot be deleted.")
        % {"title": kept[0]},
    )
    return redirect("wagtailsnippets_content_post:list")
