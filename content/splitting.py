"""Parts a text too long to stand beside media: what goes with them, and what follows as a second message. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from content.formats import Format
from content.lengths import measure
from content.markup import visible_text

BETWEEN = "\n\n"


def split_beside_media(parts: Sequence[str], form: Format, stand_in: str = "") -> tuple[str, str]:
    """Caption and second message: as many whole ``parts`` from the start as fit beside media, and all the rest.

    Each part is a whole paragraph in the channel's markup; none is cut. When not even the first one fits, ``stand_in``
    (the title) is the caption. The second message may be longer than a message may be: that is the fitting's to say.
    """
    parts = [part for part in parts if part]
    limit = form.text_limit if form.caption_limit is None else form.caption_limit
    kept = len(parts)
    while kept and _length(parts[:kept], form) > limit:
        kept -= 1
    if parts and not kept:
        return (stand_in if _length([stand_in], form) <= limit else ""), BETWEEN.join(parts)
    return BETWEEN.join(parts[:kept]), BETWEEN.join(parts[kept:])


def _length(parts: Sequence[str], form: Format) -> int:
    return measure(visible_text(BETWEEN.join(parts), form.markup), form.unit)
