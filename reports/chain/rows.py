"""The rows that are sealed: of each kind what belongs to its canonical form, and from when on it is final."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from publishers.models import Attempt, Proof, StateChange
from reports.chain.form import canonical
from reports.models import Capture, Seal

KIND = Seal.Kind


@dataclass(frozen=True, slots=True)
class Source:
    """``fields``: name in the canonical form -> path from the row; people by their number, for a login may be renamed.
    ``happened``: the field with the instant from which on the row never changes; null until then."""

    model: type[Model]
    fields: Mapping[str, str]
    happened: str
    later: bool = False
    """It becomes final long after it was made, or never: its number says nothing of when."""


@dataclass(frozen=True, slots=True)
class Row:
    key: int
    text: str
    """Its canonical form."""
    happened: datetime


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


_DELIVERY = {
    "delivery": "delivery_id",
    "delivery_key": "delivery__key",
    "post": "delivery__post_id",
    "channel": "delivery__channel_id",
}

SOURCES: Mapping[str, Source] = {
    KIND.ATTEMPT: Source(
        Attempt,
        _DELIVERY
        | _same("number", "step", "started_at", "finished_at", "outcome", "reason_code", "detail")
        | _same("external_id", "link", "answer")
        | {"rendition": "rendition_id", "rendition_checksum": "rendition__checksum"},
        "finished_at",
    ),
    KIND.CHANGE: Source(
        StateChange,
        _DELIVERY | _same("old", "new", "at", "reason_code", "note") | {"attempt": "attempt_id", "actor": "actor_id"},
        "at",
    ),
    KIND.PROOF: Source(
        Proof,
        _DELIVERY | _same("file", "checksum", "link", "issue", "day", "note", "added_at") | {"added_by": "added_by_id"},
        "added_at",
    ),
    KIND.DECISION: Source(
        Proof,
        _same("decided_at", "confirmed", "decision_note") | {"delivery": "delivery_id", "decided_by": "decided_by_id"},
        "decided_at",
        later=True,
    ),
    KIND.CAPTURE: Source(
        Capture,
        _DELIVERY
        | {"attempt": "attempt_id", "capture": "kind"}
        | _same("taken_at", "finding", "code", "address", "status", "content_type", "text_checksum")
        | _same("page", "page_checksum", "page_size")
        | _same("picture", "picture_checksum", "picture_size", "picture_code"),
        "taken_at",
    ),
}
"""In the order in which one run of sealing takes them."""


def final_rows(kind: str) -> QuerySet[Any]:
    source = SOURCES[kind]
    return source.model._default_manager.filter(**{f"{source.happened}__isnull": False}).order_by("pk")


def unsealed(kind: str) -> QuerySet[Any]:
    return final_rows(kind).filter(~Exists(Seal.objects.filter(kind=kind, key=OuterRef("pk"))))


def read(kind: str, rows: QuerySet[Any]) -> list[Row]:
    """Of each of ``rows`` the canonical form, in their order."""
    source = SOURCES[kind]
    found = rows.values("pk", *source.fields.values())
    return [
        Row(
            row["pk"],
            canonical({"kind": kind, "id": row["pk"]} | {name: row[path] for name, path in source.fields.items()}),
            row[source.happened],
        )
        for row in found
    ]


def read_keys(kind: str, keys: Collection[int]) -> dict[int, Row]:
    """By number; rows that are gone, or no longer final, are not among them."""
    return {row.key: row for row in read(kind, final_rows(kind).filter(pk__in=keys).order_by())}


def happened_before(kind: str, instant: datetime) -> Q:
    return Q(**{f"{SOURCES[kind].happened}__lt": instant})


def not_settled(kind: str, instant: datetime) -> Q:
    """Rows of which others with smaller numbers may still come, or that are not final."""
    name = SOURCES[kind].happened
    return Q(**{f"{name}__isnull": True}) | Q(**{f"{name}__gte": instant})
