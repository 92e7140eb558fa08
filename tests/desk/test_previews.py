"""The preview of each channel, as the editor's panel loads it."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.test.utils.form_data import inline_formset, rich_text
from wagtail.users.models import UserProfile

from content.film_library import add_video
from content.formats import _ADDED, Format, add_format
from content.models import Channel, LibraryDocument, LibraryImage, LibraryVideo, Organization
from tests.desk.conftest import channel, signed_in
from tests.desk.forms import post_form
from tests.films import film

PREVIEW = "wagtailsnippets_content_post:preview_on_add"
# Wagtail drops the temporary file of a new rendition without closing it
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
MODES = [kind.value for kind in Channel.Kind]


def preview(client: Client, mode: str, form: dict[str, Any]) -> str:
    answer = client.post(reverse(PREVIEW), form)
    assert answer.json() == {"is_valid": True, "is_available": True}
    response = client.get(reverse(PREVIEW), {"mode": mode, "in_preview_panel": "true"})
    assert response.status_code == 200
    return str(response.content.decode())


def picture(title: str) -> LibraryImage:
    file = io.BytesIO()
    Image.new("RGB", (1200, 900), "navy").save(file, "JPEG")
    file.seek(0)
    return LibraryImage.objects.create(title=title, file=ImageFile(file, name=f"{title}.jpg"))


def video(title: str = "Yoʻl") -> LibraryVideo:
    return add_video(title, ContentFile(film(seconds=3), name="film.mp4"))


@pytest.mark.parametrize("mode", MODES)
def test_an_almost_empty_form_has_a_preview(organization: Organization, author: User, mode: str) -> None:
    form = post_form(organization, [], text="null", publish_at="", hashtags="", title="T")

    page = preview(signed_in(author), mode, form)

    assert "This channel is not ticked: the post will not go there." in page
    assert "The text is empty." in page or mode != "website"


def test_every_channel_of_a_kind_is_shown_and_those_that_get_the_same_together(
    organization: Organization, author: User
) -> None:
    first, second, third, fourth = (channel(organization, "telegram", name) for name in ("Bir", "Ikki", "Uch", "Toʻrt"))
    Channel.objects.filter(pk=third.pk).update(alphabet="cyrillic")
    own = inline_formset([{"channel": fourth.pk, "text": "Oʻz matnim"}])
    form = post_form(organization, [first, second, third, fourth], title="Yangilik", channel_texts=own)

    page = preview(signed_in(author), "telegram", form)

    assert re.findall(r'checks__names">(.*?)<', page) == ["Bir, Ikki", "Uch", "Toʻrt"]
    assert re.findall(r'class="bubble__text">(?:<b>)?(\w+ ?\w*)', page) == ["Yangilik", "Янгилик", "Oʻz matnim"]


def test_telegram_shows_its_own_markup_and_counts_what_readers_see(
    organization: Organization, telegram: Channel, author: User
) -> None:
    form = post_form(
        organization, [telegram], title="A < B", hashtags="", text=rich_text("<p>Bir <b>ikki</b> &amp; uch</p>")
    )

    page = preview(signed_in(author), "telegram", form)

    assert "<b>A &lt; B</b>\n\nBir <b>ikki</b> &amp; uch" in page
    assert "21 / 4096 characters" in page
    assert "not ticked" not in page


def test_what_staff_type_never_becomes_markup_of_the_page(organization: Organization, author: User) -> None:
    facebook = channel(organization, "facebook", "Sahifa")
    form = post_form(organization, [facebook], title="<script>alert(1)</script>")

    page = preview(signed_in(author), "facebook", form)

    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_too_long_a_text_is_named_above_the_preview(
    organization: Organization, telegram: Channel, author: User
) -> None:
    form = post_form(organization, [telegram], title="T", hashtags="", text=rich_text(f"<p>{'a' * 5000}</p>"))

    page = preview(signed_in(author), "telegram", form)

    assert "5003 / 4096 characters" in page
    assert "The text is 907 characters too long (5003 of 4096). Shorten it." in page


def test_pictures_stand_side_by_side_with_their_alternative_texts(organization: Organization, author: User) -> None:
    instagram = channel(organization, "instagram", "namuna")
    rows = [{"image": picture(name).pk, "alt_text": f"{name} surati", "ORDER": n} for n, name in enumerate("ab")]
    form = post_form(organization, [instagram], media=inline_formset(rows))

    page = preview(signed_in(author), "instagram", form)

    assert page.count('<img src="/media/frozen/') == 2
    assert 'alt="a surati"' in page
    assert "2 pictures, swipe" in page


def test_a_channel_that_demands_a_picture_shows_the_card(organization: Organization, author: User) -> None:
    instagram = channel(organization, "instagram", "namuna")

    page = preview(signed_in(author), "instagram", post_form(organization, [instagram]))

    assert page.count('<img src="/media/frozen/') == 1


def test_a_sandbox_channel_is_marked(organization: Organization, telegram: Channel, author: User) -> None:
    Channel.objects.update(is_sandbox=True)

    page = preview(signed_in(author), "telegram", post_form(organization, [telegram]))

    assert "SANDBOX" in page


def test_a_channels_own_text_takes_the_place_of_the_posts(
    organization: Organization, telegram: Channel, author: User
) -> None:
    own = inline_formset([{"channel": telegram.pk, "text": "Faqat Telegram uchun", "ORDER": 0}])

    page = preview(signed_in(author), "telegram", post_form(organization, [telegram], channel_texts=own))

    assert "Faqat Telegram uchun" in page
    assert "ochiqlik kuni" not in page


def test_the_preview_speaks_the_language_staff_chose_for_their_screens(
    organization: Organization, telegram: Channel, author: User, settings: Any
) -> None:
    settings.LANGUAGE_CODE = "uz"
    UserProfile.objects.create(user=author, preferred_language="en")

    page = preview(signed_in(author), "telegram", post_form(organization, [], title="T"))

    assert '<html lang="en">' in page
    assert "This channel is not ticked" in page


@pytest.mark.parametrize("mode", MODES)
def test_a_video_can_be_played_where_it_goes_along(organization: Organization, author: User, mode: str) -> None:
    ticked = channel(organization, mode, "Kanal")
    rows = inline_formset([{"video": video().pk, "alt_text": "Yoʻl taʼmiri", "ORDER": 0}])

    page = preview(signed_in(author), mode, post_form(organization, [ticked], videos=rows))

    if mode == "newspaper":
        assert "<video" not in page
        assert "This channel takes no videos; the post goes there without them." in page
        return
    assert page.count('<source src="/media/frozen/') == 1
    assert 'poster="/media/frozen/' in page
    assert 'aria-label="Yoʻl taʼmiri"' in page


@pytest.mark.parametrize(("mode", "attached"), [("website", 1), ("telegram", 1), ("newspaper", 1), ("facebook", 0)])
def test_documents_are_listed_where_they_go_along(
    organization: Organization, author: User, mode: str, attached: int
) -> None:
    ticked = channel(organization, mode, "Kanal")
    document = LibraryDocument.objects.create(title="Qaror", file=ContentFile(b"%PDF-1.7", name="q.pdf"))
    rows = inline_formset([{"document": document.pk, "ORDER": 0}])

    page = preview(signed_in(author), mode, post_form(organization, [ticked], documents=rows))

    assert page.count('<ul class="documents">') == attached
    assert ("the text says where on our website they are" in page) == (not attached)


def test_telegram_shows_the_second_message_and_the_poll(
    organization: Organization, telegram: Channel, author: User
) -> None:
    form = post_form(
        organization,
        [telegram],
        title="T",
        hashtags="",
        text=rich_text(f"<p>{'a' * 900}</p><p>{'b' * 900}</p>"),
        videos=inline_formset([{"video": video().pk, "alt_text": "Yoʻl", "ORDER": 0}]),
        poll_question="Qaysi <koʻcha>?",
        poll_options="Navoiy\nBobur",
    )

    page = preview(signed_in(author), "telegram", form)

    assert "903 / 1024 characters" in page
    assert "Second message: " in page
    assert "900 / 4096 characters" in page
    assert f'<div class="bubble__text">{"b" * 900}</div>' in page
    assert '<p class="poll__question">Qaysi &lt;koʻcha&gt;?</p>' in page
    assert "<li>Navoiy</li><li>Bobur</li>" in page
    assert "Anonymous poll" in page


def test_a_channel_without_polls_says_so(organization: Organization, author: User) -> None:
    facebook = channel(organization, "facebook", "Sahifa")
    form = post_form(organization, [facebook], poll_question="Savol?", poll_options="ha\nyoʻq")

    page = preview(signed_in(author), "facebook", form)

    assert "This channel has no polls; the post goes there without the question." in page


def test_a_kind_from_elsewhere_shows_what_its_adapter_is_handed(organization: Organization, author: User) -> None:
    add_format(Format("matrix", "plain", "characters", 20_000, None, 0, 0, 1, 1))
    try:
        room = channel(organization, "matrix", "Xona")
        form = post_form(organization, [room], title="A <b>", hashtags="", text=rich_text("<p>Bir</p><p>Ikki</p>"))

        page = preview(signed_in(author), "matrix", form)
    finally:
        _ADDED.clear()

    assert "This kind came with an adapter from elsewhere" in page
    assert "<h1>A &lt;b&gt;</h1>" in page
    assert "<p>Ikki</p>" in page
    assert "/ 20000 characters" in page


def test_the_way_it_appears_is_said_above_the_preview(
    organization: Organization, telegram: Channel, author: User
) -> None:
    form = post_form(organization, [telegram], silent="on", pin="on", link_preview="large")

    page = preview(signed_in(author), "telegram", form)

    assert "Without a sound." in page
    assert "Stays pinned at the top." in page
    assert "Preview of links: large" in page


@pytest.mark.parametrize(("mode", "before"), [("instagram", 125), ("facebook", 480)])
def test_a_feed_that_folds_the_text_is_shown_folded(
    organization: Organization, author: User, mode: str, before: int
) -> None:
    ticked = channel(organization, mode, "Sahifa")
    form = post_form(organization, [ticked], title="T", hashtags="", text=rich_text(f"<p>{'soʻz ' * 200}</p>"))

    page = preview(signed_in(author), mode, form)

    found = re.search(r'__text">(?:<strong>Sahifa</strong> )?(.*?)<details class="fold">', page, re.DOTALL)
    assert found is not None
    assert before - 5 <= len(found[1]) <= before
    assert f"about {before} characters; readers tap to see the rest." in page
    assert '<details class="fold">' in page


def test_what_no_feed_folds_is_shown_whole(organization: Organization, telegram: Channel, author: User) -> None:
    form = post_form(organization, [telegram], title="T", text=rich_text(f"<p>{'soʻz ' * 200}</p>"))

    page = preview(signed_in(author), "telegram", form)

    assert "<details" not in page
    assert "readers tap to see the rest" not in page


def test_links_and_tags_are_coloured_and_nothing_of_them_becomes_markup(
    organization: Organization, telegram: Channel, author: User
) -> None:
    facebook = channel(organization, "facebook", "Sahifa")
    text = rich_text("<p>#ochiqlik &lt;b&gt; https://a.uz/?x=1&amp;y=&lt;script&gt; va @namuna.</p>")
    form = post_form(organization, [telegram, facebook], title="T", hashtags="", text=text)

    for mode in ("telegram", "facebook"):
        page = preview(signed_in(author), mode, form)

        assert '<span class="blue">#ochiqlik</span> &lt;b&gt;' in page
        assert '<span class="blue">@namuna</span>.' in page
        assert "<script>" not in page


def test_the_first_link_is_drawn_as_a_card_where_no_picture_takes_its_place(
    organization: Organization, website: Channel, telegram: Channel, author: User
) -> None:
    both = [website, telegram]
    rows = inline_formset([{"image": picture("a").pk, "alt_text": "a", "ORDER": 0}])

    plain = preview(signed_in(author), "telegram", post_form(organization, both, title="Yangilik"))
    none = preview(signed_in(author), "telegram", post_form(organization, both, link_preview="none"))
    pictured = preview(signed_in(author), "telegram", post_form(organization, both, media=rows))
    other = post_form(
        organization, [telegram], text=rich_text('<p><a href="https://www.gazeta.uz/a?b=1&amp;c=2">bu</a></p>')
    )
    elsewhere = preview(signed_in(author), "telegram", other)

    assert '<strong class="link-card__title">Yangilik</strong>' in plain
    assert "link-card" not in none + pictured
    assert '<span class="link-card__site">gazeta.uz</span>' in elsewhere
    assert "The network fetches title and picture from that site." in elsewhere


def test_telephone_and_computer_light_and_dark_are_chosen_without_a_script(
    organization: Organization, telegram: Channel, author: User
) -> None:
    form = post_form(organization, [telegram])

    pages = {mode: preview(signed_in(author), mode, form) for mode in ("telegram", "facebook", "newspaper")}

    assert [page.count('type="radio" name="screen"') for page in pages.values()] == [2, 2, 0]
    assert [page.count('type="radio" name="theme"') for page in pages.values()] == [2, 0, 0]
    assert "onclick" not in "".join(pages.values())
