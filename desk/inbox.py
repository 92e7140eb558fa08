"""The inbox of decisions: everything that only a person can move on, one decision each, the oldest first."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from content.models import Organization
from desk.deciding import DECISIONS, came_from
from desk.inbox_rows import (
    FOR_ALL,
    MOST,
    OCCURRENCE,
    TOGETHER,
    VANISHED,
    Wanted,
    counted,
    filled,
    groups,
    problem,
    vanished,
    vanished_deliveries,
    waiting_deliveries,
    waiting_occurrences,
)
from publishers.decisions import DecisionRefused
from publishers.labels import STATES
from publishers.models import Delivery
from publishers.states import NEEDS_PERSON, State

SHOWN = 20
AT_ONCE = 200
"""Deliveries one decision may serve."""


class InboxFilter(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    organization = forms.ModelChoiceField(
        Organization.objects.all(), label=_("Organization"), required=False, empty_label=_("All organizations")
    )
    mine = forms.BooleanField(label=_("Only mine"), required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        kinds = [(state.value, STATES[state]) for state in State if state in NEEDS_PERSON]
        self.fields["kind"].choices = [
            ("", _("All kinds")),
            *kinds,
            (VANISHED, _("vanished")),
            (OCCURRENCE, _("problem of the plan")),
        ]

    def wanted(self, user: Any) -> Wanted:
        """What is asked for; a value that makes no sense asks for everything: nothing may be hidden by it."""
        self.is_valid()
        asked = self.cleaned_data
        return Wanted(asked.get("kind", ""), asked.get("organization"), user if asked.get("mine") else None)


class InboxView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    model = Delivery
    any_permission_required = ["view"]
    page_title = _("Decisions")
    header_icon = "tasks"
    template_name = "desk/inbox/index.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        user, now = self.request.user, timezone.now()
        asked = InboxFilter(self.request.GET)
        wanted = asked.wanted(user)
        page = Paginator(groups(waiting_deliveries(wanted)), SHOWN).get_page(self.request.GET.get("p"))
        gone = Paginator(vanished_deliveries(wanted), SHOWN).get_page(self.request.GET.get("vanished"))
        problems = Paginator(waiting_occurrences(wanted), SHOWN).get_page(self.request.GET.get("problems"))
        return context | {
            "filter": asked,
            "filtered": bool(wanted.kind or wanted.organization or wanted.person),
            "page": page,
            "groups": filled(page, wanted, user, now),
            "gone": gone,
            "vanished": [vanished(delivery, user) for delivery in gone],
            "problems": problems,
            "occurrences": [problem(occurrence, now) for occurrence in problems],
            "back": self.request.get_full_path(),
            "kept": urlencode({name: value for name, value in self.request.GET.items() if name in asked.fields}),
        }


class DecideForAll(PermissionCheckedMixin, View):
    """One decision about the deliveries that were on the screen: each is decided and written down by itself."""

    model = Delivery
    permission_required = "change"

    def post(self, request: HttpRequest, decision: str) -> HttpResponse:
        back = redirect(came_from(request) or reverse("inbox:index"))
        if decision not in FOR_ALL:
            return back
        chosen = DECISIONS[decision]
        form = chosen.form(request.POST)
        if not form.is_valid():
            sentences = [sentence for found in form.errors.values() for sentence in found]
            messages.error(request, f"{chosen.label}: {' '.join(sentences)}")
            return back
        numbers = {int(pk) for pk in request.POST.getlist("delivery") if pk.isascii() and pk.isdigit() and len(pk) < 19}
        first = sorted(numbers)[:AT_ONCE]
        # what may be out is looked at one by one, whatever the screen was sent
        rows = Delivery.objects.filter(pk__in=first, state__in=sorted(TOGETHER)).order_by("pk")
        done = 0
        for pk in rows.values_list("pk", flat=True):
            try:
                chosen.carry_out(pk, actor=request.user, now=timezone.now(), **form.cleaned_data)
            except DecisionRefused:
                continue
            done += 1
        words = ngettext("Decided: %(count)s delivery.", "Decided: %(count)s deliveries.", done)
        messages.success(request, words % {"count": done})
        if done < len(first):
            messages.warning(request, _now("The others had changed in the meantime and were left as they are."))
        if left := len(numbers) - len(first):
            words = ngettext("%(count)s more waits: decide once more.", "%(count)s more wait: decide once more.", left)
            messages.warning(request, words % {"count": left})
        return back


class InboxMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return request.user.has_perm("publishers.view_delivery")

    def render_component(self, request: HttpRequest) -> Any:
        component = super().render_component(request)
        count = counted()
        if count:
            component.label = f"{self.label} ({count if count <= MOST else f'{MOST}+'})"
        return component


class Inbox(ViewSet):
    name = "inbox"
    icon = "tasks"
    menu_label = _("Decisions")
    menu_name = "decisions"
    menu_order = 110
    menu_item_class = InboxMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.construct_view(InboxView), name="index"),
            path("all/<slug:decision>/", self.construct_view(DecideForAll), name="decide"),
        ]
