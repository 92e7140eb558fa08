"""Cards of the calendar are dragged in a real browser, and moved with the keyboard alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.press_office import sign_in, write_post
from tests.browser.service import Service

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(300)]

TITLE = "Mahallada kutubxona ochildi"


def test_a_card_is_dragged_and_moved_by_keys(chromium: Browser, service: Service) -> None:
    # given a draft on a Wednesday of a week far from all others
    author = sign_in(chromium, service, "muallif")
    today = datetime.now(ZoneInfo("Asia/Tashkent")).replace(hour=10, minute=0)
    wednesday = today + timedelta(weeks=8, days=2 - today.weekday())
    write_post(author, service, title=TITLE, text="Kutubxona.", at=wednesday)
    author.get_by_role("button", name="Save draft").click()
    expect(author.locator(".messages")).to_contain_text(TITLE)

    # when it is dragged to Thursday, 14 o'clock, in the week
    week = f"{service.site}/admin/posts_calendar/week/{wednesday:%Y-%m-%d}/"
    author.goto(week)
    card = author.locator(".desk-card", has_text=TITLE)
    thursday = wednesday + timedelta(days=1)
    card.drag_to(author.locator(f"[data-drop='{thursday:%Y-%m-%d}'][data-hour='14:00']"))

    # then it stands there, says so, and can be moved back
    expect(author.locator(".messages")).to_contain_text(f"{thursday:%d.%m.%Y} 14:00 (Asia/Tashkent)")
    expect(card).to_have_attribute("data-at", "14:00")
    author.get_by_role("button", name="Undo: move back").click()
    expect(card).to_have_attribute("data-day", f"{wednesday:%Y-%m-%d}")
    expect(card).to_have_attribute("data-at", "10:00")

    # when an arrow key moves it a day on, then it stands there and keeps the focus
    expect(card).to_be_focused()
    author.keyboard.press("Alt+ArrowRight")
    expect(card).to_have_attribute("data-day", f"{thursday:%Y-%m-%d}")
    expect(card).to_be_focused()

    # when the button's form is filled in by keys, then a day that has passed is refused and the card stays
    author.keyboard.press("Tab")
    author.keyboard.press("Enter")
    author.get_by_label("New day").fill(f"{today - timedelta(days=1):%Y-%m-%d}")
    author.keyboard.press("Enter")
    expect(author.locator(".messages")).to_contain_text("That time has passed. Choose a time to come.")
    expect(card).to_have_attribute("data-day", f"{thursday:%Y-%m-%d}")


def test_a_narrow_screen_begins_with_the_list(chromium: Browser, service: Service) -> None:
    page = sign_in(chromium, service, "muallif", width=360)
    page.goto(f"{service.site}/admin/posts_calendar/")
    page.wait_for_url("**/admin/posts_calendar/list/**")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
