"""The post side by side in the alphabets of its channels, and what is marked in it."""

from __future__ import annotations

import pytest

from content.alphabet import convert
from content.alphabet_versions import Piece, alphabet_versions, pieces
from content.alphabets.own_words import OwnWords
from content.models import Organization
from tests.content.conftest import Office


def test_what_stays_what_is_ones_own_and_what_is_in_doubt_is_marked() -> None:
    own = OwnWords(("Namuna Plyus",), (("sentabr", "сентябрь"),))

    found = pieces("Namuna Plyus sentabrda https://shahar.uz saytida", "cyrillic", own)

    assert found == [
        Piece("Namuna Plyus", "stays"),
        Piece(" "),
        Piece("сентябр", "own"),
        Piece("да "),
        Piece("https://shahar.uz", "stays"),
        Piece(" сайтида"),
    ]


@pytest.mark.parametrize("line", ["", "Oʻzgarmas 5 ta «Wi-Fi» nuqtasi", "5-sinf, IV chorak: #ochiqlik @namuna"])
def test_the_pieces_together_are_the_converted_line(line: str) -> None:
    assert "".join(piece.text for piece in pieces(line, "cyrillic", OwnWords())) == convert(line, "cyrillic")


def test_one_version_for_each_alphabet_with_its_channels(office: Office) -> None:
    alphabets = {"website": "", "telegram": "latin", "facebook": "cyrillic", "instagram": "cyrillic"}
    channels = [office.channel(kind, alphabet=alphabet) for kind, alphabet in alphabets.items()]

    versions = alphabet_versions(office.draft(channels))

    assert [(one.alphabet, [channel.kind for channel in one.channels]) for one in versions] == [
        ("latin", ["telegram"]),
        ("cyrillic", ["facebook", "instagram"]),
    ]
    assert "".join(piece.text for piece in versions[1].title) == "Очиқлик куни ўтказилди"


def test_other_languages_have_no_versions(office: Office) -> None:
    Organization.objects.update(language="ru")
    post = office.draft([office.channel("telegram", alphabet="cyrillic")])

    assert alphabet_versions(post) == []
