"""How people are called and which language they read."""

from __future__ import annotations

from typing import Any

from django.conf import settings


def name_of(person: Any) -> str:
    """The full name, or the login; '' for nobody."""
    return (person.get_full_name() or person.get_username()) if person is not None else ""


def language_of(person: Any) -> str:
    """The language they chose for the screens, or the service's."""
    profile = getattr(person, "wagtail_userprofile", None)
    return (profile and profile.preferred_language) or settings.LANGUAGE_CODE
