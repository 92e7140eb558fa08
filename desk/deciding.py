"""What a person decides about one delivery: which decisions are open, their forms, and carrying one out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.admin.views.generic.base import BaseOperationView

from publishers.changing import changed_by_hand, is_last_word, publish_again, take_back, try_change_again
from publishers.decisions import DecisionRefused, cancel, give_link, it_is_out, send_again, they_have_it
from publishers.labels import state_label
from publishers.models import Delivery
from publishers.registry import hands_over
from publishers.states import State, may_move
from reports.proof.alarms import it_is_there, publish_vanished_again, taken_down_on_purpose


class ReasonForm(forms.Form):
    note = forms.CharField(
        label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Stays in the log.")
    )


class LinkForm(forms.Form):
    link = forms.URLField(label=_("Link to the post"), assume_scheme="https", max_length=500)
    note = forms.CharField(label=_("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))


@dataclass(frozen=True, slots=True)
class Decision:
    name: str
    label: Promise
    warning: Promise
    """What happens, read before the last click."""
    done: Promise
    form: type[forms.Form]
    carry_out: Callable[..., Delivery]
    states: frozenset[State]
    handed_over: bool | None = None
    """Only where people put it out (True), only where they do not (False), or everywhere."""
    also: Callable[[Delivery], bool] = lambda delivery: True
    """What must be true besides."""

    def is_open(self, delivery: Delivery) -> bool:
        if self.handed_over not in (None, hands_over(delivery.channel.kind)):
            return False
        return State(delivery.state) in self.states and self.also(delivery)


def _has_vanished(delivery: Delivery) -> bool:
    """An alarm says so, and nobody has decided about it."""
    return any(alarm.decided_at is None for alarm in delivery.vanishings.all())


def _is_failed_change(delivery: Delivery) -> bool:
    return bool(delivery.change_code) and not delivery.change


DECISIONS = {
    decision.name: decision
    for decision in (
        Decision(
            "it-is-out",
            _("It is out: paste the link"),
            _("You have seen the post on the channel. It counts as published, and nothing more is sent."),
            _("Stored: the post is out."),
            LinkForm,
            it_is_out,
            frozenset({State.UNKNOWN, State.PARTIAL, State.MISSED}),
            handed_over=False,
        ),
        Decision(
            "give-link",
            _("Paste the link"),
            _("The post is out, but its link could not be read. Open it on the channel and paste its address."),
            _("Stored: the link of the post."),
            LinkForm,
            give_link,
            frozenset({State.PUBLISHED}),
            handed_over=False,
            also=lambda delivery: not delivery.link,
        ),
        Decision(
            "they-have-it",
            _("They have it"),
            _("You have asked, and it is there. Nothing more is sent; the delivery then waits for its proof."),
            _("Stored: proof is now owed."),
            ReasonForm,
            they_have_it,
            frozenset({State.UNKNOWN, State.MISSED}),
            handed_over=True,
        ),
        Decision(
            "send-again",
            _("Send again"),
            _("Look at the channel first. If the post is already there, readers will see it twice."),
            _("The post is sent again now."),
            ReasonForm,
            send_again,
            frozenset({State.UNKNOWN, State.PARTIAL, State.MISSED, State.REJECTED}),
        ),
        Decision(
            "cancel",
            _("Cancel"),
            _("Nothing more is sent to this channel for this post. What is already out stays out."),
            _("Cancelled."),
            ReasonForm,
            cancel,
            frozenset(state for state in State if may_move(state, State.CANCELLED)),
        ),
        Decision(
            "try-again",
            _("Try again"),
            _("What could not be changed is tried once more, with the text that was approved."),
            _("It is tried again now."),
            ReasonForm,
            try_change_again,
            frozenset({State.PUBLISHED}),
            also=_is_failed_change,
        ),
        Decision(
            "done-by-hand",
            _("I did it by hand"),
            _("You have corrected or removed the post on the channel yourself. The log then counts it as done."),
            _("Stored: done by hand."),
            ReasonForm,
            changed_by_hand,
            frozenset({State.PUBLISHED}),
            also=_is_failed_change,
        ),
        Decision(
            "taken-down",
            _("It was taken down on purpose"),
            _("The post counts as taken back from now on, and it is not looked for any more."),
            _("Stored: taken down on purpose."),
            ReasonForm,
            taken_down_on_purpose,
            frozenset({State.PUBLISHED}),
            also=_has_vanished,
        ),
        Decision(
            "publish-vanished-again",
            _("Publish it again"),
            _("The text approved last goes out on this channel once more, at once."),
            _("The post goes out again now."),
            ReasonForm,
            publish_vanished_again,
            frozenset({State.PUBLISHED}),
            also=_has_vanished,
        ),
        Decision(
            "it-is-there",
            _("It is there"),
            _("You see the post on the channel: the alarm was wrong. Later checks go on."),
            _("Stored: the post is there."),
            ReasonForm,
            it_is_there,
            frozenset({State.PUBLISHED}),
            also=_has_vanished,
        ),
        Decision(
            "take-back",
            _("Take back"),
            _("The post disappears from this channel. Its text stays in the log."),
            _("Stored: where the channel allows it, the post is being taken back."),
            ReasonForm,
            take_back,
            frozenset({State.PUBLISHED}),
            also=lambda delivery: delivery.change != Delivery.Change.WITHDRAW,
        ),
        Decision(
            "publish-again",
            _("Publish again"),
            _("The text approved last goes out on this channel once more, at once."),
            _("The post goes out again now."),
            ReasonForm,
            publish_again,
            frozenset({State.WITHDRAWN}),
            also=is_last_word,
        ),
    )
}


def open_decisions(delivery: Delivery, user: Any) -> list[Decision]:
    """What this person may decide about the delivery as it stands."""
    if delivery.leased_until is not None or not user.has_perm("publishers.change_delivery"):
        return []
    return [decision for decision in DECISIONS.values() if decision.is_open(delivery)]


def came_from(request: HttpRequest) -> str:
    """The page of this service that asked, to go back to; empty when it named none."""
    back = request.POST.get("next", "")
    return back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) else ""


class Decide(PermissionCheckedMixin, BaseOperationView):
    model = Delivery
    permission_required = "change"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        back = redirect(came_from(request) or reverse("publish_log:detail", args=[self.object.pk]))
        decision = DECISIONS.get(kwargs["decision"])
        if decision is None:
            return back
        form = decision.form(request.POST)
        if not form.is_valid():
            sentences = [sentence for found in form.errors.values() for sentence in found]
            messages.error(request, f"{decision.label}: {' '.join(sentences)}")
            return back
        try:
            decision.carry_out(self.object.pk, actor=request.user, now=timezone.now(), **form.cleaned_data)
        except DecisionRefused as refusal:
            messages.error(
                request,
                _now("Nothing was changed: the delivery is now “%(state)s”.") % {"state": state_label(str(refusal))},
            )
        else:
            messages.success(request, str(decision.done))
        return back
