"""What the buttons of a stock do: only a POST changes anything, and each answers with a sentence."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.snippets.widgets import AdminSnippetChooser

from content.models import Post
from desk.addresses import edit_address
from desk.queue.labels import refusal
from scheduler.models import PlanItem, StockedPost
from scheduler.stock import StockRefused, put_in, set_order, take_out, waiting, write_new


class AddForm(forms.Form):
    post = forms.ModelChoiceField(label=_("Draft"), queryset=Post.objects.none())

    def __init__(self, *args: Any, item: PlanItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # made for each form: its words are in the language of the moment
        self.fields["post"].widget = AdminSnippetChooser(Post)
        self.fields["post"].queryset = Post.objects.filter(organization=item.plan.organization_id)


class _Deed(PermissionCheckedMixin, View):
    model = Post
    permission_required = "change"
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        item = get_object_or_404(PlanItem.objects.select_related("plan__organization"), pk=pk)
        try:
            return self.carry_out(item)
        except StockRefused as refused:
            messages.error(request, _now("Nothing was changed.") + " " + refusal(refused.code))
        return back_to(item)

    def carry_out(self, item: PlanItem) -> HttpResponse:
        raise NotImplementedError


class WriteNew(_Deed):
    permission_required = "add"

    def carry_out(self, item: PlanItem) -> HttpResponse:
        post = write_new(item, user=self.request.user, now=timezone.now())
        messages.success(self.request, _now("A draft was added at the end of the stock. Write its text."))
        return redirect(edit_address(post))


class AddDraft(_Deed):
    def carry_out(self, item: PlanItem) -> HttpResponse:
        form = AddForm(self.request.POST, item=item)
        if not form.is_valid():
            messages.error(self.request, _now("Choose a draft first."))
            return back_to(item)
        row = put_in(item, form.cleaned_data["post"], user=self.request.user, now=timezone.now())
        messages.success(self.request, _now("“%(title)s” is in the stock now.") % {"title": row.post})
        return back_to(item, row)


class Reorder(_Deed):
    """One post up or down by its button, or all in the order in which they were dragged."""

    def carry_out(self, item: PlanItem) -> HttpResponse:
        asked = self.request.POST
        order = [row.pk for row in waiting(item)]
        if asked.getlist("order"):
            order = [int(pk) for pk in asked.getlist("order") if _is_number(pk)]
        moved = int(asked["row"]) if _is_number(asked.get("row", "")) else 0
        if moved in order:
            at = order.index(moved)
            step = {"up": -1, "down": 1}.get(asked.get("to", ""), 0)
            order.insert(max(at + step, 0), order.pop(at))
        set_order(item, order)
        return back_to(item, StockedPost(pk=moved) if moved else None)


class TakeOut(_Deed):
    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(StockedPost.objects.select_related("item", "post"), pk=pk)
        try:
            post = take_out(row, user=request.user)
        except StockRefused as refused:
            messages.error(request, _now("Nothing was changed.") + " " + refusal(refused.code))
        else:
            words = _now("“%(title)s” is out of the stock. It is a draft without a time.") % {"title": post}
            messages.success(request, words, buttons=[messages.button(edit_address(post), _now("Open"))])
        return back_to(row.item)


def back_to(item: PlanItem, row: StockedPost | None = None) -> HttpResponse:
    """To the item's stock; to the row, where one is named."""
    place = f"#stock-{row.pk}" if row is not None else ""
    return redirect(f"{reverse('post_queue:item', args=[item.pk])}{place}")


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
