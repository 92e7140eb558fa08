"""Renders a post template with its period's data, or says in a code what is wrong with it. Pure.

A template sees the names of ``content.template_data``. ``{{ blank("Tadbir sanasi") }}`` leaves a blank that a person
fills in. Filters: uz_date, roman, upper, lower, capitalize, first, last, length, join, default, trim.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from jinja2 import TemplateSyntaxError, UndefinedError
from jinja2.environment import Template
from jinja2.exceptions import SecurityError, TemplateRuntimeError

from content.markdown import escape_markdown, to_rich_text
from content.template_sandbox import MAX_OUTPUT, STEP, Group, NotText, StepCounter, TemplateSandbox, TooMuch

__all__ = ["TemplateProblem", "check_template", "render_template", "to_rich_text"]

MAX_SOURCE = 60_000


class TemplateProblem(Exception):
    """A template cannot be rendered.

    Codes and params: undefined_name {name}, syntax {line, message}, unsafe {what}, too_long {limit},
    too_many_steps {limit}, not_text {type}, failed {message}.
    """

    def __init__(self, code: str, params: Mapping[str, Any] | None = None) -> None:
        super().__init__(code, dict(params or {}))
        self.code = code
        self.params: Mapping[str, Any] = dict(params or {})


def render_template(source: str, data: Mapping[str, Any], *, markdown: bool) -> str:
    """``source`` with ``data`` filled in, without outer blank lines. Raises TemplateProblem.

    With ``markdown`` (bodies) the values are escaped, so that a value stays words whatever is in it; without (titles,
    lines of a card) nothing is escaped.
    """
    if len(source) > MAX_SOURCE:
        raise TemplateProblem("too_long", {"limit": MAX_SOURCE})
    names = {name: Group(name, value) if isinstance(value, Mapping) else value for name, value in data.items()}
    try:
        pieces = _compiled(source, markdown).generate({**names, STEP: StepCounter()})
        return "".join(_bounded(pieces)).strip()
    except TemplateSyntaxError as error:
        raise TemplateProblem("syntax", {"line": error.lineno, "message": error.message or ""}) from error
    except SecurityError as error:
        raise TemplateProblem("unsafe", {"what": str(error)}) from error
    except UndefinedError as error:
        raise TemplateProblem("undefined_name", {"name": str(error)}) from error
    except TooMuch as error:
        raise TemplateProblem(error.code, {"limit": error.limit}) from error
    except NotText as error:
        raise TemplateProblem("not_text", {"type": str(error)}) from error
    except (TemplateRuntimeError, TypeError, ValueError, AttributeError, ArithmeticError, LookupError) as error:
        raise TemplateProblem("failed", {"message": str(error)}) from error
    except (RecursionError, MemoryError) as error:
        raise TemplateProblem("unsafe", {"what": type(error).__name__}) from error


@lru_cache(maxsize=64)
def _compiled(source: str, markdown: bool) -> Template:
    """Kept for a while: a recurring notice is made of the same few templates again and again."""
    return TemplateSandbox(escape_markdown if markdown else str).compiled(source)


def check_template(source: str, data: Mapping[str, Any], *, markdown: bool) -> TemplateProblem | None:
    """The problem rendering ``source`` with ``data`` runs into, or None."""
    try:
        render_template(source, data, markdown=markdown)
    except TemplateProblem as problem:
        return problem
    return None


def _bounded(pieces: Iterator[str]) -> Iterator[str]:
    length = 0
    for piece in pieces:
        length += len(piece)
        if length > MAX_OUTPUT:
            raise TooMuch("too_long", MAX_OUTPUT)
        yield piece
