"""Compiles the catalogues of ``locale/`` without GNU gettext. Run by ``make setup``: python -m config.catalogues.

Wagtail has no Uzbek: its own strings that ours do not translate are filled from its Russian when compiling.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import polib

LOCALE = Path(__file__).resolve().parent.parent / "locale"
PACKAGES = ("wagtail", "django")


def compile_all() -> list[Path]:
    """Write a .mo beside every .po; returns what was written."""
    written = []
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        catalogue = polib.pofile(source)
        if source.parts[-3] == "uz":
            _fill_from_russian(catalogue, source.stem)
        target = source.with_suffix(".mo")
        catalogue.save_as_mofile(str(target))
        written.append(target)
    return written


def _fill_from_russian(catalogue: polib.POFile, domain: str) -> None:
    ours = {(entry.msgctxt, entry.msgid): entry for entry in catalogue}
    for path in _russian_catalogues(domain):
        for russian in polib.pofile(path):
            key = (russian.msgctxt, russian.msgid)
            if not russian.translated() or (key in ours and ours[key].translated()):
                continue
            filled = polib.POEntry(msgctxt=russian.msgctxt, msgid=russian.msgid, msgstr=russian.msgstr)
            if russian.msgid_plural:  # Uzbek has one form: the one for many
                filled.msgid_plural = russian.msgid_plural
                filled.msgstr_plural = {0: russian.msgstr_plural[max(russian.msgstr_plural)]}
            if key in ours:
                catalogue.remove(ours[key])
            catalogue.append(filled)
            ours[key] = filled


def _russian_catalogues(domain: str) -> Iterator[Path]:
    for package in PACKAGES:
        spec = importlib.util.find_spec(package)
        if spec is not None and spec.origin is not None:
            yield from sorted(Path(spec.origin).parent.glob(f"**/locale/ru/LC_MESSAGES/{domain}.po"))


if __name__ == "__main__":
    compile_all()
