"""Plans on the public site: what is told and what never is, open data, who finds a hidden plan."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail.models import ModelLogEntry

from content.drafts import DraftContent, create_draft
from content.models import Channel, Organization
from reports.models import PublicPlan
from reports.public.contents import MOST_POSTS
from reports.public.open_data import FIELDS
from reports.public.showing import ShowRefused, hide, refresh, show
from scheduler.models import MediaPlan, Occurrence, PlanItem
from tests.at_the_database import after
from tests.publishers.conftest import Carry
from tests.publishers.stage import Stage
from tests.reports.plans import ZONE, duty_of, item_of, plan_of
from tests.standing_site import standing_site

SECRET = "Direktor Aliyev kasal boʻldi"


@pytest.fixture(autouse=True)
def site(stage: Stage, settings: Any) -> Iterator[None]:
    settings.LANGUAGE_CODE = "en"
    standing_site(site_name="Namunaobod shahar hokimligi", base_url="http://testserver")
    with translation.override("en"):
        yield


@pytest.fixture
def plan(stage: Stage, website: Channel, telegram: Channel, carry: Carry, now: datetime) -> MediaPlan:
    """One post out on both channels, one excused, one not done, one draft whose time comes."""
    plan = plan_of(stage.organization, year=timezone.now().year)
    MediaPlan.objects.update(title="Media-reja <b>2026</b>")
    plan.refresh_from_db()
    today = now.astimezone(ZONE).date()
    post = stage.approved([website, telegram], publish_at=now)
    for later in range(0, 60, 10):
        carry(now + timedelta(seconds=later))
    assert set(post.deliveries.values_list("state", flat=True)) == {"published"}
    duty_of(item_of(plan, 1, responsible="Karimov Karim"), today, [website, telegram], post=post)
    skipped = Occurrence.State.SKIPPED
    duty_of(item_of(plan, 2), today, [website], state=skipped, reason=SECRET)
    past = date(today.year, 1, 15)
    duty_of(item_of(plan, 3), past, [website], reason=SECRET)
    content = DraftContent(title="Hali hech kim koʻrmagan sarlavha", text="<p>Matn.</p>", channels=[telegram])
    draft = create_draft(stage.organization, content, user=stage.author)
    duty_of(item_of(plan, 4), date(today.year, 12, 31), [telegram], post=draft)
    return plan


def address(plan: MediaPlan, data: str = "") -> str:
    return f"/reja-ijrosi/{plan.pk}/{data}"


def test_a_plan_is_told_only_once_staff_show_it(plan: MediaPlan, stage: Stage, client: Client, now: datetime) -> None:
    # given
    everything = [address(plan, data) for data in ("", "data.csv", "data.json")]
    assert [client.get(one).status_code for one in everything] == [404, 404, 404]
    # when
    show(plan, actor=stage.approver, now=now)
    # then
    assert [client.get(one).status_code for one in everything] == [200, 200, 200]
    assert address(plan) in client.get("/reja-ijrosi/").content.decode()
    assert f"http://testserver{address(plan)}" in client.get("/sitemap.xml").content.decode()
    assert "/reja-ijrosi/" in client.get("/").content.decode()
    # when
    hide(plan, actor=stage.approver)
    # then
    assert [client.get(one).status_code for one in everything] == [404, 404, 404]
    assert address(plan) not in client.get("/sitemap.xml").content.decode()
    assert 'href="/reja-ijrosi/"' not in client.get("/").content.decode()
    actions = ModelLogEntry.objects.filter(action__startswith="reports.public").order_by("pk")
    assert [entry.action for entry in actions] == ["reports.public_show", "reports.public_hide"]


def test_the_page_tells_what_is_out_and_nothing_that_is_ours_alone(
    plan: MediaPlan, stage: Stage, client: Client, now: datetime
) -> None:
    stage.approver.first_name, stage.approver.last_name = "Rustam", "Qodirov"
    stage.approver.save()
    show(plan, actor=stage.approver, now=now + timedelta(minutes=2))

    told = [client.get(address(plan, data)).content.decode() for data in ("", "data.csv", "data.json")]

    link = plan.items.get(position=1).occurrences.get().post.deliveries.filter(link__gt="").first()
    assert link is not None
    for text in told:
        assert "1-tadbir" in text
        for secret in (SECRET, "Karimov", "Qodirov", "hech kim koʻrmagan", "Aliyev", "@namuna"):
            assert secret not in text
    assert "Media-reja &lt;b&gt;2026&lt;/b&gt;" in told[0]
    assert "Of 3 due so far, 2 carried out (66 %)." in told[0]
    assert "excused: <strong>1</strong>" in told[0]


def test_csv_and_json_tell_the_same_rows_with_the_documented_fields(
    plan: MediaPlan, stage: Stage, client: Client, now: datetime
) -> None:
    show(plan, actor=stage.approver, now=now + timedelta(minutes=2))

    rows = list(csv.DictReader(io.StringIO(client.get(address(plan, "data.csv")).content.decode("utf-8-sig"))))
    told = json.loads(client.get(address(plan, "data.json")).content)

    assert tuple(rows[0]) == FIELDS
    assert [row["id"] for row in rows] == [duty["id"] for duty in told["duties"]]
    assert all(tuple(duty) == FIELDS for duty in told["duties"])
    assert sorted(row["status"] for row in rows) == ["done", "done", "excused", "not_done", "open"]
    assert [bool(row["title"]) for row in rows] == [row["status"] == "done" for row in rows]
    assert told["totals"] == {"of": told["totals"]["of"], "counted": 3, "fulfilled": 2, "percent": 66}
    assert told["licence"]["name"] == "CC BY 4.0"
    assert told["statuses"]["done"]["ru"]


def test_the_documentation_names_every_field_of_the_data() -> None:
    page = (Path(__file__).parents[2] / "docs" / "transparency.md").read_text()

    assert tuple(re.findall(r"^\| `(\w+)` \|", page.split("## data.csv")[1].split("## data.json")[0], re.M)) == FIELDS


def test_ids_stay_when_what_is_told_is_read_anew(plan: MediaPlan, stage: Stage, now: datetime) -> None:
    show(plan, actor=stage.approver, now=now)
    before = [duty["id"] for duty in PublicPlan.objects.get().duties]

    refresh(now=now + timedelta(minutes=14))
    kept = PublicPlan.objects.get().as_of
    refresh(now=now + timedelta(minutes=16))

    row = PublicPlan.objects.get()
    assert kept == now
    assert row.as_of == now + timedelta(minutes=16)
    assert [duty["id"] for duty in row.duties] == before


def test_who_has_the_data_already_is_told_so(plan: MediaPlan, stage: Stage, client: Client, now: datetime) -> None:
    show(plan, actor=stage.approver, now=now)
    for data in ("data.csv", "data.json"):
        first = client.get(address(plan, data))
        assert first["Access-Control-Allow-Origin"] == "*"
        assert first["Cache-Control"] == "public, max-age=60"
        assert "Cookie" not in first.get("Vary", "")
        assert client.get(address(plan, data), headers={"if-none-match": first["ETag"]}).status_code == 304
        assert client.get(address(plan, data), headers={"if-modified-since": first["Last-Modified"]}).status_code == 304
        assert client.post(address(plan, data)).status_code == 405
    refresh(now=now + timedelta(hours=1))
    assert client.get(address(plan, "data.csv"), headers={"if-none-match": first["ETag"]}).status_code == 200


def test_no_visitor_waits_for_the_ledger(plan: MediaPlan, stage: Stage, client: Client, now: datetime) -> None:
    show(plan, actor=stage.approver, now=now)
    client.get(address(plan))
    with CaptureQueriesContext(connection) as few:
        client.get(address(plan))
    for number in range(5, 15):
        duty_of(item_of(plan, number), date(now.year, 12, 1), list(Channel.objects.all()))
    refresh(now=now + timedelta(hours=1))
    with CaptureQueriesContext(connection) as many:
        client.get(address(plan))
    assert len(many) == len(few) <= 8
    assert not [query for query in many if "scheduler_occurrence" in query["sql"]]
    with CaptureQueriesContext(connection) as data:
        client.get(address(plan, "data.csv"))
    assert len(data) <= 3


def test_a_title_is_no_formula(plan: MediaPlan, stage: Stage, client: Client, now: datetime) -> None:
    plan.items.filter(position=1).update(title="=HYPERLINK(1)")
    show(plan, actor=stage.approver, now=now)

    rows = list(csv.DictReader(io.StringIO(client.get(address(plan, "data.csv")).content.decode("utf-8-sig"))))

    assert rows[0]["item_title"].startswith("'=") or rows[-1]["item_title"].startswith("'=")


def test_links_of_sandbox_channels_lead_no_reader_anywhere(
    plan: MediaPlan, stage: Stage, client: Client, now: datetime
) -> None:
    Channel.objects.update(is_sandbox=True)
    show(plan, actor=stage.approver, now=now + timedelta(minutes=2))

    told = json.loads(client.get(address(plan, "data.json")).content)

    assert {duty["link"] for duty in told["duties"]} == {None}
    assert "for trying out" in client.get(address(plan)).content.decode()


def test_what_is_not_active_is_not_shown(plan: MediaPlan, stage: Stage, now: datetime) -> None:
    plan.state = MediaPlan.State.DRAFT

    with pytest.raises(ShowRefused, match="not_active"):
        show(plan, actor=stage.approver, now=now)

    assert not PublicPlan.objects.exists()


def test_structured_data_names_both_files(plan: MediaPlan, stage: Stage, client: Client, now: datetime) -> None:
    show(plan, actor=stage.approver, now=now)

    text = client.get(address(plan)).content.decode()
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)

    assert found is not None
    facts = json.loads(found[1])
    assert facts["@type"] == "Dataset"
    assert [one["contentUrl"] for one in facts["distribution"]] == [
        f"http://testserver{address(plan, 'data.csv')}", f"http://testserver{address(plan, 'data.json')}",
    ]  # fmt: skip


def test_staff_look_first_and_then_switch(plan: MediaPlan, stage: Stage, client: Client) -> None:
    # given
    client.force_login(stage.author)
    switch, look = f"/admin/mediaplan/public/{plan.pk}/", f"/admin/mediaplan/public/{plan.pk}/preview/"
    # when / then
    assert "1-tadbir" in client.get(look).content.decode()
    assert not PublicPlan.objects.exists()
    assert "Show to the public" in client.get(switch).content.decode()
    client.post(switch, {"action": "show"})
    assert PublicPlan.objects.get().shown_by == stage.author
    assert "Shown to the public since" in client.get(f"/admin/mediaplan/inspect/{plan.pk}/").content.decode()
    client.post(switch, {"action": "hide"})
    assert PublicPlan.objects.get().shown_at is None


def test_who_may_not_change_plans_neither_switches_nor_looks(plan: MediaPlan, client: Client) -> None:
    reader = User.objects.create_user("kotiba", password="a long password")
    reader.user_permissions.add(
        Permission.objects.get(codename="access_admin"), Permission.objects.get(codename="view_mediaplan")
    )
    client.force_login(reader)
    switch = f"/admin/mediaplan/public/{plan.pk}/"

    assert client.post(switch, {"action": "show"}).status_code in (302, 403)
    assert client.get(f"{switch}preview/").status_code in (302, 403)
    assert not PublicPlan.objects.exists()


def test_a_plan_hidden_while_it_is_read_stays_hidden(plan: MediaPlan, stage: Stage, now: datetime) -> None:
    show(plan, actor=stage.approver, now=now)

    with after(PlanItem._meta.db_table, lambda: hide(plan, actor=stage.approver)):
        assert refresh(now=now + timedelta(hours=1)) == 0

    assert PublicPlan.objects.get().page == {}


def test_every_item_is_told_with_why_it_has_no_duty_but_those_no_longer_in_the_plan(
    plan: MediaPlan, stage: Stage, website: Channel, client: Client, now: datetime
) -> None:
    # given
    item_of(plan, 5, kind="on_schedule")
    item_of(plan, 6, kind="continuous")
    item_of(plan, 7, withdrawn_at=now)
    elapsed = Occurrence.State.ELAPSED
    duty_of(item_of(plan, 8), date(now.year, 1, 15), [website], state=elapsed)
    # when
    show(plan, actor=stage.approver, now=now)
    # then
    told = {item["number"]: item["no_duty"] for item in PublicPlan.objects.get().page["items"]}
    assert told == {"1": "", "2": "", "3": "", "4": "", "5": "undated", "6": "continuous", "8": "elapsed"}
    assert "Its time was over before this plan was followed here." in client.get(address(plan)).content.decode()


def test_a_plan_that_cannot_be_read_holds_up_no_other(plan: MediaPlan, stage: Stage, now: datetime) -> None:
    # given a plan of an office whose zone no machine knows
    elsewhere = Organization.objects.create(name="Boshqa idora", slug="boshqa")
    unreadable = plan_of(elsewhere, year=plan.year)
    for one in (unreadable, plan):
        show(one, actor=stage.approver, now=now)
    Organization.objects.filter(pk=elsewhere.pk).update(time_zone="Asia/Yoq_shahar")
    # when
    assert refresh(now=now + timedelta(hours=1)) == 1
    # then
    kept, read = PublicPlan.objects.get(plan=unreadable), PublicPlan.objects.get(plan=plan)
    assert kept.as_of == now
    assert kept.page["organization"] == "Boshqa idora"
    assert read.as_of == now + timedelta(hours=1)


def test_a_plan_of_a_past_year_is_read_anew_once_a_day(stage: Stage, now: datetime) -> None:
    old = plan_of(stage.organization, year=now.year - 2)
    show(old, actor=stage.approver, now=now)

    assert refresh(now=now + timedelta(hours=23)) == 0
    assert refresh(now=now + timedelta(hours=25)) == 1


def test_of_many_posts_the_page_names_the_newest_and_the_data_all(
    plan: MediaPlan, stage: Stage, client: Client, now: datetime
) -> None:
    # given: what went out counts for many duties of the quarter
    post = plan.items.get(position=1).occurrences.get().post
    item, today = plan.items.get(position=1), now.astimezone(ZONE).date()
    for number in range(MOST_POSTS + 4):
        website = list(Channel.objects.filter(kind="website"))
        duty_of(item, today, website, post=post, slot=None, period_key=f"n{number}")
    # when
    show(plan, actor=stage.approver, now=now + timedelta(minutes=2))
    # then
    row = PublicPlan.objects.get()
    told = row.page["items"][0]["quarters"][-1]
    assert (len(told["posts"]), told["more"]) == (MOST_POSTS, 5)
    assert sum(duty["status"] == "done" for duty in row.duties) == MOST_POSTS + 4 + 2
    assert "5 earlier ones" in client.get(address(plan)).content.decode()
