"""Whom a digest concerns, and what each chose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User

from content.models import Organization
from content.models.places import Steps
from content.people import people_with
from content.quiet_hours import end_of_quiet
from content.steps import people_of
from desk.digests.models import DigestWish
from desk.digests.times import Kind

AUTHORS = ("content.add_post",)


@dataclass(frozen=True, slots=True)
class Reader:
    person: Any
    night: tuple[time, time]

    def wakes(self, organization: Organization, now: datetime) -> datetime:
        """The first instant from ``now`` on at which the bot may speak to them."""
        return end_of_quiet(now, ZoneInfo(organization.time_zone), self.night)


def readers(kind: Kind, organization: Organization) -> list[Reader]:
    """Who gets this digest of the organization: whom it concerns and who has not switched it off."""
    people = concerned(kind, organization)
    wishes = {
        wish.person_id: wish for wish in DigestWish.objects.filter(person__in=people).prefetch_related("organizations")
    }
    found = []
    for person in people:
        wish = wishes.get(person.pk) or DigestWish(person=person)
        if getattr(wish, kind.value) and (wish.pk is None or _is_chosen(organization, wish)):
            found.append(Reader(person, (wish.night_from, wish.night_until)))
    return found


def concerned(kind: Kind, organization: Organization) -> Sequence[User]:
    """The week: who writes or decides; what is unwritten: who writes; the month: whom the organization names."""
    if kind == Kind.MONTH:
        rows = organization.heads.filter(is_active=True)
    elif kind == Kind.UNWRITTEN:
        rows = people_with(*AUTHORS)
    else:
        deciders = {person.pk for steps in Steps.values for step in people_of(steps) for person in step.people}
        authors = people_with(*AUTHORS).order_by().values_list("pk", flat=True)
        rows = User.objects.filter(pk__in=deciders | set(authors), is_active=True)
    return list(rows.select_related("wagtail_userprofile").order_by("pk"))


def _is_chosen(organization: Organization, wish: DigestWish) -> bool:
    chosen = [one.pk for one in wish.organizations.all()]
    return not chosen or organization.pk in chosen
