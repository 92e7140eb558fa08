"""The words of a picture card, rendered from a template's card sources. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from content.templating import render_template


@dataclass(frozen=True, slots=True)
class CardWords:
    kicker: str
    headline: str
    lines: tuple[str, ...]


def render_card_words(sources: Mapping[str, str], data: Mapping[str, Any]) -> CardWords:
    """Words from the sources ``kicker``, ``headline`` and ``lines`` (a missing one is empty); empty lines drop out.

    Raises TemplateProblem.
    """
    kicker, headline, lines = (
        render_template(sources.get(part, ""), data, markdown=False) for part in ("kicker", "headline", "lines")
    )
    return CardWords(
        kicker=" ".join(kicker.split()),
        headline=" ".join(headline.split()),
        lines=tuple(" ".join(line.split()) for line in lines.split("\n") if line.strip()),
    )
