"""The starter templates: one TOML file for each kind of item of a press service's media plan. Pure.

A file holds one or several wordings (``variants``); which one a period gets is decided inside the template source by
the month or the quarter, so that staff see and edit all wordings of a template in one place.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from content.fitting import unfilled_blanks
from content.hashtags import hashtag
from content.starters.matching import best_match
from content.template_data import example_data
from content.templating import render_template

LANGUAGES = ("uz", "ru", "en")

_TURNS = {
    "month": "{% set turn = period.month or (period.quarter or 4) * 3 %}",
    "quarter": "{% set turn = period.quarter or 4 %}",
}


@dataclass(frozen=True, slots=True)
class CardText:
    """Template sources of the picture card's words; ``lines`` renders to one line of the card per written line.

    An empty headline stands for the post's own title: what people write is known only when they have written it.
    """

    kicker: str
    headline: str
    lines: str


@dataclass(frozen=True, slots=True)
class Starter:
    """One starter template. ``title``, ``body`` (Markdown) and ``card`` are sources for ``render_template``."""

    key: str
    names: Mapping[str, str]
    """By language: uz, ru, en."""
    title: str
    body: str
    hashtags: tuple[str, ...]
    """Each whole, with its '#'."""
    keywords: tuple[str, ...]
    """Each is a few folded word beginnings that must all occur in a plan item's title."""
    section: str
    """Slug of the website's section."""
    card: CardText
    card_everywhere: bool
    """True where the card is the message (an infographic): every channel gets it, also where no picture is demanded."""
    example: Mapping[str, Any]
    """A whole set of data that renders the template."""

    @property
    def has_blanks(self) -> bool:
        """True when people must fill something in, so that the template cannot go out by itself."""
        title = render_template(self.title, self.example, markdown=False)
        return bool(unfilled_blanks(title + render_template(self.body, self.example, markdown=True)))


@cache
def load_starters() -> tuple[Starter, ...]:
    """All starter templates, ordered by key."""
    sources = (entry for entry in files(__package__).iterdir() if entry.name.endswith(".toml"))
    starters = (_starter(tomllib.loads(entry.read_text(encoding="utf-8"))) for entry in sources)
    return tuple(sorted(starters, key=lambda starter: starter.key))


def suggest(title: str) -> str | None:
    """Key of the starter whose keywords fit a plan item's title best, in either alphabet; None when none does."""
    return best_match(title, {starter.key: starter.keywords for starter in load_starters()})


def _starter(data: Mapping[str, Any]) -> Starter:
    variants: Sequence[Mapping[str, Any]] = data["variants"]
    turn, card, closing = data["turn"], data["card"], data.get("closing", "").strip()
    return Starter(
        key=data["key"],
        names={language: data["names"][language] for language in LANGUAGES},
        title=_in_turn(turn, [variant["title"] for variant in variants]),
        body=_in_turn(turn, [f"{variant['body'].strip()}\n\n{closing}".strip() for variant in variants]),
        hashtags=tuple(map(hashtag, data["hashtags"])),
        keywords=tuple(data["keywords"]),
        section=data["section"],
        card=CardText(
            kicker=card["kicker"],
            headline=_in_turn(turn, [variant.get("headline", variant["title"]) for variant in variants]),
            lines=_in_turn(turn, ["\n\n".join(variant.get("lines", card.get("lines", ()))) for variant in variants]),
        ),
        card_everywhere=card.get("everywhere", False),
        example=example_data(),
    )


def _in_turn(turn: str, sources: Sequence[str]) -> str:
    """One source that gives the variants their turn; a wording that is the same in all stays as it is."""
    if len(set(sources)) == 1:
        return sources[0]
    branches = "".join(
        f"{{% {'if' if number == 0 else 'elif'} (turn - 1) % {len(sources)} == {number} %}}\n{source}\n"
        for number, source in enumerate(sources)
    )
    return f"{_TURNS[turn]}\n{branches}{{% endif %}}"
