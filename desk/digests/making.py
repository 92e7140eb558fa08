"""Reads once what a digest of an organization tells, and makes each person's own of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from content.models import Organization
from content.people import language_of
from desk.digests import letters
from desk.digests.contents import Digest, brief_of
from desk.digests.reading import read_month, read_unwritten, read_week
from desk.digests.times import Kind
from desk.models import Notice

Make = Callable[[Any], Digest | None]
"""A person's digest, in the language that is active; None when there is nothing to tell."""


def maker(kind: Kind, organization: Organization, *, now: datetime) -> Make:
    """What is the same for all is read here, once."""
    if kind == Kind.WEEK:
        week = read_week(organization, now=now)
        reminded = {row.pk: letters.key_of(row) for row in read_unwritten(organization, now=now)}
        return lambda person: letters.of_week(organization, week, person, reminded)
    if kind == Kind.MONTH:
        ledgers = read_month(organization, now=now)
        return lambda person: letters.of_month(organization, ledgers)
    rows = read_unwritten(organization, now=now)
    heard = _heard([letters.key_of(row) for row in rows] + [_asked(row) for row in rows])
    return lambda person: letters.of_unwritten(
        organization,
        [
            row
            for row in rows
            if (person.pk, letters.key_of(row)) not in heard and (person.pk, _asked(row)) not in heard
        ],
        now=now,
    )


def digest_for(person: Any, make: Make) -> Digest | None:
    """In the person's language."""
    with translation.override(language_of(person)):
        return make(person)


def as_html(digest: Digest, person: Any) -> str:
    language = language_of(person)
    with translation.override(language):
        return render_to_string("desk/letters/digest.html", {"digest": digest, "language": language})


def as_brief(digest: Digest, person: Any) -> str:
    with translation.override(language_of(person)):
        return brief_of(digest, more=_("The rest is behind the button."))


def _asked(row: Any) -> str:
    """Of the reminder that approval must be asked for: who had that knows already that nothing is written."""
    return f"submit:o{row.pk}:{row.slot:%Y%m%dT%H%M%S}"


def _heard(keys: list[str]) -> set[tuple[int, str]]:
    return set(Notice.objects.filter(key__in=keys).values_list("person_id", "key"))
