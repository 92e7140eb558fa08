"""How people are called and which language they read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Q, QuerySet


def name_of(person: Any) -> str:
    """The full name, or the login; '' for nobody."""
    return (person.get_full_name() or person.get_username()) if person is not None else ""


def language_of(person: Any) -> str:
    """The language they chose for the screens, or the service's."""
    profile = getattr(person, "wagtail_userprofile", None)
    return (profile and profile.preferred_language) or settings.LANGUAGE_CODE


def people_with(*rights: str) -> QuerySet[User]:
    """Active people to whom a group gives one of ``rights`` ("content.add_post"), whatever the group is called.
    Administrators may all and are not counted on."""
    wanted = Q()
    for app, _dot, codename in (right.partition(".") for right in rights):
        wanted |= Q(groups__permissions__content_type__app_label=app, groups__permissions__codename=codename)
    return User.objects.filter(wanted, is_active=True).distinct().order_by("pk")
