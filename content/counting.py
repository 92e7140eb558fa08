"""How much of its limits a channel's form uses up: what the counters of preview and editor show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from content.fitting import hashtags_and_mentions, length_limit
from content.formats import Unit, format_for
from content.lengths import measure
from content.markup import visible_text
from content.rendering import Rendered

Part = Literal["text", "follow_up", "hashtags"]

NEAR = 0.9
"""From this share of a limit on it is nearly used up."""
_ENDLESS = 100_000
"""A limit nobody reaches by typing tells nothing."""


@dataclass(frozen=True, slots=True)
class Count:
    """``used`` of ``limit``, in the platform's own unit."""

    part: Part
    used: int
    limit: int
    unit: Unit = "characters"

    @property
    def over(self) -> bool:
        return self.used > self.limit

    @property
    def near(self) -> bool:
        return not self.over and self.used >= NEAR * self.limit

    @property
    def bounded(self) -> bool:
        return self.limit < _ENDLESS


def counts_of(rendered: Rendered) -> list[Count]:
    """Of the text, of the second message when there is one, and of the hashtags where their number is limited."""
    form, composed = format_for(rendered.channel.kind), rendered.composed
    visible = visible_text(composed.text, form.markup)
    with_media = bool(rendered.pictures or rendered.videos or rendered.documents)
    counts = [Count("text", measure(visible, form.unit), length_limit(form, with_media=with_media), form.unit)]
    follow_up = visible_text(composed.follow_up, form.markup)
    if follow_up:
        counts.append(Count("follow_up", measure(follow_up, form.unit), form.text_limit, form.unit))
    if form.hashtags_max is not None:
        counts.append(Count("hashtags", hashtags_and_mentions(f"{visible}\n\n{follow_up}")[0], form.hashtags_max))
    return counts
