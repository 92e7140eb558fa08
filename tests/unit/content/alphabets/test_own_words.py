"""Words an organization names: terms that stay, spellings of its own both ways, and lists with mistakes."""

from __future__ import annotations

import pytest

from content.alphabet import alphabet_of, convert, convert_blocks, doubts
from content.alphabets.own_lists import LONGEST, MOST, Mistake, clashes, read_spellings, read_terms
from content.alphabets.own_words import OwnWords
from content.blocks import Paragraph, Span

OWN = OwnWords(
    terms=("Namuna Plyus", "O'zNamuna", "«Барака»"),
    spellings=(
        ("Vashington", "Вашингтон"),
        ("vinyetka", "виньетка"),
        ("Acme World", "Акме Уорлд"),
        ("nigol", "ниголь"),
        ("Telegram", "Телеграм"),
        ("Sharqobod-2", "Шарқобод-2"),
    ),
)


@pytest.mark.parametrize(
    ("to", "text", "expected"),
    [
        # terms: endings, capitals, apostrophes and blanks as people type them; not inside another word
        ("cyrillic", "Namuna Plyusda, Namuna Plyuslarning", "Namuna Plyusда, Namuna Plyusларнинг"),
        ("cyrillic", "NAMUNA PLYUSDA AKSIYA", "NAMUNA PLYUSДА АКЦИЯ"),
        ("cyrillic", "Oʻznamuna va O‘zNamunada, OʻzNamuna", "Ўзнамуна ва O‘zNamunaда, OʻzNamuna"),
        ("cyrillic", "Namuna\u00a0Plyus va Namuna Plyuschi", "Namuna\u00a0Plyus ва Намуна Плюсчи"),
        ("cyrillic", "namuna plyus", "намуна плюс"),
        ("cyrillic", "Янги лойиҳа Namuna Plyusda бошланди", "Янги лойиҳа Namuna Plyusда бошланди"),
        ("latin2026", "OʻzNamunaga oʻtish", "OʻzNamunaga ötiş"),
        ("latin", "Бу «Барака» лойиҳаси", "Bu «Барака» loyihasi"),
        # spellings: both ways, as written, at the beginning, in capitals, with endings
        ("cyrillic", "Vashingtonda, VASHINGTONDA, vashington", "Вашингтонда, ВАШИНГТОНДА, вашингтон"),
        ("latin", "Вашингтонда, ВАШИНГТОНДА", "Vashingtonda, VASHINGTONDA"),
        ("latin2026", "Вашингтонда", "Vaşingtonda"),
        ("cyrillic", "Vinyetkasi va vinyetkalar", "Виньеткаси ва виньеткалар"),
        ("latin", "Виньеткаси ва виньеткалар", "Vinyetkasi va vinyetkalar"),
        ("cyrillic", "Acme World bilan", "Акме Уорлд билан"),
        ("latin", "Акме  Уорлд билан", "Acme World bilan"),
        ("latin2026", "Акме Уорлд билан", "Acme World bilan"),
        ("cyrillic", "Янги Vashingtonda учрашув", "Янги Вашингтонда учрашув"),
        ("cyrillic", "Şarqobod-2 va Sharqobod-2", "Шарқобод-2 ва Шарқобод-2"),
        ("latin2026", "Шарқобод-2", "Şarqobod-2"),
        # the soft sign goes before an ending, and comes back without it
        ("cyrillic", "nigol va nigolda", "ниголь ва ниголда"),
        ("latin", "ниголь ва ниголда, НИГОЛЬ", "nigol va nigolda, NIGOL"),
        # the organization's spelling goes before our list of names, and behind an address
        ("cyrillic", "Telegramda, t.me/Telegram va @Telegram", "Телеграмда, t.me/Telegram ва @Telegram"),
        ("latin", "Телеграмда", "Telegramda"),
    ],
)  # fmt: skip
def test_what_becomes_of_them(to: str, text: str, expected: str) -> None:
    assert convert(text, to, OWN) == expected


def test_a_text_in_the_alphabet_already_is_not_touched() -> None:
    latin, cyrillic = "Vashingtonda Namuna Plyus vinyetkasi", "Вашингтонда виньеткаси"

    assert (convert(latin, "latin", OWN), convert(cyrillic, "cyrillic", OWN)) == (latin, cyrillic)


