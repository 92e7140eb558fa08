"""The editor in a real browser: counters and problems move while one types, Telegram turns dark, a template is put in,
and a second person is seen."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.browser.axe import serious_faults
from tests.browser.press_office import add_picture, open_tab, preview, set_time, sign_in, submit, write_post
from tests.browser.service import Service

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(300)]

TITLE = "Mahallada yangi bogʻ ochildi"


def tomorrow() -> datetime:
    return datetime.now(ZoneInfo("Asia/Tashkent")).replace(hour=10, minute=0) + timedelta(days=1)


def saved_by_itself(page: Page) -> None:
    """Type on until autosave has stored it: Wagtail takes what is typed at once for what the form began with."""
    stored = re.compile(r"/edit/\d+/")
    for _again in range(5):
        page.click(".public-DraftEditor-content")
        page.keyboard.press("Control+End")
        page.keyboard.type(" Davomi bor.")
        with suppress(AssertionError):
            expect(page).to_have_url(stored, timeout=8_000)
            break
    expect(page).to_have_url(stored)
    expect(page.locator(".w-autosave-indicator__state--saved")).to_be_visible()


def let_pass(page: Page, *, seconds: int) -> None:
    """Time of the page's own clock; what its timers ask for meanwhile has left, for the last request left after it."""
    page.clock.run_for(seconds * 1_000)
    assert page.evaluate("fetch('/healthz').then(answer => answer.status)") == 200


def test_what_the_channels_say_follows_what_is_typed(chromium: Browser, service: Service, tmp_path: Path) -> None:
    # given a post that is being written
    author = sign_in(chromium, service, "muallif")
    author.clock.install()
    asked: list[str] = []
    author.on("request", lambda request: asked.append(request.url) if "/look/" in request.url else None)
    write_post(author, service, title=TITLE, text="Bogʻda 200 ta daraxt ekildi. ", at=tomorrow())
    counters = author.locator("[data-part='counters']")
    expect(counters).to_contain_text("/ 4096 characters")

    # when a plain address is typed, then it is said beside the text, and the field names what describes it
    author.click(".public-DraftEditor-content")
    author.keyboard.press("Control+End")
    author.keyboard.type("Batafsil http://bog.uz/a?utm_source=tg ", delay=10)
    expect(author.locator("[data-part='text']")).to_contain_text("tracking marks (utm_source)")
    expect(author.locator("#desk-part-text")).to_have_attribute("aria-live", "polite")
    described = author.locator(".public-DraftEditor-content").get_attribute("aria-describedby") or ""
    assert "desk-part-text" in described.split()

    # when the time is taken away, then its tab and its field say so
    open_tab(author, "when")
    set_time(author, "")
    expect(author.locator("[data-part='publish_at']")).to_contain_text("Say when the post shall go out.")
    expect(author.locator("#tab-label-when .desk-stops")).to_contain_text("1")
    set_time(author, tomorrow().strftime("%Y-%m-%d %H:%M"))
    expect(author.locator("[data-part='publish_at']")).to_be_empty()

    # and a hashtag is put in by keys alone
    open_tab(author, "words")
    tag = author.locator("[data-tag]").first
    name = tag.get_attribute("data-tag") or ""
    tag.focus()
    author.keyboard.press("Enter")
    expect(author.locator("#id_hashtags")).to_have_value(name)
    expect(author.locator(f"[data-tag='{name}']")).to_have_count(0)

    # and a picture's limit beside it takes Telegram's text to a caption's
    photo = tmp_path / "bog.jpg"
    Image.linear_gradient("L").resize((1600, 600)).convert("RGB").save(photo)
    add_picture(author, photo, alt="")
    expect(author.locator("[data-part='media']")).to_contain_text("no alternative text")
    expect(author.locator("[data-part='crops']")).to_contain_text("cropped to 1.91:1")
    open_tab(author, "words")
    expect(counters).to_contain_text("/ 1024 characters")

    # and nobody is shut out by any of it, on any tab, nor by what the panels hold
    for tab in ("words", "media", "channels", "when", "more", "alphabets"):
        open_tab(author, tab)
        assert not list(serious_faults(author)), tab
    open_tab(author, "words")

    # then nothing is asked while nobody types
    let_pass(author, seconds=10)
    before = len(asked)
    let_pass(author, seconds=60)
    assert len(asked) == before


