"""Taking a post back: what that means on each channel, a reason, and one button."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.log_actions import log

from content.models import Post
from desk.addresses import edit_address
from desk.foreseen import row
from publishers.changing import Taken, withdraw_post
from publishers.foreseeing import foresee_taking_back

DONE = {
    "asked": _("Is being taken back: %(channels)s."),
    "remembered": _("On its way, and taken back once it is out: %(channels)s."),
    "cancelled": _("Cancelled before it went out: %(channels)s."),
    "by_hand": _("Remove it there by hand: %(channels)s."),
}


class TakeBackForm(forms.Form):
    channels = forms.TypedMultipleChoiceField(
        label=_("Channels"), coerce=int, error_messages={"required": _("Choose at least one channel.")}
    )
    reason = forms.CharField(
        label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Stays in the log.")
    )

    def __init__(self, *args: Any, channels: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channels"].choices = [(channel, channel) for channel in channels]
        self.fields["channels"].initial = channels


class TakeBack(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """One approver suffices: a wrong post must be gone at once. Name and reason stay in the log."""

    model = Post
    permission_required = "change"
    form_class = TakeBackForm
    template_name = "desk/posts/take_back.html"
    page_title = _("Take back")
    header_icon = "undo"

    def user_has_permission(self, permission: str) -> bool:
        # the viewset of posts would ask for the right to write posts
        return bool(self.request.user.has_perm(f"publishers.{permission}_delivery"))

    @cached_property
    def instance(self) -> Post:
        return get_object_or_404(Post, pk=self.kwargs["pk"])

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        return [row(one) for one in foresee_taking_back(self.instance)]

    def get_page_subtitle(self) -> str:
        return str(self.instance)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        post = {"url": edit_address(self.instance), "label": str(self.instance)}
        return [*self.breadcrumbs_items, post, {"url": "", "label": self.get_page_title()}]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"channels": [one["channel_id"] for one in self.rows]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        form = context["form"]
        chosen = {str(value) for value in form["channels"].value() or []}
        rows = [one | {"chosen": str(one["channel_id"]) in chosen} for one in self.rows]
        return context | {"rows": rows, "back": edit_address(self.instance)}

    def form_valid(self, form: TakeBackForm) -> HttpResponse:
        reason, user = form.cleaned_data["reason"], self.request.user
        taken = withdraw_post(
            self.instance, actor=user, reason=reason, now=timezone.now(), channels=form.cleaned_data["channels"]
        )
        log(self.instance, "desk.take_back", user=user, data={"reason": reason})
        for sentence, by_hand in done_sentences(taken):
            (messages.warning if by_hand else messages.success)(self.request, sentence)
        if not taken:
            messages.error(self.request, _now("Nothing was changed: the post is on none of these channels any more."))
        return redirect(edit_address(self.instance))


def done_sentences(taken: list[Taken]) -> list[tuple[str, bool]]:
    """A sentence for each fate that occurs, and whether people have to act."""
    found = []
    for fate, sentence in DONE.items():
        names = [str(one.delivery.channel) for one in taken if one.fate == fate]
        if names:
            found.append((str(sentence) % {"channels": ", ".join(names)}, fate == "by_hand"))
    return found
