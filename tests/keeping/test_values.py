"""Every kind of value in the form that every database shares."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, models

from config.keeping.tables import LEFT_OUT, Column, Fingerprint, Row, Table, WrongValue, our_tables, read_rows
from config.keeping.values import KIND_OF, KINDS, UnknownKind, comparable, kind_of

VALUES: list[tuple[str, Any, Any]] = [
    ("integer", 2**62, 2**62),
    ("text", "oʻ😀\n", "oʻ😀\n"),
    ("boolean", True, True),
    ("float", 0.1, 0.1),
    ("instant", datetime(2026, 11, 27, 4, 0, 0, 123456, UTC), "2026-11-27T04:00:00.123456+00:00"),
    ("date", date(2026, 11, 27), "2026-11-27"),
    ("time", time(9, 30, 0, 5), "09:30:00.000005"),
    ("duration", timedelta(days=-1, microseconds=7), -86_399_999_993),
    ("uuid", UUID(int=5), "00000000000000000000000000000005"),
    ("binary", b"\x00\xff", "AP8="),
    ("json", {"b": [1.5, None], "a": "ʻ"}, '{"b":[1.5,null],"a":"ʻ"}'),
]


@pytest.mark.parametrize(("kind", "value", "travels"), VALUES, ids=[kind for kind, *_ in VALUES])
def test_a_value_travels_and_comes_back(kind: str, value: Any, travels: Any) -> None:
    assert KINDS[kind].pack(value) == travels
    assert KINDS[kind].unpack(travels) == value


def test_every_kind_is_tried() -> None:
    assert {kind for kind, *_ in VALUES} == set(KINDS) == set(KIND_OF.values())


def test_every_column_of_ours_and_of_what_we_build_on_is_of_a_known_kind() -> None:
    tables = {table.name: table for table in our_tables()}

    assert len(tables) > 70
    assert LEFT_OUT & set(tables) == set()
    assert Column("file", "text", is_file=True) in tables["publishers_proof"].columns
    assert (tables["publishers_delivery"].counter, tables["website_articlepage"].counter) == ("id", "")


def test_a_kind_nobody_foresaw_is_refused() -> None:
    field = models.DecimalField(name="price", max_digits=5, decimal_places=2)

    with pytest.raises(UnknownKind, match="DecimalField"):
        kind_of(field)


@pytest.mark.parametrize(
    ("one", "other"),
    [('{"a":1,"b":2}', '{"b":2,"a":1}'), ("[1.0]", "[1]"), ("1e22", "10000000000000000000000"), ('"\\u02bb"', '"ʻ"')],
)
def test_what_postgresql_writes_another_way_is_the_same(one: str, other: str) -> None:
    assert comparable("json", one) == comparable("json", other)


def test_the_json_value_null_is_not_an_empty_column() -> None:
    assert comparable("json", "null") == "null"
    assert comparable("json", None) is None


def test_a_fingerprint_tells_rows_apart_but_not_their_order() -> None:
    table = Table("t", (Column("a", "integer"), Column("b", "text")))

    def of(*rows: Row) -> tuple[int, str]:
        found = Fingerprint.of(table)
        for row in rows:
            found.add(row)
        return found.rows, found.text()

    assert of([1, "x"], [2, "y"]) == of([2, "y"], [1, "x"])
    assert len({of([1, "x"]), of([1, "y"]), of([1, "x"], [1, "x"]), of([1, None]), of()}) == 5


@pytest.mark.django_db
def test_a_value_its_column_cannot_hold_is_named_without_its_contents() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE odd (number integer, at datetime NULL)")
        cursor.execute("INSERT INTO odd VALUES (5, NULL), ('a secret', NULL)")

        with pytest.raises(WrongValue) as refusal:
            list(read_rows(connection, Table("odd", (Column("number", "integer"), Column("at", "instant")))))

        assert str(refusal.value) == "odd.number: a str for integer"
