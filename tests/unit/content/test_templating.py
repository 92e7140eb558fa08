"""Templates render inside bounds, and a broken one says what is wrong."""

from __future__ import annotations

import time
from datetime import date
from typing import Any

import pytest

from content.rich_text import parse
from content.template_data import GROUPS, example_data, genitive, period_data, roman, uzbek_date
from content.templating import TemplateProblem, check_template, render_template, to_rich_text

DATA: dict[str, Any] = {
    "organization": {"name": "Zarafshon *shahar* hokimligi", "website": "https://a_b.example", "phone": ""},
    "period": period_data(2026, month=11),
    "item": {"steps": ["1. Reja", "2. Ijro"], "title": "Uzun\n\n# sarlavha"},
    "today": date(2026, 12, 9),
}


def rendered(source: str, markdown: bool = False) -> str:
    return render_template(source, DATA, markdown=markdown)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ organization.name }}: {{ period.label }}", "Zarafshon *shahar* hokimligi: 2026-yil noyabr"),
        ("{{ period.quarter_roman }} chorak, {{ period.previous_label }}", "IV chorak, 2026-yil oktabr"),
        ("{{ today }} va {{ today | uz_date }}", "2026-yil 9-dekabr va 2026-yil 9-dekabr"),
        ("{{ 4 | roman }} {{ 2 + 3 * 2 }}", "IV 8"),
        ("{% for step in item.steps %}{{ loop.index }}) {{ step }}; {% endfor %}", "1) 1. Reja; 2) 2. Ijro;"),
        ("{{ item.steps | join(', ') }} ({{ item.steps | length }})", "1. Reja, 2. Ijro (2)"),
        ("{{ ['bir', 'ikki'][period.month - 10] | capitalize }}", "Ikki"),
        ("{{ organization.email | default('yoʻq') }}{% if organization.phone %}, telefon{% endif %}", "yoʻq"),
        ("{{ organization.phone or blank('Aloqa telefoni') }}", "⟦Aloqa telefoni⟧"),
        ("{% set oy = period.month_name %}{{ oy | upper }} {{ oy | lower | first }}", "NOYABR n"),
        ("  \n matn \n ", "matn"),
    ],
)
def test_data_is_filled_in(source: str, text: str) -> None:
    assert rendered(source) == text


@pytest.mark.parametrize(
    "value",
    [
        "*qalin* _egri_",
        "1. birinchi",
        "- tire",
        "# sarlavha",
        "> iqtibos",
        "[havola](https://x.example)",
        "<b>teg</b> & ;",
        "~~chiziq~~ `kod`",
        "a\\b",
        "![rasm](x)",
        "---",
        "+ qoʻshuv",
        "    toʻrt bosh joy",
        "O'zbek “matn” ⟦x⟧",
    ],
)
def test_a_value_in_a_body_stays_exactly_these_words(value: str) -> None:
    # when
    markdown = render_template("{{ value }}", {"value": value}, markdown=True)
    blocks = parse(to_rich_text(markdown), link_for=lambda kind, key: None)
    # then
    (block,) = blocks
    (span,) = block.spans  # type: ignore[union-attr]
    assert (type(block).__name__, span.text, span.bold, span.italic, span.link) == (
        "Paragraph",
        value.strip(),
        False,
        False,
        None,
    )


def test_the_templates_own_markdown_is_kept() -> None:
    assert to_rich_text(rendered("**{{ organization.name }}**", markdown=True)) == (
        "<p><b>Zarafshon *shahar* hokimligi</b></p>"
    )


def test_lines_of_a_value_become_line_breaks() -> None:
    assert to_rich_text(rendered("- {{ item.title }}", markdown=True)) == "<ul><li>Uzun<br/># sarlavha</li></ul>"


def test_a_value_can_be_a_links_address() -> None:
    assert to_rich_text(rendered("[sayt]({{ organization.website }})", markdown=True)) == (
        '<p><a href="https://a_b.example">sayt</a></p>'
    )


def test_a_blank_keeps_its_name_and_its_marks() -> None:
    assert rendered('{{ blank("Tadbir  ⟦sanasi⟧") }}', markdown=True) == "⟦Tadbir sanasi⟧"


@pytest.mark.parametrize(
    ("source", "code", "params"),
    [
        ("{{ tashkilot }}", "undefined_name", {"name": "tashkilot"}),
        ("{{ tashkilot.nomi }}", "undefined_name", {"name": "tashkilot"}),
        ("{{ period.quartal }}", "undefined_name", {"name": "period.quartal"}),
        ("{% if period.quartal %}x{% endif %}", "undefined_name", {"name": "period.quartal"}),
        ("{{ range(5) }}", "undefined_name", {"name": "range"}),
        ("{{ lipsum() }}", "undefined_name", {"name": "lipsum"}),
        ("a\n{{ x | nope }}", "syntax", {"line": 2, "message": "No filter named 'nope'."}),
        ("{{ item.steps }}", "not_text", {"type": "list"}),
        ("{{ organization }}", "not_text", {"type": "Group"}),
        ("{{ none }}", "not_text", {"type": "NoneType"}),
        ("{{ period.year / 0 }}", "failed", {"message": "division by zero"}),
        ("{{ 2 ** 8 }}", "unsafe", {"what": "**"}),
        ("{{ 'a' * 9 }}", "unsafe", {"what": "*"}),
        ("{{ '%9d' % 1 }}", "unsafe", {"what": "%"}),
        ("{{ 'a' ~ 'b' }}", "unsafe", {"what": "~"}),
        ("{{ '{}'.format(1) }}", "unsafe", {"what": "format()"}),
        ("{% macro m() %}{% endmacro %}", "unsafe", {"what": "macro"}),
        ("{% include 'x' %}", "unsafe", {"what": "include"}),
        ("{% extends 'x' %}", "unsafe", {"what": "extends"}),
        ("{% from 'x' import y %}", "unsafe", {"what": "from import"}),
        ("{% for s in item.steps recursive %}{{ loop(item.steps) }}{% endfor %}", "unsafe", {"what": "call()"}),
    ],
)
def test_a_broken_template_says_what_is_wrong(source: str, code: str, params: dict[str, Any]) -> None:
    problem = check_template(source, DATA, markdown=False)
    assert problem is not None
    assert (problem.code, problem.params) == (code, params)


