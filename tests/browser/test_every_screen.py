"""Each screen that can be reached by pressing things: found by following links, none is listed by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polib
import pytest
from bs4 import BeautifulSoup, Comment
from playwright.sync_api import Browser, Page

from config import catalogues
from tests.browser.axe import serious_faults
from tests.browser.crawling import screens
from tests.browser.press_office import sign_in
from tests.browser.service import Service, wait_for

pytestmark = pytest.mark.timeout(900)  # more than a hundred screens

STARTS = ("/admin/", "/")
LANGUAGES = ("en", "uz", "uz-cyrl", "ru")
LOOKS = ("color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size")
"""What another width and other colours may break; the rest of the mark-up is the same."""
WIDER = """new Promise(told => {
    const look = () => document.getAnimations().some(one => one.playState === 'running' && one instanceof CSSTransition)
        ? requestAnimationFrame(look) : told(document.scrollingElement.scrollWidth - innerWidth);
    requestAnimationFrame(() => requestAnimationFrame(look));
})"""
"""Once no colour is on its way to another."""
SPOKEN = ("aria-label", "title", "placeholder", "alt", "data-w-tooltip-content-value")
LATIN = re.compile(r"[A-Za-z]{2}")
ENGLISH = re.compile(
    r"\b(the|of|to|and|is|are|for|with|not|you|your|this|all|by|from|in|add|edit|change|delete|new|page|help|more|view"
    r"|choose|search|title|user|users|none|true|false|can)\b",
    re.IGNORECASE,
)
DATA = {"Root", "English", "Eng", "Telegram", "Facebook", "Instagram", "WordPress", "YouTube", "RSS", "Post", "Port"}
"""Names, and what is called the same in each language."""


@pytest.fixture(scope="module")
def admin(chromium: Browser, service: Service) -> Page:
    """Signed in where the sample is out, so that lists and the log are not empty."""
    wait_for(lambda: len(service.published()) >= 15, seconds=90, what="the sample on three networks")
    return sign_in(chromium, service, "admin", language="uz")


@pytest.fixture(scope="module")
def found(admin: Page, service: Service) -> list[str]:
    paths = screens(admin.context.request, service, starts=STARTS)
    assert len(paths) > 110, paths
    return paths


def test_no_screen_has_a_serious_fault_or_is_wider_than_a_telephone(
    admin: Page, service: Service, found: list[str]
) -> None:
    # given
    speak(admin, service, "uz")
    faults: list[str] = []

    # when
    for path in found:
        admin.set_viewport_size({"width": 1280, "height": 900})
        admin.emulate_media(color_scheme="light")
        admin.goto(service.site + path)
        faults += [f"{path}: {fault}" for fault in serious_faults(admin)]
        admin.set_viewport_size({"width": 360, "height": 900})
        admin.emulate_media(color_scheme="dark")
        wider = admin.evaluate(WIDER)
        faults += [f"{path}: {wider} px wider than a telephone"] if wider > 0 else []
        faults += [f"{path}, dark on a telephone: {fault}" for fault in serious_faults(admin, only=LOOKS)]

    # then
    assert not faults, "\n".join(faults)


def test_no_screen_has_an_untranslated_text(admin: Page, service: Service, found: list[str]) -> None:
    # given: what each screen says in each language
    said = {(path, language): texts for language in LANGUAGES for path, texts in read(admin, service, found, language)}
    foreign: set[str] = set()

    # when
    for path in found:
        english, latin, cyrillic, russian = (said[path, language] for language in LANGUAGES)
        stays = english & latin & russian
        foreign |= {f"{path}: {text!r} in each language" for text in stays if looks_english(text)}
        foreign |= {f"{path}: {text!r} in Russian" for text in (english & russian) - latin - DATA}
        foreign |= {
            f"{path}: {text!r} in Uzbek" for text in (english & latin) - russian - DATA if len(text.split()) > 1
        }
        foreign |= {f"{path}: {text!r} in Cyrillic" for text in (latin & cyrillic) - english - russian}
        foreign |= {f"{path}: {text!r}, Uzbek in English and Russian" for text in stays if text in UZBEK}

    # then
    assert not foreign, "\n".join(sorted(foreign))


def read(page: Page, service: Service, paths: list[str], language: str) -> Iterator[tuple[str, set[str]]]:
    speak(page, service, language)
    for path in paths:
        yield path, texts_of(page.context.request.get(service.site + path).text())


def speak(page: Page, service: Service, language: str) -> None:
    page.context.add_cookies([{"name": "django_language", "value": language, "url": service.site}])


def texts_of(html: str) -> set[str]:
    """What a person reads or hears, without what a script, a form's content or a hidden part holds."""
    soup = BeautifulSoup(html, "html.parser")
    for part in soup.select("script, style, textarea, template, [hidden], [name$=time_zone] option"):
        part.extract()
    found = [node for node in soup.find_all(string=True) if not isinstance(node, Comment)]
    found += [tag[name] for tag in soup.find_all(True) for name in SPOKEN if tag.get(name)]
    found += [tag["value"] for tag in soup.select("input[type=submit][value]")]
    return {text for text in (" ".join(str(one).split()) for one in found) if LATIN.search(text)}


def looks_english(text: str) -> bool:
    return text not in DATA and bool(ENGLISH.search(text)) and not text.startswith(("http", "{{"))


def uzbek_of_wagtail() -> set[str]:
    """Sentences of Wagtail's in Uzbek: those of one word are words of the sample plan, too."""
    entries = polib.pofile(catalogues.LOCALE / "uz" / "wagtail" / "django.po").translated_entries()
    return {entry.msgstr for entry in entries if len(entry.msgstr.split()) > 1}


UZBEK = uzbek_of_wagtail()
