"""Two people approve on telephones of 360 pixels: a return with a comment, a mended post, both steps, and it is out."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import serious_faults
from tests.browser.press_office import follow, open_tab, sign_in, submit, write_post
from tests.browser.service import Service, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(300)]

TITLE = "Suv tarmogʻi taʼmirlandi"
MENDED = "Suv tarmogʻi toʻliq taʼmirlandi"
HEAD = "rahbar"


def add_person(admin: Page, service: Service, name: str, group: str) -> None:
    admin.goto(f"{service.site}/admin/users/new/")
    for field, value in {
        "username": name,
        "email": f"{name}@namuna.example",
        "first_name": "Karima",
        "last_name": "Rahbarova",
        "password1": service.passwords["admin"],
        "password2": service.passwords["admin"],
    }.items():
        admin.fill(f"#id_{field}", value)
    admin.get_by_role("tab", name="Roles").first.click()
    admin.get_by_label(group, exact=True).check()
    admin.locator("#tab-roles button[type=submit], form footer button[type=submit]").last.click()
    expect(admin.locator(".messages")).to_contain_text(name)
    service.passwords[name] = service.passwords["admin"]


def ask_for_two_steps(admin: Page, service: Service) -> None:
    admin.goto(f"{service.site}/admin/organization/")
    admin.locator("main td.title a").first.click()
    admin.select_option("#id_approval_steps", "2")
    admin.get_by_role("button", name="Save").click()
    expect(admin.locator(".messages")).to_contain_text("updated")


def open_waiting(page: Page, service: Service, title: str) -> None:
    page.goto(f"{service.site}/admin/review/")
    follow(page.get_by_role("link", name=title))
    expect(page.locator(".preview--telegram .bubble__text")).to_contain_text("Mahallada")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    bar = page.get_by_role("region", name="Your decision").bounding_box()
    assert bar is not None
    assert not list(serious_faults(page))
    assert bar["y"] + bar["height"] <= 900, "the buttons are on the screen without scrolling"


def test_a_post_is_returned_mended_and_approved_by_two_on_phones(chromium: Browser, service: Service) -> None:
    # given two steps with a person each, and a post due now
    admin = sign_in(chromium, service, "admin")
    add_person(admin, service, HEAD, "Ikkinchi tasdiqlovchilar")
    ask_for_two_steps(admin, service)
    author = sign_in(chromium, service, "muallif")
    at = datetime.now(ZoneInfo("Asia/Tashkent")) - timedelta(minutes=1)
    write_post(author, service, title=TITLE, text="Mahallada ish tugadi.", at=at)
    open_tab(author, "channels")
    author.locator("label", has_text="Instagram").locator("input").uncheck()  # it demands a picture
    submit(author)
    expect(author.locator(".messages")).to_contain_text("Short notice")

    # when the approver sends it back: a comment is asked for
    first = sign_in(chromium, service, "tasdiqlovchi", width=360)
    open_waiting(first, service, TITLE)
    first.get_by_text("Return…").click()
    first.get_by_role("button", name="Send back").click()
    expect(first.get_by_role("alert")).to_contain_text("Say what must be changed")
    first.get_by_label("What must be changed").fill("Toʻliqmi?")
    first.get_by_role("button", name="Send back").click()
    expect(first.locator(".messages")).to_contain_text("is stored")

    # and the author reads it, mends the title and submits again
    author.goto(f"{service.site}/admin/snippets/content/post/")
    author.get_by_role("link", name=TITLE).first.click()
    expect(author.locator(".messages")).to_contain_text("Toʻliqmi?")
    author.fill("#id_title", MENDED)
    submit(author)

    # then the approver sees the new word, and approves the first step
    open_waiting(first, service, MENDED)
    expect(first.locator(".desk-shape__changes ins").first).to_have_text("toʻliq")
    first.get_by_role("button", name="Approve").click()
    expect(first.locator(".messages")).to_contain_text("is stored")
    expect(first.locator("main")).to_contain_text("Nothing waits for your decision.")
    assert not any(MENDED in post["text"] for post in service.published())

    # and the second person the second, whereupon it goes out
    second = sign_in(chromium, service, HEAD, width=360)
    open_waiting(second, service, MENDED)
    expect(second.locator("main")).to_contain_text("waits for the second approval")
    second.get_by_role("button", name="Approve").click()
    wait_for(lambda: any(MENDED in post["text"] for post in service.published()), what="the post on a channel")