def test_telegram_is_shown_dark_and_on_a_computer_and_the_choice_is_kept(chromium: Browser, service: Service) -> None:
    author = sign_in(chromium, service, "muallif")
    write_post(author, service, title=TITLE, text="Bogʻda daraxt ekildi.", at=tomorrow())
    bubble = preview(author, "telegram").locator(".bubble").first
    expect(bubble).to_have_css("background-color", "rgb(255, 255, 255)")

    # when
    preview(author, "telegram").get_by_label("Dark").check(force=True)
    expect(bubble).to_have_css("background-color", "rgb(24, 37, 51)")
    author.click(".public-DraftEditor-content")
    author.keyboard.type("Yana bir gap. ")

    # then the preview that was loaded anew is dark as well
    shown = preview(author, "telegram")
    expect(shown.locator(".bubble__text").first).to_contain_text("Yana bir gap.")
    expect(shown.locator(".bubble").first).to_have_css("background-color", "rgb(24, 37, 51)")


def test_a_template_is_put_into_a_post_after_a_look_at_it(chromium: Browser, service: Service) -> None:
    # given a draft that autosave has stored
    author = sign_in(chromium, service, "muallif")
    write_post(author, service, title=TITLE, text="Bogʻda daraxt ekildi.", at=tomorrow())
    saved_by_itself(author)
    post = author.url.split("/edit/")[1].split("/")[0]

    # when a template is looked at
    author.click("[data-fill]")
    author.wait_for_url(f"**/fill/{post}/**")
    author.select_option("#fill-template", index=1)
    author.get_by_role("button", name="Show").click()
    title = author.locator(".desk-fill__side--new h3").inner_text()
    expect(author.locator(".desk-fill__side").first).to_contain_text(TITLE)

    # and put in, then the editor has its words, and the post is a draft still
    author.get_by_role("button", name="Put into the post").click()
    author.wait_for_url(f"**/edit/{post}/**")
    expect(author.locator(".messages")).to_contain_text("What stood there before is in its history.")
    expect(author.locator("#id_title")).to_have_value(title)
    author.goto(f"{service.site}/admin/snippets/content/post/")
    expect(author.locator("main tbody tr", has_text=title).first).to_contain_text("draft", ignore_case=True)


def test_two_people_see_each_other_and_neither_publishes_by_typing(chromium: Browser, service: Service) -> None:
    # given a draft of one person
    author = sign_in(chromium, service, "muallif")
    write_post(author, service, title="Birga yozilgan xabar", text="Birinchi gap.", at=tomorrow())
    saved_by_itself(author)
    address = author.url.split("#")[0]

    # when a second one opens it, then it is told who is there
    second = sign_in(chromium, service, "admin")
    second.goto(address)
    there = second.locator("#w-editing-sessions button").first
    expect(there).to_be_visible()
    there.hover()
    expect(second.locator("[data-tippy-root]:not([hidden])")).to_contain_text("Muallif", ignore_case=True)

    # when the first one types on and autosave stores it, then nothing is out or approved
    author.click(".public-DraftEditor-content")
    author.keyboard.type("Ikkinchi gap. ")
    with author.expect_response(lambda answer: answer.request.method == "POST" and "/edit/" in answer.url) as saved:
        pass
    assert saved.value.ok
    author.goto(f"{service.site}/admin/snippets/content/post/")
    row = author.locator("main tbody tr", has_text="Birga yozilgan xabar")
    expect(row).to_contain_text("draft", ignore_case=True)
    assert all("Birga yozilgan xabar" not in post["text"] for post in service.published())

    # when it is submitted, then typing on is not possible: what waits is frozen
    author.goto(address)
    submit(author)
    expect(author.locator(".messages")).to_contain_text("submitted")
    author.goto(address)
    expect(author.locator("body.content-locked")).to_be_visible()
