"""What holds for every deadline text, whoever typed it."""

from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.plan_import.folding import APOSTROPHES
from scheduler.plan_import.plan_dates import PlanDate
from scheduler.plan_import.reading import recurrence_of
from scheduler.plan_import.wording import read_wording
from scheduler.recurrence import KINDS, Rule, Target, WorkingCalendar, expand

PHRASES = (
    "Dekabr", "Har oyda bir marotaba", "har oyning 5-sanasigacha", "har chorak yakunida", "zaruratga ko‘ra",
    "sentabrdan boshlab har oyda", "dekabrning uchinchi o‘n kunligi", "2025-yil 15-dekabrga qadar", "Navro‘z arafasida",
    "haftada 2 marta", "Tasdiqlangan reja-grafikga asosan", "I yarim yillik", "har oyning oxirgi juma kuni",
    "ҳар ойнинг охирги жумаси", "йил давомида", "декабрь ойида", "ежемесячно", "до 15 декабря 2025 г.",
    "10 кун муддатда",
)  # fmt: skip
WORDS = (
    "har", "oyda", "oyning", "chorak", "chorakda", "yakunida", "yarim", "yillik", "yil", "davomida", "bir", "2", "15",
    "31", "0", "99", "marta", "ta", "kuni", "ish", "juma", "dushanba", "dekabr", "fevral", "maydan", "iyungacha", "-",
    ",", "qadar", "boshlab", "oxirgi", "keyingi", "birinchi", "IV", "hafta", "15.12.2026", "01.02", "2027", "soat 9:30",
    "doimiy", "jadvalga", "zarur", "Navro‘z", "hayit", "muddatda", "до", "после", "последняя", "раз", "1 марта",
    "kelgusi",
    "boshida", "haftasi", "yarmi", "kunlik", "xyz",
)  # fmt: skip
TWINS = str.maketrans("аеорсухкaeopcyxk", "aeopcyxkаеорсухк")
YEARS = st.one_of(st.none(), st.integers(2020, 2035))
CALENDAR = WorkingCalendar()
ZONE = ZoneInfo("Asia/Tashkent")


@settings(deadline=None)
@given(st.text(max_size=120), YEARS)
def test_any_text_ends_in_a_reading_or_a_question(text: str, year: int | None) -> None:
    wording = read_wording(text, year=year)
    assert wording.kind in KINDS
    assert wording.kind != "unknown" or wording.review


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=9), st.integers(2020, 2035))
def test_whatever_is_read_can_be_expanded(words: list[str], year: int) -> None:
    wording = read_wording(" ".join(words), year=year)
    for known in (year, None):
        recurrence = recurrence_of(wording, known).to_json()
        rule = Rule.from_json(wording.kind, recurrence, year=year)
        found = expand(rule, year=year, zone=ZONE, calendar=CALENDAR, target=Target())
        assert len({item.period_key for item in found}) == len(found)


@settings(deadline=None)
@given(st.sampled_from(PHRASES))
def test_capitals_do_not_change_the_reading(phrase: str) -> None:
    assert read_wording(phrase.upper()) == read_wording(phrase)
    assert read_wording(phrase.lower()) == read_wording(phrase)


@settings(deadline=None)
@given(st.sampled_from(PHRASES), st.sampled_from(APOSTROPHES))
def test_apostrophes_do_not_change_the_reading(phrase: str, apostrophe: str) -> None:
    assert read_wording(phrase.replace("‘", apostrophe)) == read_wording(phrase)


@settings(deadline=None)
@given(st.data())
def test_twins_of_the_other_alphabet_do_not_change_the_reading(data: st.DataObject) -> None:
    phrase = data.draw(st.sampled_from(PHRASES))
    swapped = data.draw(st.lists(st.booleans(), min_size=len(phrase), max_size=len(phrase)))
    mixed = "".join(char.translate(TWINS) if swap else char for char, swap in zip(phrase, swapped, strict=True))
    assert read_wording(mixed) == read_wording(phrase)


@settings(deadline=None)
@given(st.sampled_from(PHRASES), st.sampled_from([" ", "\u00a0", "\n", "  \n\n ", "\t"]))
def test_spacing_does_not_change_the_reading(phrase: str, gap: str) -> None:
    assert read_wording(gap + phrase.replace(" ", gap) + gap) == read_wording(phrase)


@settings(deadline=None)
@given(st.integers(1, 12), st.integers(1, 31), st.integers(2020, 2035))
def test_a_written_date_is_read_as_itself_or_called_impossible(month: int, day: int, year: int) -> None:
    wording = read_wording(f"{day:02d}.{month:02d}.{year}", year=year)
    written = PlanDate(month, day, year)
    assert wording.dates == ((written,) if written.exists() else ())
    assert ("impossible_date" in wording.review) == (not written.exists())
