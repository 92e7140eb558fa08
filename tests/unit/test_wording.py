"""Deadline words to recurrences: one row per phrase, in four spellings where people use four."""

from datetime import time

import pytest

from scheduler.plan_import.wording import Wording, read_wording

QUARTER_ENDS = "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"
AFTER_QUARTER = "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYMONTHDAY=25"
WORKING_DAY = "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS="


def window_of(wording: Wording) -> tuple[str, str] | None:
    if wording.window is None:
        return None
    texts = wording.window.to_json()
    return texts["start"], texts["end"]


@pytest.mark.parametrize(
    "text",
    ["Har oyda bir marotaba", "har oy", "Ҳар ойда", "хар ойда бир марта", "ежемесячно", "har bir oyda", "раз в месяц"],
)  # fmt: skip
def test_monthly(text: str) -> None:
    assert read_wording(text) == Wording("monthly", "FREQ=MONTHLY")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("oyiga 2 marta", 2), ("ойига 2 марта", 2), ("два раза в месяц", 2), ("oyda kamida bir marta", 1),
        ("Har oy 10 ta", 10),
    ],
)  # fmt: skip
def test_monthly_with_a_count(text: str, count: int) -> None:
    assert read_wording(text) == Wording("monthly", "FREQ=MONTHLY", per_period=count)


@pytest.mark.parametrize(
    ("text", "rrule", "anchor", "count"),
    [
        ("har oyning 5-sanasigacha", "FREQ=MONTHLY;BYMONTHDAY=5", "by", 1),
        ("ҳар ойнинг 5-санасигача", "FREQ=MONTHLY;BYMONTHDAY=5", "by", 1),
        ("до 5 числа каждого месяца", "FREQ=MONTHLY;BYMONTHDAY=5", "by", 1),
        ("har oyning 10-sanasidan kechiktirmay", "FREQ=MONTHLY;BYMONTHDAY=10", "by", 1),
        ("har oyning 1 va 15-sanalarida", "FREQ=MONTHLY;BYMONTHDAY=1,15", "on", 2),
        ("har oyning oxirgi juma kuni", "FREQ=MONTHLY;BYDAY=-1FR", "on", 1),
        ("ҳар ойнинг охирги жумаси", "FREQ=MONTHLY;BYDAY=-1FR", "on", 1),
        ("последняя пятница месяца", "FREQ=MONTHLY;BYDAY=-1FR", "on", 1),
        ("har oyning birinchi dushanbasi", "FREQ=MONTHLY;BYDAY=1MO", "on", 1),
        ("har oyning oxirgi ish kuni", f"{WORKING_DAY}-1", "on", 1),
        ("har oyning birinchi ish kuni", f"{WORKING_DAY}1", "on", 1),
        ("har oy yakunida", "FREQ=MONTHLY;BYMONTHDAY=-1", "by", 1),
        ("ikki oyda bir marta", "FREQ=MONTHLY;INTERVAL=2", "during", 1),
    ],
)
def test_monthly_with_a_day(text: str, rrule: str, anchor: str, count: int) -> None:
    assert read_wording(text) == Wording("monthly", rrule, anchor=anchor, per_period=count)


@pytest.mark.parametrize("text", ["har oyning oxirgi haftasi", "охирги иш куни", "birinchi dushanbasi"])
def test_a_vague_day_of_the_month_is_asked_about(text: str) -> None:
    wording = read_wording(text)
    assert (wording.kind, wording.review) == ("monthly", ("exact_day",))


@pytest.mark.parametrize(
    "text", ["Har chorakda", "har chorak", "Ҳар чоракда", "ежеквартально", "har chorakda bir marta", "раз в квартал"]
)  # fmt: skip
def test_quarterly(text: str) -> None:
    assert read_wording(text) == Wording("quarterly", "FREQ=MONTHLY;INTERVAL=3")


@pytest.mark.parametrize("text", ["har chorak yakunida", "ҳар чорак якунида", "в конце квартала"])
def test_end_of_each_quarter(text: str) -> None:
    assert read_wording(text) == Wording("quarterly", QUARTER_ENDS, anchor="by")


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("har chorak yakuni bilan keyingi oyning 25-sanasi", "on"),
        ("ҳар чорак якуни билан кейинги ойнинг 25 санаси", "on"),
        ("har chorak yakuni bilan keyingi oyning 25-sanasigacha", "by"),
        ("до 25 числа после квартала", "by"),
    ],
)
def test_a_day_of_the_month_after_each_quarter(text: str, anchor: str) -> None:
    assert read_wording(text) == Wording("quarterly", AFTER_QUARTER, anchor=anchor)


