"""What a person decides about one occurrence: which decisions are open, their forms, and carrying one out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.admin.views.generic.base import BaseOperationView
from wagtail.snippets.widgets import AdminSnippetChooser

from content.models import Post
from desk.fields import NativeDate, NativeTime
from desk.occurrence_labels import doubt, refusal
from desk.times import shown
from scheduler.exceptions import STILL_OWED, ExceptionRefused, doubts, move, replace, restore, skip, why_fixed
from scheduler.models import Occurrence

RIGHT = "scheduler.change_occurrence"
State = Occurrence.State


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=_("Why"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Stays in the history, with your name."),
    )

    def __init__(self, *args: Any, occurrence: Occurrence, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.occurrence = occurrence
        self.zone = occurrence.item.plan.organization.time_zone

    def wanted(self) -> dict[str, Any]:
        """What the service takes beside the reason."""
        return {}


class MoveForm(ReasonForm):
    day = forms.DateField(label=_("New day"), widget=NativeDate)
    at = forms.TimeField(label=_("New time"), widget=NativeTime)
    field_order = ["day", "at", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        slot = self.occurrence.slot
        self.fields["at"].help_text = _now("Time zone: %(zone)s.") % {"zone": self.zone}
        self.initial = {"day": self.occurrence.window_start}
        if slot is not None:
            local = slot.astimezone(ZoneInfo(self.zone))
            self.initial = {"day": local.date(), "at": local.time()}

    def wanted(self) -> dict[str, Any]:
        day, at = self.cleaned_data["day"], self.cleaned_data["at"]
        return {"slot": datetime.combine(day, at, ZoneInfo(self.zone))}


class ReplaceForm(ReasonForm):
    post = forms.ModelChoiceField(label=_("Post that stands for it"), queryset=Post.objects.none())
    field_order = ["post", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # made for each form: its words are in the language of the moment
        self.fields["post"].widget = AdminSnippetChooser(Post)
        self.fields["post"].queryset = Post.objects.filter(organization=self.occurrence.item.plan.organization)

    def wanted(self) -> dict[str, Any]:
        return {"post": self.cleaned_data["post"]}


@dataclass(frozen=True, slots=True)
class Decision:
    name: str
    label: Promise
    warning: Promise
    """What happens, read before the last click."""
    done: Promise
    form: type[ReasonForm]
    carry_out: Callable[..., Any]


DECISIONS = {
    decision.name: decision
    for decision in (
        Decision(
            "move",
            _("Move"),
            _("The occurrence and its draft get another time. Changed rules of the plan leave it alone from then on."),
            _("Moved."),
            MoveForm,
            move,
        ),
        Decision(
            "skip",
            _("Excuse"),
            _("Nothing goes out for this occurrence: what waits is cancelled. Its post is kept."),
            _("Excused."),
            ReasonForm,
            skip,
        ),
        Decision(
            "replace",
            _("Replace by a post"),
            _("Another post stands for this occurrence. What waits to go out for it is cancelled."),
            _("The other post stands for it now."),
            ReplaceForm,
            replace,
        ),
        Decision(
            "restore",
            _("Restore"),
            _("The occurrence is owed again as the plan says."),
            _("It is owed again."),
            ReasonForm,
            restore,
        ),
    )
}


def open_decisions(occurrence: Occurrence, user: Any) -> tuple[list[Decision], str]:
    """What this person may decide about the occurrence as it stands, and in words why no more than that."""
    if not user.has_perm(RIGHT):
        return [], ""
    if occurrence.state in (State.SKIPPED, State.REPLACED):
        return [DECISIONS["restore"]], ""
    if occurrence.state not in STILL_OWED:
        return [], refusal(occurrence.state)
    fixed = why_fixed(occurrence.post) if occurrence.post else ""
    if fixed in ("out", "in_approval"):
        return [], refusal(fixed)
    names = ["skip", "replace"] if fixed else ["move", "skip", "replace"]
    if occurrence.moved and not fixed:
        names.append("restore")
    return [DECISIONS[name] for name in names], refusal(fixed) if fixed else ""


class DecideOccurrence(PermissionCheckedMixin, BaseOperationView):
    """Only a POST; the right to edit occurrences by hand is nobody's, the right to decide about one is asked for."""

    model = Occurrence
    any_permission_required = ["view"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(RIGHT):
            raise PermissionDenied
        back = redirect(reverse("occurrence:inspect", args=[self.object.pk]))
        decision = DECISIONS.get(kwargs["decision"])
        if decision is None:
            return back
        form = decision.form(request.POST, occurrence=self.object)
        if not form.is_valid():
            sentences = [f"{form[name].label}: {' '.join(found)}" for name, found in form.errors.items()]
            messages.error(request, f"{decision.label}: {' '.join(sentences)}")
            return back
        try:
            decision.carry_out(
                self.object,
                **form.wanted(),
                reason=form.cleaned_data["reason"],
                actor=request.user,
                now=timezone.now(),
            )
        except ExceptionRefused as refused:
            messages.error(request, _now("Nothing was changed.") + " " + refusal(refused.code))
        else:
            self.say_done(decision, form)
        return back

    def say_done(self, decision: Decision, form: ReasonForm) -> None:
        sentences = [str(decision.done)]
        changed = Occurrence.objects.select_related("item__plan__organization", "post").get(pk=self.object.pk)
        if decision.name == "move" and changed.slot is not None:
            sentences = [_now("Moved to %(slot)s.") % {"slot": shown(changed.slot, form.zone)}]
            sentences += [doubt(code) for code in doubts(changed, changed.slot)]
        if decision.name == "restore" and changed.post is not None and changed.post.live:
            sentences.append(_now("What waited was cancelled: submit its post again."))
        say = messages.warning if len(sentences) > 1 else messages.success
        say(self.request, " ".join(sentences))
