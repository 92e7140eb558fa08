"""The execution report on the screen: chosen, read, completed with words of staff, made into files."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from content.models import Channel, Organization, Post
from content.services import decide, submit
from desk.plan_reports.choosing import address_of, days_of, period_of_today
from publishers.models import Delivery
from reports.execution.making import make_report
from reports.execution.results import results_of, write_result
from reports.models import ItemResult, ReportFile, ReportTemplate
from reports.tasks import make_reports
from scheduler.models import MediaPlan, PlanItem
from tests.desk.conftest import signed_in
from tests.desk.forms import messages_of
from tests.desk.people import draft
from tests.reports.plans import duty_of, item_of, plan_of

INDEX = "plan_reports:index"
YEAR = (date(2026, 1, 1), date(2026, 12, 31))
AT = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.fixture
def reader(db: None) -> User:
    user = User.objects.create_user("oʻquvchi", password="a long password")
    user.user_permissions.add(*_rights("wagtailadmin.access_admin", "publishers.view_delivery"))
    return user


def _rights(*names: str) -> list[Any]:
    return [
        Permission.objects.get(content_type__app_label=name.split(".")[0], codename=name.split(".")[1])
        for name in names
    ]


@pytest.fixture
def plan(organization: Organization, website: Channel, telegram: Channel, author: User, approver: User) -> MediaPlan:
    """Two items: of the first one publication is out on the website and one never was; the second is excused."""
    plan = plan_of(organization)
    first, second = item_of(plan, 1, title="Ochiqlik kuni"), item_of(plan, 2, title="Brifing")
    post = out(organization, website, author, approver)
    duty_of(first, date(2026, 11, 20), [website], post=post)
    duty_of(first, date(2026, 10, 20), [telegram])
    duty_of(first, date(2026, 12, 20), [telegram])
    duty_of(second, date(2026, 10, 21), [website], state="skipped", reason="Zal taʼmirda edi")
    return plan


def out(organization: Organization, channel: Channel, author: User, approver: User) -> Post:
    post = submit(draft(organization, [channel], user=author), user=author)
    decide(post, user=approver, action="approve", seen=post.latest_revision_id)  # type: ignore[arg-type]
    at = datetime(2026, 11, 20, 5, 3, tzinfo=UTC)
    Delivery.objects.filter(post=post).update(
        state="published", ready_at=None, miss_at=None, finished_at=at, link="https://namuna.example/ochiqlik"
    )
    return post


def page_of(user: User, address: str) -> str:
    answer = signed_in(user).get(address)
    assert answer.status_code == 200, answer
    return str(answer.content.decode())


def test_a_quarter_is_chosen_in_words_and_stands_in_the_address(plan: MediaPlan, author: User) -> None:
    answer = signed_in(author).get(reverse(INDEX), {"plan": plan.pk, "period": "Q4"})

    assert answer.headers["Location"] == address_of(plan, date(2026, 10, 1), date(2026, 12, 31))


def test_days_of_ones_own_are_checked(plan: MediaPlan, author: User) -> None:
    wish = {"plan": plan.pk, "period": "own"}

    none = signed_in(author).get(reverse(INDEX), wish).content.decode()
    turned = signed_in(author).get(reverse(INDEX), wish | {"first": "2026-03-02", "last": "2026-03-01"})
    right = signed_in(author).get(reverse(INDEX), wish | {"first": "2026-03-01", "last": "2026-03-02"})

    assert "Give the first and the last day." in none
    assert "The last day must not be before the first" in turned.content.decode()
    assert right.headers["Location"].endswith("/2026-03-01/2026-03-02/")


def test_a_school_year_has_its_own_quarters_and_months(organization: Organization) -> None:
    plan = plan_of(organization, is_school_year=True)

    assert days_of(plan, "year") == (date(2026, 9, 1), date(2027, 8, 31))
    assert days_of(plan, "Q2") == (date(2026, 12, 1), date(2027, 2, 28))
    assert days_of(plan, "M10") == (date(2026, 10, 1), date(2026, 10, 31))
    assert days_of(plan, "M2") == (date(2027, 2, 1), date(2027, 2, 28))
    assert period_of_today(plan, date(2026, 12, 1)) == "Q2"
    assert period_of_today(plan, date(2026, 8, 31)) == "year"


def test_a_plan_without_a_year_is_reported_by_days_alone(organization: Organization, author: User) -> None:
    plan = plan_of(organization, year=None)

    page = page_of(author, f"{reverse(INDEX)}?plan={plan.pk}&period=Q1")

    assert "This plan has no year yet. Choose days of your own." in page


@pytest.mark.parametrize("days", ["2026-01-01/2025-01-01", "2026-01-01/2036-01-01", "2026-13-01/2026-12-31", "x/y"])
def test_what_is_no_period_is_not_found(plan: MediaPlan, author: User, days: str) -> None:
    assert signed_in(author).get(f"{reverse(INDEX)}{plan.pk}/{days}/").status_code == 404


def test_the_summary_counts_as_the_ledger_does(plan: MediaPlan, author: User) -> None:
    page = page_of(author, address_of(plan, *YEAR))

    # one of two that can be asked for
    assert "carried out: 1; not carried out: 1; excused: 1; its time has not come: 1" in page
    assert "quarter IV of 2026" in page
    assert "50 %" in page
    assert "1 of 2" in page
    assert "The results of 2 items are not written yet." in page


def test_the_item_says_what_was_done_with_its_link_and_what_was_not_and_why(plan: MediaPlan, author: User) -> None:
    first, second = plan.items.order_by("position")

    one = page_of(author, address_of(plan, *YEAR, "item", item=first.pk))
    two = page_of(author, address_of(plan, *YEAR, "item", item=second.pk))

    assert "20.11.2026" in one
    assert 'href="https://namuna.example/ochiqlik"' in one
    assert "No post was prepared." in one
    assert "Zal taʼmirda edi" in two
    # and one leads to the other
    assert f'href="{address_of(plan, *YEAR, "item", item=second.pk)}"' in one
    assert f'href="{address_of(plan, *YEAR, "item", item=first.pk)}"' in two


def test_results_are_written_kept_and_shown_with_who_and_when(plan: MediaPlan, author: User, approver: User) -> None:
    item = plan.items.order_by("position")[0]
    address = address_of(plan, *YEAR, "item", item=item.pk)

    saved = signed_in(author).post(address, {"text": "340 nafar fuqaro keldi.", "seen": ""}, follow=True)
    assert "The results are saved." in messages_of(saved)
    seen = ItemResult.objects.get().pk
    signed_in(approver).post(address, {"text": "345 nafar fuqaro keldi.", "seen": seen})

    page = page_of(author, address)
    assert results_of(plan, *YEAR) == {item.pk: ((*YEAR, "345 nafar fuqaro keldi."),)}
    assert "Written by rustam, 01.12.2026 09:00 (Asia/Tashkent)" in page
    assert "Earlier versions" in page
    assert "340 nafar fuqaro keldi." in page
    # the same period alone has it
    assert "345 nafar" not in page_of(author, address_of(plan, YEAR[0], date(2026, 6, 30), "item", item=item.pk))


def test_a_year_without_words_of_its_own_says_those_of_its_quarters(plan: MediaPlan, author: User) -> None:
    item = plan.items.order_by("position")[0]
    quarter = (date(2026, 10, 1), date(2026, 12, 31))
    write_result(item, *quarter, "345 nafar fuqaro keldi.", seen=None, actor=author, now=AT)
    address = address_of(plan, *YEAR, "item", item=item.pk)

    # then the year's page shows them as the report will, and leaves the field to whoever writes better ones
    page = BeautifulSoup(page_of(author, address), "html.parser")
    results = page.select_one(".desk-report__results")
    assert results is not None
    assert results.textarea.get_text(strip=True) == ""
    told = "For the whole period nobody has written it yet. The report says what was written for parts of it:"
    quarter_of = "Quarter IV of 2026:\n345 nafar fuqaro keldi."
    assert told in results.get_text()
    assert quarter_of in results.get_text()
    made = json.loads(make_report(plan, *YEAR, format="json", language="en", now=AT))
    assert made["items"][0]["result"] == quarter_of
    assert "The results of 1 item are not written yet." in page_of(author, address_of(plan, *YEAR))

    # and the words of the year take their place
    signed_in(author).post(address, {"text": "Yil boʻyicha 1200 nafar.", "seen": ""})
    assert told not in page_of(author, address)
    made = json.loads(make_report(plan, *YEAR, format="json", language="en", now=AT))
    assert made["items"][0]["result"] == "Yil boʻyicha 1200 nafar."


def test_who_wrote_without_seeing_anothers_words_loses_neither(plan: MediaPlan, author: User, approver: User) -> None:
    item = plan.items.order_by("position")[0]
    address = address_of(plan, *YEAR, "item", item=item.pk)
    signed_in(approver).post(address, {"text": "Birinchi", "seen": ""})

    refused = signed_in(author).post(address, {"text": "Ikkinchi", "seen": ""})

    page = refused.content.decode()
    assert "Somebody else wrote it meanwhile" in page
    assert "Ikkinchi</textarea>" in page
    assert "Birinchi" in page
    assert ItemResult.objects.count() == 1
    # and having seen it, the person may save
    signed_in(author).post(address, {"text": "Ikkalasi", "seen": ItemResult.objects.get().pk})
    assert results_of(plan, *YEAR) == {item.pk: ((*YEAR, "Ikkalasi"),)}


def test_save_and_next_goes_to_the_next_item(plan: MediaPlan, author: User) -> None:
    first, second = plan.items.order_by("position")

    answer = signed_in(author).post(
        address_of(plan, *YEAR, "item", item=first.pk), {"text": "Natija", "seen": "", "next": "1"}
    )

    assert answer.headers["Location"] == address_of(plan, *YEAR, "item", item=second.pk)


def test_words_are_escaped(plan: MediaPlan, author: User) -> None:
    item = plan.items.order_by("position")[0]
    address = address_of(plan, *YEAR, "item", item=item.pk)
    signed_in(author).post(address, {"text": "<script>x</script>", "seen": ""})
    signed_in(author).post(address, {"text": "boshqa", "seen": ItemResult.objects.get().pk})

    assert "<script>x</script>" not in page_of(author, address)


def test_a_file_is_asked_for_watched_and_handed_out(plan: MediaPlan, author: User) -> None:
    client = signed_in(author)
    address = address_of(plan, *YEAR)
    # when it is asked for
    answer = client.post(address_of(plan, *YEAR, "make"), {"format": "pdf", "language": "uz"})
    # then the page watches it
    assert answer.headers["Location"] == f"{address}#files"
    waiting = client.get(address, {"part": 1}).content.decode()
    assert 'data-moving="yes"' in waiting
    assert "waits to be made" in waiting
    # and when a worker has made it, hands it out
    make_reports.apply()
    made = client.get(address, {"part": 1}).content.decode()
    row = ReportFile.objects.get()
    file = reverse("plan_reports:file", args=[row.pk])
    assert "data-moving" not in made
    assert "as the data are now" in made
    assert file in made
    assert row.checksum in made
    assert row.ledger_checksum in made
    download = client.get(file)
    assert b"".join(download.streaming_content).startswith(b"%PDF-")  # type: ignore[attr-defined]
    assert "ijro-namunaobod-2026-01-01-2026-12-31-uz.pdf" in download.headers["Content-Disposition"]
    assert file in page_of(author, reverse(INDEX))


def test_a_file_says_when_the_data_changed_since(plan: MediaPlan, author: User, website: Channel) -> None:
    client = signed_in(author)
    client.post(address_of(plan, *YEAR, "make"), {"format": "pdf", "language": "uz"})
    make_reports.apply()
    # when the plan owes one more
    duty_of(plan.items.all()[0], date(2026, 9, 20), [website])
    # then
    page = page_of(author, address_of(plan, *YEAR))
    assert "the data changed since" in page
    assert "as the data are now" not in page


def test_a_file_that_could_not_be_made_says_why(plan: MediaPlan, author: User) -> None:
    for code in ("fault", "worker_lost"):
        ReportFile.objects.create(
            plan=plan, first=YEAR[0], last=YEAR[1], format="pdf", language="uz", asked_by=author,
            asked_at=AT, state="failed", error_code=code,
        )  # fmt: skip

    page = page_of(author, address_of(plan, *YEAR))

    assert "Ask for the file once more; if it fails again, tell the operator." in page
    assert "The service was stopped again and again" in page


def test_no_other_format_or_language_is_taken(plan: MediaPlan, author: User) -> None:
    answer = signed_in(author).post(address_of(plan, *YEAR, "make"), {"format": "exe", "language": "uz"}, follow=True)

    assert "Choose a format and a language from the lists." in messages_of(answer)
    assert not ReportFile.objects.exists()


def test_who_may_only_read_writes_nothing(plan: MediaPlan, organization: Organization, reader: User) -> None:
    item = plan.items.order_by("position")[0]
    address = address_of(plan, *YEAR, "item", item=item.pk)
    office = reverse("plan_reports:office", args=[organization.pk])
    client = signed_in(reader)

    page = page_of(reader, address)
    assert "<textarea" not in page
    assert "Nobody has written it yet." in page
    assert "<form" not in page_of(reader, office).split("<main", 1)[1]
    for where, form in ((address, {"text": "x", "seen": ""}), (office, {"house": "1"})):
        assert client.post(where, form).status_code == 302
    assert not ItemResult.objects.exists()
    assert not ReportTemplate.objects.exists()
    # but they may look, and make a file of what they may see
    client.post(address_of(plan, *YEAR, "make"), {"format": "pdf", "language": "uz"})
    assert ReportFile.objects.count() == 1


def test_strangers_see_nothing(plan: MediaPlan, author: User) -> None:
    signed_in(author).post(address_of(plan, *YEAR, "make"), {"format": "pdf", "language": "uz"})
    make_reports.apply()
    stranger = User.objects.create_user("begona", password="a long password")
    stranger.user_permissions.add(*_rights("wagtailadmin.access_admin"))
    addresses = [
        reverse(INDEX), address_of(plan, *YEAR), address_of(plan, *YEAR, "item", item=plan.items.all()[0].pk),
        reverse("plan_reports:file", args=[ReportFile.objects.get().pk]),
        reverse("plan_reports:office", args=[plan.organization_id]),
    ]  # fmt: skip

    for client in (Client(), signed_in(stranger)):
        assert {client.get(address).status_code for address in addresses} == {302}


def test_an_item_of_another_plan_is_not_found(plan: MediaPlan, organization: Organization, author: User) -> None:
    other = item_of(plan_of(organization), 1)
    address = address_of(plan, *YEAR, "item", item=other.pk)

    assert signed_in(author).get(address).status_code == 404
    assert signed_in(author).post(address, {"text": "x", "seen": ""}).status_code == 404


def test_the_plans_page_and_the_menu_lead_to_the_report(plan: MediaPlan, author: User) -> None:
    page = page_of(author, reverse("mediaplan:inspect", args=[plan.pk]))

    assert f"{reverse(INDEX)}?plan={plan.pk}" in page
    assert f'<a href="{reverse(INDEX)}">Execution reports</a>' in page_of(author, reverse("wagtailadmin_home"))
    chosen = page_of(author, f"{reverse(INDEX)}?plan={plan.pk}")
    assert '<option value="Q4" selected>' in chosen


def test_the_screens_ask_as_many_questions_for_one_item_as_for_many(
    plan: MediaPlan, website: Channel, author: User
) -> None:
    client = signed_in(author)
    item = plan.items.all()[0]
    addresses = [address_of(plan, *YEAR), address_of(plan, *YEAR, "item", item=item.pk)]
    counts: list[list[int]] = []
    for number in range(3, 8):
        more = item_of(plan, number)
        duty_of(more, date(2026, 5, number), [website])
        write_result(more, *YEAR, "Natija", seen=None, actor=author, now=AT)
        write_result(
            item, *YEAR, f"Natija {number}", seen=_newest(item), actor=author, now=datetime(2026, 12, 1, tzinfo=UTC)
        )
        client.post(
            address_of(plan, *YEAR, "make"), {"format": "pdf", "language": ["uz", "ru", "en", "uz-cyrl"][number % 4]}
        )
        ReportFile.objects.update(state="made")
        asked = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as questions:
                client.get(address)
            asked.append(len(questions))
        counts.append(asked)

    assert counts[1] == counts[-1]


def _newest(item: PlanItem) -> int | None:
    return ItemResult.objects.filter(item=item).order_by("-pk").values_list("pk", flat=True).first()
