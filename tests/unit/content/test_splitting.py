"""A text too long to stand beside media goes out as two messages, with nothing lost and nothing twice."""

from __future__ import annotations

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from content.blocks import Block, ListBlock, ListItem, Paragraph, Quote, Span
from content.composition import Composed, Labels, compose
from content.fitting import fit, measure
from content.formats import FORMATS
from content.markup import visible_text
from content.problems import Problem
from content.splitting import split_beside_media

TELEGRAM = FORMATS["telegram"]
LABELS = Labels(read_more="Batafsil", read_on_site="Saytda", documents="Hujjatlar", poll="Soʻrov")
LINK = "https://shahar.example/yangiliklar/a/?x=1&y=2"
LETTERS = st.text("abv gʻo'<>&😀Ўқ.!", min_size=1, max_size=700).filter(str.strip)
SPANS = st.lists(
    st.builds(
        Span,
        text=LETTERS,
        bold=st.booleans(),
        italic=st.booleans(),
        link=st.sampled_from([None, "https://a.example/?a&b"]),
    ),
    min_size=1,
    max_size=3,
).map(tuple)
BLOCKS = st.lists(
    st.one_of(
        st.builds(Paragraph, SPANS),
        st.builds(Quote, SPANS),
        st.builds(ListBlock, st.lists(st.builds(ListItem, SPANS), min_size=1, max_size=3).map(tuple)),
    ),
    max_size=8,
).map(tuple)


class Nesting(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def well_formed(text: str) -> bool:
    nesting = Nesting()
    nesting.feed(text)
    nesting.close()
    return nesting.open == []


def composed(
    blocks: tuple[Block, ...], *, with_media: bool, title: str = "Sarlavha", own: str | None = None
) -> Composed:
    return compose(
        kind="telegram",
        title=title,
        blocks=blocks,
        hashtags=("ochiqlik",),
        article_link=LINK,
        override=own,
        labels=LABELS,
        with_media=with_media,
    )


def paragraph(words: str) -> Paragraph:
    return Paragraph((Span(words),))


@given(BLOCKS, st.sampled_from(["Sarlavha", "A < B", "S" * 200]))
def test_both_messages_together_are_the_whole_text(blocks: tuple[Block, ...], title: str) -> None:
    whole = composed(blocks, with_media=False, title=title).text
    made = composed(blocks, with_media=True, title=title)

    assert "\n\n".join(part for part in (made.text, made.follow_up) if part) == whole
    assert measure(visible_text(made.text, "telegram_html"), "characters") <= 1024
    assert well_formed(made.text)
    assert well_formed(made.follow_up)
    assert (made.follow_up == "") == (measure(visible_text(whole, "telegram_html"), "characters") <= 1024)
    follow_up = len(visible_text(made.follow_up, "telegram_html"))
    too_long = [problem for problem in fit(made, TELEGRAM, documents=()) if problem.code == "text_too_long"]
    assert [problem.params["length"] for problem in too_long] == ([follow_up] if follow_up > 4096 else [])


@given(st.lists(LETTERS, max_size=12))
def test_as_many_whole_parts_as_fit_stand_beside_the_media(parts: list[str]) -> None:
    parts = [part.replace("<", "").replace("&", "").strip() for part in parts]
    caption, follow_up = split_beside_media(parts, TELEGRAM, "Sarlavha")
    kept = [part for part in parts if part]

    if caption == "Sarlavha" and kept and caption != kept[0]:
        assert len(kept[0]) > 1024
        assert follow_up == "\n\n".join(kept)
        return
    count = next(n for n in range(len(kept) + 1) if "\n\n".join(kept[:n]) == caption)
    assert "\n\n".join(kept[count:]) == follow_up
    assert count == len(kept) or len("\n\n".join(kept[: count + 1]).strip()) > 1024


def test_paragraphs_that_do_not_fit_follow_as_they_are() -> None:
    made = composed((paragraph("a" * 600), paragraph("b" * 600)), with_media=True)

    assert made.text == f"<b>Sarlavha</b>\n\n{'a' * 600}"
    assert made.follow_up == (
        f"{'b' * 600}\n\nBatafsil: https://shahar.example/yangiliklar/a/?x=1&amp;y=2\n\n#ochiqlik"
    )


def test_a_first_paragraph_that_is_too_long_leaves_the_title_beside_the_picture() -> None:
    made = composed((paragraph("a" * 1500),), with_media=True)

    assert made.text == "<b>Sarlavha</b>"
    assert made.follow_up.startswith("a" * 1500)


def test_own_words_too_long_from_the_start_stand_below_the_title() -> None:
    made = composed((), with_media=True, own="o" * 1500)

    assert made.text == "<b>Sarlavha</b>"
    assert made.follow_up.startswith("o" * 1500)


def test_without_media_there_is_one_message() -> None:
    made = composed((paragraph("a" * 1500),), with_media=False)

    assert made.follow_up == ""
    assert len(made.text) > 1500


def test_a_second_message_too_long_for_telegram_is_said() -> None:
    made = composed((paragraph("a" * 4090),), with_media=True)
    over = len(visible_text(made.follow_up, "telegram_html")) - 4096

    (problem,) = fit(made, TELEGRAM, pictures=())
    assert problem == Problem("text_too_long", {"length": 4096 + over, "limit": 4096, "over": over})


def test_other_channels_get_one_text_however_long() -> None:
    made = compose(
        kind="facebook",
        title="T",
        blocks=(paragraph("a" * 5000),),
        hashtags=(),
        article_link=None,
        override=None,
        labels=LABELS,
        with_media=True,
    )

    assert (made.text, made.follow_up) == (f"T\n\n{'a' * 5000}", "")
