"""Compiles the catalogues of ``locale/`` without GNU gettext. Run by ``make setup``: python -m config.catalogues.

A language has what ``make messages`` collects from our code (LC_MESSAGES/) and may have words of Wagtail's and Django's
screens of its own (wagtail/). Wagtail has no Uzbek: what is still missing comes from Django's Uzbek, then from Russian.
Uzbek in Cyrillic is made from all that; its own file holds only what the letters alone do not give.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

import polib

from config.cyrillic import in_cyrillic

LOCALE = Path(__file__).resolve().parent.parent / "locale"
DOMAINS = ("django", "djangojs")
LAYERS = ("LC_MESSAGES", "wagtail")
PACKAGES = ("wagtail", "django", "django_filters", "wagtailmedia", "taggit")

Key = tuple[str | None, str]


def compile_all() -> list[Path]:
    """Write the .mo of each language and domain that has a .po; returns what was written."""
    written = []
    for language in languages():
        for domain in DOMAINS:
            catalogue = build(language, domain)
            if catalogue is None:
                continue
            target = LOCALE / language / "LC_MESSAGES" / f"{domain}.mo"
            catalogue.save_as_mofile(str(target))
            written.append(target)
    return written


def languages() -> list[str]:
    """The names of the folders of the languages that are translated into: ru, uz, uz_Cyrl."""
    return sorted(path.parent.name for path in LOCALE.glob("*/LC_MESSAGES"))


def build(language: str, domain: str) -> polib.POFile | None:
    """All texts of a language and domain ("django", "djangojs") as one catalogue; None when nothing is translated."""
    if language == "uz_Cyrl":
        return _cyrillic(domain)
    layers = [path for layer in LAYERS if (path := LOCALE / language / layer / f"{domain}.po").exists()]
    if not layers:
        return None
    catalogue = polib.pofile(layers[0])
    for layer in layers[1:]:
        _fill(catalogue, polib.pofile(layer))
    if language == "uz":
        # Django has Uzbek of its own: ours stands above it, so Russian alone would hide it
        for source, package in product(("uz", "ru"), PACKAGES):
            for path in shipped(package, source, domain):
                _fill(catalogue, polib.pofile(path), one_form=True)
    return catalogue


def _cyrillic(domain: str) -> polib.POFile | None:
    latin = build("uz", domain)
    if latin is None:
        return None
    # gettext takes this language for a variant of uz and shows Latin where a text is missing: so every one is there
    for entry in latin:
        english = f"{entry.msgid} {entry.msgid_plural}".rstrip()
        entry.msgstr = in_cyrillic(entry.msgstr, english)
        entry.msgstr_plural = {number: in_cyrillic(form, english) for number, form in entry.msgstr_plural.items()}
    own = LOCALE / "uz_Cyrl" / "LC_MESSAGES" / f"{domain}.po"
    if not own.exists():
        return latin
    catalogue = polib.pofile(own)
    _fill(catalogue, latin)
    return catalogue


def _fill(catalogue: polib.POFile, entries: Iterable[polib.POEntry], *, one_form: bool = False) -> None:
    """Add to ``catalogue`` what it has no translation for; of counted texts only the form for many if ``one_form``."""
    known = {_key(entry): entry for entry in catalogue}
    for entry in entries:
        present = known.get(_key(entry))
        if not entry.translated() or (present is not None and present.translated()):
            continue
        filled = polib.POEntry(msgctxt=entry.msgctxt, msgid=entry.msgid, msgstr=entry.msgstr)
        if entry.msgid_plural:
            forms = entry.msgstr_plural
            filled.msgid_plural = entry.msgid_plural
            filled.msgstr_plural = {0: forms[max(forms)]} if one_form else dict(forms)
        if present is not None:
            catalogue.remove(present)
        catalogue.append(filled)
        known[_key(entry)] = filled


def _key(entry: polib.POEntry) -> Key:
    return (entry.msgctxt, entry.msgid)


def shipped(package: str, language: str, domain: str) -> Iterator[Path]:
    """The .po files a package brings along for a language."""
    spec = importlib.util.find_spec(package)
    if spec is not None and spec.origin is not None:
        yield from sorted(Path(spec.origin).parent.glob(f"**/locale/{language}/LC_MESSAGES/{domain}.po"))


if __name__ == "__main__":
    compile_all()
