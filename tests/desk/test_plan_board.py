"""The plan board: what is owed in each period and how far it is, on the screen and as a spreadsheet."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook
from time_machine import travel

from content.models import Channel, Organization, Post
from content.services import submit
from desk.addresses import edit_address
from publishers.models import Delivery
from publishers.states import State
from scheduler.models import MediaPlan, Occurrence, PlanItem
from tests.desk.conftest import signed_in
from tests.desk.deliveries import approved
from tests.desk.people import draft, person

ZONE = ZoneInfo("Asia/Tashkent")
MIDDLE = datetime(2026, 12, 10, 12, tzinfo=ZONE)
PREPARED, EXCUSED = Occurrence.State.PREPARED, Occurrence.State.SKIPPED


@pytest.fixture
def plan(organization: Organization) -> MediaPlan:
    return MediaPlan.objects.create(organization=organization, title="Media-reja", year=2026, state="active")


def item(plan: MediaPlan, number: int, title: str, **values: Any) -> PlanItem:
    kind = values.pop("kind", PlanItem.Kind.MONTHLY)
    return PlanItem.objects.create(plan=plan, position=number, number=str(number), title=title, kind=kind, **values)


def owed(
    one: PlanItem, month: int, day: int, channels: list[Channel], *, post: Post | None = None, state: str = "expected"
) -> Occurrence:
    made = Occurrence.objects.create(
        item=one, period_key=f"2026-{month:02d}-{day:02d}", slot=datetime(2026, month, day, 10, tzinfo=ZONE),
        window_start=date(2026, month, 1), window_end=date(2026, month, 28), state=state, post=post,
    )  # fmt: skip
    made.channels.set(channels)
    return made


def became(delivery: Delivery, state: State) -> Post:
    Delivery.objects.filter(pk=delivery.pk).update(state=state, ready_at=None, miss_at=None)
    return delivery.post


def board(user: User, **asked: Any) -> BeautifulSoup:
    with travel(MIDDLE):
        response = signed_in(user).get(reverse("plan_board:index"), asked)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(found: Tag) -> str:
    return " ".join(found.get_text(" ", strip=True).split())


def rows(page: BeautifulSoup) -> list[list[str]]:
    """Of each line of the table, sums included, what its cells show where they show something."""
    found = page.select(".desk-board__table tbody tr, .desk-board__table tfoot tr")
    return [[text for text in map(words, row.find_all(["th", "td"], recursive=False)) if text] for row in found]


def said(page: BeautifulSoup) -> list[str]:
    return [link["aria-label"] for link in page.select("td[data-period] a")]


def test_each_state_has_its_sign_its_words_and_leads_to_the_post_or_the_occurrence(
    organization: Organization, plan: MediaPlan, telegram: Channel, website: Channel, author: User, approver: User
) -> None:
    news = item(plan, 1, "Yangiliklar", section="I. Matbuot", responsible="Matbuot xizmati")
    out, gone, waits = (approved(organization, telegram, author=author, approver=approver) for _ in range(3))
    written = draft(organization, [telegram], user=author)
    unwritten = owed(news, 1, 15, [telegram])
    owed(news, 2, 15, [telegram], post=became(out, State.PUBLISHED), state=PREPARED)
    owed(news, 3, 15, [telegram], post=became(gone, State.MISSED), state=PREPARED)
    owed(news, 4, 15, [telegram], state=EXCUSED)
    owed(news, 5, 15, [telegram], post=became(
        approved(organization, telegram, author=author, approver=approver), State.UNKNOWN), state=PREPARED)  # fmt: skip
    owed(news, 6, 15, [telegram], state=Occurrence.State.WITHDRAWN)
    owed(news, 12, 20, [telegram], post=waits.post, state=PREPARED)
    film = item(plan, 2, "Videorolik", section="I. Matbuot")
    owed(film, 12, 21, [telegram], post=written, state=PREPARED)
    other = item(plan, 3, "Suhbat")
    owed(other, 12, 22, [telegram], post=submit(draft(organization, [telegram], user=author), user=author),
         state=PREPARED)  # fmt: skip
    coming = owed(item(plan, 4, "Eʼlon"), 12, 23, [telegram])

    page = board(author)

    assert rows(page) == [
        ["I. Matbuot"],
        ["1 Yangiliklar Matbuot xizmati Hokimlik kanali",
         "◔ 15.01", "● 15.02", "× 15.03", "– 15.04", "! 15.05", "✓ 20.12", "1/5"],
        ["2 Videorolik Hokimlik kanali", "✎ 21.12", "0/1"],
        ["3 Suhbat Hokimlik kanali", "… 22.12", "0/1"],
        ["4 Eʼlon Hokimlik kanali", "? 23.12", "0/1"],
        ["Done", "0/1", "1/1", "0/1", "0/1", "0/4", "1/8"],
    ]  # fmt: skip
    links = {link["aria-label"]: link["href"] for link in page.select("td[data-period] a")}
    assert links["January 2026: late"] == reverse("occurrence:inspect", args=[unwritten.pk])
    assert links["December 2026: draft"] == edit_address(written)
    assert links["December 2026: expected"] == reverse("occurrence:inspect", args=[coming.pk])
    picture = page.select_one("svg.desk-coverage")
    assert picture is not None
    assert picture["aria-label"] == (
        "1 of 8 done; scheduled: 1; waits for approval: 1; draft: 1; expected: 1; late: 1; missed: 1; needs you: 1; "
        "excused: 1"
    )


def test_a_duty_on_several_channels_is_as_far_as_the_worst_of_them(
    organization: Organization, plan: MediaPlan, telegram: Channel, website: Channel, author: User, approver: User
) -> None:
    out = approved(organization, telegram, author=author, approver=approver)
    owed(item(plan, 1, "Yangilik"), 12, 5, [website, telegram], post=became(out, State.PUBLISHED), state=PREPARED)

    both, one = board(author), board(author, channel=telegram.pk)

    assert said(both) == ["December 2026: late (Hokimlik kanali: published, Rasmiy sayt: late)"]
    assert rows(both)[0] == ["1 Yangilik Hokimlik kanali, Rasmiy sayt", "◔ 05.12 ● ◔", "0/1"]
    assert rows(one)[0] == ["1 Yangilik Hokimlik kanali", "● 05.12", "1/1"]


def test_a_delivery_that_was_called_off_counts_as_none_and_a_later_one_counts(
    organization: Organization, plan: MediaPlan, telegram: Channel, author: User, approver: User
) -> None:
    off, again = (approved(organization, telegram, author=author, approver=approver) for _ in range(2))
    became(again, State.REJECTED)
    values = {name: getattr(again, name) for name in ("post", "rendition", "channel", "due_at", "miss_after")}
    Delivery.objects.create(key="yangi", state=State.PUBLISHED, **values)
    news = item(plan, 1, "Yangilik")
    owed(news, 1, 5, [telegram], post=became(off, State.CANCELLED), state=PREPARED)
    owed(news, 2, 5, [telegram], post=again.post, state=PREPARED)

    assert said(board(author)) == ["January 2026: late", "February 2026: published"]


def test_several_in_one_period_are_counted_and_lead_to_their_list(
    plan: MediaPlan, telegram: Channel, author: User
) -> None:
    news = item(plan, 1, "Yangiliklar")
    for day in (14, 15, 20):
        owed(news, 12, day, [telegram])
    owed(news, 11, 1, [telegram], state=EXCUSED)

    months, quarters, weeks = (board(author, by=by) for by in ("months", "quarters", "weeks"))

    assert rows(months)[0][1:] == ["– 01.11", "? 0/3", "0/3"]
    assert rows(quarters)[0][1:] == ["? 0/3", "0/3"]
    assert said(quarters) == ["quarter IV of 2026: expected: 3, excused: 1"]
    assert said(weeks) == ["week 44 of 2026: excused", "week 51 of 2026: expected: 3"]
    link = months.select("td[data-period] a")[1]
    assert link["href"] == f"{reverse('occurrence:index')}?item={news.pk}&slot_from=2026-12-14&slot_to=2026-12-20"
    assert len(quarters.select("thead th")) == 6
    assert len(weeks.select("thead th")) == 55


def test_what_owes_nothing_on_a_day_is_shown_with_what_it_is(plan: MediaPlan, telegram: Channel, author: User) -> None:
    item(plan, 1, "Murojaatlar", kind=PlanItem.Kind.CONTINUOUS)
    item(plan, 2, "Sayyor qabul", kind=PlanItem.Kind.ON_SCHEDULE)
    left = item(plan, 3, "Eski band", withdrawn_at=MIDDLE)
    item(plan, 4, "Olib tashlangan", withdrawn_at=MIDDLE)
    Occurrence.objects.create(
        item=left, period_key="2026-Q1", window_start=date(2026, 1, 1), window_end=date(2026, 3, 31)
    )

    page = board(author)

    assert rows(page)[:3] == [
        ["1 Murojaatlar", "continuously"],
        ["2 Sayyor qabul", "by an approved schedule"],
        ["3 Eski band no longer in the plan", "◔ 31.03", "0/1"],
    ]
    assert len(rows(page)) == 4


def test_filters_choose_and_stand_in_the_address_of_the_spreadsheet(
    organization: Organization, plan: MediaPlan, telegram: Channel, website: Channel, author: User
) -> None:
    mine = item(plan, 1, "Meniki", responsible="Matbuot xizmati")
    theirs = item(plan, 2, "Boshqaniki", responsible="Axborot boʻlimi")
    owed(mine, 1, 5, [telegram])
    owed(mine, 12, 25, [telegram])
    owed(theirs, 12, 25, [website])

    def shown(**asked: Any) -> list[list[str]]:
        return [row[1:] for row in rows(board(author, **asked))[:-1]]

    assert shown() == [["◔ 05.01", "? 25.12", "0/2"], ["? 25.12", "0/1"]]
    assert shown(responsible="Matbuot xizmati") == [["◔ 05.01", "? 25.12", "0/2"]]
    assert shown(channel=website.pk) == [["? 25.12", "0/1"]]
    assert shown(state="late") == [["◔ 05.01", "0/1"]]
    assert shown(state="published") == []
    assert shown(state="boshqa", channel="boshqa", by="boshqa", plan="boshqa") == shown()
    page = board(author, state="late", by="quarters")
    address = page.find("a", string="As Excel")["href"]
    assert address == f"{reverse('plan_board:export')}?plan={plan.pk}&by=quarters&state=late"


def test_the_running_plan_of_this_year_is_shown_first(
    organization: Organization, plan: MediaPlan, author: User
) -> None:
    MediaPlan.objects.create(organization=organization, title="Keyingi", year=2027, state="active")
    MediaPlan.objects.create(organization=organization, title="Qoralama", year=2026)
    MediaPlan.objects.create(organization=organization, title="Yilsiz")

    page = board(author)

    assert words(page.select_one(".desk-board__plan")) == "Media-reja (2026)"  # type: ignore[arg-type]
    offered = [words(option) for option in page.select("#id_plan option")]
    assert offered == ["Keyingi (2027)", "Media-reja (2026)", "Qoralama (2026)"]
    assert page.select_one("#id_plan option[selected]")["value"] == str(plan.pk)  # type: ignore[index]


def test_without_a_plan_the_board_says_what_to_do(organization: Organization, author: User) -> None:
    page = board(author)

    assert page.select(".desk-board") == []
    assert page.find("a", string="Import a plan")["href"] == reverse("mediaplan:import")


def test_who_may_not_see_plans_sees_no_board(organization: Organization, plan: MediaPlan) -> None:
    stranger = person("begona", "Sahifa muharrirlari")

    for name in ("index", "export"):
        response = signed_in(stranger).get(reverse(f"plan_board:{name}"))
        assert (response.status_code, response.url) == (302, reverse("wagtailadmin_home"))


def test_the_plans_page_leads_to_its_board(plan: MediaPlan, author: User) -> None:
    page = signed_in(author).get(reverse("mediaplan:inspect", args=[plan.pk])).content.decode()

    assert f'href="{reverse("plan_board:index")}?plan={plan.pk}"' in page


def test_the_spreadsheet_holds_what_is_shown_with_legend_and_time(
    plan: MediaPlan, telegram: Channel, website: Channel, author: User
) -> None:
    owed(item(plan, 1, "=Meniki", section="I. Matbuot"), 12, 25, [telegram, website])
    item(plan, 2, "Murojaatlar", kind=PlanItem.Kind.CONTINUOUS, section="I. Matbuot")
    late = item(plan, 3, "Kech", section="II. Bayramlar")
    owed(late, 1, 5, [telegram])

    with travel(MIDDLE):
        response = signed_in(author).get(reverse("plan_board:export"), {"plan": plan.pk, "by": "quarters"})

    page = load_workbook(BytesIO(response.content)).active
    assert page is not None
    written = [[cell for cell in row if cell] for row in page.iter_rows(values_only=True)]
    assert written == [
        ["Media-reja (2026)"],
        ["Made: 10.12.2026 12:00 (Asia/Tashkent)"],
        ["! needs you;  × missed;  ◔ late;  ? expected;  ✎ draft;  … waits for approval;  "
         "‥ waits for the second approval;  ✓ scheduled;  ● published;  – excused"],
        ["№", "Measure", "Responsible", "Channels", "I", "II", "III", "IV", "Done"],
        ["I. Matbuot"],
        ["1", "=Meniki", "Hokimlik kanali, Rasmiy sayt", "? 25.12\n??", "0/1"],
        ["2", "Murojaatlar", "continuously"],
        ["II. Bayramlar"],
        ["3", "Kech", "Hokimlik kanali", "◔ 05.01", "0/1"],
        ["Done", "0/1", "0/1", "0/2"],
    ]  # fmt: skip
    assert (page.print_title_rows, page.page_setup.orientation) == ("$4:$4", "landscape")
    assert page.cell(row=6, column=2).data_type == "s"


def test_a_page_holds_fifty_items_and_asks_as_much_of_many_as_of_few(
    organization: Organization, plan: MediaPlan, telegram: Channel, website: Channel, author: User, approver: User
) -> None:
    client = signed_in(author)

    def asked(**wish: Any) -> int:
        with travel(MIDDLE), CaptureQueriesContext(connection) as queries:
            client.get(reverse("plan_board:index"), wish)
        return len(queries)

    def fill(number: int, post: Post) -> None:
        one = item(plan, number, f"Band {number}", responsible="Matbuot xizmati", section=f"{number % 3}")
        owed(one, 11, 5, [telegram, website], post=post, state=PREPARED)
        owed(one, 12, 5, [telegram])

    fill(1, draft(organization, [telegram], user=author))
    fill(2, approved(organization, telegram, author=author, approver=approver).post)
    asked()
    few = [asked(), asked(state="late"), asked(by="weeks")]
    post = approved(organization, website, author=author, approver=approver).post
    for number in range(3, 53):
        fill(number, post)

    assert [asked(), asked(state="late"), asked(by="weeks")] == [few[0], few[1], few[2]]
    first, second = board(author), board(author, p=2)
    assert [len(page.select(".desk-board__table tbody tr th.desk-board__item")) for page in (first, second)] == [50, 2]
    assert "Items 1 to 50 of 52; picture and sums are of these." in words(first)
    assert first.find("a", string="Next")["href"] == f"?plan={plan.pk}&by=months&p=2"
    assert second.find("a", string="As Excel")["href"].endswith("&p=2")
    assert len(board(author, by="weeks").select(".desk-board__table tbody tr th.desk-board__item")) == 30
