import pytest

from website.folding import WORDS_MAX, fold, fold_html, query_words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("КОРРУПЦИЯ", "korrupsiya"),
        ("бюджет", "Budjet"),
        ("Сентябрь", "sentabr"),
        ("раҳбар", "рахбар"),
        ("ҳокимлик", "hokimlik"),
        ("Oʻzbekiston", "o'zbekiston"),
        ("Ўқиш", "oʻqish"),
        ("дунё", "dunyo"),
    ],
)
def test_both_alphabets_and_any_case_meet_in_one_form(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_different_words_stay_different() -> None:
    assert fold("bogʻ") != fold("bob")


def test_blocks_part_words_and_inline_tags_do_not() -> None:
    assert fold_html("<p>bir<br>ikki</p><ul><li>uch</li></ul>") == "bir ikki uch"
    assert fold_html("<p><strong>K</strong>orrupsiya &amp; <em>budjet</em></p>") == "korrupsiya budjet"


def test_a_query_is_its_words_once_and_not_too_many() -> None:
    assert query_words("  Budjet, БЮДЖЕТ ijrosi! ") == ["budjet", "ijrosi"]
    assert len(query_words(" ".join(f"soz{n}" for n in range(50)))) == WORDS_MAX
    assert query_words(" %_ ") == []
