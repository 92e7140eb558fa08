"""Why a post would not be out, told in the cases a press service meets: each an item of one plan, played once."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from content.drafts import DraftContent, create_draft
from content.models import Channel, Organization, Post, PostTemplate
from content.services import decide, submit
from publishers.models import ChannelAccount
from scheduler.exceptions import move, skip
from scheduler.fulfilling import attach_post
from scheduler.models import CalendarDay, Occurrence, PlanItem
from scheduler.planning import activate_plan
from tests.desk.people import person
from tests.rehearsal.house import NOVEMBER, outcomes, publishes_by_itself, rehearsed, template, town_with_channels
from tests.scheduler.town import stored_plan
from website.services import ensure_section, ensure_site

pytestmark = pytest.mark.django_db

NAMES = ("Website", "Telegram", "Facebook", "Instagram")
ACTIVATED = datetime(2026, 10, 1, 4, 0, tzinfo=UTC)
NOON = time(12, 0)
DEADLINES = ("Noyabr",) * 16 + ("Doimiy", "Tasdiqlangan reja-grafikga asosan", "Noyabr", "Noyabr")


@pytest.fixture
def plan_of_cases(tmp_path: Path) -> Any:
    organization, channels = town_with_channels()
    plan = stored_plan(tmp_path, organization, *DEADLINES)
    plan.items.update(target_time=NOON)
    item = {one.number.rstrip("."): one for one in plan.items.order_by("position")}
    _templates(organization, item)
    _settings(organization, item)
    with_time = timezone.now()
    activate_plan(plan, continuous="none", now=ACTIVATED)
    _channels_of(organization, item)
    _people(organization, item, channels, now=with_time)
    return plan


def _templates(organization: Organization, item: dict[str, PlanItem]) -> None:
    ensure_site(site_name=organization.name, base_url="http://localhost")
    ensure_section("hisobotlar", "Hisobotlar")
    approved = template(organization, "yaxshi", approved=True, section="hisobotlar")
    for number in ("2", "7", "8", "12", "13", "14", "15", "19"):
        publishes_by_itself(item[number], approved)
    publishes_by_itself(item["3"], template(organization, "tasdiqsiz", approved=False))
    publishes_by_itself(item["4"], template(organization, "uzun", approved=True, body="soʻz " * 700))
    publishes_by_itself(item["5"], template(organization, "xato", approved=True, body="{{ organization.mayor }}"))


def _settings(organization: Organization, item: dict[str, PlanItem]) -> None:
    # 7: the website's article goes out in the first second, and quiet hours begin before the others' turn
    PlanItem.objects.filter(pk=item["7"].pk).update(
        prepare_days=0, quiet_from=time(12, 0, 2), quiet_until=time(20, 0), lateness_limit=timedelta(hours=2)
    )
    # 8: Instagram takes its time, and there is none
    PlanItem.objects.filter(pk=item["8"].pk).update(lateness_limit=timedelta(seconds=4))
    # 12: nobody works in November's last week, and the item wants its last day
    PlanItem.objects.filter(pk=item["12"].pk).update(target_position="day_of_month", target_number=29)
    CalendarDay.objects.create(organization=organization, day=date(2026, 11, 24))
    # 13: on a day off by the organization's own table
    PlanItem.objects.filter(pk=item["13"].pk).update(target_position="day_of_month", target_number=24)
    PlanItem.objects.filter(pk=item["16"].pk).update(review=["exact_day"], needs_review=True)


def _channels_of(organization: Organization, item: dict[str, PlanItem]) -> None:
    """After activation: what single items owe besides the town's four channels."""
    unconnected = Channel.objects.create(organization=organization, kind="facebook", name="Yangi sahifa")
    closed = Channel.objects.create(organization=organization, kind="telegram", name="Eski kanal", is_active=False)
    paused = Channel.objects.create(organization=organization, kind="instagram", name="Uzilgan")
    ChannelAccount.objects.create(channel=paused, address="1", paused_at=ACTIVATED, health_code="token_invalid")
    for number, owed in {"14": [unconnected, paused], "15": [closed]}.items():
        Occurrence.objects.get(item=item[number]).channels.set(owed)
    Occurrence.objects.get(item=item["20"]).channels.clear()
    item["20"].channels.clear()
    PlanItem.objects.filter(pk=item["20"].pk).update(channel_words=["newspaper"])


