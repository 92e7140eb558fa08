"""The texts our code and templates give to gettext, found without running them and without GNU gettext."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

from tests.house.tree import PRODUCT, ROOT, modules, parsed, shown

ROOMS = tuple(room for room in PRODUCT if room != "sandbox")

# what each function is given, in order
ARGUMENTS = {
    "gettext": ("msgid",),
    "gettext_lazy": ("msgid",),
    "gettext_noop": ("msgid",),
    "pgettext": ("context", "msgid"),
    "pgettext_lazy": ("context", "msgid"),
    "ngettext": ("msgid", "plural"),
    "ngettext_lazy": ("msgid", "plural"),
    "npgettext": ("context", "msgid", "plural"),
    "npgettext_lazy": ("context", "msgid", "plural"),
    "_": ("msgid",),
}

_STRING = r"""u?r?(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')"""
_CALL = re.compile(rf"\b(n?p?gettext|_)\(\s*({_STRING}(?:\s*,\s*{_STRING})*)")


@dataclass(frozen=True, slots=True)
class Text:
    msgid: str
    plural: str | None = None
    context: str | None = None


@dataclass(frozen=True, slots=True)
class Call:
    """One use of gettext: the name it is called by, its text, or None when that is not written out there."""

    place: str
    called: str
    text: Text | None


def calls_in_code() -> Iterator[Call]:
    for path in modules(*ROOMS):
        yield from _calls(path)


def texts_in_templates() -> set[Text]:
    found = set()
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("templates/**/*.*")):
            found |= texts_of_template(path.read_text(encoding="utf-8"))
    return found


def texts_of_template(source: str) -> set[Text]:
    """Django turns a template into calls of gettext; here their strings are read."""
    return {_text(called, ast.literal_eval(f"({strings},)")) for called, strings in _CALL.findall(templatize(source))}


def all_texts() -> set[Text]:
    return {call.text for call in calls_in_code() if call.text is not None} | texts_in_templates()


def _calls(path: Path) -> Iterator[Call]:
    tree = parsed(path)
    names = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
        if alias.name in ARGUMENTS
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.id if isinstance(node.func, ast.Name) else ""
        original = names.get(called)
        if isinstance(node.func, ast.Attribute) and node.func.attr in ARGUMENTS:
            called = original = node.func.attr
        if original is None:
            continue
        given = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
        complete = len(given) >= len(ARGUMENTS[original])
        yield Call(shown(path, node.lineno), called, _text(original, tuple(given)) if complete else None)


def _text(called: str, strings: tuple[str, ...]) -> Text:
    return Text(**dict(zip(ARGUMENTS[called], strings, strict=False)))
