"""The queue: how long the stock of each plan item lasts, and the stock of one item in the order of its slots."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import WorkflowState

from content.models import Post
from content.stock import is_approved
from desk.addresses import edit_address
from desk.plan_choices import plans_to_choose
from desk.queue.copying import CopyHere, CopyPost
from desk.queue.deeds import AddDraft, AddForm, Reorder, TakeOut, WriteNew
from desk.queue.importing import import_addresses
from desk.times import shown
from scheduler.lasting import REFILL, items_with_slots, lasts_until, must_refill
from scheduler.models import MediaPlan, PlanItem, StockedPost
from scheduler.stock import slots_to_fill, waiting

SHOWN = 50
TAKEN_SHOWN = 10
SLOTS_SHOWN = 5
"""Slots after the last post of the stock."""


class QueueFilter(forms.Form):
    plan = forms.ModelChoiceField(label=_("Media plan"), queryset=MediaPlan.objects.none(), required=False)
    show = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("everything")), ("used", _("with a stock")), ("refill", _("to be refilled"))],
    )

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request.GET)
        self.fields["plan"].queryset = plans_to_choose(request).filter(state=MediaPlan.State.ACTIVE)

    def rows(self) -> QuerySet[PlanItem]:
        valid = self.is_valid()
        rows = items_with_slots(plan=self.cleaned_data.get("plan") if valid else None)
        chosen = self.cleaned_data.get("show")
        rows = rows.filter(REFILL) if chosen == "refill" else rows.filter(is_used=True) if chosen == "used" else rows
        return rows.select_related("plan__organization").order_by("-is_used", "plan_id", "position")


class _Staff(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    model = Post
    any_permission_required = ["view", "change", "add"]
    header_icon = "list-ol"


class QueueView(_Staff):
    page_title = _("Queue")
    template_name = "desk/queue/index.html"

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.request.user.has_perm("content.add_post"):
            return []
        return [HeaderButton(_("Bulk import"), url=reverse("post_queue:import"), icon_name="upload")]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        asked = QueueFilter(self.request)
        page = Paginator(asked.rows(), SHOWN).get_page(self.request.GET.get("p"))
        until = lasts_until(page.object_list)
        kept = {name: value for name, value in self.request.GET.items() if name in asked.fields}
        return context | {
            "filter": asked,
            "page": page,
            "rows": [
                {
                    "item": item,
                    "left": item.left,
                    "ahead": item.ahead,
                    "until": shown(until.get(item.pk), item.plan.organization.time_zone),
                    "is_used": item.is_used,
                    "refill": must_refill(left=item.left, ahead=item.ahead, is_used=item.is_used),
                    "address": reverse("post_queue:item", args=[item.pk]),
                }
                for item in page.object_list
            ],
            "kept": urlencode(kept),
            "several_plans": len({item.plan_id for item in page.object_list}) > 1,
        }


class ItemView(_Staff):
    page_title = _("Stock")
    template_name = "desk/queue/item.html"

    @cached_property
    def item(self) -> PlanItem:
        return get_object_or_404(PlanItem.objects.select_related("plan__organization"), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.item)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        queue = {"url": reverse("post_queue:index"), "label": _("Queue")}
        return [*self.breadcrumbs_items, queue, {"url": "", "label": self.get_page_title()}]

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        if not self.request.user.has_perm("scheduler.change_planitem"):
            return []
        return [HeaderButton(_("Plan item"), url=reverse("planitem:edit", args=[self.item.pk]), icon_name="cog")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        item = self.item
        zone = item.plan.organization.time_zone
        stock = list(with_standing(waiting(item)))
        slots = list(slots_to_fill(item).values_list("slot", flat=True)[: len(stock) + SLOTS_SHOWN])
        times = [shown(slot, zone) for slot in slots]
        history = StockedPost.objects.filter(item=item, taken_at__isnull=False).select_related("post", "taken_by")
        taken = list(history.defer("post__text").order_by("-taken_at")[:TAKEN_SHOWN])
        user = self.request.user
        may_change = user.has_perm("content.change_post")
        left, ahead = len(stock), slots_to_fill(item).count()
        return context | {
            "item": item,
            "rows": [
                {"row": row, "slot": time, "address": edit_address(row.post)} | standing(row.post)
                for row, time in zip_longest(stock, times[: len(stock)])
                if row is not None
            ],
            "unfilled": times[len(stock) :],
            "more": max(ahead - len(times), 0),
            "left": left,
            "ahead": ahead,
            "until": times[min(left, len(times)) - 1] if left and times else "",
            "refill": must_refill(left=left, ahead=ahead, is_used=bool(left or taken)),
            "taken": [
                {"post": row.post, "address": edit_address(row.post), "slot": shown(row.taken_by.slot, zone)}
                for row in taken
                if row.taken_by is not None
            ],
            "may_change": may_change,
            "may_add": user.has_perm("content.add_post"),
            "form": (form := AddForm(item=item)),
            "media": context.get("media", forms.Media()) + form.media,
        }


def with_standing(rows: QuerySet[StockedPost]) -> QuerySet[StockedPost]:
    """With all that ``standing`` asks for, in as many questions as for one."""
    states = WorkflowState.objects.active().select_related("current_task_state__task")
    in_approval = Prefetch("post__workflow_rel", states, to_attr="_current_workflow_states")
    return rows.select_related("post").defer("post__text").prefetch_related(in_approval)


def standing(post: Post) -> dict[str, str]:
    """How far a post of the stock is, as a tag."""
    if is_approved(post):
        return {"tone": "good", "words": _now("approved: goes out by itself")}
    if post.workflow_in_progress:
        return {"tone": "waits", "words": _now("waits for approval")}
    return {"tone": "", "words": _now("draft")}


class QueueMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("content.view_post")


class PostQueue(ViewSet):
    name = "post_queue"
    icon = "list-ol"
    menu_label = _("Queue")
    menu_name = "queue"
    menu_order = 107
    menu_item_class = QueueMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.construct_view(QueueView), name="index"),
            path("item/<int:pk>/", self.construct_view(ItemView), name="item"),
            path("item/<int:pk>/new/", self.construct_view(WriteNew), name="new"),
            path("item/<int:pk>/add/", self.construct_view(AddDraft), name="add"),
            path("item/<int:pk>/order/", self.construct_view(Reorder), name="order"),
            path("row/<int:pk>/take-out/", self.construct_view(TakeOut), name="take_out"),
            path("copy/<int:pk>/", self.construct_view(CopyPost), name="copy"),
            path("copy-here/<int:pk>/", self.construct_view(CopyHere), name="copy_here"),
            *import_addresses(self),
        ]
