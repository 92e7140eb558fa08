"""Copying a post: to an occurrence that nobody has written for, or into the stock of an item."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.snippets.widgets import AdminSnippetChooser

from content.models import Post
from desk.addresses import edit_address
from desk.plan_choices import LONGEST_CHOICE
from desk.queue.labels import refusal
from desk.times import shown
from scheduler.copying import CopyRefused, copy_to_occurrence, copy_to_stock, free_occurrences
from scheduler.labels import period_label
from scheduler.models import Occurrence, PlanItem
from scheduler.stock import StockRefused, put_in, stocked_items, why_not

SHOWN = 30


class ItemForm(forms.Form):
    item = forms.ModelChoiceField(label=_("Plan item"), queryset=PlanItem.objects.none(), required=False)

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        newest = stocked_items(post.organization).values_list("pk", flat=True)[:LONGEST_CHOICE]
        self.fields["item"].queryset = PlanItem.objects.filter(pk__in=list(newest)).order_by("plan_id", "position")


class CopyPost(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Offers what the post may be copied to. Only a POST makes the copy."""

    model = Post
    permission_required = "add"
    template_name = "desk/queue/copy.html"
    page_title = _("Copy to…")
    header_icon = "copy"

    @cached_property
    def instance(self) -> Post:
        return get_object_or_404(Post.objects.select_related("organization"), pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.instance)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        post = {"url": edit_address(self.instance), "label": str(self.instance)}
        return [*self.breadcrumbs_items, post, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        asked = ItemForm(self.request.GET, post=self.instance)
        item = asked.cleaned_data["item"] if asked.is_valid() else None
        rows = free_occurrences(self.instance.organization, now=timezone.now())
        rows = rows.select_related("item").prefetch_related("channels")
        page = Paginator(rows.filter(item=item) if item else rows, SHOWN).get_page(self.request.GET.get("p"))
        return context | {
            "post": self.instance,
            "filter": asked,
            "chosen": item,
            "page": page,
            "kept": f"item={item.pk}" if item else "",
            "rows": [
                {
                    "occurrence": one,
                    "slot": shown(one.slot, self.instance.organization.time_zone),
                    "period": period_label(one.period_key, one.window_start, one.window_end),
                    "channels": ", ".join(map(str, one.channels.all())),
                }
                for one in page.object_list
            ],
            "may_move": not why_not(self.instance),
        }

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user, now = request.user, timezone.now()
        form = ItemForm(request.POST, post=self.instance)
        item = form.cleaned_data["item"] if form.is_valid() else None
        try:
            if "occurrence" in request.POST:
                occurrence = _occurrence(request.POST["occurrence"])
                made = copy_to_occurrence(self.instance, occurrence, user=user, now=now)
                words = _now("A copy was made for this occurrence. Look at it and submit it.")
            elif item is None:
                messages.error(request, _now("Choose a plan item first."))
                return redirect("post_queue:copy", pk)
            elif "move" in request.POST:
                put_in(item, self.instance, user=user, now=now)
                messages.success(request, _now("“%(title)s” is in the stock now.") % {"title": self.instance})
                return redirect("post_queue:item", item.pk)
            else:
                made = copy_to_stock(self.instance, item, user=user, now=now)
                words = _now("A copy was added at the end of the stock.")
        except (CopyRefused, StockRefused) as refused:
            messages.error(request, _now("Nothing was changed.") + " " + refusal(refused.code))
            return redirect("post_queue:copy", pk)
        messages.success(request, words)
        return redirect(edit_address(made))


class SourceForm(forms.Form):
    post = forms.ModelChoiceField(label=_("Post to be copied"), queryset=Post.objects.none())

    def __init__(self, *args: Any, occurrence: Occurrence, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # made for each form: its words are in the language of the moment
        self.fields["post"].widget = AdminSnippetChooser(Post)
        self.fields["post"].queryset = Post.objects.filter(organization=occurrence.item.plan.organization_id)


class CopyHere(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """From an occurrence: which post is copied to it."""

    model = Post
    permission_required = "add"
    form_class = SourceForm
    template_name = "desk/queue/copy_here.html"
    page_title = _("Copy a post here")
    header_icon = "copy"

    @cached_property
    def occurrence(self) -> Occurrence:
        return _occurrence(str(self.kwargs["pk"]))

    @property
    def address(self) -> str:
        return reverse("occurrence:inspect", args=[self.occurrence.pk])

    def get_page_subtitle(self) -> str:
        return str(self.occurrence.item)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        occurrence = {"url": self.address, "label": str(self.occurrence.item)}
        return [*self.breadcrumbs_items, occurrence, {"url": "", "label": self.get_page_title()}]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"occurrence": self.occurrence}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        zone = self.occurrence.item.plan.organization.time_zone
        return context | {
            "slot": shown(self.occurrence.slot, zone),
            "channels": ", ".join(map(str, self.occurrence.channels.all())),
            "back": self.address,
            "item": self.occurrence.item,
            "media": context.get("media", forms.Media()) + context["form"].media,
        }

    def form_valid(self, form: SourceForm) -> HttpResponse:
        source = form.cleaned_data["post"]
        try:
            made = copy_to_occurrence(source, self.occurrence, user=self.request.user, now=timezone.now())
        except CopyRefused as refused:
            messages.error(self.request, _now("Nothing was changed.") + " " + refusal(refused.code))
            return redirect(self.address)
        messages.success(self.request, _now("A copy was made for this occurrence. Look at it and submit it."))
        return redirect(edit_address(made))


def _occurrence(pk: str) -> Occurrence:
    rows = Occurrence.objects.select_related("item__plan__organization")
    return get_object_or_404(rows, pk=int(pk) if pk.isascii() and pk.isdigit() and len(pk) < 19 else 0)
