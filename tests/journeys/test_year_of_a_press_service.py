"""A plan goes in, and what it asks for stands on four channels, once each; and what a channel in trouble comes to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import translation
from django.utils.translation import gettext

from content.labels import problem_sentence
from content.models import Post, PostTemplate, Rendition
from content.problems import Problem
from content.services import SubmissionRefused
from publishers.models import Attempt, Delivery
from scheduler.models import Occurrence
from tests.journeys.press_service import PressService
from tests.journeys.readers import article_at, headline_of

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

INFOGRAPHIC, CAMPAIGN, ARTICLE = "5", "6", "1"
"""Numbers of items of the sample plan: two of every month, and one of December."""
TITLE = "Xizmat odobi: uchta oddiy qoida"
TEXT = (
    "<p>Davlat xizmatchisi <b>halol</b> va xushmuomala boʻladi.</p>"
    "<ul><li>navbat hammaga bir xil;</li><li>javob yozma beriladi;</li></ul>"
)
WORDS = (
    "Xizmat odobi: uchta oddiy qoida\n\n"
    "Davlat xizmatchisi halol va xushmuomala boʻladi.\n\n"
    "• navbat hammaga bir xil;\n• javob yozma beriladi;"
)
TAGS = "#korrupsiyaga_qarshi #infografika #halollik"
EVERYWHERE_PUBLISHED = dict.fromkeys(("website", "telegram", "facebook", "instagram"), "published")


def in_uzbek(words: str) -> str:
    with translation.override("uz"):
        return gettext(words)


def active_plan(press_service: PressService) -> None:
    press_service.has_templates()
    press_service.imports_and_activates_its_plan()


def drafted(press_service: PressService, number: str, period: str) -> Occurrence:
    """The duty, on the day its draft was made."""
    duty = press_service.duty(number, period)
    assert duty.prepare_at is not None
    press_service.time_passes_until(duty.prepare_at)
    return press_service.duty(number, period)


def approved_infographic(press_service: PressService) -> Occurrence:
    """November's infographic, rewritten by the author, approved, waiting for its slot."""
    active_plan(press_service)
    duty = drafted(press_service, INFOGRAPHIC, "2026-11")
    assert duty.post is not None
    press_service.author_writes(duty.post, title=TITLE, text=TEXT)
    press_service.author_submits(duty.post)
    press_service.approver_approves(duty.post)
    return duty


def slot_comes(press_service: PressService, duty: Occurrence) -> None:
    assert duty.slot is not None
    press_service.time_passes_until(duty.slot)
    press_service.half_an_hour_passes()


def test_what_the_plan_asks_for_is_drafted_approved_and_stands_on_four_channels_once_each(
    press_service: PressService,
) -> None:
    # given a plan that came in as a Word document
    press_service.has_templates()
    activated = press_service.imports_and_activates_its_plan()
    assert (activated["dated"], activated["by_kind"]) == (48, {"monthly": 36, "quarterly": 8, "one_off_month": 4})

    # when November's infographic is drafted from its template, days before its slot
    duty = drafted(press_service, INFOGRAPHIC, "2026-11")
    post = duty.post
    assert post is not None and duty.slot is not None
    assert (duty.state, post.publish_at, post.live) == ("prepared", duty.slot, False)
    assert post.template is not None and post.template.key == "monthly_infographic"
    # and the author rewrites and submits it, and the approver approves it
    press_service.author_writes(post, title=TITLE, text=TEXT)
    press_service.author_submits(post)
    press_service.approver_approves(post)
    # and the slot has not come yet
    press_service.time_passes_until(duty.slot - timedelta(minutes=1))
    assert set(press_service.states_of(post).values()) == {"pending"}
    # and the slot comes
    slot_comes(press_service, duty)

    # then each channel holds the post once, in its own form
    assert press_service.states_of(post) == EVERYWHERE_PUBLISHED
    log = press_service.log()
    article = log["website"]["link"]
    in_full = f"{WORDS}\n\n{in_uzbek('Read more')}: {article}\n\n{TAGS}"
    on_site = f"{WORDS}\n\n{in_uzbek('Read more on our website')}: {article.split('/')[2]}\n\n{TAGS}"
    (on_telegram,) = press_service.seen_by_readers_of("telegram")
    (on_facebook,) = press_service.seen_by_readers_of("facebook")
    (on_instagram,) = press_service.seen_by_readers_of("instagram")
    assert (on_telegram.text, on_facebook.text, on_instagram.text) == (in_full, in_full, on_site)
    assert (on_telegram.pictures, on_facebook.pictures, on_instagram.pictures) == (1, 1, 1)
    # and the article stands at its address
    page = article_at(article)
    assert headline_of(page) == TITLE
    assert "Davlat xizmatchisi <strong>halol</strong> va xushmuomala boʻladi." in page
    # and the log proves it, with links that lead to what readers see
    assert {kind: row["link"] for kind, row in log.items() if kind != "website"} == {
        "telegram": on_telegram.link,
        "facebook": on_facebook.link,
        "instagram": on_instagram.link,
    }
    assert {kind: [attempt["outcome"] for attempt in row["attempts"]] for kind, row in log.items()} == {
        "website": ["published"],
        "telegram": ["published"],
        "facebook": ["published"],
        "instagram": ["accepted", "accepted", "published"],
    }