@pytest.mark.parametrize("text", ["yarim yillikda bir marta", "ярим йилликда", "раз в полугодие", "har yarim yilda"])
def test_half_yearly(text: str) -> None:
    assert read_wording(text) == Wording("half_year", "FREQ=MONTHLY;INTERVAL=6")


@pytest.mark.parametrize(
    ("text", "rrule", "anchor", "count"),
    [
        ("har hafta", "FREQ=WEEKLY", "during", 1),
        ("haftada bir marta", "FREQ=WEEKLY", "during", 1),
        ("ҳар ҳафта", "FREQ=WEEKLY", "during", 1),
        ("еженедельно", "FREQ=WEEKLY", "during", 1),
        ("haftada 2 marta", "FREQ=WEEKLY", "during", 2),
        ("har 2 haftada", "FREQ=WEEKLY;INTERVAL=2", "during", 1),
        ("раз в две недели", "FREQ=WEEKLY;INTERVAL=2", "during", 1),
        ("har hafta juma kuni", "FREQ=WEEKLY;BYDAY=FR", "on", 1),
        ("har juma", "FREQ=WEEKLY;BYDAY=FR", "on", 1),
        ("ҳафтанинг ҳар жума куни", "FREQ=WEEKLY;BYDAY=FR", "on", 1),
        ("по пятницам", "FREQ=WEEKLY;BYDAY=FR", "on", 1),
        ("har shanba", "FREQ=WEEKLY;BYDAY=SA", "on", 1),
        ("har seshanba", "FREQ=WEEKLY;BYDAY=TU", "on", 1),
        ("dushanba va payshanba kunlari", "FREQ=WEEKLY;BYDAY=MO,TH", "on", 2),
    ],
)
def test_weekly(text: str, rrule: str, anchor: str, count: int) -> None:
    assert read_wording(text) == Wording("weekly", rrule, anchor=anchor, per_period=count)


@pytest.mark.parametrize(
    ("text", "rrule"),
    [
        ("har kuni", "FREQ=DAILY"),
        ("ҳар куни", "FREQ=DAILY"),
        ("ежедневно", "FREQ=DAILY"),
        ("har ish kuni", "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR"),
    ],
)
def test_daily(text: str, rrule: str) -> None:
    assert read_wording(text) == Wording("daily", rrule)


@pytest.mark.parametrize(
    ("text", "kind", "start", "end"),
    [
        ("Dekabr", "one_off_month", "--12", "--12"),
        ("dekabrda", "one_off_month", "--12", "--12"),
        ("dekabr oyida", "one_off_month", "--12", "--12"),
        ("Декабрь ойида", "one_off_month", "--12", "--12"),
        ("в декабре", "one_off_month", "--12", "--12"),
        ("sentyabr", "one_off_month", "--09", "--09"),
        ("май", "one_off_month", "--05", "--05"),
        ("мае", "one_off_month", "--05", "--05"),
        ("ÖKTABR", "one_off_month", "--10", "--10"),
        ("yanvar-fevral", "one_off_month", "--01", "--02"),
        ("январь-февраль", "one_off_month", "--01", "--02"),
        ("сентабр – октабр ойларида", "one_off_month", "--09", "--10"),
        ("yanvardan martgacha", "one_off_month", "--01", "--03"),
        ("I chorak", "one_off_month", "--01", "--03"),
        ("1-chorak", "one_off_month", "--01", "--03"),
        ("I чорак", "one_off_month", "--01", "--03"),
        ("IV квартал", "one_off_month", "--10", "--12"),
        ("Ш чорак", "one_off_month", "--07", "--09"),
        ("I yarim yillik", "half_year", "--01", "--06"),
        ("I ярим йиллик", "half_year", "--01", "--06"),
        ("II полугодие", "half_year", "--07", "--12"),
        ("yil davomida", "continuous", "--01", "--12"),
        ("йил давомида", "continuous", "--01", "--12"),
        ("в течение года", "continuous", "--01", "--12"),
        ("9–14-dekabr kunlari", "dates", "--12-09", "--12-14"),
        ("9–14 декабря", "dates", "--12-09", "--12-14"),
        ("25-noyabr – 5-dekabr", "dates", "--11-25", "--12-05"),
        ("dekabrning birinchi yarmi", "dates", "--12-01", "--12-15"),
        ("dekabrning uchinchi o‘n kunligi", "dates", "--12-21", "--12-31"),
        ("III декада декабря", "dates", "--12-21", "--12-31"),
    ],
)
def test_windows_keep_no_year_until_it_is_known(text: str, kind: str, start: str, end: str) -> None:
    wording = read_wording(text)
    assert (wording.kind, window_of(wording), wording.anchor, wording.review) == (kind, (start, end), "during", ())


