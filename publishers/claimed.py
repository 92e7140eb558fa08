"""A claimed delivery with all that its call needs, in two questions that are written out.

Django compiles a query anew each time it runs; with five joins that takes longer than running it, and workers ask this
for every delivery. Values still come through the fields' own converters, so that the rows are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Model
from django.db.models.expressions import Col

from content.models import Channel, Organization, Post, Rendition
from publishers.models import ChannelAccount, Delivery

_SIDE_BY_SIDE: tuple[type[Model], ...] = (Delivery, Rendition, Post, Organization, Channel, ChannelAccount)
Converter = Callable[[Any], Any]


def claimed(delivery_id: int, lease_token: str, *, now: datetime) -> Delivery | None:
    """The delivery with its rendition, post, organization, channel and account; None when the lease is another's, or
    over at ``now``."""
    rows = _ask(_claimed_question(), [delivery_id, lease_token, _stored(now)])
    if not rows or not lease_token:
        return None
    delivery, rendition, post, organization, channel, account = _models(_SIDE_BY_SIDE, rows[0])
    joined = [
        (delivery, "rendition", rendition),
        (rendition, "post", post),
        (post, "organization", organization),
        (delivery, "channel", channel),
    ]
    if account.pk is not None:
        joined += [(channel, "account", account), (account, "channel", channel)]
    for owner, name, owned in joined:
        owner._meta.get_field(name).set_cached_value(owner, owned)
    return delivery


def locked(delivery_id: int, lease_token: str) -> Delivery | None:
    """The delivery alone, locked until the transaction ends; None when the lease is another's."""
    rows = _ask(_locked_question(), [delivery_id, lease_token]) if lease_token else []
    return _models((Delivery,), rows[0])[0] if rows else None


def _ask(question: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, values)
        return list(cursor.fetchall())


@cache
def _claimed_question() -> str:
    delivery, rendition, post, organization, channel, account = (_table(model) for model in _SIDE_BY_SIDE)
    return (
        f"SELECT {_columns(_SIDE_BY_SIDE)} FROM {delivery}"  # noqa: S608 - names of our own models only
        f" JOIN {rendition} ON {rendition}.id = {delivery}.rendition_id"
        f" JOIN {post} ON {post}.id = {rendition}.post_id"
        f" JOIN {organization} ON {organization}.id = {post}.organization_id"
        f" JOIN {channel} ON {channel}.id = {delivery}.channel_id"
        f" LEFT JOIN {account} ON {account}.channel_id = {channel}.id"
        f" WHERE {delivery}.id = %s AND {delivery}.lease_token = %s AND {delivery}.leased_until > %s"
    )


@cache
def _locked_question() -> str:
    lock = " FOR UPDATE" if connection.features.has_select_for_update else ""
    asked = "id = %s AND lease_token = %s AND leased_until IS NOT NULL"
    return f"SELECT {_columns((Delivery,))} FROM {_table(Delivery)} WHERE {asked}{lock}"  # noqa: S608 - as above


def _table(model: type[Model]) -> str:
    return connection.ops.quote_name(model._meta.db_table)


def _columns(models: Sequence[type[Model]]) -> str:
    return ", ".join(
        f"{_table(model)}.{connection.ops.quote_name(field.column)}"
        for model in models
        for field in model._meta.concrete_fields
    )


def _models(models: Sequence[type[Model]], row: tuple[Any, ...]) -> list[Any]:
    made, start = [], 0
    for model in models:
        names, converters = _reading(model)
        values = list(row[start : start + len(names)])
        for position, convert in converters:
            values[position] = convert(values[position])
        made.append(model.from_db(connection.alias, names, values))
        start += len(names)
    return made


@cache
def _reading(model: type[Model]) -> tuple[list[str], list[tuple[int, Converter]]]:
    """Names of the model's fields, and what turns values of the database into theirs, by position."""
    fields = model._meta.concrete_fields
    converters: list[tuple[int, Converter]] = []
    for position, field in enumerate(fields):
        column = Col(model._meta.db_table, field)
        found = connection.ops.get_db_converters(column) + field.get_db_converters(connection)
        converters += [(position, _bound(convert, column)) for convert in found]
    return [field.attname for field in fields], converters


def _bound(convert: Callable[..., Any], column: Col) -> Converter:
    return lambda value: convert(value, column, connection)


def _stored(instant: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(instant)
