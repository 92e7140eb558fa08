"""What the board is asked to show: in the address, so that a view can be handed on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.utils.translation import gettext_lazy as _

from content.models import Channel
from desk.board.labels import BY, WORDS
from desk.board.periods import periods_of
from desk.board.reading import read_duties
from desk.board.states import Standing
from desk.board.table import Board, board_of
from desk.plan_choices import LONGEST_CHOICE
from scheduler.models import NOT_OWED, MediaPlan, Occurrence, PlanItem
from scheduler.plan_year import bounds

ON_A_PAGE = {"weeks": 30}
"""Items; of months and quarters fifty: a week's column is one of fifty-three."""


@dataclass(frozen=True, slots=True)
class Wish:
    """None and "" choose all."""

    plan: MediaPlan
    by: str
    responsible: str
    channel: Channel | None
    state: str


def plans_to_choose() -> QuerySet[MediaPlan]:
    """Those whose year is known, running ones first: others have no columns yet."""
    running = Case(When(state=MediaPlan.State.ACTIVE, then=0), default=1)
    return MediaPlan.objects.filter(year__isnull=False).select_related("organization").order_by(running, "-year", "-pk")


def plan_of_today(now: datetime) -> MediaPlan | None:
    """The running plan of this year, else the running or newest one; None: no plan has a year."""
    plans = list(plans_to_choose()[:LONGEST_CHOICE])

    def runs(plan: MediaPlan) -> bool:
        first, last = bounds(plan)
        today = now.astimezone(ZoneInfo(plan.organization.time_zone)).date()
        return plan.state == MediaPlan.State.ACTIVE and first <= today <= last

    return next(filter(runs, plans), plans[0] if plans else None)


class WishForm(forms.Form):
    plan = forms.ModelChoiceField(
        label=_("Media plan"), queryset=MediaPlan.objects.none(), required=False, empty_label=None
    )
    by = forms.ChoiceField(label=_("Columns"), choices=list(BY.items()), required=False)
    responsible = forms.ChoiceField(label=_("Responsible"), required=False)
    channel = forms.ModelChoiceField(
        label=_("Channel"), queryset=Channel.objects.none(), required=False, empty_label=_("all channels")
    )
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, asked: Any, *, plan: MediaPlan) -> None:
        super().__init__(asked, initial={"plan": plan})
        self.asked_plan = plan
        people = plan.items.exclude(responsible="").order_by("responsible").values_list("responsible", flat=True)
        self.fields["plan"].queryset = plans_to_choose()
        self.fields["responsible"].choices = [
            ("", _("everybody")),
            *((one, one) for one in people.distinct()[:LONGEST_CHOICE]),
        ]
        self.fields["channel"].queryset = Channel.objects.filter(organization=plan.organization_id)
        self.fields["state"].choices = [("", _("all states")), *((one.value, WORDS[one]) for one in Standing)]

    def wish(self) -> Wish:
        """What does not fit, another organization's channel, chooses nothing."""
        self.is_valid()
        chosen = self.cleaned_data
        return Wish(
            self.asked_plan,
            chosen.get("by") or "months",
            chosen.get("responsible", ""),
            chosen.get("channel"),
            chosen.get("state", ""),
        )


def plan_asked_for(asked: str, now: datetime) -> MediaPlan | None:
    """The plan of this key; the one of today where there is no such plan."""
    if asked.isdecimal() and len(asked) < 10 and (found := plans_to_choose().filter(pk=asked).first()):
        return found
    return plan_of_today(now)


def items_of(wish: Wish) -> QuerySet[PlanItem]:
    """Items in the plan, and those no longer in it that owed something while they were."""
    owed = Occurrence.objects.filter(item=OuterRef("pk")).exclude(state__in=NOT_OWED)
    items = wish.plan.items.filter(Q(withdrawn_at=None) | Exists(owed)).order_by("position")
    if wish.responsible:
        items = items.filter(responsible=wish.responsible)
    if wish.channel is not None:
        there = Occurrence.channels.through.objects.filter(channel=wish.channel, occurrence__item=OuterRef("pk"))
        own = PlanItem.channels.through.objects.filter(channel=wish.channel, planitem=OuterRef("pk"))
        items = items.filter(Exists(there) | Exists(own))
    return items


def board_asked_for(wish: Wish, page: Any, *, now: datetime) -> tuple[Board, Page[Any]]:
    """The board of one page of items; a number that is no page gives the first or the last."""
    zone = ZoneInfo(wish.plan.organization.time_zone)
    channel = wish.channel.pk if wish.channel else None
    items, on_a_page = items_of(wish), ON_A_PAGE.get(wish.by, 50)
    if wish.state:  # known only when a duty is read: those of the whole plan are
        everything = list(items)
        read = read_duties(_owed_by(everything), zone=zone, now=now, channel=channel)
        duties = [duty for duty in read if duty.standing == wish.state]
        having = {duty.item for duty in duties}
        shown = Paginator([item for item in everything if item.pk in having], on_a_page).get_page(page)
        on_page = {item.pk for item in shown.object_list}
        duties = [duty for duty in duties if duty.item in on_page]
    else:
        shown = Paginator(items, on_a_page).get_page(page)
        duties = read_duties(_owed_by(shown.object_list), zone=zone, now=now, channel=channel)
    return board_of(list(shown.object_list), periods_of(wish.plan, wish.by), duties), shown


def _owed_by(items: Iterable[PlanItem]) -> QuerySet[Occurrence]:
    return Occurrence.objects.filter(item__in=[item.pk for item in items])