@pytest.mark.parametrize(
    ("text", "dates", "anchor"),
    [
        ("fevral, may, noyabr", ["--02", "--05", "--11"], "during"),
        ("февраль, май, ноябрь", ["--02", "--05", "--11"], "during"),
        ("2025-yil 15-dekabrga qadar", ["2025-12-15"], "by"),
        ("2025 йил 15 декабрга қадар", ["2025-12-15"], "by"),
        ("до 15 декабря 2025 г.", ["2025-12-15"], "by"),
        ("15.12.2025", ["2025-12-15"], "on"),
        ("15.12.2025 й.", ["2025-12-15"], "on"),
        ("15-dekabr kuni", ["--12-15"], "on"),
        ("dekabr oyining 15-sanasida", ["--12-15"], "on"),
        ("joriy yilning 15-dekabri", ["--12-15"], "on"),
        ("жорий йилнинг 15 декабри", ["--12-15"], "on"),
        ("15 декабря текущего года", ["--12-15"], "on"),
        ("1 марта", ["--03-01"], "on"),
        ("до 1 марта 2026 года", ["2026-03-01"], "by"),
        ("10-dekabr, 20-dekabr", ["--12-10", "--12-20"], "on"),
    ],
)
def test_dates(text: str, dates: list[str], anchor: str) -> None:
    wording = read_wording(text)
    assert [day.text() for day in wording.dates] == dates
    assert (wording.kind, wording.anchor, wording.review) == ("dates", anchor, ())


@pytest.mark.parametrize("text", ["yil yakunida", "yil yakuniga qadar", "йил якуни билан", "до конца года"])
def test_end_of_the_year_asks_for_the_day(text: str) -> None:
    wording = read_wording(text)
    assert [day.text() for day in wording.dates] == ["--12-31"]
    assert (wording.kind, wording.anchor, wording.review) == ("dates", "by", ("exact_day",))


@pytest.mark.parametrize("text", ["15-dekabr kuni, soat 10:00", "15 декабря в 10:00", "15-dekabr soat 10.00 da"])
def test_the_hour_is_kept_and_is_no_date(text: str) -> None:
    wording = read_wording(text)
    assert ([day.text() for day in wording.dates], wording.at, wording.review) == (["--12-15"], time(10), ())


@pytest.mark.parametrize(
    "text", ["Doimiy", "doimiy ravishda", "muntazam", "доимий", "мунтазам", "постоянно", "регулярно"]
)  # fmt: skip
def test_standing_tasks(text: str) -> None:
    assert read_wording(text) == Wording("continuous")


@pytest.mark.parametrize(
    "text", ["Tasdiqlangan reja-grafikga asosan", "jadvalga muvofiq", "режа-графикка асосан", "согласно графику"]
)  # fmt: skip
def test_an_approved_schedule_asks_for_its_dates(text: str) -> None:
    assert read_wording(text) == Wording("on_schedule", review=("needs_dates",))


@pytest.mark.parametrize("text", ["zarur hollarda", "zaruratga ko‘ra", "зарур ҳолларда", "по мере необходимости"])
def test_tasks_as_needed(text: str) -> None:
    assert read_wording(text) == Wording("on_schedule", review=("as_needed",))


@pytest.mark.parametrize("text", ["10 kun muddatda", "uch ish kuni ichida", "10 кун муддатда", "в срок 10 дней"])
def test_a_time_counted_from_an_unknown_event_is_asked_about(text: str) -> None:
    assert read_wording(text) == Wording("unknown", review=("event_relative",))


@pytest.mark.parametrize(
    ("text", "dates", "review"),
    [
        ("Navro‘z arafasida", ["--03-20"], ("event_relative",)),
        ("накануне Навруза", ["--03-20"], ("event_relative",)),
        ("Mustaqillik kuni", ["--09-01"], ()),
        ("Ramazon hayiti kunlarida", [], ("moving_holiday",)),
    ],
)
def test_holidays(text: str, dates: list[str], review: tuple[str, ...]) -> None:
    wording = read_wording(text)
    assert (wording.kind, [day.text() for day in wording.dates], wording.review) == ("dates", dates, review)


