"""Habits of the house that a reviewer would otherwise have to look for."""

from __future__ import annotations

import ast
import re

import pytest
from django.core.management import call_command

from content.labels import PROBLEMS
from publishers.errors import ReasonCode
from publishers.labels import REASONS, STATES
from publishers.states import State
from tests.house.tree import modules, parsed, shown, texts

LONGEST = 400
# put together here, so that this file does not name what no file may name
REGISTRIES = tuple(
    ".".join(parts) for parts in (("py" + "pi", "org"), ("python" + "hosted", "org"), ("registry", "npm" + "js"))
)
MACHINE_PATHS = re.compile(r"(?<![\w.}*])/(?:work|tmp|root)/")
CODE_NAMES = {"code", "problem"}
PROBLEM_CLASSES = {"NotAFilm", "Problem", "TemplateProblem", "TooMuch"}


def test_no_module_is_longer_than_400_lines() -> None:
    lengths = {shown(path): path.read_text().count("\n") for path in [*modules(), *modules("tests")]}

    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_no_file_names_a_package_registry() -> None:
    assert [(shown(path), host) for path, text in texts() for host in REGISTRIES if host in text] == []


def test_no_file_names_a_path_of_one_machine() -> None:
    assert [(shown(path), found.group()) for path, text in texts() for found in MACHINE_PATHS.finditer(text)] == []


def test_no_time_without_a_zone_is_asked_for() -> None:
    naive = [
        shown(path, node.lineno)
        for path in modules()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and (
            (node.func.attr == "now" and not node.args and not node.keywords and _names(node.func.value, "datetime"))
            or node.func.attr in {"utcnow", "utcfromtimestamp"}
            or (node.func.attr == "today" and (_names(node.func.value, "date") or _names(node.func.value, "datetime")))
        )
    ]

    assert naive == []


def test_only_programs_print() -> None:
    printing = {
        shown(path)
        for path in modules()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    }

    assert printing - {shown(path) for path in modules() if '__name__ == "__main__"' in path.read_text()} == set()


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_state_and_reason_of_a_delivery_has_a_label() -> None:
    assert set(STATES) == set(State)
    assert set(REASONS) == set(ReasonCode)


def test_every_problem_that_is_raised_has_a_label_and_every_label_a_problem() -> None:
    used, constants = set(), set()
    for path in modules():
        tree = parsed(path)
        if shown(path) != "content/labels.py":
            constants |= {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
        used |= {code for node in ast.walk(tree) for code in _problem_codes(node)}

    assert used - set(PROBLEMS) == set()
    assert set(PROBLEMS) - constants == set()


def _problem_codes(node: ast.AST) -> set[str]:
    """Codes written out where a problem is made, noted on an occurrence, or chosen beforehand."""
    if isinstance(node, ast.Assign) and any(
        _names(target, "code") or _names(target, "problem") for target in node.targets
    ):
        return {leaf.value for leaf in _outcomes(node.value) if isinstance(leaf.value, str) and leaf.value}
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return set()
    place = 0 if node.func.id in PROBLEM_CLASSES else 1 if node.func.id == "_note" else None
    if place is None or len(node.args) <= place:
        return set()
    return {leaf.value for leaf in _outcomes(node.args[place]) if isinstance(leaf.value, str)}


def _outcomes(value: ast.expr) -> list[ast.Constant]:
    """The constants an expression may come to: itself, or both ends of a choice."""
    if isinstance(value, ast.IfExp):
        return [*_outcomes(value.body), *_outcomes(value.orelse)]
    return [value] if isinstance(value, ast.Constant) else []


def _names(node: ast.AST, name: str) -> bool:
    return (isinstance(node, ast.Name) and node.id == name) or (isinstance(node, ast.Attribute) and node.attr == name)
