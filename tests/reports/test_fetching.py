"""Pages are fetched in time, of bounded size, and never from inside the house; the browser is held to the same."""

from __future__ import annotations

import gzip
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from reports.proof import drawing, fetching
from reports.proof.doorstep import Doorstep
from reports.proof.drawing import draw, find_browser
from reports.proof.fetching import fetch

HAS_BROWSER = any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
browser = pytest.mark.skipif(not HAS_BROWSER, reason="Chromium is not installed: no picture of a page was drawn")


class _Site(BaseHTTPRequestHandler):
    server: Any

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        status, headers, body = self.server.pages.get(self.path, (404, {}, b"nothing"))
        self.send_response(status)
        for name, value in {"Content-Type": "text/html", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.server.drips:
            with suppress(OSError):  # whoever asked has hung up
                for sign in body:
                    self.wfile.write(bytes([sign]))
                    time.sleep(self.server.drips)
        else:
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """The test run's own output stays clean."""


class Site:
    """A server on this machine: what ``pages`` say, and what it was asked for."""

    def __init__(self) -> None:
        self.server: Any = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
        self.server.daemon_threads = True
        self.server.pages, self.server.asked, self.server.drips = {}, [], 0.0
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.thread.start()

    @property
    def origin(self) -> tuple[str, int]:
        return "127.0.0.1", self.server.server_port

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    @property
    def asked(self) -> list[str]:
        return list(self.server.asked)

    def page(self, path: str, body: bytes = b"<h1>Salom</h1>", status: int = 200, **headers: str) -> str:
        self.server.pages[path] = (status, {name.replace("_", "-"): value for name, value in headers.items()}, body)
        return self.url + path

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def site() -> Iterator[Site]:
    made = Site()
    yield made
    made.stop()


@pytest.fixture
def house() -> Iterator[Site]:
    """Another one that is not on the doorstep: what stands inside the house's network."""
    made = Site()
    yield made
    made.stop()


@pytest.fixture
def doorstep(site: Site) -> Doorstep:
    return Doorstep(frozenset({site.origin}))


def test_a_page_comes_with_its_status_type_and_bytes(site: Site, doorstep: Doorstep) -> None:
    page = fetch(site.page("/a", b"<p>Matn</p>"), doorstep)

    assert (page.status, page.content_type, page.body, page.code) == (200, "text/html", b"<p>Matn</p>", "")
    assert page.is_shown


@pytest.mark.parametrize("status", [404, 410])
def test_gone_is_told_from_refused(site: Site, doorstep: Doorstep, status: int) -> None:
    assert fetch(site.page("/a", status=status), doorstep).is_gone
    assert not fetch(site.page("/b", status=403), doorstep).is_gone


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
        "http://169.254.169.254/latest/meta-data/",
        "http://10.0.0.1/",
        "http://[fd00::1]/",
    ],
)
def test_an_address_inside_the_house_is_not_asked(house: Site, address: str) -> None:
    house.page("/")
    page = fetch(address.format(port=house.origin[1]), Doorstep())

    assert page.code == "not_public"
    assert house.asked == []


def test_a_redirect_into_the_house_is_not_followed(site: Site, house: Site, doorstep: Doorstep) -> None:
    secret = house.page("/secret")
    page = fetch(site.page("/a", status=302, Location=secret), doorstep)

    assert (page.code, page.address) == ("not_public", secret)
    assert house.asked == []


def test_redirects_are_followed_within_bounds(site: Site, doorstep: Doorstep) -> None:
    site.page("/a", status=302, Location="/b")
    site.page("/b", b"<p>Bu yerda</p>")
    page = fetch(site.url + "/a", doorstep)
    assert (page.address, page.body) == (site.url + "/b", b"<p>Bu yerda</p>")
    # for ever
    assert fetch(site.page("/c", status=302, Location="/c"), doorstep).code == "too_many_redirects"


@pytest.mark.parametrize("address", ["ftp://example.org/", "file:///etc/passwd", "javascript:alert(1)", "", "http://"])
def test_what_is_no_web_address_is_not_asked(address: str) -> None:
    assert fetch(address, Doorstep()).code == "odd_address"


def test_a_password_in_an_address_is_not_sent(site: Site, doorstep: Doorstep) -> None:
    site.page("/")
    assert fetch(f"http://malika:parol@127.0.0.1:{site.origin[1]}/", doorstep).code == "odd_address"
    assert site.asked == []


def test_a_page_that_is_too_large_is_left(site: Site, doorstep: Doorstep, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "LARGEST", 2_000)
    assert fetch(site.page("/a", b"x" * 2_001), doorstep).code == "too_large"
    # nor one that is small only while it is packed
    packed = gzip.compress(b"x" * 500_000)
    assert len(packed) < 2_000
    assert fetch(site.page("/b", packed, Content_Encoding="gzip"), doorstep).code == "too_large"


def test_a_packed_page_is_unpacked(site: Site, doorstep: Doorstep) -> None:
    page = fetch(site.page("/a", gzip.compress(b"<p>Matn</p>"), Content_Encoding="gzip"), doorstep)
    assert page.body == b"<p>Matn</p>"
    assert fetch(site.page("/b", Content_Encoding="br"), doorstep).code == "odd_answer"


def test_a_page_that_trickles_in_is_cut_off(site: Site, doorstep: Doorstep, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "SECONDS", 0.5)
    address = site.page("/a", b"x" * 1_000)
    site.server.drips = 0.05
    began = time.monotonic()
    assert fetch(address, doorstep).code == "too_slow"
    assert time.monotonic() - began < 5


@browser
def test_the_browser_reaches_nothing_inside_the_house(site: Site, house: Site, doorstep: Doorstep) -> None:
    house.page("/secret.png")
    inner = f"127.0.0.1:{house.origin[1]}"
    address = site.page(
        "/a",
        f'<h1>Salom</h1><img src="http://{inner}/secret.png"><iframe src="http://localhost:{house.origin[1]}/"></iframe>'
        f'<script>fetch("http://{inner}/fetched"); new WebSocket("ws://{inner}/socket")</script>'.encode(),
    )
    # when
    drawn = draw(address, doorstep)
    # then
    assert drawn.code == ""
    assert drawn.picture.startswith(b"\x89PNG")
    assert "/a" in site.asked
    assert house.asked == []


@browser
def test_a_browser_that_does_not_end_is_ended_with_all_it_started(
    site: Site, doorstep: Doorstep, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing, "SECONDS", 1.0)
    address = site.page("/a", b"<script>for (;;) {}</script>")
    began = time.monotonic()
    assert draw(address, doorstep).code == "browser_slow"
    assert time.monotonic() - began < 15


def test_a_browser_that_is_none_draws_nothing(settings: Any, tmp_path: Any) -> None:
    settings.BROWSER = "/bin/false"
    assert draw("http://127.0.0.1:9/", Doorstep()).code == "browser_failed"
    settings.BROWSER = "none"
    assert find_browser() == ""
    assert draw("http://127.0.0.1:9/", Doorstep()).code == "no_browser"
    settings.BROWSER = str(tmp_path / "missing")
    assert find_browser() == ""
