"""An occurrence gets its post: a draft for people, or what an approved template makes by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User

from content.drafts import DraftContent, create_draft
from content.models import Organization, Post, PostTemplate
from publishers.models import ChannelAccount, Delivery, Restoration
from scheduler.models import Occurrence, PlanItem
from scheduler.planning import activate_plan
from scheduler.preparing import claim_occurrences, prepare, prepare_instant, template_data
from tests.scheduler.town import MONTHLY, QUARTERLY, channel, duties, stored_plan, town

pytestmark = pytest.mark.django_db
NEW_YEAR = datetime(2026, 1, 1, 4, 0, tzinfo=UTC)
LEASE = timedelta(minutes=2)


@pytest.fixture
def organization() -> Organization:
    organization = town()
    channel(organization, "website")
    return organization


@pytest.fixture
def duty(tmp_path: Path, organization: Organization) -> Occurrence:
    """What item 1 owes in January 2026; the item has no template."""
    plan = stored_plan(tmp_path, organization, MONTHLY)
    activate_plan(plan, continuous="none", now=NEW_YEAR)
    return duties(plan)[0]


def given_template(duty: Occurrence, *, approved: bool = False, automatic: bool = False, **words: Any) -> PostTemplate:
    values = {"title": "{{ period.label }} xabari", "body": "**{{ organization.name }}** xabar beradi."} | words
    template = PostTemplate(organization=duty.item.plan.organization, key="sinov", name="Sinov", live=False, **values)
    template.save()
    revision = template.save_revision()
    if approved:
        revision.publish()
    PlanItem.objects.filter(pk=duty.item_id).update(template=template, automatic=automatic)
    return PostTemplate.objects.get()


def prepared(duty: Occurrence) -> Occurrence:
    assert duty.slot is not None
    prepare(duty.pk, now=duty.slot - timedelta(days=5))
    return Occurrence.objects.select_related("post").get(pk=duty.pk)


def test_a_template_is_rendered_with_its_period_for_the_channels_owed(
    duty: Occurrence, organization: Organization
) -> None:
    given_template(duty, hashtags="ochiqlik", section="yangiliklar")
    PlanItem.objects.update(lateness_limit=timedelta(hours=6))

    done = prepared(duty)

    post = done.post
    assert post is not None
    assert (done.state, done.prepare_at, done.leased_until, done.problem_code) == ("prepared", None, None, "")
    assert (post.title, post.publish_at, post.lateness_limit) == (
        "2026-yil yanvar xabari",
        duty.slot,
        timedelta(hours=6),
    )
    assert f"<b>{organization.name}</b> xabar beradi." in post.text
    content = post.latest_revision.as_object()
    assert [channel.kind for channel in content.channels.all()] == ["website"]
    assert (content.hashtags, post.live, post.template.key) == ("ochiqlik", False, "sinov")


def test_without_a_template_the_draft_reminds_of_the_plans_words_and_leaves_a_blank(duty: Occurrence) -> None:
    PlanItem.objects.update(title="Davra suhbati *2026*", steps=["Eʼlon berish", "Xabar tayyorlash"])

    done = prepared(duty)

    post = done.post
    assert post is not None
    assert (done.state, done.problem_code) == ("prepared", "no_template")
    assert post.title == "Davra suhbati *2026*"
    for words in ("Davra suhbati *2026*", "Eʼlon berish", "Xabar tayyorlash", "⟦Matn⟧"):
        assert words in post.text


def test_a_long_title_of_the_plan_is_cut_at_a_word(duty: Occurrence) -> None:
    PlanItem.objects.update(title="Ochiqlik " * 40)

    post = prepared(duty).post

    assert post is not None
    assert post.title == "Ochiqlik " * 21 + "Ochiqlik…"


def test_preparing_twice_makes_one_post(duty: Occurrence) -> None:
    given_template(duty)
    first = prepared(duty)
    Occurrence.objects.update(prepare_at=NEW_YEAR)

    second = prepared(duty)

    assert Post.objects.count() == 1
    assert (first.post_id, second.prepare_at) == (second.post_id, None)


def test_a_channel_that_is_out_of_use_gets_no_post(duty: Occurrence, organization: Organization) -> None:
    duty.channels.add(channel(organization, "telegram"))
    organization.channels.filter(kind="website").update(is_active=False)

    post = prepared(duty).post

    assert post is not None
    assert [channel.kind for channel in post.latest_revision.as_object().channels.all()] == ["telegram"]


def test_an_approved_template_publishes_by_itself_and_its_revision_is_written_down(duty: Occurrence) -> None:
    template = given_template(duty, approved=True, automatic=True)

    done = prepared(duty)

    post = done.post
    assert post is not None
    assert (post.live, post.template_revision, done.problem_code) == (True, template.live_revision_id, "")
    (delivery,) = Delivery.objects.all()
    assert (delivery.post_id, delivery.state, delivery.due_at) == (post.pk, "pending", duty.slot)


def test_what_a_template_makes_too_late_keeps_its_slot_so_that_the_lateness_limit_counts(duty: Occurrence) -> None:
    given_template(duty, approved=True, automatic=True)
    assert duty.slot is not None

    prepare(duty.pk, now=duty.slot + timedelta(days=3))

    (delivery,) = Delivery.objects.all()
    assert (delivery.due_at, delivery.miss_after) == (duty.slot, duty.slot + timedelta(days=1))


def test_a_notice_made_anew_after_a_restore_waits_for_a_person_but_for_our_own_site(
    duty: Occurrence, organization: Organization
) -> None:
    # given a backup of before the notice was made, restored after its slot: it may be out
    given_template(duty, approved=True, automatic=True)
    duty.channels.add(channel(organization, "telegram"))
    for place in duty.channels.all():
        ChannelAccount.objects.create(channel=place)
    assert duty.slot is not None
    Restoration.objects.create(
        taken_at=duty.slot - timedelta(days=9), restored_at=duty.slot + timedelta(hours=1), held=0
    )
    prepare(duty.pk, now=duty.slot + timedelta(hours=1))

    found = {one.channel.kind: (one.state, one.reason_code, one.ready_at) for one in Delivery.objects.all()}
    assert found == {"website": ("pending", "", duty.slot), "telegram": ("unknown", "restored", None)}


def test_a_template_nobody_approved_makes_a_draft_and_says_so(duty: Occurrence) -> None:
    given_template(duty, automatic=True)

    done = prepared(duty)

    assert done.post is not None
    assert (done.post.live, done.state, done.problem_code) == (False, "prepared", "template_not_approved")
    assert Delivery.objects.count() == 0


def test_an_approved_template_of_an_item_that_is_not_automatic_makes_a_draft(duty: Occurrence) -> None:
    given_template(duty, approved=True)

    done = prepared(duty)

    assert done.post is not None
    assert (done.post.live, done.problem_code) == (False, "")


def test_a_draft_that_people_changed_before_it_went_out_is_not_published_by_its_template(
    duty: Occurrence, monkeypatch: pytest.MonkeyPatch
) -> None:
    # given: the service fails between draft and publication, and an author rewrites the draft meanwhile
    given_template(duty, approved=True, automatic=True)
    with monkeypatch.context() as broken:
        broken.setattr("content.services.render_all", lambda post: 1 / 0)
        post = prepared(duty).post
    assert post is not None
    author = User.objects.create_user("malika")
    content = post.latest_revision.as_object()
    content.title = "Hech kim tasdiqlamagan matn"
    content.save_revision(user=author)
    # when
    done = prepared(duty)
    # then
    assert done.post is not None
    assert (done.post.live, done.prepare_at, done.leased_until, done.problem_code) == (False, None, None, "")
    assert Delivery.objects.count() == 0


def test_a_post_of_peoples_own_that_took_the_drafts_place_is_not_published_by_the_template(
    duty: Occurrence, organization: Organization
) -> None:
    # given: somebody attached a post between the worker's reading of the row and its writing
    given_template(duty, approved=True, automatic=True)
    content = DraftContent(
        title="Oʻzimizniki", text="<p>Matn</p>", channels=list(duty.channels.all()), publish_at=duty.slot
    )
    author = User.objects.create_superuser("malika")
    own = create_draft(organization, content, user=author)
    Occurrence.objects.filter(pk=duty.pk).update(post=own)

    done = prepared(duty)

    assert (done.post, done.prepare_at, done.problem_code) == (own, None, "")
    assert not Post.objects.get(pk=own.pk).live
    assert Delivery.objects.count() == 0


def test_a_post_that_does_not_fit_its_channel_waits_as_a_draft_with_the_reason(duty: Occurrence) -> None:
    given_template(duty, approved=True, automatic=True, body="Mavzu: {{ blank('Mavzu') }}")

    done = prepared(duty)

    assert done.post is not None
    assert (done.post.live, done.state, done.prepare_at) == (False, "prepared", None)
    assert (done.problem_code, done.problem_params) == ("unfilled_blank", {"names": ["Mavzu"], "channel": "Website"})
    assert Delivery.objects.count() == 0


def test_an_automatic_post_that_owes_no_channel_waits_as_a_draft(duty: Occurrence) -> None:
    given_template(duty, approved=True, automatic=True)
    duty.channels.clear()

    done = prepared(duty)

    assert (done.problem_code, done.problem_params) == ("no_channel", {"channel": ""})
    assert done.post is not None


@pytest.mark.parametrize(
    ("words", "code", "params"),
    [
        ({"body": "{{ organization.mayor }}"}, "undefined_name", {"name": "organization.mayor"}),
        ({"title": "{{ period.label"}, "syntax", {"line": 1}),
        ({"title": "Xabar " * 40}, "title_too_long", {"length": 239, "limit": 200}),
    ],
)
def test_a_faulty_template_makes_no_post_and_the_fault_is_on_the_occurrence(
    duty: Occurrence, words: dict[str, str], code: str, params: dict[str, Any]
) -> None:
    given_template(duty, approved=True, automatic=True, **words)

    done = prepared(duty)

    assert (done.state, done.post, done.prepare_at, done.leased_until) == ("expected", None, None, None)
    assert done.problem_code == code
    assert params.items() <= done.problem_params.items()
    assert Post.objects.count() == 0


def test_after_an_error_inside_the_service_it_is_tried_again(
    duty: Occurrence, organization: Organization, caplog: pytest.LogCaptureFixture
) -> None:
    given_template(duty)
    Organization.objects.update(time_zone="Asia/Nowhere")
    now = NEW_YEAR + timedelta(days=9)

    prepare(duty.pk, now=now)

    done = Occurrence.objects.get(pk=duty.pk)
    assert (done.problem_code, done.prepare_at, done.leased_until) == ("internal", now + timedelta(minutes=10), None)
    assert f"occurrence.bug id={duty.pk}" in caplog.text


def test_what_is_not_there_or_not_due_is_left_alone(duty: Occurrence) -> None:
    Occurrence.objects.filter(pk=duty.pk).update(prepare_at=None)

    prepare(duty.pk, now=NEW_YEAR)
    prepare(10_000, now=NEW_YEAR)

    assert Post.objects.count() == 0


def test_a_claim_holds_for_its_lease_and_not_longer(duty: Occurrence) -> None:
    assert duty.prepare_at is not None
    due = duty.prepare_at

    assert claim_occurrences(now=due - timedelta(seconds=1), lease=LEASE, limit=5) == []
    assert claim_occurrences(now=due, lease=LEASE, limit=5) == [duty.pk]
    assert claim_occurrences(now=due + LEASE, lease=LEASE, limit=5) == []
    assert claim_occurrences(now=due + LEASE + timedelta(seconds=1), lease=LEASE, limit=5) == [duty.pk]


def test_claims_come_in_the_order_of_time_and_are_bounded(duty: Occurrence) -> None:
    year_later = NEW_YEAR + timedelta(days=365)

    first = claim_occurrences(now=year_later, lease=LEASE, limit=5)
    second = claim_occurrences(now=year_later, lease=LEASE, limit=50)

    months = dict(Occurrence.objects.values_list("pk", "period_key"))
    assert [months[pk] for pk in first] == [f"2026-{month:02d}" for month in range(1, 6)]
    assert [months[pk] for pk in second] == [f"2026-{month:02d}" for month in range(6, 13)]


def test_days_ahead_are_the_items_own_or_the_general_setting(duty: Occurrence, settings: Any) -> None:
    settings.PREPARE_DAYS = 4
    assert duty.slot is not None
    assert prepare_instant(PlanItem(), duty.slot) == duty.slot - timedelta(days=4)
    assert prepare_instant(PlanItem(prepare_days=0), duty.slot) == duty.slot


def test_the_templates_data_names_the_period_the_item_counts_in(tmp_path: Path, organization: Organization) -> None:
    plan = stored_plan(tmp_path, organization, MONTHLY, QUARTERLY, "Har yarim yilda")
    activate_plan(plan, continuous="none", now=NEW_YEAR)

    labels = {
        (occurrence.item.kind, occurrence.period_key): template_data(occurrence)["period"]["label"]
        for occurrence in duties(plan)
    }

    assert labels["monthly", "2026-08"] == "2026-yil avgust"
    assert labels["quarterly", "2026-Q3"] == "2026-yil III chorak"
    assert labels["half_year", "2026-H2"] == "2026-yil"


def test_the_templates_date_is_the_slots_day_where_the_organization_is(duty: Occurrence) -> None:
    duty.slot = datetime(2026, 1, 14, 20, 30, tzinfo=UTC)

    data = template_data(duty)

    assert data["today"].isoformat() == "2026-01-15"
    assert (data["organization"]["name_genitive"], data["item"]["number"]) == (
        "Namunaobod shahar hokimligining",
        "1",
    )