def _people(organization: Organization, item: dict[str, PlanItem], channels: dict[str, Channel], *, now: Any) -> None:
    author, approver = person("malika", "Mualliflar"), person("rustam", "Tasdiqlovchilar")
    written = _post(organization, list(channels.values()), author, datetime(2026, 11, 10, 5, 0, tzinfo=UTC))
    attach_post(Occurrence.objects.get(item=item["6"]), written)
    approved = _post(
        organization, [channels["website"], channels["telegram"]], author, datetime(2026, 11, 11, 5, 0, tzinfo=UTC)
    )
    attach_post(Occurrence.objects.get(item=item["9"]), approved)
    submit(approved, user=author)
    asked = Post.objects.get(pk=approved.pk)
    assert asked.latest_revision_id is not None
    decide(asked, user=approver, action="approve", seen=asked.latest_revision_id)
    skip(Occurrence.objects.get(item=item["10"]), reason="Suhbat kelasi yilga koʻchdi", actor=author, now=ACTIVATED)
    new_slot = datetime(2026, 11, 19, 6, 30, tzinfo=UTC)
    move(Occurrence.objects.get(item=item["19"]), new_slot, reason="Mehmonlar", actor=author, now=ACTIVATED)
    december = datetime(2026, 12, 7, 6, 30, tzinfo=UTC)
    move(Occurrence.objects.get(item=item["11"]), december, reason="Taʼtil", actor=author, now=ACTIVATED)


def _post(organization: Organization, channels: list[Channel], author: User, slot: datetime) -> Post:
    content = DraftContent(
        title="Ochiqlik kuni", text="<p>Ochiqlik kuni oʻtdi.</p>", channels=channels, publish_at=slot
    )
    return create_draft(organization, content, user=author)


def everywhere(state: str, reason: str | None = None) -> dict[str, tuple[str, str | None]]:
    return dict.fromkeys(NAMES, (state, reason))


def test_each_case_is_told_with_its_reason(plan_of_cases: Any) -> None:
    account = rehearsed(plan_of_cases, *NOVEMBER)

    held_up = everywhere("missed", "other_channel")
    assert outcomes(account) == {
        "1": everywhere("missed", "nobody_wrote"),
        "2": everywhere("published"),
        "3": everywhere("missed", "template_not_approved"),
        "4": held_up | {"Instagram": ("missed", "text_too_long")},
        "5": everywhere("missed", "undefined_name"),
        "6": everywhere("missed", "not_approved"),
        "7": everywhere("missed", "quiet_hours") | {"Website": ("published", None)},
        "8": everywhere("published") | {"Instagram": ("missed", "too_late")},
        "9": everywhere("published")
        | {"Facebook": ("missed", "channel_not_chosen"), "Instagram": ("missed", "channel_not_chosen")},
        "10": everywhere("not_owed", "excused"),
        "11": everywhere("not_owed", "after_the_days"),
        "12": everywhere("published"),
        "13": everywhere("published"),
        "14": {"Yangi sahifa": ("missed", "no_account"), "Uzilgan": ("missed", "token_invalid")},
        "15": {"Eski kanal": ("missed", "channel_not_in_use")},
        "19": everywhere("published"),
        "20": {None: ("missed", "no_channel")},
    }
    by_number = {item["number"]: item["occurrences"][0] for item in account["items"]}
    assert by_number["19"]["slot"] == "2026-11-19T11:30:00+05:00"
    assert {row["at"][:16] for row in by_number["19"]["channels"]} == {"2026-11-19T11:30"}
    assert [number for number, one in by_number.items() if [note["code"] for note in one["notes"]] == ["day_off"]] == [
        "12", "13",
    ]  # fmt: skip
    sentences = {(row["reason"], row["sentence"]) for one in by_number.values() for row in one["channels"]}
    assert {
        ("excused", "Excused: Suhbat kelasi yilga koʻchdi"),
        ("undefined_name", "The template uses “organization.mayor”, which nothing fills in."),
        ("other_channel", "The whole post is held up: it does not fit on Instagram."),
        ("no_account", "The channel is not connected yet. Connect it; waiting posts then go on."),
    } <= sentences
    assert not [sentence for reason, sentence in sentences if reason and not sentence]
    assert [(item["number"], item["reason"], item["questions"]) for item in account["not_dated"]] == [
        ("16", "question_open", ["exact_day"]),
        ("17", "no_minimum", []),
        ("18", "dates_not_given", ["needs_dates"]),
    ]
    assert PostTemplate.objects.filter(live=True).count() == 3
