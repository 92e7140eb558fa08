"""A channel's alphabet at work on one post: every word that readers see goes through here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from content.alphabet import alphabet_of, convert, convert_blocks, doubts
from content.alphabets.own_words import NONE, OwnWords
from content.blocks import Block, plain_lines
from content.models import Channel, Post
from content.own_words import own_words_of
from content.problems import Problem


@dataclass(slots=True)
class Spelling:
    """``alphabet``: what to write in; "" leaves everything as it was written. Words in doubt gather on the way."""

    alphabet: str
    own: OwnWords = NONE
    doubtful: list[str] = field(default_factory=list)

    def text(self, written: str) -> str:
        if not self.alphabet:
            return written
        self.doubtful += doubts(written, self.alphabet, self.own)
        return convert(written, self.alphabet, self.own)

    def label(self, ours: str) -> str:
        """Words of the service itself, which nobody need look at."""
        return convert(ours, self.alphabet) if self.alphabet else ours

    def own_text(self, written: str | None) -> str | None:
        """What staff wrote for this very channel: already in its alphabet, it is theirs to the letter."""
        if not written or alphabet_of(written, self.own) == self.alphabet:
            return written
        return self.text(written)

    def blocks(self, written: Sequence[Block]) -> tuple[Block, ...]:
        if not self.alphabet:
            return tuple(written)
        for line in plain_lines(written):
            self.doubtful += doubts(line, self.alphabet, self.own)
        return convert_blocks(written, self.alphabet, self.own)

    def problems(self) -> list[Problem]:
        """Advice for the approver, code alphabet_doubt {words}."""
        words = tuple(dict.fromkeys(self.doubtful))
        return [Problem("alphabet_doubt", {"words": words}, blocking=False)] if words else []


def spelling_for(channel: Channel, post: Post) -> Spelling:
    """Only Uzbek has several alphabets: what a Russian-speaking organization writes stays."""
    if not channel.alphabet or post.organization.language != "uz":
        return Spelling("")
    return Spelling(channel.alphabet, own_words_of(post.organization))
