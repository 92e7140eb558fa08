"""What a public page is held to, whatever it shows: landmarks, headings, names of controls, nothing from elsewhere."""

from __future__ import annotations

from itertools import pairwise
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from bs4.element import Tag


def problems(html: str, host: str = "testserver") -> list[str]:
    """Plain words for each fault found in a whole page; empty for a sound one."""
    page = BeautifulSoup(html, "html.parser")
    return [*_landmarks(page), *_headings(page), *_names(page), *_foreign(page, host), *_identifiers(page)]


def _landmarks(page: BeautifulSoup) -> list[str]:
    found = []
    if not html_language(page):
        found.append("html without lang")
    for name in ("main", "title"):
        if len(page.find_all(name)) != 1:
            found.append(f"not exactly one {name}")
    for name in ("header", "footer"):
        if len(page.body.find_all(name, recursive=False)) != 1:
            found.append(f"not exactly one {name} of the page")
    skip = page.body.find("a")
    if skip is None or not page.find(id=str(skip["href"]).removeprefix("#")):
        found.append("the first link does not lead to the content")
    names = [nav.get("aria-label") or nav.get("aria-labelledby") for nav in page.find_all("nav")]
    if None in names or len(set(names)) != len(names):
        found.append("nav landmarks that cannot be told apart")
    return found


def html_language(page: BeautifulSoup) -> str:
    return str(page.html.get("lang", ""))


def _headings(page: BeautifulSoup) -> list[str]:
    levels = [int(tag.name[1]) for tag in page.find_all(["h1", "h2", "h3", "h4", "h5", "h6"])]
    found = [] if levels.count(1) == 1 and levels[0] == 1 else [f"not one h1 at the top: {levels}"]
    return found + [f"h{a} is followed by h{b}" for a, b in pairwise(levels) if b > a + 1]


def _names(page: BeautifulSoup) -> list[str]:
    found = [f"picture without alt: {img}" for img in page.find_all("img") if img.get("alt") is None]
    found += [f"picture without size: {img}" for img in page.find_all("img") if not img.get("width")]
    for control in page.find_all(["a", "button"]):
        if not _name_of(control):
            found.append(f"control without a name: {control}")
    for field in page.find_all("input", type=lambda kind: kind != "hidden"):
        if not page.find("label", attrs={"for": field.get("id")}):
            found.append(f"field without a label: {field}")
    return found


def _name_of(control: Tag) -> str:
    alts = " ".join(str(img.get("alt", "")) for img in control.find_all("img"))
    return f"{control.get('aria-label', '')} {control.get_text()} {alts}".strip()


def _foreign(page: BeautifulSoup, host: str) -> list[str]:
    loaded = [tag["src"] for tag in page.find_all(src=True)]
    loaded += [tag["href"] for tag in page.find_all("link", rel=lambda rel: rel in ("stylesheet", "icon"))]
    return [f"loaded from elsewhere: {url}" for url in loaded if urlsplit(str(url)).netloc not in ("", host)]


def _identifiers(page: BeautifulSoup) -> list[str]:
    identifiers = [str(tag["id"]) for tag in page.find_all(id=True)]
    return [f"id used twice: {name}" for name in set(identifiers) if identifiers.count(name) > 1]