def test_a_channel_that_refuses_the_post_gives_it_back_to_its_author_and_harms_no_other(
    press_service: PressService,
) -> None:
    # given
    duty = approved_infographic(press_service)
    post = duty.post
    assert post is not None
    press_service.platform_has_trouble(
        "telegram", "content_rejected", description="Bad Request: message is not allowed"
    )

    # when
    slot_comes(press_service, duty)

    # then
    assert press_service.states_of(post) == EVERYWHERE_PUBLISHED | {"telegram": "rejected"}
    assert press_service.seen_by_readers_of("telegram") == []
    assert [len(press_service.seen_by_readers_of(kind)) for kind in ("facebook", "instagram")] == [1, 1]
    assert headline_of(article_at(press_service.log()["website"]["link"])) == TITLE
    refused = press_service.delivery_to("telegram", post)
    assert (refused.reason_code, refused.attempts.count()) == ("content_refused", 1)
    (mail,) = press_service.mail_about("Telegram")
    assert mail.recipients == ["malika@example.org"]
    assert "message is not allowed" in mail.body
    assert press_service.account_of("telegram").paused_at is None


def test_a_revoked_token_pauses_its_channel_alone_and_reconnection_sends_what_waited(
    press_service: PressService,
) -> None:
    # given two approved posts, and Facebook's token revoked
    first = approved_infographic(press_service)
    second = drafted(press_service, CAMPAIGN, "2026-11")
    assert first.post is not None and second.post is not None
    press_service.author_submits(second.post)
    press_service.approver_approves(second.post)
    press_service.platform_has_trouble("facebook", "revoke_token")

    # when both slots come
    slot_comes(press_service, first)
    slot_comes(press_service, second)

    # then Facebook waits, asked only once, and the others have both
    waiting = EVERYWHERE_PUBLISHED | {"facebook": "pending"}
    assert press_service.states_of(first.post) == press_service.states_of(second.post) == waiting
    assert [len(press_service.seen_by_readers_of(kind)) for kind in ("telegram", "facebook", "instagram")] == [2, 0, 2]
    assert Attempt.objects.filter(delivery__channel=press_service.channels["facebook"]).count() == 1
    account = press_service.account_of("facebook")
    assert account.paused_at is not None
    assert (account.health, account.health_code) == ("failing", "token_invalid")
    # and staff were told once
    (mail,) = press_service.mail_about("Facebook")
    assert mail.recipients == ["malika@example.org", "rustam@example.org"]
    assert press_service.tokens["facebook"] not in mail.body

    # when the channel is connected again
    press_service.trouble_is_over_and_channel_is_connected_again("facebook")
    press_service.half_an_hour_passes()

    # then what waited goes out, once each
    assert press_service.account_of("facebook").paused_at is None
    assert press_service.states_of(first.post) == press_service.states_of(second.post) == EVERYWHERE_PUBLISHED
    titles = [seen.text.split("\n")[0] for seen in press_service.seen_by_readers_of("facebook")]
    assert titles == [TITLE, second.post.title]


def test_a_post_whose_answer_was_lost_is_found_by_looking_and_stands_exactly_once(press_service: PressService) -> None:
    # given
    duty = approved_infographic(press_service)
    post = duty.post
    assert post is not None and duty.slot is not None
    press_service.platform_has_trouble("facebook", "accept_then_drop", operation="feed")

    # when the slot comes, and nobody yet knows whether the post is out
    press_service.time_passes_until(duty.slot + timedelta(seconds=20))
    unclear = press_service.delivery_to("facebook", post)
    assert (unclear.state, unclear.reason_code) == ("unknown", "answer_lost")
    press_service.half_an_hour_passes()

    # then it was looked for, not sent again
    (seen,) = press_service.seen_by_readers_of("facebook")
    found = press_service.delivery_to("facebook", post)
    assert (found.state, found.link) == ("published", seen.link)
    assert list(found.attempts.values_list("step", "outcome")) == [
        ("publish", "outcome_unknown"),
        ("find", "found"),
    ]
    assert press_service.states_of(post) == EVERYWHERE_PUBLISHED


