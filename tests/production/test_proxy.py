"""The proxy as ``Caddyfile`` says, a real Caddy on loopback: TLS, what it hides, and whose word it takes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
import requests

from tests.processes.program import Program, free_port, wait_until
from tests.production.compose import ROOT


class _Web(BaseHTTPRequestHandler):
    """Answers with the headers it got."""

    def do_GET(self) -> None:
        body = json.dumps(dict(self.headers)).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """The test run's own output stays clean."""


@dataclass(frozen=True, slots=True)
class Proxy:
    http: str
    https: str
    authority: str
    """File of the certificate by which the proxy's own is checked."""


@pytest.fixture(scope="module")
def proxy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    caddy = shutil.which("caddy")
    if caddy is None:
        pytest.skip("Caddy is not installed")
    folder: Path = tmp_path_factory.mktemp("proxy")
    web = ThreadingHTTPServer(("127.0.0.1", 0), _Web)
    thread = Thread(target=web.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    http, https, admin = free_port(), free_port(), free_port()
    environment = {
        "UPSTREAM": f"127.0.0.1:{web.server_port}",
        "HTTP_PORT": str(http), "HTTPS_PORT": str(https), "ADMIN_PORT": str(admin),
        "XDG_DATA_HOME": str(folder / "data"), "XDG_CONFIG_HOME": str(folder / "config"),
    }  # fmt: skip
    command = [caddy, "run", "--config", str(ROOT / "Caddyfile"), "--adapter", "caddyfile"]
    program = Program(command, environment, folder / "log")
    authority = folder / "data" / "caddy" / "pki" / "authorities" / "local" / "root.crt"

    def answers() -> bool:
        try:
            return authority.exists() and bool(requests.get(f"https://localhost:{https}/", verify=str(authority)))
        except requests.RequestException:
            return False

    try:
        wait_until(answers, "the proxy answers", program)
        yield Proxy(f"http://localhost:{http}", f"https://localhost:{https}", str(authority))
    finally:
        program.stop(seconds=20)
        web.shutdown()
        web.server_close()
        thread.join()


def test_readers_reach_web_by_tls_and_are_sent_there(proxy: Proxy) -> None:
    answer = requests.get(f"{proxy.https}/admin/", verify=proxy.authority, timeout=10)
    plain = requests.get(f"{proxy.http}/admin/", allow_redirects=False, timeout=10)

    assert (answer.status_code, answer.headers["Strict-Transport-Security"]) == (200, "max-age=31536000")
    assert (plain.status_code, plain.headers["Location"]) == (308, "https://localhost/admin/")


def test_what_a_reader_says_of_himself_is_not_believed(proxy: Proxy) -> None:
    forged = {"X-Forwarded-Proto": "http", "X-Forwarded-For": "203.0.113.9", "X-Forwarded-Host": "evil.example"}

    seen = requests.get(f"{proxy.https}/", verify=proxy.authority, headers=forged, timeout=10).json()

    assert (seen["X-Forwarded-Proto"], seen["X-Forwarded-For"]) == ("https", "127.0.0.1")
    assert "evil.example" not in str(seen)


@pytest.mark.parametrize("path", ["/metrics", "/metrics/", "/readyz"])
def test_figures_are_for_those_inside(proxy: Proxy, path: str) -> None:
    assert requests.get(f"{proxy.https}{path}", verify=proxy.authority, timeout=10).status_code == 404


def test_another_name_reaches_nothing(proxy: Proxy) -> None:
    answer = requests.get(f"{proxy.https}/", verify=proxy.authority, headers={"Host": "evil.example"}, timeout=10)

    assert (answer.status_code, answer.text) == (200, "")
