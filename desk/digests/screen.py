"""For staff: what goes out to whom and when, each digest as the person would get it now, and what went out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from content.models import Organization
from content.people import name_of
from desk.bot.connecting import service_bot
from desk.bot.models import BotMessage, TelegramLink
from desk.digests.labels import TITLES, period_in_words
from desk.digests.making import as_brief, digest_for, maker
from desk.digests.models import DigestRun
from desk.digests.people import readers
from desk.digests.times import Kind, next_of
from desk.models import Notice
from desk.times import shown
from scheduler.days_off import calendar_of

SHOWN = 30


class Digests(WagtailAdminTemplateMixin, TemplateView):
    template_name = "desk/digests/index.html"
    page_title = _("Digests")
    header_icon = "mail"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_see(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        linked = _linked()
        organizations = Organization.objects.order_by("name", "pk")
        return super().get_context_data(**kwargs) | {
            "organizations": [(one, list(_kinds(one, linked, now=now))) for one in organizations],
            "runs": [_run(run) for run in DigestRun.objects.select_related("organization")[:SHOWN]],
            "not_told": not_told(),
        }


class OneDigest(Digests):
    """A person's digest as it would be now; nothing is sent."""

    template_name = "desk/digests/preview.html"

    def get_page_subtitle(self) -> str:
        return name_of(self.person)

    @property
    def person(self) -> User:
        return get_object_or_404(User.objects.select_related("wagtail_userprofile"), pk=self.kwargs["person"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        organization = get_object_or_404(Organization, pk=self.kwargs["organization"])
        if self.kwargs["kind"] not in list(Kind):
            raise Http404
        kind, person = Kind(self.kwargs["kind"]), self.person
        digest = digest_for(person, maker(kind, organization, now=timezone.now()))
        context = super(Digests, self).get_context_data(**kwargs)
        return context | {
            "title": TITLES[kind],
            "organization": organization,
            "digest": digest,
            "brief": as_brief(digest, person) if digest is not None else "",
            "index": reverse("digests:index"),
        }


def may_see(user: Any) -> bool:
    """Whoever sets up the organization sees what its people are told."""
    return bool(user.has_perm("content.change_organization"))


def not_told() -> list[dict[str, Any]]:
    """Digests that did not reach the person, the newest first: there was no way to tell them, or Telegram did not take
    it and there is no address for a letter."""
    nobody = Notice.objects.filter(_of_digests(), way=Notice.Way.NONE)
    lost = BotMessage.objects.filter(
        _of_digests(), person__email="", state__in=[BotMessage.State.UNDELIVERABLE, BotMessage.State.UNKNOWN]
    )
    found = [
        *((row.told_at, row) for row in nobody.select_related("person").order_by("-told_at")[:SHOWN]),
        *((row.created_at, row) for row in lost.select_related("person").order_by("-created_at")[:SHOWN]),
    ]
    zone = timezone.get_default_timezone_name()
    newest = sorted(found, key=lambda pair: pair[0], reverse=True)[:SHOWN]
    return [{"name": name_of(row.person), "subject": row.subject, "at": shown(at, zone)} for at, row in newest]


def _of_digests() -> Q:
    return Q(*(("key__startswith", f"{kind}:") for kind in Kind), _connector=Q.OR)


def _kinds(organization: Organization, linked: set[int], *, now: datetime) -> Iterator[dict[str, Any]]:
    zone, calendar = ZoneInfo(organization.time_zone), calendar_of(organization)
    for kind in Kind:
        due = next_of(kind, now=now, at=organization.digest_at, zone=zone, calendar=calendar)
        people = [reader.person for reader in readers(kind, organization)]
        yield {
            "title": TITLES[kind],
            "next": shown(due.at, organization.time_zone) if due else "–",
            "people": [
                {
                    "name": name_of(person),
                    "way": _way(person, linked),
                    "reached": person.pk in linked or bool(person.email),
                    "address": reverse("digests:one", args=[organization.pk, kind.value, person.pk]),
                }
                for person in people
            ],
            "off": kind == Kind.UNWRITTEN and not organization.draft_reminder_days,
        }


def _way(person: Any, linked: set[int]) -> Any:
    if person.pk in linked:
        return Notice.Way.BOT.label
    return Notice.Way.MAIL.label if person.email else _("no way to tell them")


def _linked() -> set[int]:
    if service_bot() is None:
        return set()
    return set(TelegramLink.objects.filter(blocked_at=None).values_list("person_id", flat=True))


def _run(run: DigestRun) -> dict[str, Any]:
    zone = run.organization.time_zone
    return {
        "title": TITLES[Kind(run.kind)],
        "organization": run.organization,
        "period": period_in_words(Kind(run.kind), run.period),
        "at": shown(run.finished_at or run.begun_at, zone),
        "told": run.told,
        "problem": run.get_problem_display(),
        "going": run.finished_at is None and not run.problem,
    }


class DigestsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_see(request.user)


class DigestPages(ViewSet):
    name = "digests"
    icon = "mail"
    menu_label = _("Digests")
    menu_name = "digests"
    menu_order = 640
    menu_item_class = DigestsItem
    add_to_settings_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.construct_view(Digests), name="index"),
            path("<int:organization>/<str:kind>/<int:person>/", self.construct_view(OneDigest), name="one"),
        ]
