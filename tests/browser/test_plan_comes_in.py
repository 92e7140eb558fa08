"""A plan in a real browser: uploaded, asked about, answered, activated, and changed by a newer document."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest
import requests
from icalendar import Calendar
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.press_office import follow, sign_in
from tests.browser.service import Service

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(300)]

HEADER = ("T/r", "Tadbir nomi", "Amalga oshirish shakli", "Muddati", "Yoritilishi")
PAGES = "Hokimlikning rasmiy sahifalari"
ROWS = (
    ("1.", "Haftalik qabul natijalari", "Xabar", "Har hafta juma kuni", PAGES),
    ("2.", "Ekologiya oyligi", "Reportajlar turkumi", "Senyabr", "Telegram"),
    ("3.", "Ochiq eshiklar kuni", "E’lon", "31-noyabr", PAGES),
    ("4.", "Yo‘l ta’miri haqida hisobot", "Jadval", "Har chorakda", "Rasmiy veb-sayt"),
)


def write_plan(path: Path, rows: tuple[tuple[str, ...], ...]) -> Path:
    document = docx.Document()
    document.add_paragraph("Obodonlashtirish ishlarini yoritish bo‘yicha 2027-yilga mo‘ljallangan MEDIA-REJA")
    table = document.add_table(rows=0, cols=len(HEADER), style="Table Grid")
    for row in (HEADER, *rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(path))
    return path


def upload(page: Page, service: Service, file: Path, *, what: str) -> None:
    page.goto(f"{service.site}/admin/mediaplan/import/")
    page.set_input_files("input[type=file]", file)
    page.locator("main label", has_text=what).last.click()
    follow(page.get_by_role("button", name="Read the plan"))


def doubtful(page: Page, title: str) -> Locator:
    return page.locator(".desk-review__row", has_text=title)


def test_a_plan_is_read_answered_activated_and_changed(chromium: Browser, service: Service, tmp_path: Path) -> None:
    admin = sign_in(chromium, service, "admin")

    # given a plan with a misspelt month and a day that does not exist
    upload(admin, service, write_plan(tmp_path / "reja.docx", ROWS), what="a new plan")
    expect(admin.locator(".desk-review__row--held")).to_have_count(2)

    # when one is confirmed and the other said in other words, whose meaning shows while they are typed
    doubtful(admin, "Ekologiya oyligi").get_by_text("Yes, as understood").click()
    words = doubtful(admin, "Ochiq eshiklar kuni").locator("input[name$=words]")
    words.fill("32-noyabr")
    expect(doubtful(admin, "Ochiq eshiklar kuni").locator(".desk-review__meaning")).to_have_class(
        "desk-review__meaning desk-error"
    )
    words.fill("30-noyabr")
    expect(doubtful(admin, "Ochiq eshiklar kuni").locator(".desk-review__meaning")).to_contain_text("30.11.2027")
    follow(admin.get_by_role("button", name="Save and go on to activation"))
    follow(admin.locator("main form button[type=submit]"))

    # then every item has its occurrences: 53 Fridays, one in September, one on 30 November, four quarters
    expect(admin.locator(".messages")).to_contain_text("59 dated occurrences")
    plan = admin.url

    # and a newer document shows what changes, item by item, before anything does
    newer = (
        (*ROWS[0][:3], "Har hafta payshanba kuni", PAGES),
        ROWS[1],
        ROWS[2],
        ("4.", "Bolalar bog‘chalari", *ROWS[3][2:]),
    )
    upload(admin, service, write_plan(tmp_path / "reja-2.docx", newer), what="a newer version of “Obodonlashtirish")
    expect(admin.locator(".desk-diff--changed")).to_contain_text("Haftalik qabul natijalari")
    expect(admin.locator(".desk-diff--changed ins")).to_have_text("payshanba")
    expect(admin.locator(".desk-diff--new")).to_contain_text("Bolalar bog‘chalari")
    expect(admin.locator(".desk-diff--gone")).to_contain_text("Yo‘l ta’miri haqida hisobot")
    follow(admin.get_by_role("button", name="Apply"))

    # and a calendar program that has the plan's secret address sees the Thursdays
    admin.goto(plan.replace("/inspect/", "/calendar/"))
    admin.get_by_role("button", name="Make the address").click()
    address = admin.locator("#feed-address").input_value()
    calendar = Calendar.from_ical(requests.get(address, timeout=10).content)
    weekly = [event for event in calendar.walk("VEVENT") if "Haftalik" in event["summary"]]
    assert {event["dtstart"].dt.weekday() for event in weekly if event["status"] == "CONFIRMED"} == {3}
