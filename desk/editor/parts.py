"""The parts of the post's form that follow what is typed, as HTML: in the page for the saved version, and live."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from content.alphabet_versions import alphabet_versions
from content.models import Channel, Post
from desk.editor.crops import picture_rows
from desk.editor.looking import Counter, Look, Note
from desk.editor.places import FIELDS, TABS
from desk.editor.tags import suggested_tags

NOTED = (*FIELDS, "channel_texts")
COUNTERS, TAGS, CROPS, ALPHABETS = "counters", "tags", "crops", "alphabets"


def parts_of(post: Post, look: Look, user: Any) -> dict[str, str]:
    """HTML by the name of its place."""
    parts = {name: notes_html(look.notes.get(name, [])) for name in NOTED}
    parts[COUNTERS] = counters_html([one for one in look.counters if one.own is None])
    parts[TAGS] = _html("tags", tags=suggested_tags(post))
    parts[CROPS] = _html("crops", pictures=picture_rows(post, look.rendered, user))
    parts[ALPHABETS] = _html("alphabets", post=post, versions=_versions(post))
    return parts


def own_counters(look: Look) -> dict[str, str]:
    """By the key of each channel with a text of its own."""
    own: dict[str, list[Counter]] = {}
    for one in look.counters:
        if one.own is not None:
            own.setdefault(str(one.own.pk), []).append(one)
    return {key: counters_html(counters) for key, counters in own.items()}


def blocking_by_tab(look: Look) -> dict[str, int]:
    return {tab: look.blocking_in(tab) for tab in TABS}


def notes_html(notes: list[Note]) -> str:
    return _html("notes", notes=notes)


def counters_html(counters: list[Counter]) -> str:
    return _html("counters", counters=counters)


def _versions(post: Post) -> list[dict[str, Any]]:
    labels = dict(Channel.Alphabet.choices)
    return [
        {"label": labels[one.alphabet], "language": _language(one.alphabet), "version": one}
        for one in alphabet_versions(post)
    ]


def _language(alphabet: str) -> str:
    return "uz-Cyrl" if alphabet == "cyrillic" else "uz-Latn"


def _html(name: str, **context: Any) -> str:
    return render_to_string(f"desk/editor/{name}.html", context).strip()
