"""Takes the pictures of the README from a fresh service: python -m tests.browser.take_screenshots FOLDER [LANGUAGE]"""

from __future__ import annotations

import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.conftest import CHROMIUM, QUIET
from tests.browser.press_office import follow, preview, sign_in, submit, write_post
from tests.browser.service import Service, running_service, wait_for

TITLE = "Hokim fuqarolar bilan ochiq muloqot oʻtkazdi"
TEXT = (
    "Muloqotda 120 nafar fuqaro ishtirok etdi. Ular yoʻl, ichimlik suvi va maktab taʼmiri haqida savol berdi. "
    "Har bir savolga joyida javob qaytarildi, uchtasi hokim nazoratiga olindi."
)
COLOURS = 128
MESSAGES_STAND = """[...document.querySelectorAll('.messages, .messages *')].every(
    part => part.getAnimations().every(one => one.playState !== 'running')
)"""
PAGES = "Hokimlikning rasmiy sahifalari"
DOUBTFUL = "\n".join(
    [
        "Namunaobod shahrida obodonlashtirish ishlarini yoritish bo‘yicha 2027-yilga mo‘ljallangan MEDIA-REJA",
        "\t".join(["T/r", "Tadbir nomi", "Amalga oshirish shakli", "Muddati", "Yoritilishi"]),
        *(
            "\t".join([f"{number}.", *row])
            for number, row in enumerate(
                [
                    ("Haftalik qabul natijalari", "Xabar, fotolavha", "Har hafta juma kuni", PAGES),
                    ("Ekologiya oyligi", "Reportajlar turkumi", "Senyabr", "Telegram, “Namunaobod tongi” gazetasi"),
                    ("Ochiq eshiklar kuni", "E’lon va reportaj", "31-noyabr", PAGES),
                    ("Yo‘l ta’miri haqida hisobot", "Jadval va surat", "Har chorakda", "Rasmiy veb-sayt"),
                ],
                start=1,
            )
        ),
    ]
)


def main(folder: Path, language: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as home,
        running_service(Path(home) / "home") as service,
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        wait_for(lambda: len(service.published()) >= 15, seconds=90, what="the sample on three networks")
        take_staff(browser, service, folder, language)
        take_public(browser, service, folder)
        browser.close()


def take_staff(browser: Browser, service: Service, folder: Path, language: str) -> None:
    author = sign_in(browser, service, "muallif", language=language)
    at = datetime.now(ZoneInfo("Asia/Tashkent")) + timedelta(days=1)
    write_post(author, service, title=TITLE, text=TEXT, at=at)
    preview(author, "telegram")
    author.locator("#id_title").evaluate("title => title.scrollIntoView({block: 'center'})")
    keep(author, folder / "post-preview.png")
    take_approval(browser, author, service, folder, language)
    admin = sign_in(browser, service, "admin", language=language)
    for name, path in {
        "today": "/admin/",
        "board": "/admin/plan_board/",
        "calendar": f"/admin/posts_calendar/week/{at:%Y-%m-%d}/",
        "inbox": "/admin/inbox/",
        "kinds": "/admin/channelaccount/new/",
        "connecting": "/admin/channelaccount/new/?kind=telegram",
        "log": "/admin/publish_log/",
        "report": f"/admin/plan_reports/1/{at.year}-01-01/{at.year}-12-31/",
    }.items():
        admin.goto(service.site + path)
        keep(admin, folder / f"{name}.png")
    admin.goto(service.site + "/admin/snippets/content/post/")
    follow(admin.locator("main tbody a[href*='/where/']").first)
    keep(admin, folder / "where.png")
    take_review(admin, service, folder)


def take_approval(browser: Browser, author: Page, service: Service, folder: Path, language: str) -> None:
    """The same post on the telephone of whoever approves it."""
    submit(author)
    approver = sign_in(browser, service, "tasdiqlovchi", width=390, language=language)
    approver.goto(service.site + "/admin/review/")
    approver.get_by_role("link", name=TITLE).click()
    approver.set_viewport_size({"width": 390, "height": 820})
    keep(approver, folder / "approval.png")


def take_review(admin: Page, service: Service, folder: Path) -> None:
    """A plan with doubtful rows, and what a newer document of it changes."""
    admin.set_viewport_size({"width": 1280, "height": 1040})
    upload(admin, service, DOUBTFUL, newer=False)
    keep(admin, folder / "review.png")
    upload(admin, service, DOUBTFUL.replace("juma", "payshanba").replace("\tSenyabr\t", "\tSentabr\t"), newer=True)
    keep(admin, folder / "versions.png")


def upload(admin: Page, service: Service, text: str, *, newer: bool) -> None:
    admin.goto(service.site + "/admin/mediaplan/import/")
    admin.fill("textarea[name=text]", text)
    admin.locator("input[name=replaces]").nth(-1 if newer else 0).check()
    follow(admin.locator("main form button[type=submit]").first)


def take_public(browser: Browser, service: Service, folder: Path) -> None:
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(service.sandbox)
    keep(page, folder / "wall.png")
    page.goto(service.site)
    follow(page.locator(".card-title a").first)
    keep(page, folder / "article.png")


def keep(page: Page, path: Path) -> None:
    """A screenshot with few colours, so that the repository stays small."""
    page.wait_for_load_state("load")
    page.wait_for_function("[...document.images].every(i => i.complete || i.getBoundingClientRect().top > innerHeight)")
    page.wait_for_function(MESSAGES_STAND)
    page.screenshot(path=path)
    with Image.open(path) as shot:
        shot.convert("RGB").quantize(COLOURS).save(path, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "uz")
