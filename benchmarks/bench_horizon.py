"""The long view: staff screens over a million attempts, a year's planning, one post rendered for four channels.

That planning itself needs no database is measured in bench_recurrence.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import jinja2

from benchmarks.house import ROOT, plain_environment
from benchmarks.report import median_seconds, show, tell
from content.composition import Labels, compose
from content.fitting import fit
from content.formats import format_for
from content.rich_text import parse
from content.templating import render_template, to_rich_text
from tests.servers import running_postgres

FEW = 1_000
PAGE_MS = 200.0
JUDGED = ("log", "calendar", "plan list")
KINDS = ("website", "telegram", "facebook", "wordpress")
LABELS = Labels("Batafsil", "Batafsil saytimizda")
TIMES = 50
SOURCE = """{{ tashkilot.nomi }} **{{ sana }}** kuni ochiq eshiklar kunini oʻtkazadi.

{% for qadam in qadamlar %}- {{ qadam }}
{% endfor %}
Murojaat uchun: {{ tashkilot.telefon }}"""
DATA = {
    "tashkilot": {"nomi": "Namunaobod tumani hokimligi", "telefon": "+998 00 000 00 00"},
    "sana": "12-dekabr",
    "qadamlar": ["roʻyxatdan oʻtish", "maktab bilan tanishuv", "savol-javob", "koʻrgazma"],
}


def render_ours() -> None:
    """From the template to four texts with all that is wrong with them."""
    for _ in range(TIMES):
        blocks = parse(to_rich_text(render_template(SOURCE, DATA, markdown=True)), link_for=_no_link)
        for kind in KINDS:
            composed = compose(
                kind=kind,
                title="Ochiq eshiklar kuni",
                blocks=blocks,
                hashtags=("Namunaobod", "maktab"),
                article_link=None if kind == "website" else "https://namunaobod.example/maqola",
                override=None,
                labels=LABELS,
            )
            list(fit(composed, format_for(kind), (), ()))


def _no_link(_kind: str, _key: str) -> str | None:
    return None


def render_bare() -> None:
    """The same template four times, as a program without rules would."""
    for _ in range(TIMES):
        for _kind in KINDS:
            _BARE.render(**DATA)


_BARE = jinja2.Environment(autoescape=True).from_string(SOURCE)


def measured(attempts: int, plans: int, database: str) -> dict[str, Any]:
    """What benchmarks.pages tells of a house of that size. ``database``: '' for SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        environment = plain_environment(Path(folder), {"DATABASE_URL": database} if database else {})
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.pages", str(attempts), str(plans)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--attempts", type=int, default=1_000_000)
    parser.add_argument("--plans", type=int, default=1_000)
    options = parser.parse_args()
    tell(
        "horizon.rendering",
        value=median_seconds(render_ours) / TIMES * 1000,
        baseline=median_seconds(render_bare) / TIMES * 1000,
        unit="ms",
        goal=20.0,
        of="value",
        what="one post from its template to four channels' texts, fitted and checked",
        against="bare Jinja2, the template alone, four times",
    )
    few = min(FEW, options.attempts)
    with running_postgres() as postgres:
        for name, address in (("sqlite", lambda: ""), ("postgresql", postgres.database)):
            small, large = measured(few, 10, address()), measured(options.attempts, options.plans, address())
            _tell(name, few, options.attempts, small, large)


def _tell(database: str, few: int, many: int, small: dict[str, Any], large: dict[str, Any]) -> None:
    show(
        f"horizon, {database}: {many:,} attempts beside {few:,}",
        ("page", f"ms, {few:,}", f"ms, {many:,}", f"statements, {few:,}", f"statements, {many:,}"),
        [
            (
                name,
                f"{small['pages'][name]['ms']:.0f}",
                f"{page['ms']:.0f}",
                str(small["pages"][name]["statements"]),
                str(page["statements"]),
            )
            for name, page in large["pages"].items()
        ],
    )
    for name in JUDGED:
        page, before = large["pages"][name], small["pages"][name]
        tell(
            f"horizon.{name.replace(' ', '_')}.{database}",
            value=page["ms"],
            baseline=before["ms"],
            unit="ms",
            goal=PAGE_MS,
            of="value",
            also=page["statements"] <= before["statements"],
            what=f"{name} with {many:,} attempts, {page['statements']} statements",
            against=f"with {few:,} attempts, {before['statements']} statements",
        )
    planning = large["planning"]
    tell(
        f"horizon.planning.{database}",
        value=planning["ms"],
        baseline=planning["bare_ms"],
        unit="ms",
        goal=PAGE_MS,
        of="value",
        what="a year of one plan of twelve items: days worked out, rows written",
        against="only inserting as many rows",
    )


if __name__ == "__main__":
    main()
