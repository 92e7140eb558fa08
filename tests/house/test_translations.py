"""Each text of ours is there in Uzbek and in Russian, whole and in the right letters."""

from __future__ import annotations

import gettext
import io
import re
from collections.abc import Iterator

import polib
import pytest

from config import catalogues
from config.management.commands.makemessages import Command as MakeMessages
from tests.house.translatable import Text, all_texts, calls_in_code, texts_of_template

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w+\}|</?[a-z]+")
PLURAL_FORMS = {"uz": 1, "ru": 3}
# words that Uzbek has from the same source as English
SAME_IN_UZBEK = {"Port", "Post", "Radio", "Token", "Video", "post", "radio", "video"}
NAMES = {"Telegram", "Facebook", "Instagram", "YouTube"}

Key = tuple[str | None, str]


def own(language: str) -> dict[Key, polib.POEntry]:
    entries = polib.pofile(catalogues.LOCALE / language / "LC_MESSAGES" / "django.po")
    return {(entry.msgctxt, entry.msgid): entry for entry in entries if not entry.obsolete}


def written(language: str) -> Iterator[polib.POEntry]:
    """Everything translated by us, Wagtail's words too."""
    for path in sorted((catalogues.LOCALE / language).glob("*/*.po")):
        yield from polib.pofile(path).translated_entries()


def forms(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def loaded(language: str, domain: str = "django") -> gettext.GNUTranslations:
    catalogue = catalogues.build(language, domain)
    assert catalogue is not None
    return gettext.GNUTranslations(io.BytesIO(catalogue.to_binary()))


@pytest.mark.parametrize("language", ["uz", "ru"])
def test_every_text_of_code_and_templates_is_translated(language: str) -> None:
    # given
    entries = own(language)

    # when
    missing = {
        text.msgid
        for text in all_texts()
        if (entry := entries.get((text.context, text.msgid))) is None
        or not all(forms(entry))
        or "fuzzy" in entry.flags
        or (text.plural or "") != (entry.msgid_plural or "")
    }

    # then
    assert missing == set(), "run: make messages, then translate"


def test_no_text_is_translated_that_nobody_shows() -> None:
    # given
    used = {(text.context, text.msgid) for text in all_texts()}

    # then
    for language in ("uz", "ru"):
        assert set(own(language)) - used == set()


def test_every_text_is_written_out_where_gettext_is_called() -> None:
    assert [call.place for call in calls_in_code() if call.text is None] == []


def test_make_messages_knows_every_name_gettext_goes_by() -> None:
    # given
    known = {option.removeprefix("--keyword=").partition(":")[0] for option in MakeMessages.xgettext_options}
    known |= {"_", "gettext", "ngettext", "gettext_lazy", "gettext_noop", "ngettext_lazy", "pgettext", "pgettext_lazy"}

    # then
    assert {call.called for call in calls_in_code()} - known == set()


@pytest.mark.parametrize("language", ["uz", "ru"])
def test_translations_keep_placeholders_and_tags(language: str) -> None:
    for entry in written(language):
        expected = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
        for form in forms(entry):
            assert set(PLACEHOLDER.findall(form)) == expected, entry.msgid


@pytest.mark.parametrize("language", ["uz", "ru"])
def test_a_counted_text_has_as_many_forms_as_the_language(language: str) -> None:
    for entry in written(language):
        if entry.msgid_plural:
            assert sorted(entry.msgstr_plural) == list(range(PLURAL_FORMS[language])), entry.msgid


def test_uzbek_is_in_latin_letters_with_the_official_signs() -> None:
    for entry in written("uz"):
        for form in forms(entry):
            assert not re.search(r"[\u0400-\u04ff]", form), form
            assert not re.search(r"\w['`´‘’]", form), f"{form}: oʻ and gʻ take U+02BB, the tutuq is U+02BC"
            assert not re.search(r"(?<![oOgG])\u02bb|[oOgG]\u02bc", form), form


def test_russian_is_in_cyrillic_letters() -> None:
    latin_only = {
        entry.msgid for entry in written("ru") if not any(re.search("[а-яё№]", f, re.I) for f in forms(entry))
    }

    assert latin_only == NAMES


def test_nothing_is_left_in_english() -> None:
    same = {entry.msgid for entry in own("uz").values() if entry.msgstr == entry.msgid}

    assert same == SAME_IN_UZBEK | NAMES


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("uz", ["1 kun", "3 kun", "5 kun", "21 kun"]),
        ("ru", ["1 день", "3 дня", "5 дней", "21 день"]),
    ],
)
def test_counted_texts_follow_the_grammar(language: str, expected: list[str]) -> None:
    # given
    catalogue = loaded(language)

    # when
    shown = [catalogue.ngettext("%(count)s day", "%(count)s days", n) % {"count": n} for n in (1, 3, 5, 21)]

    # then
    assert shown == expected


def test_wagtails_screens_are_uzbek_where_we_have_words_and_russian_where_not() -> None:
    # given
    screens, editor = loaded("uz"), loaded("uz", "djangojs")

    # then
    assert screens.gettext("Save draft") == "Qoralamani saqlash"
    assert screens.gettext("Styleguide") == "Гид по стилям"
    assert editor.gettext("Collapse all") == "Hammasini yigʻish"


def test_djangos_own_uzbek_is_not_hidden_behind_russian() -> None:
    # given: Django looks in our catalogue first, then in its own
    screens = loaded("uz")

    # then
    assert screens.gettext("November") == "Noyabr"
    assert screens.ngettext("a second ago", "%(count)s seconds ago", 4) % {"count": 4} == "4 soniya oldin"


def test_the_words_for_wagtail_are_words_wagtail_or_django_asks_for() -> None:
    for domain in catalogues.DOMAINS:
        shipped = {
            (entry.msgctxt, entry.msgid)
            for package in catalogues.PACKAGES
            for language in ("en", "ru")  # django-filter ships no English one
            for path in catalogues.shipped(package, language, domain)
            for entry in polib.pofile(path)
        }
        ours = polib.pofile(catalogues.LOCALE / "uz" / "wagtail" / f"{domain}.po")

        assert {(entry.msgctxt, entry.msgid) for entry in ours} - shipped == set()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('{% translate "Search" %}', Text("Search")),
        ("{% translate 'Open' context 'a door' as x %}", Text("Open", context="a door")),
        ('{{ _("Log")|upper }}', Text("Log")),
        ("{% blocktranslate with a=b %}Hello {{ a }}{% endblocktranslate %}", Text("Hello %(a)s")),
        (
            "{% blocktranslate count n=m %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}",
            Text("%(n)s day", plural="%(n)s days"),
        ),
    ],
)
def test_texts_of_templates_are_found(source: str, expected: Text) -> None:
    assert texts_of_template("{% load i18n %}" + source) == {expected}
