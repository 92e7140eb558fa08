"""The calendar: one organization's posts and what its plans expect, by month, week or list."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from content.models import Channel, Organization
from desk.occurrence_exceptions import RIGHT
from desk.posts_calendar.entries import Wish, read_entries
from desk.posts_calendar.feed import PostsAddress
from desk.posts_calendar.grid import Cards, days_of, hours_of, notes_of_days
from desk.posts_calendar.labels import STATES, VIEWS
from desk.posts_calendar.moving import UNDO, MoveEntry
from desk.posts_calendar.periods import VIEWS as NAMES
from desk.posts_calendar.periods import Period, period_of, read_day
from desk.posts_calendar.remarks import remarks_of
from publishers.registry import pace_of
from scheduler.days_off import calendar_of
from scheduler.models import MediaPlan

MOST_REMARKS = 6


class WishForm(forms.Form):
    """The filters, in the address."""

    organization = forms.ModelChoiceField(
        label=_("Organization"), queryset=Organization.objects.none(), required=False, empty_label=None
    )
    channel = forms.ModelChoiceField(
        label=_("Channel"), queryset=Channel.objects.none(), required=False, empty_label=_("all channels")
    )
    state = forms.ChoiceField(label=_("State"), required=False)
    plan = forms.ModelChoiceField(
        label=_("Media plan"), queryset=MediaPlan.objects.none(), required=False, empty_label=_("all plans")
    )

    def __init__(self, *args: Any, organization: Organization, several: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = Organization.objects.order_by("name")
        self.initial["organization"] = organization
        self.fields["channel"].queryset = Channel.objects.filter(organization=organization, is_active=True)
        self.fields["state"].choices = [
            ("", _("all states")),
            *((name, word) for name, (_sign, word) in STATES.items()),
        ]
        self.fields["plan"].queryset = MediaPlan.objects.filter(organization=organization)
        if not several:
            del self.fields["organization"]


class PostsCalendarView(WagtailAdminTemplateMixin, TemplateView):
    page_title = _("Calendar")
    header_icon = "calendar-alt"
    template_name = "desk/posts_calendar/calendar.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_look(request.user):
            raise PermissionDenied
        if "day" in kwargs and (kwargs["view"] not in NAMES or read_day(kwargs["day"]) is None):
            return redirect("posts_calendar:index")
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    @cached_property
    def organization(self) -> Organization | None:
        asked = self.request.GET.get("organization", "")
        rows = Organization.objects.order_by("name", "pk")
        found = rows.filter(pk=asked).first() if asked.isdecimal() and len(asked) < 10 else None
        return found or rows.first()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if self.organization is None:
            return context | {"organization": None}
        now = timezone.now().astimezone(ZoneInfo(self.organization.time_zone))
        day = read_day(self.kwargs.get("day", "")) or now.date()
        period = period_of(self.kwargs.get("view", "month"), day)
        return context | self._shown(period, now)

    def _shown(self, period: Period, now: datetime) -> dict[str, Any]:
        organization = self.organization
        assert organization is not None
        several = len(Organization.objects.values_list("pk", flat=True)[:2]) > 1
        form = WishForm(self.request.GET, organization=organization, several=several)
        form.is_valid()
        chosen = form.cleaned_data  # what does not fit, another organization's channel, chooses nothing
        wish = Wish(organization, chosen.get("channel"), chosen.get("state", ""), chosen.get("plan"))
        user = self.request.user
        entries = read_entries(wish, period.start, period.end, occurrences=user.has_perm("scheduler.view_occurrence"))
        kinds = list(Channel.objects.filter(organization=organization).values_list("pk", "name", "kind"))
        names = {pk: name for pk, name, _kind in kinds}
        working = calendar_of(organization)
        quiet = quiet_hours_of(organization)
        cards = Cards(names, rights(user), quiet, self.request.get_full_path())
        days = days_of(period, entries, cards, working, notes_of_days(organization, period), now.date())
        paces = {pk: pace_of(kind) for pk, _name, kind in kinds}
        # of one state alone nothing can be told to be missing
        remarks = [] if wish.state else remarks_of(entries, period, working, paces, names, now=now)
        return {
            "organization": organization,
            "period": period,
            "days": days,
            "weeks": [days[place : place + 7] for place in range(0, len(days), 7)],
            "hours": hours_of(days, quiet) if period.view == "week" else [],
            "quiet": quiet,
            "is_empty": not entries,
            "is_cut": any(day.more for day in days),
            "form": form,
            "is_filtered": any(chosen.get(name) for name in ("channel", "state", "plan")),
            "legend": [(name, sign, word) for name, (sign, word) in STATES.items()],
            "remarks": remarks[:MOST_REMARKS],
            "remark_count": len(remarks),
            "more_remarks": max(len(remarks) - MOST_REMARKS, 0),
            "undo": self.request.session.pop(UNDO, None),
            "here": self.request.get_full_path(),
            "feeds": list(MediaPlan.objects.filter(organization=organization, state=MediaPlan.State.ACTIVE)[:5])
            if user.has_perm("scheduler.change_mediaplan")
            else [],
            "may_hand_on": user.has_perm("content.change_organization"),
            "may_write": user.has_perm("content.add_post"),
            **self._ways(period, now.date()),
        }

    def _ways(self, period: Period, today: date) -> dict[str, Any]:
        """Addresses of the other views and of the neighbours, filters kept."""
        asked = {name: value for name, value in self.request.GET.items() if value and name in WishForm.base_fields}
        query = f"?{urlencode(asked)}" if asked else ""

        def to(view: str, day: date) -> str:
            return reverse("posts_calendar:at", args=[view, day.isoformat()]) + query

        return {
            "views": [(label, to(view, period.day), view == period.view) for view, label in VIEWS.items()],
            "previous": to(period.view, period.previous),
            "following": to(period.view, period.following),
            "today": to(period.view, today),
            "as_list": to("list", period.day),
            "as_default": "" if "view" in self.kwargs else f"{to('list', period.day)}#day-{period.day.isoformat()}",
        }


def quiet_hours_of(organization: Organization) -> Any:
    if organization.quiet_from is None or organization.quiet_until is None:
        return None
    return organization.quiet_from, organization.quiet_until


def may_look(user: Any) -> bool:
    return bool(user.has_perm("content.view_post") or user.has_perm("content.change_post"))


def rights(user: Any) -> dict[str, bool]:
    """What this person moves: posts, approved ones, occurrences."""
    return {
        "post": user.has_perm("content.change_post"),
        "scheduled": user.has_perm("publishers.change_delivery"),
        "occurrence": user.has_perm(RIGHT),
    }


class CalendarMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_look(request.user)


class PostsCalendar(ViewSet):
    name = "posts_calendar"
    icon = "calendar-alt"
    menu_label = _("Calendar")
    menu_name = "calendar"
    menu_order = 108
    menu_item_class = CalendarMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.construct_view(PostsCalendarView), name="index"),
            path("address/<int:pk>/", self.construct_view(PostsAddress), name="address"),
            path("move/<slug:kind>/<int:pk>/", self.construct_view(MoveEntry), name="move"),
            path("<slug:view>/<str:day>/", self.construct_view(PostsCalendarView), name="at"),
        ]
