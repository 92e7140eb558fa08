"""``.env.example`` names every setting and nothing else, with the defaults the code has."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SETTINGS = (ROOT / "config" / "settings.py").read_text()
COMPOSE = (ROOT / "docker-compose.yml").read_text()
EXAMPLE = (ROOT / ".env.example").read_text()


def read_by_settings() -> set[str]:
    return set(re.findall(r"""env\.\w+\(\s*["']([A-Z_]+)["']""", SETTINGS))


def read_by_compose() -> set[str]:
    return set(re.findall(r"\$\{([A-Z_]+)", COMPOSE))


def offered() -> list[str]:
    return re.findall(r"^#?([A-Z_]+)=", EXAMPLE, re.MULTILINE)


def test_every_setting_stands_in_the_example_and_nothing_else() -> None:
    assert set(offered()) == read_by_settings() | read_by_compose()


def test_no_setting_stands_there_twice() -> None:
    assert sorted(offered()) == sorted(set(offered()))


def test_nothing_is_set_by_copying_the_example() -> None:
    assert re.findall(r"^[A-Z_]+=", EXAMPLE, re.MULTILINE) == []


def test_simple_defaults_are_those_of_the_code() -> None:
    defaults = dict(re.findall(r"""env\.(?:int|float|str)\(["']([A-Z_]+)["'], ["']?([^"'()]*)["']?\)""", SETTINGS))
    shown = dict(re.findall(r"^#([A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE))
    compared = {name: value for name, value in defaults.items() if value and not re.search(r"[{+/ ]|^PORT", value)}

    assert len(compared) >= 10
    assert {name: shown[name] for name in compared} == compared


def test_keys_and_passwords_have_no_value_there() -> None:
    shown = dict(re.findall(r"^#?([A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE))

    secrets = ("SECRET_KEY", "CREDENTIALS_KEYS", "POSTGRES_PASSWORD", "MAIL_URL", "METRICS_TOKEN")
    assert [shown[name] for name in secrets] == [""] * 5
