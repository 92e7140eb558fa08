"""A press officer's day in Uzbek, from the Word file to the log, all on one running service."""

from __future__ import annotations

import gettext
import io
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import docx
import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from config import catalogues
from tests.browser.press_office import follow, open_tab, preview, set_time, sign_in, submit
from tests.browser.service import Service, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(600)]

HEADER = ("T/r", "Tadbir nomi", "Amalga oshirish shakli", "Muddati", "Yoritilishi")
MEASURE = "Koʻcha chiroqlari taʼmiri haqida xabar"
TITLE = "Uch koʻchada yangi chiroqlar yondi"
MENDED = "Uch koʻchada 120 ta yangi chiroq yondi"
TEXT = "Navoiy, Bogʻ va Maktab koʻchalarida chiroqlar almashtirildi. Ish besh kunda tugadi."
RESULT = "Uch koʻcha kechasi ham yorugʻ: 1200 xonadon mamnun."
MONTHS = ["yanvar", "fevral", "mart", "aprel", "may", "iyun", "iyul", "avgust", "sentabr", "oktabr", "noyabr", "dekabr"]
ZONE = ZoneInfo("Asia/Tashkent")


@cache
def _catalogue() -> gettext.GNUTranslations:
    built = catalogues.build("uz", "django")
    assert built is not None
    return gettext.GNUTranslations(io.BytesIO(built.to_binary()))


def uz(english: str, **words: object) -> str:
    """What the screens say instead, in Uzbek."""
    said = _catalogue().gettext(english)
    assert said != english, f"not translated: {english}"
    return said % words if words else said


def plan_file(path: Path, day: datetime) -> Path:
    """A plan with one measure due in two days, and one whose day does not exist."""
    document = docx.Document()
    document.add_paragraph(f"Obodonlashtirish ishlarini yoritish boʻyicha {day.year}-yilga moʻljallangan MEDIA-REJA")
    table = document.add_table(rows=0, cols=len(HEADER), style="Table Grid")
    pages = "Telegram, Facebook"
    due = f"{day.day}-{MONTHS[day.month - 1]}"
    for row in (
        HEADER,
        ("1.", MEASURE, "Xabar", due, pages),
        ("2.", "Ochiq eshiklar kuni", "Eʼlon", "31-noyabr", pages),
    ):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(str(path))
    return path


