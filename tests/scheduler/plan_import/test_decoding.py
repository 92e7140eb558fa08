"""The encodings in which office programs save text."""

import pytest

from scheduler.plan_import import NotAPlan
from scheduler.plan_import.readers.decoding import decoded

UZBEK = "Ҳар ойда бир маротаба, ҳар чоракда; ўқув йили, ғолиблар"
RUSSIAN = "Ежемесячно; до 15 декабря, официальные страницы"
LATIN = "Har oyda bir marotaba; oʻquv yili, maʼruza, Böliş, Ğalaba"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1251", "cp866"]
)
def test_russian_in_every_encoding(encoding: str) -> None:
    assert decoded(RUSSIAN.encode(encoding)).removeprefix("\ufeff") == RUSSIAN


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [UZBEK, LATIN])
def test_uzbek_in_every_unicode_form(text: str, encoding: str) -> None:
    assert decoded(text.encode(encoding)) == text


@pytest.mark.parametrize("letters", ["ѓЃќЌћЋ", "ґҐќЌњЊ"])
def test_uzbek_letters_in_the_places_that_cp1251_has_for_others(letters: str) -> None:
    assert decoded(UZBEK.translate(str.maketrans("ғҒқҚҳҲ", letters)).encode("cp1251")) == UZBEK


def test_the_page_of_the_latin_uzbek_locale() -> None:
    assert decoded("Har oyda Böliş, Ğalaba, reça".encode("cp1254")) == "Har oyda Böliş, Ğalaba, reça"
    assert decoded("Har oyda o‘quv, ma’ruza".encode("cp1251")) == "Har oyda o‘quv, ma’ruza"


def test_line_ends_become_plain() -> None:
    assert decoded(b"a\r\nb\rc\nd") == "a\nb\nc\nd"


@pytest.mark.parametrize("raw", [bytes(range(256)) * 4, b"\x00" * 100, b"\xff\xfe\x00\xd8", b"\x01\x02\x03"])
def test_what_is_no_text_is_unreadable(raw: bytes) -> None:
    with pytest.raises(NotAPlan) as caught:
        decoded(raw)
    assert caught.value.code == "unreadable"
