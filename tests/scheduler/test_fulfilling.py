"""A post that people made fulfils what the plan owes, and nothing anybody wrote is lost by it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from wagtail.models import ModelLogEntry

from content.drafts import DraftContent, create_draft
from content.models import ChannelGroup, Organization, Post
from scheduler.fulfilling import AlreadyFulfilled, attach_post, owed_on
from scheduler.models import MediaPlan, Occurrence, PlanItem
from scheduler.planning import activate_plan
from scheduler.preparing import prepare
from tests.scheduler.town import MONTHLY, channel, duties, stored_plan, town

pytestmark = pytest.mark.django_db
NEW_YEAR = datetime(2026, 1, 1, 4, 0, tzinfo=UTC)
MAY_DAY = datetime(2026, 5, 12, 6, 0, tzinfo=UTC)


@pytest.fixture
def organization() -> Organization:
    organization = town()
    channel(organization, "website")
    return organization


def activated(folder: Path, organization: Organization, *deadlines: str) -> list[Occurrence]:
    plan = stored_plan(folder, organization, *deadlines)
    activate_plan(plan, continuous="none", now=NEW_YEAR)
    return duties(plan)


def written(organization: Organization, user: User | None = None) -> Post:
    return create_draft(organization, DraftContent("Oʻzimizning xabar", "<p>Matn</p>", []), user=user)


def test_a_post_fulfils_the_month_it_is_due_in(tmp_path: Path, organization: Organization) -> None:
    months = activated(tmp_path, organization, MONTHLY)
    post = written(organization)

    owed = owed_on(organization, "1", MAY_DAY)
    assert owed == months[4]
    attach_post(owed, post)

    done = Occurrence.objects.get(pk=owed.pk)
    assert (done.post, done.state, done.prepare_at) == (post, "prepared", None)


def test_the_services_own_untouched_draft_gives_way_and_the_history_says_so(
    tmp_path: Path, organization: Organization, admin_user: User
) -> None:
    duty = activated(tmp_path, organization, MONTHLY)[4]
    prepare(duty.pk, now=MAY_DAY)
    draft = Occurrence.objects.get(pk=duty.pk).post
    assert draft is not None
    post = written(organization)

    attach_post(duty, post, user=admin_user)

    assert list(Post.objects.all()) == [post]
    assert Occurrence.objects.get(pk=duty.pk).post == post
    deleted = ModelLogEntry.objects.get(action="wagtail.delete")
    assert (deleted.object_id, deleted.user) == (str(draft.pk), admin_user)


def test_a_draft_somebody_has_worked_on_stays_and_nothing_is_owed(
    tmp_path: Path, organization: Organization, admin_user: User
) -> None:
    duty = activated(tmp_path, organization, MONTHLY)[4]
    attach_post(duty, written(organization, admin_user))

    assert owed_on(organization, "1", MAY_DAY) is None
    with pytest.raises(AlreadyFulfilled):
        attach_post(duty, written(organization))
    assert Post.objects.count() == 2


@pytest.mark.parametrize("deadline", ["Tasdiqlangan reja-grafikga asosan", "Doimiy"])
def test_an_item_without_dates_is_fulfilled_by_the_day_of_the_post(
    tmp_path: Path, organization: Organization, admin_user: User, deadline: str
) -> None:
    activated(tmp_path, organization, deadline)

    owed = owed_on(organization, "1", MAY_DAY)
    assert owed is not None
    attach_post(owed, written(organization, admin_user))

    done = Occurrence.objects.get()
    assert (done.period_key, done.slot, done.state) == ("2026-05-12", MAY_DAY, "prepared")
    assert owed_on(organization, "1", MAY_DAY) is None


def test_nothing_is_owed_outside_the_plan(tmp_path: Path, organization: Organization) -> None:
    activated(tmp_path, organization, "Dekabr")

    assert owed_on(organization, "1", MAY_DAY) is None
    assert owed_on(organization, "7", MAY_DAY) is None


def test_an_occurrence_of_its_own_owes_the_channels_of_the_posts_group(organization: Organization) -> None:
    members = [channel(organization, kind) for kind in ("telegram", "facebook")]
    group = ChannelGroup.objects.create(name="Barcha kanallar")
    group.channels.set(members)
    plan = MediaPlan.objects.create(organization=organization, title="Reja", year=2026, state=MediaPlan.State.ACTIVE)
    PlanItem.objects.create(plan=plan, position=1, number="1", title="Xabarlar", kind=PlanItem.Kind.ON_SCHEDULE)
    post = written(organization)
    post.groups.set([group])
    post.save()
    owed = owed_on(organization, "1", MAY_DAY)
    assert owed is not None and owed.pk is None

    attach_post(owed, post)

    assert set(Occurrence.objects.get().channels.all()) == set(members)
