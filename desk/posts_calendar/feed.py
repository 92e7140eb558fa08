"""The calendar of an organization for other programs: its posts with their times, and what its plans expect."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from content.feed_keys import owner_of_key
from content.models import Channel, Organization
from desk.calendar_addresses import AddressPage, feed_response
from desk.posts_calendar.entries import EXPECTED, Entry, Wish, read_entries
from desk.posts_calendar.labels import STATES, WAITS_FOR_SECOND
from publishers.stages import Stage
from scheduler.ical import Slot, Status, ical

PAST, AHEAD = timedelta(days=92), timedelta(days=366)
"""What programs are given: the rest is history, which the publish log holds."""
STATUS: dict[str, Status] = {
    EXPECTED: "TENTATIVE",
    Stage.DRAFT: "TENTATIVE",
    Stage.SUBMITTED: "TENTATIVE",
    Stage.CALLED_OFF: "CANCELLED",
}
"""Of the others the time is settled."""


def calendar_of_posts(organization: Organization, *, now: datetime) -> bytes:
    """In the language of the organization's posts."""
    wish = Wish(organization)
    today = now.astimezone(wish.zone).date()
    names = dict(Channel.objects.filter(organization=organization).values_list("pk", "name"))
    entries = read_entries(wish, today - PAST, today + AHEAD)
    with translation.override(organization.language):
        slots = [_slot(entry, names) for entry in entries]
        return ical(organization.name, organization.time_zone, slots, now=now)


def _slot(entry: Entry, names: dict[int, str]) -> Slot:
    state = WAITS_FOR_SECOND if entry.waits_for_second else STATES[entry.state][1]
    lines = [_now("State: %(state)s") % {"state": state}]
    if entry.kind == "post":
        channels = ", ".join(sorted(names[pk] for pk in entry.channels & names.keys()))
        lines.append(_now("Channels: %(channels)s") % {"channels": channels or "–"})
    return Slot(entry.name, entry.at, entry.title, STATUS.get(entry.state, "CONFIRMED"), lines)


class PostsAddress(AddressPage):
    feed = "posts_feed"
    words = {
        "about": _(
            "A calendar program (Outlook, Google Calendar, a telephone) can subscribe to this organization: it then "
            "shows every post with its time and what the plans expect, three months back and a year ahead."
        ),
        "warning": _("Whoever has this address can read times and titles, those of drafts too, without signing in."),
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm("content.change_organization"):  # type: ignore[union-attr]
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    @cached_property
    def owner(self) -> Organization:
        return get_object_or_404(Organization, pk=self.kwargs["pk"])

    @property
    def back(self) -> str:
        return f"{reverse('posts_calendar:index')}?organization={self.owner.pk}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": self.back, "label": _now("Calendar")},
            {"url": "", "label": self.get_page_title()},
        ]


@require_safe
def posts_feed(request: HttpRequest, key: str) -> HttpResponse:
    organization = owner_of_key(Organization, key)
    if organization is None:
        raise Http404
    return feed_response(
        request, calendar_of_posts(organization, now=timezone.now()), filename=f"{organization.slug}.ics"
    )
