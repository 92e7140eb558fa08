"""What holds for every deadline text, whoever typed it."""

import time
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.plan_import.folding import APOSTROPHES, DASHES, INVISIBLE
from scheduler.plan_import.plan_dates import PlanDate
from scheduler.plan_import.reading import recurrence_of
from scheduler.plan_import.wording import Wording, read_wording
from scheduler.recurrence import KINDS, Rule, Target, WorkingCalendar, expand
from tests.unit.wording.tables import rows, triples

PHRASES = [text for text, _ in rows("phrases")] + [text for row in triples() for text in row]
WORDS = (
    "har", "oyda", "oyning", "chorak", "chorakda", "yakunida", "yarim", "yillik", "yil", "davomida", "bir", "2", "15",
    "31", "0", "99", "marta", "ta", "kuni", "ish", "juma", "dushanba", "dekabr", "fevral", "maydan", "iyungacha", "-",
    ",", "qadar", "boshlab", "oxirgi", "keyingi", "birinchi", "IV", "hafta", "15.12.2026", "01.02", "2027", "soat 9:30",
    "doimiy", "jadvalga", "zarur", "Navro‘z", "hayit", "muddatda", "до", "после", "последняя", "раз", "1 марта",
    "kelgusi", "boshida", "haftasi", "yarmi", "kunlik", "xyz", "kunlari", "dam olish", "tashqari", "so‘ng", "o‘quv",
    "Qurbon", "arafasida", "с", "по", "месяца", "tadbir", "maqola", "kamida", "va", "ikki", "2026-yil", "bayram",
)  # fmt: skip
TWINS = str.maketrans("аеорсухкaeopcyxk", "aeopcyxkаеорсухк")
GAPS = [" ", "\u00a0", "\u202f", "\u3000", "\n", "  \n\n ", "\t", "\r\n", "\v"]
YEARS = st.one_of(st.none(), st.integers(2020, 2035))
CALENDAR = WorkingCalendar()
ZONE = ZoneInfo("Asia/Tashkent")
LONG_PIECES = (
    "a", "1,", "1-", "har oyda ", "1 marta ", "mart-", "1 chorak, ", "с 1 по 2 ", "(", "\u0301", "doimiy, ", "г", "i ",
)  # fmt: skip
CALENDAR_YEAR = (date(2026, 1, 1), date(2026, 12, 31))
SCHOOL_YEAR = (date(2026, 9, 1), date(2027, 8, 31))


def is_alike(changed: str, phrase: str) -> bool:
    return read_wording(changed, year=2026) == read_wording(phrase, year=2026)


def days_of(wording: Wording, year: int, *, school: bool) -> list[date]:
    recurrence = recurrence_of(wording, year, school=school).to_json()
    rule = Rule.from_json(wording.kind, recurrence, year=year, school=school)
    found = expand(rule, year=year, zone=ZONE, calendar=CALENDAR, target=Target(), school=school)
    assert len({item.period_key for item in found}) == len(found)
    return [day for item in found for day in (item.window_start, item.window_end)]


@settings(deadline=None)
@given(st.text(max_size=120), YEARS, st.booleans())
def test_any_text_ends_in_a_reading_or_a_question(text: str, year: int | None, school: bool) -> None:
    wording = read_wording(text, year=year, school=school)
    assert wording.kind in KINDS
    assert wording.kind != "unknown" or wording.review


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9), st.integers(2020, 2035), st.booleans())
def test_whatever_is_read_can_be_expanded(words: list[str], year: int, school: bool) -> None:
    wording = read_wording(" ".join(words), year=year, school=school)
    days = days_of(wording, year, school=school)
    first, last = (date(year, 9, 1), date(year + 1, 8, 31)) if school else (date(year, 1, 1), date(year, 12, 31))
    weekly = wording.kind == "weekly"  # a week that the year cuts may begin before it
    assert wording.review or weekly or all(first <= day <= last for day in days)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9), st.integers(2020, 2035), st.booleans())
def test_a_reading_without_the_year_can_be_expanded_later(words: list[str], year: int, school: bool) -> None:
    days_of(read_wording(" ".join(words), school=school), year, school=school)


@pytest.mark.parametrize("text", PHRASES)
def test_a_phrase_without_a_question_stays_in_its_year(text: str) -> None:
    for school, (first, last) in ((False, CALENDAR_YEAR), (True, SCHOOL_YEAR)):
        wording = read_wording(text, year=2026, school=school)
        days = days_of(wording, 2026, school=school)
        assert wording.review or wording.kind == "weekly" or all(first <= day <= last for day in days)


@settings(deadline=None)
@given(st.sampled_from(PHRASES))
def test_capitals_do_not_change_the_reading(phrase: str) -> None:
    assert is_alike(phrase.upper(), phrase)
    assert is_alike(phrase.lower(), phrase)


@settings(deadline=None)
@given(st.sampled_from(PHRASES), st.sampled_from(APOSTROPHES))
def test_apostrophes_do_not_change_the_reading(phrase: str, apostrophe: str) -> None:
    assert is_alike(phrase.replace("‘", apostrophe).replace("’", apostrophe), phrase)


@settings(deadline=None)
@given(st.sampled_from(PHRASES), st.sampled_from(DASHES))
def test_dashes_do_not_change_the_reading(phrase: str, dash: str) -> None:
    assert is_alike(phrase.replace("-", dash), phrase)


@settings(deadline=None)
@given(st.data())
def test_twins_of_the_other_alphabet_do_not_change_the_reading(data: st.DataObject) -> None:
    phrase = data.draw(st.sampled_from(PHRASES))
    swapped = data.draw(st.lists(st.booleans(), min_size=len(phrase), max_size=len(phrase)))
    mixed = "".join(char.translate(TWINS) if swap else char for char, swap in zip(phrase, swapped, strict=True))
    assert is_alike(mixed, phrase)


@settings(deadline=None)
@given(st.sampled_from(PHRASES), st.sampled_from(GAPS))
def test_spacing_does_not_change_the_reading(phrase: str, gap: str) -> None:
    assert is_alike(gap + phrase.replace(" ", gap) + gap, phrase)


@settings(deadline=None)
@given(st.data())
def test_soft_hyphens_and_other_invisible_marks_do_not_change_the_reading(data: st.DataObject) -> None:
    phrase = data.draw(st.sampled_from(PHRASES))
    place = data.draw(st.integers(0, len(phrase)))
    mark = data.draw(st.sampled_from(INVISIBLE))
    assert is_alike(phrase[:place] + mark + phrase[place:], phrase)


@pytest.mark.parametrize("piece", LONG_PIECES)
@pytest.mark.parametrize("length", [1000, 100_000])
def test_long_text_ends_in_bounded_time(piece: str, length: int) -> None:
    started = time.process_time()
    wording = read_wording((piece * length)[:length], year=2026)
    assert wording.kind in KINDS
    assert time.process_time() - started < 3


@settings(deadline=None)
@given(st.integers(1, 12), st.integers(1, 31), st.integers(2020, 2035))
def test_a_written_date_is_read_as_itself_or_called_impossible(month: int, day: int, year: int) -> None:
    written = PlanDate(month, day, year)
    for text in (f"{day:02d}.{month:02d}.{year}", f"{year}-{month:02d}-{day:02d}", f"{day}/{month}/{year}"):
        wording = read_wording(text, year=year)
        assert wording.dates == ((written,) if written.exists() else ())
        assert ("impossible_date" in wording.review) == (not written.exists())
