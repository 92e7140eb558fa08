"""The bounded Jinja2 environment post templates run in. Pure.

A template reads its data's members and calls ``blank``, nothing else: no methods, no macros, no other templates. Loops,
lengths and numbers are bounded, so that no template can keep a worker busy or fill its memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import partial
from typing import Any

from jinja2 import StrictUndefined, nodes
from jinja2.environment import Template
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from content.template_data import roman, uzbek_date

MAX_OUTPUT = 50_000
MAX_STEPS = 2_000
MAX_NUMBER = 10**12
STEP = "count_step"

_FORBIDDEN: dict[type[nodes.Node], str] = {
    nodes.Macro: "macro", nodes.CallBlock: "call", nodes.FilterBlock: "filter", nodes.AssignBlock: "set block",
    nodes.Import: "import", nodes.FromImport: "from import", nodes.Include: "include", nodes.Extends: "extends",
    nodes.Block: "block", nodes.Concat: "~",
}  # fmt: skip
Escape = Callable[[str], str]


class TooMuch(Exception):
    """A bound was passed; ``code`` names it."""

    def __init__(self, code: str, limit: int) -> None:
        super().__init__(code, limit)
        self.code = code
        self.limit = limit


class NotText(Exception):
    """A template wrote out a value that has no wording, such as a list; the message is its type."""


class Written(str):
    """Text that already stands in the output's own syntax and is not escaped again."""

    __slots__ = ()


class Group(dict[str, Any]):
    """One group of the data that knows its name, for messages about a missing member."""

    def __init__(self, group_name: str, members: Mapping[str, Any]) -> None:
        super().__init__(members)
        self.group_name = group_name


class NamedUndefined(StrictUndefined):
    """Its message is the missing name alone, with its group: 'period.quartal'."""

    __slots__ = ()

    @property
    def _undefined_message(self) -> str:
        if self._undefined_hint:
            return self._undefined_hint
        group = getattr(self._undefined_obj, "group_name", "")
        return f"{group}.{self._undefined_name}" if group else str(self._undefined_name)


class StepCounter:
    """Counts the turns of all loops of one rendering; TooMuch beyond the bound."""

    def __init__(self, at_most: int = MAX_STEPS) -> None:
        self.steps = 0
        self.at_most = at_most

    def __call__(self) -> None:
        self.steps += 1
        if self.steps > self.at_most:
            raise TooMuch("too_many_steps", self.at_most)


class TemplateSandbox(ImmutableSandboxedEnvironment):
    """``escape`` is applied to every value a template writes, but not to the template's own words."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def __init__(self, escape: Escape) -> None:
        super().__init__(
            autoescape=False,
            undefined=NamedUndefined,
            finalize=partial(wording, escape),
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
            loader=None,
        )
        self.blank = partial(blank, escape)
        self.globals = {"blank": self.blank}
        kept = {name: self.filters[name] for name in ("default", "first", "last", "length", "trim")}
        self.filters = {**kept, **_FILTERS}

    def compiled(self, source: str) -> Template:
        """The template of ``source``, its loops counted. Raises TemplateSyntaxError, SecurityError."""
        tree = self.parse(source)
        for kind, name in _FORBIDDEN.items():
            if tree.find(kind) is not None:
                raise SecurityError(name)
        for loop in tree.find_all(nodes.For):
            step = nodes.Call(nodes.Name(STEP, "load"), [], [], None, None)
            loop.body.insert(0, nodes.ExprStmt(step, lineno=loop.lineno).set_lineno(loop.lineno))
        tree.set_environment(self)
        return Template.from_code(self, self.compile(tree), self.make_globals(None), None)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return not callable(value) and super().is_safe_attribute(obj, attr, value)

    def is_safe_callable(self, obj: Any) -> bool:
        return obj is self.blank or isinstance(obj, StepCounter)

    def call(self, context: Context, obj: Any, *args: Any, **kwargs: Any) -> Any:
        if isinstance(obj, Undefined):
            return obj()
        if not self.is_safe_callable(obj):
            raise SecurityError(f"{getattr(obj, '__name__', 'call')}()")
        return context.call(obj, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if operator == "**" or (operator == "%" and isinstance(left, str)):
            raise SecurityError(operator)
        if operator == "*":
            _check_product(left, right)
        result = super().call_binop(context, operator, left, right)
        if isinstance(result, int | float) and abs(result) > MAX_NUMBER:
            raise TooMuch("too_long", MAX_NUMBER)
        if isinstance(result, str | list | tuple) and len(result) > MAX_OUTPUT:
            raise TooMuch("too_long", MAX_OUTPUT)
        return result


def wording(escape: Escape, value: Any) -> Any:
    """What a value looks like in the output: text escaped, numbers, dates in Uzbek. Raises NotText."""
    if isinstance(value, Written | Undefined):
        return value
    if isinstance(value, str):
        return escape(value)
    if isinstance(value, date):
        return escape(uzbek_date(value))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return escape(str(value))
    raise NotText(type(value).__name__)


def blank(escape: Escape, name: str) -> Written:
    """A blank a person fills in before the post can go out."""
    return Written(f"⟦{escape(' '.join(str(name).replace('⟦', '').replace('⟧', '').split()))}⟧")


def _check_product(left: Any, right: Any) -> None:
    for side in (left, right):
        if not isinstance(side, int | float):
            raise SecurityError("*")


def _join(values: Iterable[Any], between: str = "") -> str:
    pieces = [wording(str, value) for value in values]
    if sum(map(len, pieces)) + len(between) * len(pieces) > MAX_OUTPUT:
        raise TooMuch("too_long", MAX_OUTPUT)
    return between.join(pieces)


def _upper(text: str) -> str:
    return str(text).upper()


def _lower(text: str) -> str:
    return str(text).lower()


def _capitalize(text: str) -> str:
    return str(text)[:1].upper() + str(text)[1:]


_FILTERS: dict[str, Callable[..., Any]] = {
    "uz_date": uzbek_date, "roman": roman, "join": _join, "upper": _upper, "lower": _lower, "capitalize": _capitalize,
}  # fmt: skip