@pytest.mark.parametrize(
    "text", ["sentabrdan boshlab har oyda", "сентябрдан бошлаб ҳар ойда", "ежемесячно, начиная с сентября"]
)  # fmt: skip
def test_a_rhythm_with_a_start(text: str) -> None:
    wording = read_wording(text)
    assert (wording.kind, wording.rrule, wording.anchor) == ("monthly", "FREQ=MONTHLY", "from")
    assert (window_of(wording), wording.review) == (("--09", "--12"), ())


@pytest.mark.parametrize(
    ("text", "kind", "review"),
    [
        ("", "unknown", ("no_deadline",)),
        (" - ", "unknown", ("no_deadline",)),
        ("qachondir", "unknown", ("no_deadline",)),
        ("bir marta", "unknown", ("no_deadline",)),
        ("1 marta", "unknown", ("no_deadline",)),
        ("бир марта", "unknown", ("no_deadline",)),
        ("maydon", "unknown", ("no_deadline",)),
        ("Har oyda, har chorakda", "quarterly", ("multi_deadline",)),
        ("Dekabr, har oyda", "monthly", ("multi_deadline",)),
        ("doimiy ravishda, har oyda", "monthly", ("multi_deadline",)),
        ("har oyda hokim tashrifidan keyin", "unknown", ("event_relative", "multi_deadline")),
        ("30-fevral", "dates", ("impossible_date",)),
        ("31.11.2026", "dates", ("impossible_date",)),
        ("5-chorak", "one_off_month", ("impossible_date",)),
        ("Dekabir", "one_off_month", ("spelling",)),
        ("har oyda 2-3 marta", "monthly", ("count_mismatch",)),
        ("fevral, may, noyabr (4 marta)", "dates", ("count_mismatch",)),
        ("kelgusi yilning 15-yanvari", "dates", ("year_differs",)),
        ("20.12.2026 - 10.12.2026", "dates", ("conflicting_deadline",)),
        ("yanvar-dekabr oylari", "one_off_month", ("exact_day",)),
        ("har 15 kunda", "daily", ("exact_day",)),
        ("2026-2027 yillar", "unknown", ("no_deadline",)),
    ],
)
def test_doubt_is_a_question_and_never_a_silent_guess(text: str, kind: str, review: tuple[str, ...]) -> None:
    wording = read_wording(text)
    assert (wording.kind, wording.review) == (kind, review)


def test_a_year_other_than_the_plans_is_asked_about() -> None:
    assert read_wording("15.12.2025", year=2026).review == ("year_differs",)
    assert read_wording("15.12.2026", year=2026).review == ()


@pytest.mark.parametrize("text", ["har oyda, 2026-yil", "2026 йил ҳар ойда"])
def test_a_year_beside_a_rhythm_bounds_it(text: str) -> None:
    wording = read_wording(text)
    assert (window_of(wording), wording.review) == (("2026-01-01", "2026-12-31"), ())
    assert read_wording(text, year=2026) == Wording("monthly", "FREQ=MONTHLY")
    assert read_wording(text, year=2027).review == ("year_differs",)


def test_a_year_after_the_date_belongs_to_it() -> None:
    assert [day.text() for day in read_wording("15-dekabr, 2026-yil").dates] == ["2026-12-15"]


def test_29_february_depends_on_the_year() -> None:
    assert read_wording("29-fevral", year=2028).review == ()
    assert read_wording("29-fevral", year=2026).review == ("impossible_date",)


def test_a_date_on_a_weekend_is_pointed_out() -> None:
    assert read_wording("12-dekabr", year=2026).review == ("weekend_inside",)
    assert read_wording("9–14-dekabr kunlari", year=2026).review == ("weekend_inside",)
    assert read_wording("7–9-dekabr kunlari", year=2026).review == ()


def test_a_named_weekday_must_fit_the_date() -> None:
    assert read_wording("11-dekabr, juma kuni", year=2026).review == ()
    assert read_wording("11-dekabr, dushanba kuni", year=2026).review == ("conflicting_deadline",)


def test_a_range_over_new_year_ends_in_the_next_year() -> None:
    wording = read_wording("noyabr-fevral", year=2026)
    assert wording.window is not None
    assert wording.window.in_year(2026).to_json() == {"start": "2026-11-01", "end": "2027-02-28"}
    assert wording.review == ("year_differs",)
