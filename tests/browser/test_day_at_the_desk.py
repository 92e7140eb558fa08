"""A post's way through the screens of a real browser: written, looked at, submitted, approved, out, in the log."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import requests
from PIL import Image
from playwright.sync_api import Browser, expect

from tests.browser.press_office import add_picture, approve, preview, sign_in, submit, write_post
from tests.browser.service import Service, wait_for

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(300)]

TITLE = "Hokim fuqarolar bilan ochiq muloqot oʻtkazdi"
TEXT = "Muloqotda fuqarolar yoʻl, suv va maktab haqida savol berdi. Har bir savolga joyida javob qaytarildi."
ALT = "Fuqarolar bilan muloqot"


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "muloqot.jpg"
    Image.linear_gradient("L").resize((1600, 1000)).convert("RGB").save(path)
    return path


def test_a_post_goes_from_the_editor_to_five_channels(chromium: Browser, service: Service, photo: Path) -> None:
    # given a post an author writes, with a picture, due now
    author = sign_in(chromium, service, "muallif")
    at = datetime.now(ZoneInfo("Asia/Tashkent")) - timedelta(minutes=1)
    write_post(author, service, title=TITLE, text=TEXT, at=at)
    add_picture(author, photo, alt=ALT)

    # when the author looks at every channel's preview
    for mode in ("website", "telegram", "facebook", "instagram"):
        shown = preview(author, mode)
        expect(shown.locator("body")).to_contain_text("Muloqotda fuqarolar yoʻl, suv va maktab")
        expect(shown.locator("main img").first).to_be_visible()

    # and submits, and a second person approves on a phone
    submit(author)
    expect(author.locator(".messages")).to_contain_text("submitted")
    approver = sign_in(chromium, service, "tasdiqlovchi", width=390)
    approve(approver, service, TITLE)

    # then the three networks and the newspaper hold it once, with its picture, and the article stands
    def on_the_networks() -> dict[str, int]:
        counts: dict[str, int] = {}
        for post in service.published():
            if TITLE in post["text"]:
                assert post["media"], f"no picture on {post['platform']}"
                counts[post["platform"]] = counts.get(post["platform"], 0) + 1
        return counts

    everywhere = {"telegram": 1, "facebook": 1, "instagram": 1, "newspaper": 1}
    wait_for(lambda: on_the_networks() == everywhere, what="the post on three networks and in the newspaper, once each")
    link = next(
        post["text"] for post in service.published() if TITLE in post["text"] and post["platform"] == "telegram"
    )
    article = next(word for word in link.split() if word.startswith(service.site))
    assert "Har bir savolga joyida javob qaytarildi." in requests.get(article, timeout=10).text

    # and the log says so
    approver.goto(f"{service.site}/admin/publish_log/")
    expect(approver.locator("main")).to_contain_text(TITLE)