def test_nobody_need_look_at_them() -> None:
    own = OwnWords(terms=("Acme",), spellings=(("vinyetka", "виньетка"),))

    assert doubts("Лойиҳа Acme билан", "cyrillic") == ("Acme",)
    assert doubts("Лойиҳа Acmeda билан", "cyrillic", own) == ()
    assert doubts("vinyetkasi va Real", "cyrillic") == ("vinyetkasi",)
    assert doubts("vinyetkasi va Real", "cyrillic", own) == ()


def test_terms_do_not_tell_what_a_text_is_written_in() -> None:
    text = "Ҳокимлик ва Namuna Plyus Namuna Plyus"

    assert (alphabet_of(text), alphabet_of(text, OWN)) == ("mixed", "cyrillic")


def test_spans_keep_their_looks() -> None:
    blocks = (Paragraph((Span("Vashing", bold=True), Span("tonda Namuna "), Span("Plyus", link="https://a.uz"))),)

    assert convert_blocks(blocks, "cyrillic", OWN) == (
        Paragraph((Span("Вашинг", bold=True), Span("тонда Namuna "), Span("Plyus", link="https://a.uz"))),
    )


def test_only_words_that_may_stand_in_a_text_concern_it() -> None:
    assert OWN.within(["NAMUNA", "PLYUSDA", "Şarqobod-2 va ниголда, O’ZNAMUNA"]) == OwnWords(
        ("Namuna Plyus", "O'zNamuna"), (("nigol", "ниголь"), ("Sharqobod-2", "Шарқобод-2"))
    )
    assert OWN.within(["Boshqa matn"]) == OwnWords()


def test_lists_are_tidied() -> None:
    assert read_terms("\r\n  Namuna   Plyus \r\n\r\nOʻzNamuna\n") == ([(2, "Namuna Plyus"), (4, "OʻzNamuna")], [])
    assert read_spellings("Vashington=Вашингтон\n\n виньетка =  vinyetka ") == (
        [(1, ("Vashington", "Вашингтон")), (3, ("vinyetka", "виньетка"))],
        [],
    )
    assert (read_terms(" \n"), read_spellings("")) == (([], []), ([], []))


def test_every_mistake_is_named_and_the_other_lines_are_heeded() -> None:
    long = "a" * (LONGEST + 1)

    assert read_terms(f"A\nNamuna\n2026\n\nOʻzA\nO'zA\n{long}") == (
        [(2, "Namuna"), (5, "OʻzA")],
        [
            Mistake("too_short", 1, "A"),
            Mistake("no_letters", 3, "2026"),
            Mistake("twice", 6, "O'zA", first=5),
            Mistake("too_long", 7, long),
        ],
    )
    written = "Acme\nAcme =\na = b = в\nAcme = World\nАкме = Уорлд\nAcme = Акме\nAcme = Экме\nEkme = Акме"
    assert read_spellings(written) == (
        [(6, ("Acme", "Акме"))],
        [
            Mistake("not_a_pair", 1, "Acme"),
            Mistake("not_a_pair", 2, "Acme ="),
            Mistake("not_a_pair", 3, "a = b = в"),
            Mistake("one_alphabet", 4, "Acme = World"),
            Mistake("one_alphabet", 5, "Акме = Уорлд"),
            Mistake("twice", 7, "Acme", first=6),
            Mistake("twice", 8, "Акме", first=6),
        ],
    )  # fmt: skip


def test_a_list_has_an_end() -> None:
    terms, mistakes = read_terms("\n".join(f"Soʻz{chr(97 + at % 26)}{at}" for at in range(MOST + 5)))

    assert len(terms) == MOST
    assert mistakes == [Mistake("too_many", MOST + 1, f"Soʻz{chr(97 + MOST % 26)}{MOST}")]


def test_a_word_cannot_both_stay_and_be_spelt() -> None:
    terms, spellings = [(1, "O'zA"), (2, "Акме")], [(1, ("OʻzA", "ЎзА")), (2, ("Acme", "Акме")), (3, ("Bir", "Бир"))]

    assert clashes(terms, spellings) == [Mistake("both_ways", 1, "OʻzA"), Mistake("both_ways", 2, "Акме")]
