"""The lists of words beside this module, read once. How to add one is told in docs/alphabets.md. Pure."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """Cells of every line of a list, parted by tabs; empty lines and those that begin with '# ' say nothing."""
    lines = (_DATA / name).read_text(encoding="utf-8").splitlines()
    return tuple(tuple(line.split("\t")) for line in lines if line.strip() and not line.startswith("# "))


@cache
def words(name: str) -> frozenset[str]:
    """First cells of a list, as a set."""
    return frozenset(row[0] for row in rows(name))


@cache
def stems(to: str) -> dict[str, str]:
    """Exceptions into "cyrillic" or "latin": spelling to spelling, small letters. A third cell holds further spellings,
    parted by blanks, that people use and we do not."""
    found: dict[str, str] = {}
    for latin, cyrillic, *more in rows("stems.tsv"):
        latin, cyrillic = latin.lower(), cyrillic.lower()
        source, target = (latin, cyrillic) if to == "cyrillic" else (cyrillic, latin)
        found[source] = target
        for other in " ".join(more).split():
            if other[0].isascii() == (to == "cyrillic"):
                found[other] = target
    return found


@cache
def brand_names() -> dict[str, str]:
    """Cyrillic spellings of brand names, small letters, to the name itself."""
    return {spelling: name for name, *more in rows("brands.tsv") for spelling in " ".join(more).split()}
