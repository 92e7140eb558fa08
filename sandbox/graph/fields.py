"""Reads Graph's `fields` language and picks those fields from an object."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.graph.answers import Refusal, invalid

_NAME = re.compile(r"\s*([A-Za-z0-9_]+)")
_MODIFIER = re.compile(r"\.[a-z_]+\([^()]*\)")


@dataclass(frozen=True)
class Wanted:
    """One field with the fields wanted inside it."""

    name: str
    inner: tuple["Wanted", ...] = ()


def parse_fields(source: str) -> tuple[Wanted, ...]:
    """Parse `id,attachments{media_type,target},shares.limit(0)`; raises Refusal 2500 for a broken expression."""
    wanted, at = _list(source, 0)
    if at != len(source):
        raise _syntax(source, at)
    return wanted


def pick(node: Mapping[str, Any], wanted: tuple[Wanted, ...], kind: str, known: frozenset[str]) -> dict[str, Any]:
    """Return the wanted fields an object has, `id` always; raises Refusal for a field its kind never has."""
    picked: dict[str, Any] = {}
    for field in wanted:
        if field.name not in known:
            raise invalid(f"Tried accessing nonexisting field ({field.name}) on node type ({kind})")
        if field.name in node and node[field.name] is not None:
            picked[field.name] = _inside(node[field.name], field.inner)
    if "id" in node:
        picked["id"] = node["id"]
    return picked


def _inside(value: Any, inner: tuple[Wanted, ...]) -> Any:
    if not inner:
        return value
    if isinstance(value, list):
        return [_inside(item, inner) for item in value]
    if isinstance(value, dict):
        if isinstance(value.get("data"), list):
            return {**value, "data": _inside(value["data"], inner)}
        return {field.name: _inside(value[field.name], field.inner) for field in inner if field.name in value}
    return value


def _list(source: str, at: int) -> tuple[tuple[Wanted, ...], int]:
    found: list[Wanted] = []
    while True:
        match = _NAME.match(source, at)
        if match is None:
            raise _syntax(source, at)
        at = match.end()
        inner: tuple[Wanted, ...] = ()
        while (modifier := _MODIFIER.match(source, at)) is not None:
            at = modifier.end()
        if source[at : at + 1] == "{":
            inner, at = _list(source, at + 1)
            if source[at : at + 1] != "}":
                raise _syntax(source, at)
            at += 1
            while (modifier := _MODIFIER.match(source, at)) is not None:
                at = modifier.end()
        found.append(Wanted(match.group(1), inner))
        if source[at : at + 1] != ",":
            return tuple(found), at
        at += 1


def _syntax(source: str, at: int) -> Refusal:
    return Refusal(2500, f'Syntax error "Expected a field name." at character {at}: {source[:200]}')
