"""What dashboard, rules and page name is what /metrics says."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
import yaml
from django.test import Client

from config.metric_families import all_families
from tests.house.test_documents import table
from tests.house.tree import ROOT

FOLDER = ROOT / "docs" / "operations"
DASHBOARD = json.loads((FOLDER / "grafana.json").read_text())
QUERIES = [(panel["title"], target) for panel in DASHBOARD["panels"] for target in panel["targets"]]
RULES = yaml.safe_load((FOLDER / "alerts.yml").read_text())["groups"][0]["rules"]
NAME = re.compile(r"\bmediareja_\w+\b")
WORDS = re.compile(r"(?:\bby|\bon|\bgroup_left)\s*\(([^)]*)\)")


@pytest.fixture
def labels(db: None) -> dict[str, set[str]]:
    """Each name that is emitted, with its labels: names as a scrape has them, even of what has no line yet."""
    scrape = Client().get("/metrics").content.decode()
    emitted = re.findall(r"^# TYPE (\w+) \w+$", scrape, re.MULTILINE)
    found: dict[str, set[str]] = {"mediareja_scrape_seconds": set()}
    for family in all_families(datetime.now(UTC), per_channel=True):
        name = f"{family.name}_total" if family.type == "counter" else family.name
        found[name] = set(family._labelnames)  # type: ignore[attr-defined]
    assert sorted(found) == sorted(emitted)
    return found


def check(expression: str, legend: str, labels: dict[str, set[str]]) -> None:
    """Every name is emitted, and every label belongs to a name it stands with."""
    names = set(NAME.findall(expression))
    assert names
    assert names - set(labels) == set(), expression
    for name, selected in re.findall(r"(mediareja_\w+)\{([^}]*)\}", expression):
        assert set(re.findall(r"(\w+)\s*[=!]", selected)) - labels[name] == set(), expression
    known = set().union(*(labels[name] for name in names))
    grouped = {word.strip() for group in WORDS.findall(expression) for word in group.split(",")}
    assert grouped - known == set(), expression
    assert set(re.findall(r"\{\{\s*(?:\$labels\.)?(\w+)\s*\}\}", legend)) - known == set(), legend


@pytest.mark.parametrize(("title", "target"), QUERIES, ids=[f"{title} {target['refId']}" for title, target in QUERIES])
def test_a_query_of_the_dashboard_asks_for_what_there_is(
    title: str, target: dict[str, Any], labels: dict[str, set[str]]
) -> None:
    check(target["expr"], target["legendFormat"], labels)


@pytest.mark.parametrize("rule", RULES, ids=[rule["alert"] for rule in RULES])
def test_a_rule_asks_for_what_there_is_and_says_what_to_do(rule: dict[str, Any], labels: dict[str, set[str]]) -> None:
    said = rule["annotations"]
    assert sorted(said) == ["summary", "todo"]
    if rule["expr"] != 'up{job="mediareja"} == 0':  # Prometheus' own
        check(rule["expr"], said["summary"], labels)


def test_the_dashboard_shows_every_figure(labels: dict[str, set[str]]) -> None:
    shown = {name for _title, target in QUERIES for name in NAME.findall(target["expr"])}

    assert set(labels) - shown == set()


def test_panels_have_their_own_places_and_one_source() -> None:
    places = [(panel["gridPos"]["x"], panel["gridPos"]["y"]) for panel in DASHBOARD["panels"]]

    assert len(set(places)) == len(places) == len({panel["id"] for panel in DASHBOARD["panels"]})
    assert {panel["datasource"]["uid"] for panel in DASHBOARD["panels"]} == {"${datasource}"}
    assert [one["name"] for one in DASHBOARD["templating"]["list"]] == ["datasource"]


def test_the_page_lists_every_figure_with_its_labels(labels: dict[str, set[str]]) -> None:
    rows = [row for row in table("operations/seeing.md") if row[0].startswith("`mediareja_")]

    assert {row[0].strip("`"): {word.strip() for word in row[1].split(",")} - {""} for row in rows} == labels


def test_the_page_lists_every_check_of_the_doctor() -> None:
    listed = {
        name
        for row in table("operations/seeing.md")
        for name in re.findall(r"`([a-z_.]+)`", row[0])
        if re.match(r"(settings|database|clock|storage|outbox|channels|mail)\.|(broker|beat|worker|channels)$", name)
    }
    sources = "".join(path.read_text() for path in sorted((ROOT / "config" / "doctor").glob("*.py")))
    made = set(re.findall(r'"((?:settings|database|clock|storage|outbox|channels|mail)\.[a-z_]+)"', sources))

    assert listed == made | {"broker", "beat", "worker", "channels"}
