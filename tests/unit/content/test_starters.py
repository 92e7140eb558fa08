"""Every starter template renders its example for every period and fits every channel."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

import pytest

from content.blocks import Block
from content.card_words import CardWords, render_card_words
from content.cards import draw_card
from content.composition import Labels, compose
from content.fitting import PictureFacts, fit, unfilled_blanks
from content.formats import FORMATS
from content.hashtags import hashtags_in
from content.markup import render
from content.rich_text import parse
from content.starters import Starter, load_starters, suggest
from content.template_data import example_data, period_data
from content.templating import render_template, to_rich_text

STARTERS = {starter.key: starter for starter in load_starters()}
WRITTEN_BY_PEOPLE = {"article", "round_table_announcement", "round_table_report", "personnel_openness", "press_event"}
MONTHLY = {"monthly_infographic", "campaign_material", "section_update"}
QUARTERLY = {"open_budget", "internal_documents"}
LABELS = Labels(read_more="Batafsil", read_on_site="Batafsil saytimizda")
LINK = "https://zarafshon.example/yangiliklar/" + "uzun-manzil-" * 6
CARD = PictureFacts(width=1080, height=1350, size=300_000, alt="Infografika")


def body_of(starter: Starter, data: dict[str, Any]) -> tuple[Block, ...]:
    html = to_rich_text(render_template(starter.body, data, markdown=True))
    return parse(html, link_for=lambda kind, key: None)


def test_there_is_one_for_each_kind_of_notice() -> None:
    assert set(STARTERS) == WRITTEN_BY_PEOPLE | MONTHLY | QUARTERLY | {"contact_channels", "outdoor_video"}


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("key", STARTERS)
def test_every_month_fits_every_channel_even_with_a_picture(key: str, kind: str) -> None:
    starter = STARTERS[key]
    for month in range(1, 13):
        data = example_data(month=month)
        made = compose(
            kind=kind,
            title=render_template(starter.title, data, markdown=False),
            blocks=body_of(starter, data),
            hashtags=starter.hashtags,
            article_link=LINK,
            override=None,
            labels=LABELS,
        )
        problems = [problem.code for problem in fit(made, FORMATS[kind], [CARD]) if problem.blocking]
        assert problems == (["unfilled_blank"] if key in WRITTEN_BY_PEOPLE else [])


@pytest.mark.parametrize("key", STARTERS)
def test_blanks_stand_exactly_where_people_must_write(key: str) -> None:
    assert STARTERS[key].has_blanks is (key in WRITTEN_BY_PEOPLE)


@pytest.mark.parametrize("key", sorted(MONTHLY))
def test_every_month_says_something_else(key: str) -> None:
    months = [example_data(month=month) for month in range(1, 13)]
    assert len({render_template(STARTERS[key].title, data, markdown=False) for data in months}) == 12
    assert len({body_of(STARTERS[key], data) for data in months}) == 12


@pytest.mark.parametrize("key", sorted(QUARTERLY))
def test_every_quarter_says_something_else_and_names_itself(key: str) -> None:
    titles, bodies = [], set()
    for quarter in range(1, 5):
        data = {**example_data(), "period": period_data(2026, quarter=quarter)}
        titles.append(render_template(STARTERS[key].title, data, markdown=False))
        bodies.add(body_of(STARTERS[key], data))
    assert len(bodies) == 4
    assert [re.findall(r"2026-yil (\w+) chorak", title) for title in titles] == [["I"], ["II"], ["III"], ["IV"]]


@pytest.mark.parametrize("period", [period_data(2026, quarter=2), period_data(2026)], ids=["quarter", "year"])
@pytest.mark.parametrize("key", STARTERS)
def test_any_kind_of_period_renders(key: str, period: dict[str, Any]) -> None:
    data = {**example_data(), "period": period}
    assert render_template(STARTERS[key].title, data, markdown=False)
    assert len(body_of(STARTERS[key], data)) >= 2


@pytest.mark.parametrize("key", sorted(set(STARTERS) - WRITTEN_BY_PEOPLE))
def test_an_organization_without_contacts_gets_a_whole_text(key: str) -> None:
    data = example_data()
    data["organization"].update(trust_line="", phone="", email="", address="", website="")
    text = compose(
        kind="facebook",
        title="",
        blocks=body_of(STARTERS[key], data),
        hashtags=(),
        article_link=None,
        override=None,
        labels=LABELS,
    ).text
    assert not re.search(r": *(?:\Z|\n\n(?![•1]))|: *[.,]|\(\)", text)
    assert unfilled_blanks(text) == (
        ("Ishonch telefoni yoki boshqa aloqa kanali",) if key == "contact_channels" else ()
    )


@pytest.mark.parametrize("key", STARTERS)
def test_uzbek_letters_are_the_official_ones(key: str) -> None:
    starter = STARTERS[key]
    sources = [starter.title, starter.body, *asdict(starter.card).values()]
    words = " ".join([starter.names["uz"], *starter.hashtags, *sources])
    assert not re.search("[‘’`´']", words)
    assert re.search("[oOgG]ʻ", words)
    assert not re.search("[oOgG]ʼ", words)


@pytest.mark.parametrize("key", STARTERS)
def test_names_come_in_three_languages(key: str) -> None:
    assert all(STARTERS[key].names[language].strip() for language in ("uz", "ru", "en"))


@pytest.mark.parametrize("key", STARTERS)
def test_the_card_of_every_month_can_be_drawn(key: str) -> None:
    for month in range(1, 13, 5):
        words = render_card_words(asdict(STARTERS[key].card), example_data(month=month))
        assert words.kicker
        assert bool(words.headline) is (key not in WRITTEN_BY_PEOPLE)
        title = words.headline or "Ochiq tanlov"
        drawn = draw_card(title=title, kicker=words.kicker, lines=words.lines, footer="Hokimlik")
        assert drawn.startswith(b"\xff\xd8")


@pytest.mark.parametrize("key", STARTERS)
def test_no_card_carries_a_blank_that_people_would_fill_in_the_text_only(key: str) -> None:
    assert "blank(" not in "".join(asdict(STARTERS[key].card).values())


@pytest.mark.parametrize("key", STARTERS)
def test_hashtags_are_whole_so_that_a_list_of_them_can_be_kept_as_words(key: str) -> None:
    line = " ".join(STARTERS[key].hashtags)
    assert hashtags_in(line) == STARTERS[key].hashtags == tuple(line.split())


def test_card_lines_are_one_a_line_and_empty_ones_drop_out() -> None:
    data = example_data()
    data["organization"]["phone"] = ""
    assert render_card_words(asdict(STARTERS["contact_channels"].card), data) == CardWords(
        "Aloqa kanallari",
        "Befarq boʻlmang: murojaat uchun aloqa kanallari",
        ("Ishonch telefoni: 1144", "Elektron pochta: matbuot@zarafshon.example", "Veb-sayt: https://zarafshon.example"),
    )


def test_a_card_without_sources_is_empty() -> None:
    assert render_card_words({}, {}) == CardWords("", "", ())


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("Hokimning “Korrupsiyaga o‘rin yo‘q!” nomli tahliliy maqola tayyorlash va chop etish", "article"),
        ("“Iqtisodiy jinoyatlar” mavzusida OAV ishtirokida davra suhbati tashkil etish", "round_table_announcement"),
        ("O‘tkazilgan davra suhbati yakunlari haqida xabar", "round_table_report"),
        ("Kadrlarni tanlash va joy-joyiga qo‘yishda korrupsiyaviy holatlarning oldini olish", "personnel_openness"),
        ("O‘tkazilgan press-tadbirlarni (matbuot anjumanlari, brifing, davra suhbati) e’lon qilish", "press_event"),
        ("Ijtimoiy tarmoqlarda yoritish uchun infografikalar tayyorlash va tarqatish", "monthly_infographic"),
        (
            "Tayyorlangan targ‘ibot materiallarini (slayd, rolik, maqola, buklet) e’lon qilib borish",
            "campaign_material",
        ),
        ("Тарғибот материалларини эълон қилиш", "campaign_material"),
        ("Rasmiy veb-saytida “Korrupsiyaga qarshi kurashish” bo‘limini tashkil etish", "section_update"),
        ("Rasmiy veb-saytida “Ochiq budjet” bo‘limini tashkil etish", "open_budget"),
        ("Расмий веб-сайтида “Очиқ бюджет” бўлимини ташкил этиш", "open_budget"),
        ("Ichki idoraviy hujjatlarning ochiq e’lon qilish", "internal_documents"),
        ("Ички идоравий ҳужжатларни эълон қилиш", "internal_documents"),
        ("Aholi murojaatlari uchun aloqa kanallari bo‘yicha ma’lumotlarni ommaga yetkazish", "contact_channels"),
        ("Reklama panolarida korrupsiyaga qarshi targ‘ibot videolarini joylashtirish", "outdoor_video"),
        ("Ko‘chat ekish", None),
        ("", None),
    ],
)
def test_a_plan_items_title_suggests_its_template(title: str, key: str | None) -> None:
    assert suggest(title) == key


@pytest.mark.parametrize("key", ["section_update", "contact_channels", *sorted(QUARTERLY)])
def test_the_sites_address_can_be_clicked_where_links_can(key: str) -> None:
    html = render(body_of(STARTERS[key], example_data()), "web_html")
    assert '<a href="https://zarafshon.example">https://zarafshon.example</a>' in html
    assert render(body_of(STARTERS[key], example_data()), "plain").count("zarafshon.example") == (
        2 if key == "contact_channels" else 1
    )


def test_written_blanks_are_found_again() -> None:
    text = render_template(STARTERS["press_event"].body, example_data(), markdown=False)
    assert unfilled_blanks(text)[:2] == ("Tadbir sanasi", "Tadbir joyi")
