"""Posts in the stock of a monthly item, and who writes and approves them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from wagtail.models import WorkflowState

from content.drafts import DraftContent, create_draft
from content.models import Organization, Post
from content.services import decide, submit
from scheduler.models import Occurrence
from scheduler.planning import activate_plan
from scheduler.preparing import prepare
from scheduler.stock import put_in
from tests.scheduler.town import MONTHLY, channel, duties, stored_plan, town

NEW_YEAR = datetime(2026, 1, 1, 4, 0, tzinfo=UTC)
STOCK_LOOKED_AT = WorkflowState._meta.db_table
"""What a worker reads last of a post of the stock that waits for approval, or for an author, before it takes it."""


@pytest.fixture
def organization() -> Organization:
    organization = town()
    channel(organization, "website")
    return organization


@pytest.fixture
def months(tmp_path: Path, organization: Organization) -> list[Occurrence]:
    """What item 1 owes in 2026, a month each; the item has no template."""
    plan = stored_plan(tmp_path, organization, MONTHLY)
    activate_plan(plan, continuous="none", now=NEW_YEAR)
    return duties(plan)


def person(name: str, group: str) -> User:
    user = User.objects.create_user(name)
    user.groups.add(Group.objects.get(name=group))
    return User.objects.get(pk=user.pk)


@pytest.fixture
def author(db: None) -> User:
    return person("malika", "Mualliflar")


@pytest.fixture
def approver(db: None) -> User:
    return person("rustam", "Tasdiqlovchilar")


def written(organization: Organization, user: User, title: str = "Zaxira", **more: object) -> Post:
    values = {"text": "<p>Obyektlar roʻyxati yangilandi.</p>", "channels": [], "publish_at": None} | more
    return create_draft(organization, DraftContent(title=title, **values), user=user)  # type: ignore[arg-type]


def stocked(month: Occurrence, user: User, *titles: str, **more: object) -> list[Post]:
    organization = month.item.plan.organization
    posts = [written(organization, user, title, **more) for title in titles]
    for post in posts:
        put_in(month.item, post, user=user, now=NEW_YEAR)
    return posts


def approved_in_stock(month: Occurrence, author: User, approver: User) -> Post:
    own = list(month.item.plan.organization.channels.all())
    (post,) = stocked(month, author, "Tasdiqlangan zaxira", channels=own)
    post = submit(post, user=author)
    assert post.latest_revision_id is not None
    return decide(post, user=approver, action="approve", seen=post.latest_revision_id)


def prepared(month: Occurrence, *, late: timedelta = timedelta(days=-5)) -> Occurrence:
    assert month.slot is not None
    prepare(month.pk, now=month.slot + late)
    return Occurrence.objects.select_related("post").get(pk=month.pk)
