"""A channel in an alphabet of its own: what staff see before approval, and what is frozen."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, rich_text

from content.models import Channel, Organization, Post, Rendition
from content.rendering import render_for
from content.services import ApprovalRefused, decide, submit
from publishers.models import ChannelAccount
from tests.desk.commands.running import run_here
from tests.desk.conftest import signed_in
from tests.desk.forms import edit_url, post_form
from tests.desk.people import draft
from tests.desk.test_previews import preview

TITLE = "Korrupsiyaga qarshi kurashish oyligi"
TEXT = (
    "<p>Hokimlikda <b>IV chorak</b> yakunlari: 'Yoshlar' daftari, <a href='https://namuna.uz/sh'>namuna.uz</a>, "
    "@namuna_bot, #ochiq_budjet va QR-kod.</p>"
)


@pytest.fixture
def cyrillic(telegram: Channel) -> Channel:
    telegram.alphabet = "cyrillic"
    telegram.save()
    return telegram


def test_the_preview_shows_the_channels_alphabet_and_the_words_in_doubt(
    organization: Organization, cyrillic: Channel, author: User
) -> None:
    form = post_form(organization, [cyrillic], title=TITLE, text=rich_text(f"{TEXT}<p>Acme vinyetkasi</p>"))

    page = re.sub(r'<span class="blue">(.*?)</span>', r"\1", preview(signed_in(author), "telegram", form))

    assert "<b>Коррупцияга қарши курашиш ойлиги</b>" in page
    assert "Ҳокимликда <b>IV чорак</b> якунлари: &#x27;Ёшлар&#x27; дафтари," in page or "'Ёшлар' дафтари," in page
    assert '<a href="https://namuna.uz/sh">namuna.uz</a>, @namuna_bot, #ochiq_budjet ва QR-код.' in page
    assert "#ochiqlik" in page
    assert "they may be wrong in this alphabet. Acme, vinyetkasi" in page


def test_what_is_approved_is_frozen_in_the_channels_alphabet_and_the_website_keeps_its_own(
    organization: Organization, website: Channel, cyrillic: Channel, author: User, approver: User
) -> None:
    post = submit(draft(organization, [website, cyrillic], user=author, title=TITLE, text=TEXT), user=author)
    decide(post, user=approver, action="approve", seen=post.latest_revision_id)

    on_site, on_telegram = Rendition.objects.order_by("channel__kind").values("title", "alphabet", "summary", "text")[
        ::-1
    ]
    assert (on_site["title"], on_site["alphabet"]) == (TITLE, "")
    assert (on_telegram["title"], on_telegram["alphabet"]) == ("Коррупцияга қарши курашиш ойлиги", "cyrillic")
    assert on_telegram["summary"].startswith("Ҳокимликда IV чорак якунлари")
    assert "Батафсил: http" in on_telegram["text"]


def test_another_alphabet_after_submission_must_be_submitted_again(
    organization: Organization, telegram: Channel, author: User, approver: User
) -> None:
    post = submit(draft(organization, [telegram], user=author), user=author)
    Channel.objects.filter(pk=telegram.pk).update(alphabet="cyrillic")

    with pytest.raises(ApprovalRefused):
        decide(post, user=approver, action="approve", seen=post.latest_revision_id)


@pytest.mark.parametrize(
    ("own", "shown"),
    [
        ("Фақат шу канал учун: рўйхат", "Фақат шу канал учун: рўйхат"),
        ("Faqat shu kanal uchun: roʻyxat", "Фақат шу канал учун: рўйхат"),
    ],
)
def test_a_text_for_the_channel_is_taken_as_written_or_turned(
    organization: Organization, cyrillic: Channel, author: User, own: str, shown: str
) -> None:
    own_text = inline_formset([{"channel": cyrillic.pk, "text": own}])

    page = preview(signed_in(author), "telegram", post_form(organization, [cyrillic], channel_texts=own_text))

    assert shown in page


def test_a_card_and_a_poll_are_in_the_channels_alphabet(
    organization: Organization, cyrillic: Channel, author: User
) -> None:
    card = {"of": TITLE, "title": "Ishonch telefoni", "lines": ["1-sentabr"], "everywhere": True}
    post = draft(organization, [cyrillic], user=author, title=TITLE, card=card)
    post.poll_question, post.poll_options = "Qaysi choʻl?", "Birinchi\nIkkinchi"

    rendered = render_for(post, cyrillic)

    assert rendered.pictures[0].alt == "Ишонч телефони. 1-сентябрь"
    assert rendered.poll is not None
    assert (rendered.poll.question, rendered.poll.options) == ("Қайси чўл?", ("Биринчи", "Иккинчи"))


def test_what_a_russian_speaking_organization_writes_stays(
    organization: Organization, cyrillic: Channel, author: User
) -> None:
    organization.language = "ru"
    organization.save()
    Channel.objects.filter(pk=cyrillic.pk).update(alphabet="latin")
    post = Post.objects.get(pk=draft(organization, [cyrillic], user=author, title="Месяц открытости").pk)

    rendered = render_for(post, Channel.objects.get(pk=cyrillic.pk))

    assert (rendered.composed.title, rendered.alphabet) == ("Месяц открытости", "")


def test_the_checks_beside_the_saved_post_name_the_words(
    organization: Organization, cyrillic: Channel, author: User
) -> None:
    post = draft(organization, [cyrillic], user=author, text="<p>Acme bilan</p>")

    page = signed_in(author).get(edit_url(post)).content.decode()

    assert "they may be wrong in this alphabet. Acme" in page


def test_the_form_of_a_channel_and_the_command_set_it(
    organization: Organization, cyrillic: Channel, root: User, settings: Any
) -> None:
    settings.TELEGRAM_API_BASE = "http://127.0.0.1:9"
    client, address = signed_in(root), reverse("channelaccount:edit", args=[cyrillic.account.pk])
    shown = client.get(address).context["form"].fields["alphabet"].initial

    client.post(address, {"name": "Kanal", "address": "@kanal", "alphabet": "latin2026", "is_active": "on"})
    ran = run_here("add_channel", "website", "--name", "Sayt", "--alphabet", "cyrillic", "--json")

    assert shown == "cyrillic"
    cyrillic.refresh_from_db()
    assert cyrillic.alphabet == "latin2026"
    added = Channel.objects.get(pk=json.loads(ran.out)["channel"])
    assert (added.alphabet, ChannelAccount.objects.filter(channel=added).count()) == ("cyrillic", 1)
