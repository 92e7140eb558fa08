"""What a post looks like to its channels while it is written: counters, and problems beside their fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import ngettext

from content.advice import advice_on
from content.counting import Count, counts_of
from content.labels import problem_sentence
from content.models import Channel, Post
from content.problems import Problem
from content.rendering import Rendered, rendered_alike
from content.services import blocking_problems
from desk.editor.places import field_of, tab_of

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Note:
    """``who``: the channels that object, "" for the post as a whole."""

    who: str
    sentence: str
    blocking: bool


@dataclass(frozen=True, slots=True)
class Counter:
    """``own``: of a text for this channel alone."""

    who: str
    kind: str
    count: Count
    own: Channel | None


@dataclass(slots=True)
class Look:
    counters: list[Counter] = field(default_factory=list)
    notes: dict[str, list[Note]] = field(default_factory=dict)
    rendered: list[tuple[Rendered, list[Channel]]] = field(default_factory=list)

    def blocking_in(self, tab: str) -> int:
        """How many problems of a tab stop the submission."""
        return sum(note.blocking for name, notes in self.notes.items() if tab_of(name) == tab for note in notes)

    def every_channel(self) -> list[Rendered]:
        """One form per channel, in the channels' order."""
        forms = [replace(form, channel=channel) for form, channels in self.rendered for channel in channels]
        return sorted(forms, key=lambda form: form.channel.pk)


def look_at(post: Post) -> Look:
    """Of the post as it is in memory, saved or not; as many questions for a hundred channels as for one."""
    look = Look(rendered=rendered_alike(post))
    own = {text.channel_id for text in post.channel_texts.all() if text.text}
    said: dict[tuple[str, str, bool], list[list[Channel]]] = {}
    for problem in [*(found for _channel, found in blocking_problems(post, ())), *advice_on(post)]:
        said.setdefault((field_of(problem), _sentence(problem), problem.blocking), [])
    for rendered, channels in look.rendered:
        has_own = channels[0].pk in own
        look.counters += [
            Counter(named(channels), rendered.channel.kind, count, channels[0] if has_own else None)
            for count in counts_of(rendered)
        ]
        for problem in rendered.problems:
            place = field_of(problem, own_text=has_own)
            said.setdefault((place, _sentence(problem), problem.blocking), []).append(channels)
    for (place, sentence, blocking), groups in said.items():
        every = len(groups) == len(look.rendered)
        who = "" if every else named([channel for channels in groups for channel in channels])
        look.notes.setdefault(place, []).append(Note(who, sentence, blocking))
    for notes in look.notes.values():
        notes.sort(key=lambda note: not note.blocking)
    return look


def look_for(request: Any, post: Post) -> Look:
    """The look of one request: several parts of a screen show it."""
    kept = getattr(request, "desk_look", None)
    if kept is None or kept[0] is not post:
        kept = request.desk_look = (post, look_at(post))
    look: Look = kept[1]
    return look


def named(channels: Sequence[Channel]) -> str:
    """'Sahifa, Kanal', and of many the first ones with the number of the others."""
    names = ", ".join(str(channel) for channel in channels[:MOST_NAMED])
    more = len(channels) - MOST_NAMED
    if more <= 0:
        return names
    return ngettext("%(names)s and %(count)s more", "%(names)s and %(count)s more", more) % {
        "names": names,
        "count": more,
    }


def _sentence(problem: Problem) -> str:
    """With the picture's place, where the sentence itself does not say it."""
    sentence = problem_sentence(problem)
    number = problem.params.get("number")
    if number is None or str(number) in sentence:
        return sentence
    return _now("Picture %(number)s: %(sentence)s") % {"number": number, "sentence": sentence}
