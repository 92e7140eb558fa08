"""The lock file fits pyproject.toml, and the check that says so sees what it must see."""

from __future__ import annotations

import pytest

from tests.house.lock_file import ROOT, lock_problems, pins_missing_in

PYPROJECT = """
[project]
dependencies = ["django>=5.2,<5.3", "psycopg[binary]>=3.3"]
[project.optional-dependencies]
dev = ["pytest-django>=4"]
"""
HASH = f"    --hash=sha256:{'a' * 64}"


def lock(*pins: str) -> str:
    return "".join(f"{pin} \\\n{HASH}\n" for pin in pins)


def test_the_lock_files_fit_pyproject_and_each_other() -> None:
    pyproject = (ROOT / "pyproject.toml").read_text()
    whole, production, bench = (
        (ROOT / f"requirements{name}.lock").read_text() for name in ("", "-production", "-bench")
    )

    assert lock_problems(pyproject, whole) == []
    assert lock_problems(pyproject, production, extras=()) == []
    assert lock_problems(pyproject, bench, extras=("dev", "bench")) == []
    assert pins_missing_in(whole, production) == []
    assert pins_missing_in(bench, whole) == []


def test_a_production_lock_that_pins_another_version_is_told() -> None:
    assert pins_missing_in(lock("django==5.2.9", "rich==14.1"), lock("django==5.2.8")) == ["django==5.2.8"]
    assert lock_problems(PYPROJECT, lock("django==5.2.9", "psycopg==3.3.1"), extras=()) == []


def test_a_lock_with_every_dependency_pinned_and_hashed_is_sound() -> None:
    assert (
        lock_problems(PYPROJECT, lock("Django==5.2.9", "psycopg==3.3.1", "pytest_django==4.1", "sqlparse==0.5")) == []
    )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (lock("django==5.2.9", "psycopg==3.3.1"), "pytest-django is not in the lock file"),
        (lock("django==5.3", "psycopg==3.3.1", "pytest-django==4.1"), "django 5.3 is not allowed by <5.3,>=5.2"),
        (
            lock("django==5.2.9", "psycopg==3.3.1 ; os_name == 'nt'", "psycopg==3.2", "pytest-django==4.1"),
            "psycopg 3.2 is not allowed by >=3.3",
        ),
        (lock("django==5.2.9", "psycopg==3.3.1") + "pytest-django==4.1\n", "pytest-django has no hash"),
        (
            lock("django==5.2.9", "psycopg==3.3.1") + "pytest-django==4.1 \\\n    --hash=md5:00\n",
            "pytest-django: --hash=md5:00 is no sha256 hash",
        ),
        (
            "--extra-index-url mirror.example\n" + lock("django==5.2.9", "psycopg==3.3.1", "pytest-django==4.1"),
            "--extra-index-url is neither a pinned package nor its hash",
        ),
        (
            lock("django==5.2.9", "psycopg==3.3.1", "pytest-django==4.1", "x @ https://mirror.example/x.whl"),
            "x is neither a pinned package nor its hash",
        ),
        (
            lock("django==5.2.9", "psycopg==3.3.1", "pytest-django==4.1", "x>=1"),
            "x>=1 is neither a pinned package nor its hash",
        ),
    ],
)
def test_each_fault_is_named(text: str, problem: str) -> None:
    assert lock_problems(PYPROJECT, text) == [problem]
