"""The matching key of `folding`."""

import pytest

from scheduler.plan_import.folding import APOSTROPHES, fold, is_cyrillic


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Har oyda bir marotaba", "har oyda bir marotaba"),
        ("Ҳар ойда бир маротаба", "har oyda bir marotaba"),
        ("Хар ойда", "har oyda"),
        ("zaruratga ko‘ra", "zaruratga kora"),
        ("заруратга кўра", "zaruratga kora"),
        ("oxirgi chorak qadar", "ohirgi chorak kadar"),
        ("Şahar Ğalabasi, Ödob", "shahar galabasi, odob"),
        ("ma’ruza", "maruza"),
        ("маъруза", "maruza"),
        ("ежемесячно", "ejemesyachno"),
        ("№ 5", "no 5"),
        ("Ⅳ чорак", "iv chorak"),
        ("sentabr – oktabr", "sentabr - oktabr"),
        ("  bir\u00a0\n marta\u200b ", "bir marta"),
    ],
)
def test_every_spelling_folds_to_one_key(text: str, key: str) -> None:
    assert fold(text) == key


@pytest.mark.parametrize("apostrophe", APOSTROPHES)
def test_every_apostrophe_vanishes(apostrophe: str) -> None:
    assert fold(f"o{apostrophe}n kunlik") == "on kunlik"


def test_a_latin_word_with_cyrillic_twins_is_latin() -> None:
    assert fold("dеkаbr oydа") == "dekabr oyda"


def test_a_cyrillic_word_with_latin_twins_is_cyrillic() -> None:
    assert fold("чоpaк ҳap oй") == "chorak har oy"


def test_a_word_of_twins_only_follows_the_rest_of_the_text() -> None:
    assert fold("har оу") == "har oy"


def test_is_cyrillic_counts_only_letters_of_one_alphabet() -> None:
    assert is_cyrillic("до 1 марта")
    assert not is_cyrillic("1 marta")
    assert not is_cyrillic("15.12.2025")
