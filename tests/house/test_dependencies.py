"""Every package the project names is accounted for, and it uses none it does not name."""

from __future__ import annotations

import ast
import sys
import tomllib
from importlib.metadata import packages_distributions, requires

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.house.test_documents import table
from tests.house.tree import PRODUCT, ROOT, modules, parsed

PARTS_OF = {
    "django-filter": "wagtail",
    "django-modelcluster": "wagtail",
    "httpx": "python-telegram-bot",
    "kombu": "celery",
    "urllib3": "requests",
}
"""Packages that another one is built on and exposes: their versions are that one's choice, not ours."""


def named(requirements: list[str]) -> set[str]:
    return {canonicalize_name(Requirement(text).name) for text in requirements}


def declared() -> tuple[set[str], set[str]]:
    """What the product needs, and what only its developers need."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return named(project["dependencies"]), named(project["optional-dependencies"]["dev"])


def for_benchmarks() -> set[str]:
    """What benchmarks alone measure us against."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return named(project["optional-dependencies"]["bench"])


def imported(*rooms: str) -> set[str]:
    """Packages of others that the rooms import."""
    known = packages_distributions()
    found = set()
    for path in modules(*rooms):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            else:
                continue
            for top in (
                {name.split(".")[0] for name in names}
                - set(sys.stdlib_module_names)
                - {*PRODUCT, "tests", "benchmarks"}
            ):
                found |= {canonicalize_name(package) for package in known[top]}
    return found


def test_every_package_has_its_row_with_reason_licence_and_upkeep() -> None:
    product, developers = declared()
    rows = table("dependencies.md")

    names = [canonicalize_name(row[0]) for row in rows]
    assert names == sorted(product) + sorted(developers) + sorted(for_benchmarks())
    assert [row for row in rows if len(row) != 4 or not all(row)] == []


def test_the_product_imports_only_what_it_names() -> None:
    product, _developers = declared()

    assert imported() - product - set(PARTS_OF) == set()


def test_the_tests_import_only_what_is_named() -> None:
    product, developers = declared()

    assert imported("tests") - product - developers - set(PARTS_OF) == set()


def test_parts_belong_to_what_they_are_said_to_be_part_of() -> None:
    product, _developers = declared()
    for part, whole in PARTS_OF.items():
        assert whole in product
        assert part in named(requires(whole) or [])
