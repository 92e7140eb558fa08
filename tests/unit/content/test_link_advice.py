from __future__ import annotations

import pytest

from content.blocks import ListBlock, ListItem, Paragraph, Span
from content.link_advice import link_advice


def codes(text: str, own: tuple[str, ...] = ("shahar.uz",)) -> list[str]:
    return [problem.code for problem in link_advice((Paragraph((Span(text),)),), (), own)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Batafsil: https://shahar.uz/yangilik.", []),
        ("Batafsil: https://www.shahar.uz/yangilik", []),
        ("Havolasiz matn, 3.5 foiz, 1-uy/2-xona, soat 10:00.", []),
        ("Pochta: matbuot@shahar.uz, fayl reja.docx", []),
        ("http://shahar.uz/a", ["link_not_secure"]),
        ("https://shahar.uz/a?utm_source=tg&id=5", ["link_tracking"]),
        ("https://shahar.uz/a?fbclid=1&utm_x=2", ["link_tracking"]),
        ("https://gazeta.uz/a", ["link_elsewhere"]),
        ("http://localhost:8000/a", ["link_unreachable"]),
        ("https://192.168.1.5/a", ["link_unreachable"]),
        ("https://server.local/a", ["link_unreachable"]),
        ("https:/shahar.uz/a", ["link_unreachable"]),
        ("https://https://shahar.uz/a", ["link_unreachable"]),
        ("https://[shahar/a", ["link_unreachable"]),
        ("Sayt: www.shahar.uz", ["link_without_scheme"]),
        ("Sayt: shahar.uz/yangilik?id=1", ["link_without_scheme"]),
    ],
)
def test_what_is_said_of_an_address(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


def test_links_behind_words_and_in_lists_count_and_each_is_told_once() -> None:
    item = ListItem(
        (Span("band", link="http://shahar.uz/a"),), (ListBlock((ListItem((Span("http://shahar.uz/a"),)),)),)
    )

    (problem,) = link_advice((ListBlock((item,)),), ["http://shahar.uz/a"], ["shahar.uz"])

    assert (problem.code, problem.params, problem.blocking) == (
        "link_not_secure",
        {"link": "http://shahar.uz/a"},
        False,
    )


def test_other_sites_are_named_together() -> None:
    text = "https://gazeta.uz/a https://www.kun.uz/b https://gazeta.uz/c"

    (problem,) = link_advice((Paragraph((Span(text),)),), (), ["shahar.uz"])

    assert problem.params == {"sites": ("gazeta.uz", "kun.uz")}
