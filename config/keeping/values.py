"""One value of a column in a form that every database shares, and that JSON can carry without loss."""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

_MICROSECOND = timedelta(microseconds=1)
_KINDS = {
    "integer": (
        "AutoField BigAutoField SmallAutoField IntegerField BigIntegerField SmallIntegerField "
        "PositiveIntegerField PositiveBigIntegerField PositiveSmallIntegerField"
    ),
    "text": "CharField TextField SlugField FileField FilePathField URLField EmailField",
    "boolean": "BooleanField",
    "float": "FloatField",
    "instant": "DateTimeField",
    "date": "DateField",
    "time": "TimeField",
    "duration": "DurationField",
    "uuid": "UUIDField",
    "binary": "BinaryField",
    "json": "JSONField",
}
KIND_OF = {name: kind for kind, names in _KINDS.items() for name in names.split()}
"""Kind of value by the internal type of Django's field."""


class UnknownKind(Exception):
    """A column whose type this module cannot carry without loss."""


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of value comes out of a database, travels, and goes into another."""

    field: models.Field[Any, Any]
    """A plain field of Django's, which knows how each database stores the kind."""
    python: type
    pack: Callable[[Any], Any]
    unpack: Callable[[Any], Any]

    def readers(self, connection: BaseDatabaseWrapper) -> list[Callable[..., Any]]:
        """What turns the driver's value into Python's, in order; each takes value, expression, connection."""
        expression = models.Value(None, output_field=self.field)
        return [*connection.ops.get_db_converters(expression), *self.field.get_db_converters(connection)]

    def parameter(self, packed: Any, connection: BaseDatabaseWrapper) -> Any:
        """A packed value as the driver takes it."""
        if packed is None:
            return None
        return self.field.get_db_prep_value(self.unpack(packed), connection, prepared=False)


def _same(value: Any) -> Any:
    return value


def _packed_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


KINDS = {
    "integer": Kind(models.BigIntegerField(), int, _same, _same),
    "text": Kind(models.TextField(), str, _same, _same),
    "boolean": Kind(models.BooleanField(), bool, _same, _same),
    "float": Kind(models.FloatField(), float, _same, float),
    "instant": Kind(
        models.DateTimeField(), datetime, lambda at: at.astimezone(UTC).isoformat(), datetime.fromisoformat
    ),
    "date": Kind(models.DateField(), date, date.isoformat, date.fromisoformat),
    "time": Kind(models.TimeField(), time, time.isoformat, time.fromisoformat),
    "duration": Kind(
        models.DurationField(), timedelta, lambda length: length // _MICROSECOND, lambda n: n * _MICROSECOND
    ),
    "uuid": Kind(models.UUIDField(), uuid.UUID, lambda number: number.hex, uuid.UUID),
    "binary": Kind(models.BinaryField(), bytes, lambda raw: base64.b64encode(raw).decode(), base64.b64decode),
    # as text, so that an empty column and the JSON value null stay two things
    "json": Kind(models.JSONField(), object, _packed_json, json.loads),
}


def kind_of(field: models.Field[Any, Any]) -> str:
    """The kind of a model's field; of a relation: of what it points to. Raises UnknownKind."""
    while field.remote_field is not None and hasattr(field, "target_field"):
        field = field.target_field
    try:
        return KIND_OF[field.get_internal_type()]
    except KeyError:
        raise UnknownKind(f"{field}: {field.get_internal_type()}") from None


def comparable(kind: str, packed: Any) -> Any:
    """The packed value in the form that is the same whichever database held it.

    PostgreSQL keeps neither the order of a JSON object's names nor how a whole number was written.
    """
    if kind != "json" or packed is None:
        return packed
    return json.dumps(_plain(json.loads(packed)), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