def test_a_recurring_item_with_an_approved_template_goes_out_without_a_further_approval(
    press_service: PressService,
) -> None:
    # given
    active_plan(press_service)
    item = press_service.lets_item_publish_by_itself(CAMPAIGN)
    assert item.template is not None
    template = press_service.approves_template(item.template)

    # when
    duty = press_service.duty(CAMPAIGN, "2026-11")
    slot_comes(press_service, duty)

    # then
    post = press_service.duty(CAMPAIGN, "2026-11").post
    assert post is not None and post.live
    assert post.template_revision == template.live_revision_id
    assert set(Rendition.objects.filter(post=post).values_list("approved_by", flat=True)) == {None}
    assert press_service.states_of(post) == EVERYWHERE_PUBLISHED
    (seen,) = press_service.seen_by_readers_of("telegram")
    assert seen.text.startswith(f"{post.title}\n\n")


def test_who_approves_a_new_text_of_an_automatic_post_answers_for_it_and_nothing_goes_out_twice(
    press_service: PressService,
) -> None:
    # given a post that its template has published
    active_plan(press_service)
    item = press_service.lets_item_publish_by_itself(CAMPAIGN)
    assert item.template is not None
    press_service.approves_template(item.template)
    slot_comes(press_service, press_service.duty(CAMPAIGN, "2026-11"))
    post = press_service.duty(CAMPAIGN, "2026-11").post
    assert post is not None

    # when people rewrite and approve it
    press_service.author_writes(post, title=TITLE, text=TEXT)
    press_service.author_submits(post)
    approved = press_service.approver_approves(post)
    press_service.half_an_hour_passes()

    # then
    assert (approved.title, approved.template_revision) == (TITLE, None)
    assert [len(press_service.seen_by_readers_of(kind)) for kind in ("telegram", "facebook", "instagram")] == [1, 1, 1]
    assert press_service.states_of(post) == EVERYWHERE_PUBLISHED


def test_a_recurring_item_whose_template_nobody_approved_waits_as_a_draft(press_service: PressService) -> None:
    # given
    active_plan(press_service)
    press_service.lets_item_publish_by_itself(CAMPAIGN)

    # when
    slot_comes(press_service, press_service.duty(CAMPAIGN, "2026-11"))

    # then
    duty = press_service.duty(CAMPAIGN, "2026-11")
    assert duty.post is not None
    assert (duty.state, duty.problem_code, duty.post.live) == ("prepared", "template_not_approved", False)
    assert Delivery.objects.count() == 0
    assert press_service.seen_by_readers_of("telegram") == []


def test_a_name_that_nothing_fills_in_is_told_in_a_sentence_and_makes_no_post(press_service: PressService) -> None:
    # given
    active_plan(press_service)
    PostTemplate.objects.filter(key="monthly_infographic").update(body="Shahar hokimi: {{ organization.mayor }}")

    # when
    duty = drafted(press_service, INFOGRAPHIC, "2026-11")

    # then
    assert (duty.state, duty.post, duty.prepare_at) == ("expected", None, None)
    sentence = problem_sentence(Problem(duty.problem_code, duty.problem_params))
    assert sentence == "The template uses “organization.mayor”, which nothing fills in."


def test_a_draft_with_blanks_cannot_be_submitted(press_service: PressService) -> None:
    # given
    active_plan(press_service)
    duty = drafted(press_service, ARTICLE, "2026-12")
    assert duty.post is not None

    # when
    with pytest.raises(SubmissionRefused) as refusal:
        press_service.author_submits(duty.post)

    # then
    assert [(channel.kind, problem.code) for channel, problem in refusal.value.problems] == [
        (kind, "unfilled_blank") for kind in press_service.channels
    ]
    named = {name for _channel, problem in refusal.value.problems for name in problem.params["names"]}
    assert "Maqola sarlavhasi" in named
    assert duty.post.title == "⟦Maqola sarlavhasi⟧"
    post = Post.objects.get(pk=duty.post.pk)
    assert not post.workflow_in_progress
    assert Rendition.objects.count() == 0
