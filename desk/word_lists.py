"""The organization's own words in its form: lists of one a line, with every mistake in plain words."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from content.alphabets.own_lists import LONGEST, MOST, SHORTEST, Mistake, clashes, read_spellings, read_terms

_SENTENCES = {
    "too_many": _("Line %(line)s: no more than %(most)s lines."),
    "too_short": _("Line %(line)s: “%(word)s” has fewer than %(shortest)s characters."),
    "too_long": _("Line %(line)s has more than %(longest)s characters."),
    "no_letters": _("Line %(line)s: “%(word)s” has no letters."),
    "twice": _("Line %(line)s: “%(word)s” stands in line %(first)s already."),
    "not_a_pair": _("Line %(line)s: write a Latin and a Cyrillic spelling with one = between them."),
    "one_alphabet": _("Line %(line)s: one side must be Latin, the other Cyrillic."),
    "both_ways": _("Line %(line)s: “%(word)s” is among the words that stay as they are."),
}


def clean_terms(written: str) -> str:
    """The list tidied: no empty lines, single blanks. Raises ValidationError with all its mistakes."""
    terms, mistakes = read_terms(written)
    _refuse(mistakes)
    return "\n".join(term for _line, term in terms)


def clean_spellings(written: str) -> str:
    """As ``clean_terms``; the Latin comes first."""
    spellings, mistakes = read_spellings(written)
    _refuse(mistakes)
    return "\n".join(f"{latin} = {cyrillic}" for _line, (latin, cyrillic) in spellings)


def check_apart(form: forms.Form | forms.ModelForm) -> None:
    """A word cannot both stay as it is and be spelt: the error goes to the spellings."""
    terms, spellings = form.cleaned_data.get("protected_terms"), form.cleaned_data.get("own_spellings")
    if terms and spellings:
        found = clashes(read_terms(terms)[0], read_spellings(spellings)[0])
        if found:
            form.add_error("own_spellings", _sentences(found))


def _refuse(mistakes: Iterable[Mistake]) -> None:
    if sentences := _sentences(mistakes):
        raise forms.ValidationError(sentences)


def _sentences(mistakes: Iterable[Mistake]) -> list[str]:
    limits = {"most": MOST, "shortest": SHORTEST, "longest": LONGEST}
    ordered = sorted(mistakes, key=lambda mistake: mistake.line)
    return [
        str(_SENTENCES[one.code]) % {"line": one.line, "word": one.word, "first": one.first, **limits}
        for one in ordered
    ]
