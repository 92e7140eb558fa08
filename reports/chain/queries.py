"""Which seal stands for what a report tells of."""

from __future__ import annotations

from collections.abc import Sequence

from reports.chain.rows import final_rows
from reports.chain.sealing import Head
from reports.models import Seal

_AT_ONCE = 2_000
OF_A_REPORT = (Seal.Kind.ATTEMPT, Seal.Kind.CHANGE, Seal.Kind.PROOF, Seal.Kind.DECISION)
"""Later looks at what is out change no line of it."""


def newest_seal(deliveries: Sequence[int]) -> Head | None:
    """The newest seal on anything that was done about these deliveries; None while nothing is sealed. It stays the same
    while nothing more is done."""
    newest = None
    for start in range(0, len(deliveries), _AT_ONCE):
        some = deliveries[start : start + _AT_ONCE]
        for kind in OF_A_REPORT:
            keys = final_rows(kind).filter(delivery_id__in=some).order_by().values("pk")
            found = Seal.objects.filter(kind=kind, key__in=keys).order_by("-number").first()
            if found is not None and (newest is None or found.number > newest.number):
                newest = found
    return Head(newest.number, newest.hash, newest.at) if newest else None
