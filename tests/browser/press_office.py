"""What people of a press service do at the screen, step by step."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from playwright.sync_api import Browser, FrameLocator, Locator, Page, TimeoutError, expect

from tests.browser.service import Service


def sign_in(browser: Browser, service: Service, name: str, *, width: int = 1360, language: str = "en") -> Page:
    context = browser.new_context(viewport={"width": width, "height": 900})
    context.add_cookies([{"name": "django_language", "value": language, "url": service.site}])
    page = context.new_page()
    page.goto(f"{service.site}/admin/login/")
    page.fill("#id_username", name)
    page.fill("#id_password", service.passwords[name])
    page.click("button[type=submit]")
    page.wait_for_url(f"{service.site}/admin/")
    return page


def write_post(page: Page, service: Service, *, title: str, text: str, at: datetime) -> None:
    page.goto(f"{service.site}/admin/snippets/content/post/add/")
    page.fill("#id_title", title)
    page.click(".public-DraftEditor-content")
    page.keyboard.type(text)
    open_tab(page, "when")
    set_time(page, at.strftime("%Y-%m-%d %H:%M"))
    open_tab(page, "words")


def set_time(page: Page, text: str) -> None:
    """Type the time, and wait until the little calendar that opens over the tabs has gone."""
    page.fill("#id_publish_at", text)
    calendar = page.locator(".xdsoft_datetimepicker:visible")
    with suppress(TimeoutError):
        calendar.first.wait_for(timeout=2_000)
    page.click("#header-title")  # it goes when one presses a button of the mouse elsewhere
    expect(calendar).to_have_count(0)


def open_tab(page: Page, name: str) -> None:
    """A tab of the post's form."""
    page.click(f"#tab-label-{name}")
    expect(page.locator(f"#tab-{name}")).to_be_visible()


def add_picture(page: Page, picture: Path, *, alt: str) -> None:
    open_tab(page, "media")
    dialog = page.locator(".modal-content").last
    upload = dialog.get_by_role("tab", name="Upload")
    click_until(page.get_by_role("button", name="Add picture"), upload)
    upload.click()
    dialog.locator("input[type=file]").set_input_files(picture)
    dialog.locator("input[name$=title]").fill(alt or picture.stem)  # the picture's own name, which it must have
    dialog.get_by_role("button", name="Upload").click()
    page.locator("[name$=alt_text]:visible").last.fill(alt)


def click_until(button: Locator, shown: Locator) -> None:
    """Click until the button answers: a cold editor still moves under the first click, and a person clicks again."""
    for _again in range(3):
        button.click()
        try:
            expect(shown).to_be_visible(timeout=8_000)
        except AssertionError:
            continue
        return
    expect(shown).to_be_visible()


def preview(page: Page, mode: str) -> FrameLocator:
    """Open the preview panel in a channel's mode, and wait until it shows that channel."""
    chooser = page.locator("[data-w-preview-target='mode']")
    if not chooser.is_visible():
        page.click("[data-side-panel-toggle='preview']")
    frame = page.frame_locator("iframe#w-preview-iframe")
    # a choice made before the panel has loaded once would be lost
    expect(frame.locator("body.preview")).to_be_visible()
    shown = frame.locator(f"body.preview--{mode}")
    for _again in range(8):
        chooser.select_option(mode)
        try:
            expect(shown).to_be_visible(timeout=5_000)
        except AssertionError:
            continue  # Wagtail drops a choice made while it saves and swaps frames: a person would choose again
        return frame
    expect(shown).to_be_visible()
    return frame


def follow(link: Locator) -> None:
    """Press what leads to another page, and wait for that page: the old one still answers for a moment."""
    with link.page.expect_navigation():
        link.click()


def submit(page: Page) -> None:
    page.click("footer [data-w-dropdown-target=toggle]")
    follow(page.locator("button[name=action-submit]"))


def approve(page: Page, service: Service, title: str) -> None:
    page.goto(f"{service.site}/admin/snippets/content/post/")
    follow(page.get_by_role("link", name=title).first)
    page.click("footer [data-w-dropdown-target=toggle]")
    follow(page.locator("footer").get_by_role("button", name="Approve", exact=True))