def open_waiting(page: Page, service: Service, title: str) -> None:
    page.goto(f"{service.site}/admin/review/")
    follow(page.get_by_role("link", name=title))
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_from_the_word_file_to_the_log_in_uzbek(chromium: Browser, service: Service, tmp_path: Path) -> None:
    # the press secretary imports the plan and answers what the importer asks
    wait_for(lambda: len(service.published()) >= 15, seconds=120, what="the sample, so that no fault strikes it")
    day = datetime.now(ZONE) + timedelta(days=2)
    admin = sign_in(chromium, service, "admin", language="uz")
    admin.goto(f"{service.site}/admin/mediaplan/import/")
    admin.set_input_files("input[type=file]", plan_file(tmp_path / "media-reja.docx", day))
    admin.locator("input[name=replaces]").first.check()
    admin.get_by_role("button", name=uz("Read the plan")).click()
    doubtful = admin.locator(".desk-review__row", has_text="Ochiq eshiklar kuni")
    doubtful.locator("input[name$=words]").fill(f"{day.day}-{MONTHS[day.month - 1]}")
    expect(doubtful.locator(".desk-review__meaning")).to_contain_text(f"{day:%d.%m.%Y}")
    follow(admin.get_by_role("button", name=uz("Save and go on to activation")))
    follow(admin.locator("main form button[type=submit]"))
    expect(admin.locator(".messages li.success")).to_be_visible()

    # the board shows the draft that the service has made for the measure, and the author opens it there
    author = sign_in(chromium, service, "muallif", language="uz")
    plan = admin.url.rstrip("/").rpartition("/")[2]
    board = f"{service.site}/admin/plan_board/?plan={plan}"

    def draft() -> str | None:
        author.goto(board)
        row = author.locator(".desk-board__table tbody tr", has_text=MEASURE)
        links = row.locator("a[href*='/post/edit/']")
        return links.first.get_attribute("href") if links.count() else None

    form = service.site + wait_for(draft, what="the draft of the measure on the board")
    author.goto(form)
    author.fill("#id_title", TITLE)
    author.click(".public-DraftEditor-content")
    author.keyboard.press("Control+A")
    author.keyboard.press("Delete")
    author.keyboard.type(TEXT)
    open_tab(author, "when")
    set_time(author, (datetime.now(ZONE) - timedelta(minutes=1)).strftime("%Y-%m-%d %H:%M"))
    open_tab(author, "words")
    expect(author.locator("[data-part='counters']")).to_contain_text("Telegram")

    # looks at it as Telegram and Facebook will show it, and submits
    for mode in ("telegram", "facebook"):
        expect(preview(author, mode).locator("body")).to_contain_text("Ish besh kunda tugadi.")
    submit(author)
    expect(author.locator(".messages")).to_contain_text(TITLE)

    # the approver, on a telephone, returns it; the author mends it; the approver approves
    approver = sign_in(chromium, service, "tasdiqlovchi", width=360, language="uz")
    open_waiting(approver, service, TITLE)
    approver.get_by_text(uz("Return…")).click()
    approver.get_by_label(uz("What must be changed")).fill("Nechta chiroq?")
    approver.get_by_role("button", name=uz("Send back")).click()
    expect(approver.locator(".messages li.success")).to_be_visible()
    author.goto(form)
    expect(author.locator(".messages")).to_contain_text("Nechta chiroq?")
    author.fill("#id_title", MENDED)
    submit(author)
    # one of the channels will refuse it
    fault = {"platform": "facebook", "operation": "feed", "kind": "content_rejected", "times": 1}
    requests.post(f"{service.sandbox}/__control__/faults", json=fault, timeout=5).raise_for_status()
    open_waiting(approver, service, MENDED)
    expect(approver.locator(".desk-shape__changes ins").first).to_contain_text("120")
    approver.get_by_role("button", name=uz("Approve")).click()
    expect(approver.locator(".messages li.success")).to_be_visible()

    # the slot has come: Telegram has it, Facebook refused it, and the inbox asks for one decision
    def places() -> set[str]:
        return {post["platform"] for post in service.published() if MENDED in post["text"]}

    wait_for(lambda: places() == {"telegram"}, what="the post on Telegram")
    inbox = f"{service.site}/admin/inbox/"

    def asked() -> bool:
        admin.goto(inbox)
        return admin.locator(".desk-inbox__one", has_text=MENDED).count() == 1

    wait_for(asked, what="the refused post in the inbox")
    group = admin.locator(".desk-inbox__one", has_text=MENDED)
    group.locator("summary").first.click()
    group.locator("textarea, input[name=note]").first.fill("Qayta yuborilsin")
    group.get_by_role("button").first.click()
    wait_for(lambda: places() == {"telegram", "facebook"}, what="the post on Facebook")

    # the board says published, and the log leads to what readers see
    wait_for(lambda: not asked(), what="an empty inbox")
    author.goto(board)
    cell = author.locator(".desk-board__table tbody tr", has_text=MEASURE).locator("td a").first
    expect(cell).to_contain_text("●")
    author.goto(f"{service.site}/admin/publish_log/?q=120")
    row = author.locator("#listing-results tbody tr", has_text="Telegram")
    expect(row).to_contain_text(uz("published"))
    row.locator("td.title a").click()
    link = author.locator("main a[href*='/wall/telegram/']").first.get_attribute("href") or ""
    assert MENDED in requests.get(link, timeout=10).text

    # the plan leads to its report: the author writes what the item brought, and the file holds it with both links
    author.goto(f"{service.site}/admin/plan_reports/{plan}/{day.year}-01-01/{day.year}-12-31/")
    author.get_by_role("link", name=MEASURE).click()
    author.locator("textarea[name=text]").fill(RESULT)
    author.get_by_role("button", name=uz("Save"), exact=True).click()
    expect(author.locator(".messages li.success")).to_be_visible()
    author.goto(f"{service.site}/admin/plan_reports/{plan}/{day.year}-01-01/{day.year}-12-31/")
    author.select_option("select[name=format]", "docx")
    author.get_by_role("button", name=uz("Make the file")).click()
    made = author.locator(".desk-report__file a")
    expect(made).to_be_visible(timeout=60_000)  # the page looks again by itself until the file is there
    with author.expect_download() as download:
        made.click()
    paper = docx.Document(str(download.value.path()))
    cells = "\n".join(cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    assert RESULT in "\n".join(paragraph.text for paragraph in paper.paragraphs)
    assert MENDED in cells
    told = "".join(paper.element.body.itertext())
    assert link in told
