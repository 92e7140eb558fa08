"""One slip of the pen in a month or a rhythm: the same reading or a question, never another schedule in silence."""

import re
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.plan_import.wording import Wording, read_wording

CLEAR = (
    "Dekabr", "mart oyida", "may", "avgust, oktabr", "yanvar-fevral", "sentabrdan boshlab har oyda",
    "har oyda bir marotaba", "oyiga 2 marta", "har chorakda", "har chorak yakunida", "I chorak",
    "har hafta juma kuni", "har kuni", "har ish kuni", "haftada ikki marta", "doimiy", "yil davomida",
    "har oyning 5-sanasigacha", "har oyning oxirgi juma kuni", "har oyning birinchi dushanbasi",
    "ikki oyda bir marta", "yarim yillikda bir marta", "15-dekabrga qadar", "har seshanba va payshanba",
    "dekabrning uchinchi o‘n kunligi", "har oyning oxirgi ish kuni", "kuniga 2 marta", "may oyida 2 marta",
    "har oyda 3 ta post", "Ҳар ойда бир марта", "декабрь ойида", "март ойида", "ҳар чоракда", "ҳар ҳафта жума куни",
    "ойига 2 марта", "ежемесячно", "ежеквартально", "еженедельно", "до 15 декабря", "в мае", "раз в месяц",
    "два раза в месяц", "каждую пятницу", "последний рабочий день месяца", "до 5 числа каждого месяца",
    "в конце квартала", "с сентября ежемесячно", "январь, апрель, октябрь", "постоянно", "в течение года",
)  # fmt: skip
LATIN, CYRILLIC = "abdefghijklmnopqrstuvxyz", "абвгдежзийклмнопрстуфхцчшъьэюяўқғҳ"
# Not words of a month or a rhythm: numbers in letters, prepositions, and endings that say on which side of a day.
APART = re.compile(r"\b(?:I|V|bir|ikki|va|до|с|в|во|два|раз|раза)\b")


@st.composite
def slips(draw: st.DrawFn) -> tuple[str, str]:
    """Return a clear phrase and the same with one letter lost, added or changed."""
    phrase = draw(st.sampled_from(CLEAR))
    apart = {place for match in APART.finditer(phrase) for place in range(match.start(), match.end() + 1)}
    place = draw(st.sampled_from([place for place, char in enumerate(phrase) if char.isalpha() and place not in apart]))
    letter = draw(st.sampled_from(CYRILLIC if re.search("[а-я]", phrase) else LATIN))
    kept = draw(st.sampled_from(["", letter, letter + phrase[place]]))
    return phrase, phrase[:place] + kept + phrase[place + 1 :]


@cache
def meaning_of(phrase: str) -> Wording:
    return read_wording(phrase, year=2026)


@settings(max_examples=300, deadline=None)
@given(slips())
def test_a_slip_is_the_same_or_asks(pair: tuple[str, str]) -> None:
    phrase, slipped = pair
    wording = read_wording(slipped, year=2026)
    asked = set(wording.review) - {"weekend_inside"}
    assert asked or wording == meaning_of(phrase), slipped


def test_the_phrases_themselves_are_clear() -> None:
    assert [phrase for phrase in CLEAR if meaning_of(phrase).review] == []
