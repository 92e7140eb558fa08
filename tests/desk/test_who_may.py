"""Every screen of ours, asked for by everybody: who may see it, and who is sent away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from content.models import Channel, FourEyesTask, Organization, Post, PostTemplate
from content.services import decide, submit
from publishers.models import Delivery, Proof
from reports.models import ReportFile
from scheduler.models import CalendarDay, ConfirmedHoliday, MediaPlan, Occurrence, PlanItem
from tests.desk.conftest import signed_in
from tests.desk.people import draft

pytestmark = pytest.mark.django_db

OURS = {
    "calendarday", "channelaccount", "confirmedholiday", "mediaplan", "planitem", "occurrence", "organization",
    "plan_reports", "proof_task", "publish_log",
    "wagtailsnippets_content_post", "wagtailsnippets_content_posttemplate",
}  # fmt: skip
SENT_AWAY = {302, 403, 404, 405, 409}
CHANGING = {
    "activate", "add", "copy", "delete", "edit", "import", "publish", "unpublish", "check", "resume", "decide", "dates",
}  # fmt: skip
PLAIN_YES_OR_NO = {
    "wagtailsnippets_content_post:confirm_workflow_cancellation",
    "wagtailsnippets_content_posttemplate:confirm_workflow_cancellation",
}
"""Wagtail answers with no more than that nothing needs to be confirmed."""


def names(patterns: list[Any], namespace: str = "") -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(namespace, name, names of parameters) of every address below ``patterns``."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns, pattern.namespace or namespace)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield namespace, pattern.name, tuple(pattern.pattern.regex.groupindex)


@pytest.fixture
def rows(organization: Organization, website: Channel, author: User, approver: User) -> dict[str, int]:
    """A row of each kind, for the addresses that name one."""
    plan = MediaPlan.objects.create(organization=organization, title="Reja", year=2026)
    item = PlanItem.objects.create(plan=plan, position=1, title="Ochiqlik")
    day = {"window_start": "2026-12-01", "window_end": "2026-12-31"}
    occurrence = Occurrence.objects.create(item=item, period_key="2026-12", **day)
    template = PostTemplate(organization=organization, key="sinov", name="Sinov", title="T", body="B", live=False)
    template.save()
    template.save_revision()
    post = submit(draft(organization, [website], user=author), user=author)
    assert post.latest_revision_id is not None
    decide(post, user=approver, action="approve", seen=post.latest_revision_id)
    return {
        "calendarday": CalendarDay.objects.create(day="2026-12-30").pk,
        "channelaccount": website.account.pk,
        "confirmedholiday": ConfirmedHoliday.objects.create(holiday="ramazon", year=2026, day="2026-03-20").pk,
        "mediaplan": plan.pk,
        "planitem": item.pk,
        "occurrence": occurrence.pk,
        "organization": organization.pk,
        "plan_reports": plan.pk,
        "proof_task": Delivery.objects.get().pk,
        "publish_log": Delivery.objects.get().pk,
        "wagtailsnippets_content_post": post.pk,
        "wagtailsnippets_content_posttemplate": template.pk,
    }


@pytest.fixture
def addresses(rows: dict[str, int]) -> dict[str, str]:
    post = Post.objects.get()
    assert post.latest_revision is not None
    common = {
        "revision_id": post.latest_revision_id,
        "revision_id_a": post.latest_revision_id,
        "revision_id_b": post.latest_revision_id,
        "workflow_state_id": post.workflow_states.get().pk,
        "task_state_id": post.latest_revision.task_states.get().pk,
        "task_id": FourEyesTask.objects.get().pk,
        "action_name": "approve",
        "decision": "send-again",
        "form": "docx",
        "plan": rows["mediaplan"],
        "first": "2026-01-01",
        "last": "2026-12-31",
        "item": rows["planitem"],
        "organization": rows["organization"],
        "file": ReportFile.objects.create(
            plan_id=rows["mediaplan"],
            first="2026-01-01",
            last="2026-12-31",
            format="pdf",
            language="uz",
            asked_by=User.objects.get(username="malika"),
            asked_at=timezone.now(),
            state="made",
        ).pk,
        "number": 1,
        "capture": 1,
        "proof": Proof.objects.create(
            delivery=Delivery.objects.get(),
            link="https://namuna.example/1",
            added_by=User.objects.get(username="malika"),
            added_at=timezone.now(),
        ).pk,
    }
    found = {}
    for namespace, name, parameters in names(get_resolver().url_patterns):
        if namespace not in OURS:
            continue
        values = {**common, "pk": rows[namespace], "object_id": rows[namespace]}
        found[f"{namespace}:{name}"] = reverse(
            f"{namespace}:{name}", kwargs={parameter: values[parameter] for parameter in parameters}
        )
    assert len(found) > 60
    return found


def status_of(answer: Any) -> int:
    if answer.streaming:
        b"".join(answer.streaming_content)  # to its end, which closes the file behind it
    return int(answer.status_code)


def shown(client: Client, addresses: dict[str, str]) -> set[str]:
    """Names of the addresses that answer with a screen; whatever else comes sends away and is no error of ours."""
    answers = {name: status_of(client.get(address)) for name, address in addresses.items()}
    assert set(answers.values()) <= SENT_AWAY | {200}, answers
    return {name for name, status in answers.items() if status == 200} - PLAIN_YES_OR_NO


def changing(client: Client, addresses: dict[str, str]) -> set[str]:
    names_shown = shown(client, addresses)
    return {name.removeprefix("wagtailsnippets_content_") for name in names_shown if name.split(":")[1] in CHANGING}


def guest() -> User:
    user = User.objects.create_user("mehmon", "mehmon@example.org", "a long password")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return user


def test_without_signing_in_nothing_is_shown(addresses: dict[str, str]) -> None:
    assert shown(Client(), addresses) == set()


def test_who_belongs_to_no_group_sees_nothing(addresses: dict[str, str]) -> None:
    nobody = User.objects.create_user("begona", "begona@example.org", "a long password")

    assert shown(signed_in(nobody), addresses) == set()


def test_access_to_the_admin_alone_shows_nothing_of_ours(addresses: dict[str, str]) -> None:
    assert shown(signed_in(guest()), addresses) == set()


@pytest.mark.parametrize("who", [Client, lambda: signed_in(guest())], ids=["anonymous", "guest"])
def test_nothing_is_changed_by_who_may_not(addresses: dict[str, str], who: Callable[[], Client]) -> None:
    client = who()

    answers = {name: client.post(address).status_code for name, address in addresses.items()}

    assert {name for name, status in answers.items() if status not in SENT_AWAY} <= PLAIN_YES_OR_NO
    assert [(row.state, row.changes.count()) for row in Delivery.objects.all()] == [("pending", 1)]


def test_no_form_is_taken_from_another_site(addresses: dict[str, str], root: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(root)

    assert {client.post(address).status_code for address in addresses.values()} == {403}


def test_what_each_group_may_change(addresses: dict[str, str], author: User, approver: User, root: User) -> None:
    authors = {
        "calendarday:add", "calendarday:delete", "calendarday:edit", "confirmedholiday:add", "confirmedholiday:delete",
        "confirmedholiday:edit", "mediaplan:activate", "mediaplan:edit", "mediaplan:import", "planitem:dates",
        "planitem:edit", "post:add", "post:copy", "post:edit", "posttemplate:add", "posttemplate:edit",
    }  # fmt: skip
    assert changing(signed_in(author), addresses) == authors
    assert changing(signed_in(approver), addresses) == {"post:edit", "posttemplate:edit"}
    assert changing(signed_in(root), addresses) == authors | {
        "channelaccount:add", "channelaccount:edit", "organization:add", "organization:edit", "posttemplate:delete",
    }  # fmt: skip