def test_an_open_tag_is_named_with_its_line() -> None:
    problem = check_template("a\n\n{% if period.year %}", DATA, markdown=False)
    assert problem is not None
    assert (problem.code, problem.params["line"]) == ("syntax", 3)


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ organization.keys() }}",
        "{{ item.steps.append(1) }}",
        "{{ blank.func }}",
        "{{ blank.args }}",
        "{{ blank.__globals__ }}",
        "{{ organization.name.upper() }}",
        "{{ organization['__class__'] }}",
        "{{ self._TemplateReference__context }}",
        "{{ today.strftime('%9999999d') }}",
        "{{ loop.__init__ }}",
        "{{ count_step.__class__ }}",
    ],
)
def test_nothing_but_the_data_can_be_reached(source: str) -> None:
    problem = check_template(source, DATA, markdown=False)
    assert problem is not None
    assert problem.code in {"unsafe", "undefined_name", "not_text"}


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("{% for a in item.steps %}" * 16 + "{% endfor %}" * 16, "too_many_steps"),
        ("{% for a in item.steps %}" * 11 + "{{ organization.name }} " * 9 + "{% endfor %}" * 11, "too_long"),
        ("{% set a = 'x' + 'x' %}" + "{% set a = a + a %}" * 60 + "{{ a }}", "too_long"),
        ("{% set a = 'xx' %}" + "{% set a = [a, a] | join %}" * 60 + "{{ a }}", "too_long"),
        ("{% set n = 9 %}" + "{% set n = n * n %}" * 60 + "{{ n }}", "too_long"),
        ("{% set a = 'x' %}" + "{% set a = a + a %}" * 15 + "{{ a }}{{ a }}", "too_long"),
        ("x" * 60_001, "too_long"),
    ],
)
def test_a_bomb_is_stopped_early(source: str, code: str) -> None:
    started = time.perf_counter()
    problem = check_template(source, DATA, markdown=False)
    assert problem is not None
    assert problem.code == code
    assert time.perf_counter() - started < 5


def test_rendering_leaves_the_data_alone() -> None:
    data = example_data()
    render_template("{% set period = 1 %}{% set organization = item %}{{ period }}", data, markdown=True)
    assert data == example_data()


def test_a_problem_shows_its_code_and_params() -> None:
    with pytest.raises(TemplateProblem, match=r"undefined_name.*period\.x"):
        rendered("{{ period.x }}")


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        (period_data(2026, month=1), ("yanvar", 1, "I", "2026-yil yanvar", "2025-yil dekabr")),
        (period_data(2026, month=12), ("dekabr", 4, "IV", "2026-yil dekabr", "2026-yil noyabr")),
        (period_data(2026, quarter=1), ("", 1, "I", "2026-yil I chorak", "2025-yil IV chorak")),
        (period_data(2026, quarter=3), ("", 3, "III", "2026-yil III chorak", "2026-yil II chorak")),
        (period_data(2026), ("", None, "", "2026-yil", "2025-yil")),
    ],
)
def test_periods_have_their_words(period: dict[str, Any], expected: tuple[object, ...]) -> None:
    assert (
        period["month_name"],
        period["quarter"],
        period["quarter_roman"],
        period["label"],
        period["previous_label"],
    ) == expected


@pytest.mark.parametrize("bad", [{"month": 0}, {"month": 13}, {"quarter": 0}, {"quarter": 5}])
def test_an_impossible_period_is_refused(bad: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="out of range"):
        period_data(2026, **bad)


@pytest.mark.parametrize("month", range(1, 13))
def test_the_example_keeps_the_contract(month: int) -> None:
    data = example_data(month=month)
    assert {name: tuple(data[name]) for name in GROUPS} == dict(GROUPS)
    assert data["today"] == date(2026, month, 10)


def test_small_words() -> None:
    assert [roman(number) for number in (1, 4, 9, 14, 39)] == ["I", "IV", "IX", "XIV", "XXXIX"]
    assert uzbek_date(date(2026, 9, 1)) == "2026-yil 1-sentabr"
    assert (genitive("Hokimlik"), genitive("")) == ("Hokimlikning", "")
    with pytest.raises(ValueError, match="no Roman numeral"):
        roman(40)
