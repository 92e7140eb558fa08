"""What the editor says about a form as it is typed: counters, problems beside their fields, crops, hashtags."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, rich_text

from content.counting import Count, counts_of
from content.labels import PROBLEMS
from content.models import Channel, ChannelGroup, Organization, Post, PostTemplate
from content.rendering import render_all
from desk.editor.places import FIELDS, TABS
from tests.desk.conftest import channel, signed_in
from tests.desk.forms import post_form
from tests.desk.people import draft
from tests.desk.test_previews import picture

LOOK_NEW, LOOK = "wagtailsnippets_content_post:look_new", "wagtailsnippets_content_post:look"
ELSEWHERE = "undefined_name syntax unsafe too_long too_many_steps not_text failed title_too_long no_template internal "
ELSEWHERE += "no_working_day no_time_left holiday_moved template_not_approved not_a_video video_container video_ending "
ELSEWHERE += "video_broken video_took_too_long video_without_picture video_codec video_sound video_too_large "
ELSEWHERE += "video_library_limit poster_not_a_picture cannot_amend media_cannot_change media_number_cannot_change "
ELSEWHERE += "message_number_cannot_change poll_cannot_change stock_in_approval stock_changed"
# Wagtail drops the temporary file of a new rendition without closing it
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def look(user: User, form: dict[str, Any], post: Post | None = None) -> Any:
    address = reverse(LOOK, args=[post.pk]) if post else reverse(LOOK_NEW)
    answer = signed_in(user).post(address, form)
    assert answer.status_code == 200
    return answer.json()


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_counters_are_those_of_the_server_in_each_channels_unit(
    organization: Organization, website: Channel, telegram: Channel, author: User
) -> None:
    # given
    instagram = channel(organization, "instagram", "namuna")
    form = post_form(
        organization,
        [website, telegram, instagram],
        title="Xabar",
        text=rich_text("<p>Matn 🇺🇿 #besh</p>"),
        hashtags="bir",
    )

    # when
    said = look(author, form)
    saved = draft(
        organization,
        [website, telegram, instagram],
        user=author,
        title="Xabar",
        text="<p>Matn 🇺🇿 #besh</p>",
        hashtags="bir",
    )

    # then the numbers are what the submission measures
    counts = [count for form in render_all(saved) for count in counts_of(form)]
    shown = re.findall(r'desk-counter__number">(\d+)', said["parts"]["counters"])
    assert [int(number) for number in shown] == [count.used for count in counts]
    assert "namuna, hashtags" in words(said["parts"]["counters"])
    assert "2 / 30" in words(said["parts"]["counters"])


def test_a_counter_turns_near_and_over_its_limit() -> None:
    assert [(count.near, count.over) for count in (Count("text", used, 100) for used in (89, 90, 100, 101))] == [
        (False, False),
        (True, False),
        (True, False),
        (False, True),
    ]


def test_problems_stand_beside_their_fields_and_are_counted_on_the_tabs(
    organization: Organization, telegram: Channel, author: User
) -> None:
    rows = inline_formset([{"image": picture("a").pk, "alt_text": "", "ORDER": 0}])
    form = post_form(
        organization,
        [telegram],
        text=rich_text(f"<p>{'a' * 5000} http://shahar.uz/a?utm_source=x</p>"),
        publish_at="",
        hashtags="5! yo'l",
        media=rows,
        poll_question="Qaysi?",
        poll_options="",
    )

    said = look(author, form)

    parts = {name: words(html) for name, html in said["parts"].items()}
    assert "Must be mended: The text is" in parts["text"]
    assert "Advice: This address begins with http://" in parts["text"]
    assert "tracking marks (utm_source)" in parts["text"]
    assert "Say when the post shall go out." in parts["publish_at"]
    assert "Picture 1: A picture has no alternative text." in parts["media"]
    assert "“5!” cannot be a hashtag" in parts["hashtags"]
    assert "“yo&#x27;l” goes out as #yoʻl" in parts["hashtags"]
    assert "A poll needs 2 to 12 answers" in parts["poll"]
    assert said["stops"] == {"words": 1, "media": 1, "channels": 0, "when": 1, "more": 1}


def test_a_text_for_one_channel_has_its_own_counter_and_problems(
    organization: Organization, telegram: Channel, website: Channel, author: User
) -> None:
    own = inline_formset([{"channel": telegram.pk, "text": "b" * 4200, "ORDER": 0}])
    form = post_form(organization, [telegram, website], channel_texts=own)

    said = look(author, form)

    assert "/ 4096" in said["own"][str(telegram.pk)]
    assert "desk-counter--over" in said["own"][str(telegram.pk)]
    assert "Hokimlik kanali: The text is" in words(said["parts"]["channel_texts"])
    assert "Hokimlik kanali" not in said["parts"]["counters"]
    assert said["parts"]["text"] == ""


def test_channels_that_say_the_same_are_named_together_and_all_of_them_not_at_all(
    organization: Organization, author: User
) -> None:
    instagram, telegram = channel(organization, "instagram", "namuna"), channel(organization, "telegram", "Kanal")

    both = look(author, post_form(organization, [instagram, telegram], text=rich_text("<p>⟦Sana⟧</p>")))
    one = look(author, post_form(organization, [instagram, telegram], text=rich_text("<p>https://a.uz/b</p>")))

    assert "Must be mended: Still to be filled in: Sana." in words(both["parts"]["text"])
    assert "namuna: Links cannot be clicked" in words(one["parts"]["text"])


def test_nothing_is_stored_and_a_form_that_cannot_be_read_says_why(
    organization: Organization, telegram: Channel, author: User
) -> None:
    post = draft(organization, [telegram], user=author)
    revision = post.latest_revision_id

    said = look(author, post_form(organization, [telegram], title="Boshqa"), post)
    wrong = look(author, post_form(organization, [telegram], publish_at="kecha"), post)

    post.refresh_from_db()
    assert said["valid"]
    assert (post.title, post.latest_revision_id, post.revisions.count()) != ("Boshqa", revision, 2)
    assert (post.latest_revision_id, post.revisions.count()) == (revision, 1)
    assert (wrong["valid"], list(wrong["parts"])) == (False, ["publish_at"])
    assert "Enter a valid date/time." in wrong["parts"]["publish_at"]


def test_who_may_not_write_is_not_answered(organization: Organization, telegram: Channel, author: User) -> None:
    post = draft(organization, [telegram], user=author)
    reader = User.objects.create_user("oʻquvchi", password="a long password")
    reader.groups.add(Group.objects.get(name="Tasdiqlovchilar"))
    reader.groups.get().permissions.filter(codename__in=["add_post", "change_post"]).delete()

    answers = [
        signed_in(reader).post(reverse(LOOK_NEW), post_form(organization, [telegram])),
        signed_in(reader).post(reverse(LOOK, args=[post.pk]), post_form(organization, [telegram])),
        signed_in(author).get(reverse(LOOK_NEW)),
    ]

    assert [answer.status_code for answer in answers] == [302, 302, 405]


def test_as_many_questions_for_two_channels_as_for_forty(organization: Organization, author: User) -> None:
    group = ChannelGroup.objects.create(name="Barchasi")
    asked = []
    for more in (2, 38):
        for number in range(more):
            group.channels.add(channel(organization, "telegram", f"Kanal {more} {number}"))
        form = post_form(organization, []) | {"groups": [group.pk]}
        look(author, form)  # once for what is remembered
        client = signed_in(author)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.post(reverse(LOOK_NEW), form)
        asked.append(len(queries))

    assert asked[0] == asked[1]
    assert asked[0] < 45


def test_the_saved_version_is_told_without_a_script(
    organization: Organization, telegram: Channel, author: User
) -> None:
    post = draft(organization, [telegram], user=author, text=f"<p>{'a' * 5000}</p>", publish_at=None)

    page = signed_in(author).get(reverse("wagtailsnippets_content_post:edit", args=[post.pk])).content.decode()

    assert "desk-counter--over" in page
    beside = page[page.index('data-part="publish_at"') :][:700]
    assert 'aria-live="polite"' in beside
    assert "Say when the post shall go out." in beside
    assert f'data-look="{reverse(LOOK, args=[post.pk])}"' in page
    assert "Saving publishes nothing" in page


def test_each_picture_shows_how_channels_crop_it_and_offers_its_description(
    organization: Organization, website: Channel, author: User
) -> None:
    # given a picture that Instagram takes as it is, and a second one of another shape
    instagram = channel(organization, "instagram", "namuna")
    first, second = picture("keng"), picture("tor")
    second.description = "Yoʻl <qurilishi>"
    second.save()
    type(second).objects.filter(pk=first.pk).update(
        focal_point_x=10, focal_point_y=10, focal_point_width=5, focal_point_height=5
    )
    rows = [{"image": first.pk, "alt_text": "a", "ORDER": 0}, {"image": second.pk, "alt_text": "", "ORDER": 1}]

    said = look(author, post_form(organization, [website, instagram], media=inline_formset(rows)))

    crops = said["parts"]["crops"]
    assert "Website, Instagram whole" in words(crops)
    assert "Website, lists cropped to 16:9" in words(crops)
    assert "Change the focal point" in crops
    assert "Set the focal point" in crops
    assert 'data-alt="Yoʻl &lt;qurilishi&gt;"' in crops
    assert f'data-image="{second.pk}"' in crops
    assert reverse("wagtailimages:edit", args=[second.pk]) in crops


def test_hashtags_of_the_organization_and_its_template_are_offered_and_twins_left_out(
    organization: Organization, telegram: Channel, author: User
) -> None:
    stranger = Organization.objects.create(name="Boshqa", slug="boshqa")
    draft(stranger, [], user=author, hashtags="begona")
    draft(organization, [telegram], user=author, hashtags="#budjet ochiqlik yo'l")
    template = PostTemplate.objects.create(
        organization=organization, key="k", name="K", title="T", body="B", hashtags="xabar"
    )
    post = draft(organization, [telegram], user=author, hashtags="очиқлик", template=template)

    tags = look(author, post_form(organization, [telegram], hashtags="очиқлик"), post)["parts"]["tags"]

    assert re.findall(r'data-tag="([^"]+)"', tags) == ["#xabar", "#budjet", "#yoʻl"]


def test_the_alphabets_of_the_channels_stand_side_by_side(
    organization: Organization, telegram: Channel, author: User
) -> None:
    Channel.objects.filter(pk=telegram.pk).update(alphabet="cyrillic")

    said = look(author, post_form(organization, [telegram], title="Wi-Fi nuqtasi ochildi"))
    none = look(author, post_form(organization, [], title="T"))

    assert '<mark class="desk-mark desk-mark--stays">Wi-Fi</mark> нуқтаси очилди' in said["parts"]["alphabets"]
    assert "it goes out as written" in none["parts"]["alphabets"]


def test_every_problem_of_a_post_has_its_field_and_every_field_its_tab() -> None:
    placed = [code for codes in FIELDS.values() for code in codes]

    assert sorted(placed) == sorted(set(PROBLEMS) - set(ELSEWHERE.split()))
    assert {name for names in TABS.values() for name in names} == {*FIELDS, "channel_texts"}
