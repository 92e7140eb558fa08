"""The small form that gives a card another time; dragging sends the same form. Only a POST changes anything."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin

from content.models import Post
from desk.fields import NativeDate, NativeTime
from desk.occurrence_exceptions import RIGHT
from desk.occurrence_labels import doubt
from desk.posts_calendar.entries import EXPECTED
from desk.posts_calendar.labels import AGAIN, WHAT_HAPPENS, refusal
from desk.posts_calendar.periods import FIRST, LAST
from desk.times import shown
from publishers.stages import Stage
from scheduler.exceptions import ExceptionRefused, doubts, move
from scheduler.models import Occurrence
from scheduler.moving import MoveRefused, move_post, stage_of_post, version_of

UNDO = "posts_calendar_undo"
"""Where the session keeps the last move until the calendar is shown."""


class MoveForm(forms.Form):
    day = forms.DateField(label=_("New day"), widget=NativeDate)
    at = forms.TimeField(label=_("New time"), widget=NativeTime)
    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Stays in the history, with your name."),
    )
    seen = forms.CharField(widget=forms.HiddenInput)
    back = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, zone: str, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(zone)
        self.fields["at"].help_text = _now("Time zone: %(zone)s.") % {"zone": zone}
        self.fields["reason"].required = needs_reason

    def clean_day(self) -> Any:
        day = self.cleaned_data["day"]
        if not FIRST <= day <= LAST:
            raise forms.ValidationError(refusal("outside_year"))
        return day

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        if "day" in values and "at" in values:
            to = datetime.combine(values["day"], values["at"], self.zone)
            if to.astimezone(UTC).astimezone(self.zone).replace(tzinfo=None) != to.replace(tzinfo=None):
                raise forms.ValidationError(refusal("no_clock"))
            values["to"] = to
        return values


class MoveEntry(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    form_class = MoveForm
    template_name = "desk/posts_calendar/move.html"
    page_title = _("Move")
    header_icon = "calendar-alt"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(RIGHT if kwargs["kind"] == "occurrence" else "content.change_post"):
            raise PermissionDenied
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        return response

    @cached_property
    def instance(self) -> Post | Occurrence:
        if self.kwargs["kind"] == "post":
            return get_object_or_404(Post.objects.select_related("organization"), pk=self.kwargs["pk"])
        if self.kwargs["kind"] == "occurrence":
            rows = Occurrence.objects.select_related("item__plan__organization")
            return get_object_or_404(rows, pk=self.kwargs["pk"])
        raise Http404

    @cached_property
    def state(self) -> str:
        return stage_of_post(self.instance) if isinstance(self.instance, Post) else EXPECTED

    @property
    def title(self) -> str:
        return self.instance.title if isinstance(self.instance, Post) else str(self.instance.item.title)

    @property
    def time_now(self) -> datetime | None:
        return self.instance.publish_at if isinstance(self.instance, Post) else self.instance.slot

    @property
    def zone(self) -> str:
        one = self.instance
        organization = one.organization if isinstance(one, Post) else one.item.plan.organization
        return str(organization.time_zone)

    def get_page_subtitle(self) -> str:
        return self.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        calendar = {"url": reverse("posts_calendar:index"), "label": _now("Calendar")}
        return [*self.breadcrumbs_items, calendar, {"url": "", "label": self.get_page_title()}]

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"zone": self.zone, "needs_reason": self.state != Stage.DRAFT}

    def get_initial(self) -> dict[str, Any]:
        asked = self.request.GET
        local = self.time_now.astimezone(ZoneInfo(self.zone)) if self.time_now else None
        return {
            "day": asked.get("day") or (local and local.date()),
            "at": asked.get("at") or (local and local.time()),
            "seen": asked.get("seen") or self.version(),
            "back": asked.get("back", ""),
        }

    def version(self) -> str:
        return version_now(self.instance)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "title": self.title,
            "time_now": shown(self.time_now, self.zone),
            "what_happens": WHAT_HAPPENS.get(self.state, ""),
            "refusal": "" if self.state in WHAT_HAPPENS else refusal(self.state),
            "back": self.back(self.request.POST.get("back") or self.request.GET.get("back", "")),
        }

    def form_valid(self, form: MoveForm) -> HttpResponse:
        to, back = form.cleaned_data["to"], self.back(form.cleaned_data["back"])
        reason = form.cleaned_data["reason"] or _now("Moved in the calendar.")
        before = self.time_now
        try:
            instance, again = self.carry_out(to, seen=form.cleaned_data["seen"], reason=reason)
        except (MoveRefused, ExceptionRefused) as refused:
            said = {"title": self.title, "reason": refusal(refused.code)}
            messages.error(self.request, _now("“%(title)s” was not moved. %(reason)s") % said)
            return redirect(f"{back}#{self.kwargs['kind']}-{self.kwargs['pk']}")
        kind = "post" if isinstance(instance, Post) else "occurrence"
        said = {"title": self.title, "slot": shown(to, self.zone)}
        sentences = [_now("“%(title)s” was moved to %(slot)s.") % said, *again]
        say = messages.warning if again else messages.success
        say(self.request, " ".join(sentences))
        self.offer_undo(kind, instance, before)
        return redirect(f"{back}#{kind}-{instance.pk}")

    def carry_out(self, to: datetime, *, seen: str, reason: str) -> tuple[Post | Occurrence, list[str]]:
        """What stands in the calendar now, and what the person has to know beside the new time."""
        user, now = self.request.user, timezone.now()
        if isinstance(self.instance, Occurrence):
            with transaction.atomic():
                locked = Occurrence.objects.select_for_update(of=("self",)).get(pk=self.instance.pk)
                if locked.post_id is not None or version_now(locked) != seen:
                    raise MoveRefused("stale")
                move(locked, to, reason=reason, actor=user, now=now)
            moved = Occurrence.objects.select_related("item__plan__organization").get(pk=locked.pk)
            return moved, [doubt(code) for code in doubts(moved, to)]
        if self.state == Stage.SCHEDULED and not user.has_perm("publishers.change_delivery"):
            raise MoveRefused("no_right")
        if not user.has_perm(RIGHT) and self.instance.occurrences.exists():
            raise PermissionDenied
        done = move_post(self.instance, to, seen=seen, reason=reason, actor=user, now=now)
        again = [str(AGAIN[done.stage])] if done.stage in AGAIN else []
        if done.post is not None:
            return done.post, again
        assert done.occurrence is not None
        return done.occurrence, [_now("The service makes its draft anew in time.")]

    def offer_undo(self, kind: str, instance: Post | Occurrence, before: datetime | None) -> None:
        if before is None or before <= timezone.now():
            return
        local = before.astimezone(ZoneInfo(self.zone))
        fresh = type(instance)._default_manager.get(pk=instance.pk)
        self.request.session[UNDO] = {
            "address": reverse("posts_calendar:move", args=[kind, instance.pk]),
            "day": f"{local:%Y-%m-%d}",
            "at": f"{local:%H:%M}",
            "seen": version_now(fresh),
        }

    def back(self, wanted: str) -> str:
        """The calendar the person came from; nothing but an address of this service is followed."""
        calendar = reverse("posts_calendar:index")
        safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith(calendar)
        return wanted if safe else calendar


def version_now(instance: Post | Occurrence) -> str:
    """The version of a post or an occurrence as the database has it now."""
    if isinstance(instance, Post):
        return version_of(instance.latest_revision_id, stage_of_post(instance))
    return instance.slot.isoformat() if instance.slot else ""
