"""Every word of the screens that Wagtail, Django and their like bring along is there in Uzbek and in Russian."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import django.conf
import polib
import pytest
from django.apps import apps

from config import catalogues

FEWEST_FORMS = {"uz": 1, "ru": 3}
# oʻ and gʻ take U+02BB, the tutuq is U+02BC
WRONG_SIGN = re.compile(r"\w['`´‘’]|(?<![oOgG])\u02bb|[oOgG]\u02bc")

Key = tuple[str | None, str]


def homes() -> list[Path]:
    """The locale folders of Django itself and of the installed apps of the packages whose words we give."""
    places = [Path(django.conf.__file__).parent]
    places += [Path(app.path) for app in apps.get_app_configs() if app.name.partition(".")[0] in catalogues.PACKAGES]
    return [place / "locale" for place in places if (place / "locale").is_dir()]


def entries(files: Iterable[Path]) -> Iterator[polib.POEntry]:
    for path in files:
        if path.exists():
            yield from (entry for entry in polib.pofile(path) if not entry.obsolete)


def asked_for(domain: str) -> set[Key]:
    """What the apps have words for; django-filter ships no English ones, there the Russian file says it."""
    sources = []
    for home in homes():
        english = home / "en" / "LC_MESSAGES" / f"{domain}.po"
        sources.append(english if english.exists() else home / "ru" / "LC_MESSAGES" / f"{domain}.po")
    return {(entry.msgctxt, entry.msgid) for entry in entries(sources)}


def translated(language: str, domain: str) -> set[Key]:
    """What is said in a language, by us or by those who ship the app, in as many forms as counting takes."""
    ours = [catalogues.LOCALE / language / layer / f"{domain}.po" for layer in catalogues.LAYERS]
    theirs = [home / language / "LC_MESSAGES" / f"{domain}.po" for home in homes()]
    return {
        (entry.msgctxt, entry.msgid)
        for entry in entries(ours + theirs)
        if entry.translated() and (not entry.msgid_plural or len(entry.msgstr_plural) >= FEWEST_FORMS[language])
    }


@pytest.mark.parametrize("language", ["uz", "ru"])
@pytest.mark.parametrize("domain", catalogues.DOMAINS)
def test_every_word_of_the_installed_apps_is_translated(language: str, domain: str) -> None:
    missing = asked_for(domain) - translated(language, domain)

    assert missing == set(), f"translate in locale/{language}/wagtail/{domain}.po"


def test_russian_of_ours_counts_in_three_forms() -> None:
    catalogue = catalogues.build("ru", "django")

    assert catalogue is not None
    assert {entry.msgid for entry in catalogue if entry.msgid_plural and len(entry.msgstr_plural) != 3} == set()


def test_the_apps_whose_words_are_compared_are_found() -> None:
    found = {"/".join(home.parts[-3:-1]) for home in homes()}

    assert {
        "django/conf",
        "contrib/auth",
        "wagtail/admin",
        "site-packages/wagtailmedia",
        "site-packages/taggit",
    } <= found


@pytest.mark.parametrize("domain", catalogues.DOMAINS)
def test_borrowed_uzbek_has_the_official_signs(domain: str) -> None:
    # given
    catalogue = catalogues.build("uz", domain)
    assert catalogue is not None
    asked = asked_for(domain)
    shown = [entry for entry in catalogue if (entry.msgctxt, entry.msgid) in asked]

    # then
    texts = [form for entry in shown for form in entry.msgstr_plural.values() or [entry.msgstr]]
    assert [text for text in texts if WRONG_SIGN.search(text)] == []
