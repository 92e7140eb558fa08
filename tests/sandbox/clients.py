"""Plain HTTP clients of the sandbox for these tests: one per platform and one for its control interface."""

import io
from typing import Any

import requests
from PIL import Image

BOT_TOKEN = "100000001:sandbox-bot-token-for-testing-0000000"
PAGE_TOKEN = "sandbox-page-token"
INSTAGRAM_TOKEN = "sandbox-instagram-token"
USER_TOKEN = "sandbox-user-token"
CHANNEL = "@mediareja_sandbox"
PRIVATE_CHANNEL = "-1001000000002"
PAGE = "200000000000001"
ACCOUNT = "17841400000000001"


def picture(width: int = 600, height: int = 600, kind: str = "JPEG", colour: str = "navy") -> bytes:
    """The bytes of a one-coloured picture."""
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(buffer, kind)
    return buffer.getvalue()


class Client:
    """One running sandbox and a session to it."""

    def __init__(self, url: str, session: requests.Session) -> None:
        self.url = url
        self.session = session

    def control(self, what: str, wish: dict[str, Any] | None = None, status: int = 200) -> dict[str, Any]:
        """POST to the control interface and return its JSON."""
        answer = self.session.post(f"{self.url}/__control__/{what}", json=wish or {}, timeout=60)
        assert answer.status_code == status, answer.text
        return dict(answer.json())

    def fault(self, platform: str, kind: str, operation: str = "*", **params: Any) -> dict[str, Any]:
        """Switch a fault on."""
        return self.control("faults", {"platform": platform, "operation": operation, "kind": kind, **params})

    def state(self) -> dict[str, Any]:
        """The sandbox's state."""
        return dict(self.session.get(f"{self.url}/__control__/state", timeout=60).json())

    def calls(self, **filters: str) -> list[dict[str, Any]]:
        """The log of API calls."""
        answer = self.session.get(f"{self.url}/__control__/requests", params=filters, timeout=60)
        return list(answer.json()["requests"])

    def published(self, platform: str | None = None, address: str | None = None) -> list[dict[str, Any]]:
        """What readers see, oldest first."""
        params = {"platform": platform, "address": address}
        answer = self.session.get(f"{self.url}/__control__/published", params=params, timeout=60)
        return list(answer.json()["published"])

    def texts(self, platform: str) -> list[str]:
        """The texts readers see on a platform, oldest first."""
        return [post["text"] for post in self.published(platform)]

    def bot(self, method: str, token: str = BOT_TOKEN, files: Any = None, **values: Any) -> requests.Response:
        """Call the Bot API, url-encoded, or multipart when files are given."""
        values = {"chat_id": CHANNEL, **values}
        return self.session.post(f"{self.url}/bot{token}/{method}", data=values, files=files, timeout=60)

    def bot_result(self, method: str, **values: Any) -> Any:
        """The result of a Bot API call that must succeed."""
        answer = self.bot(method, **values)
        assert answer.status_code == 200, answer.text
        return answer.json()["result"]

    def bot_refusal(self, method: str, **values: Any) -> str:
        """The description of a Bot API call that must fail with status 400."""
        answer = self.bot(method, **values)
        assert answer.status_code == answer.json()["error_code"] == 400
        return str(answer.json()["description"])

    def graph(
        self, method: str, path: str, token: str = PAGE_TOKEN, files: Any = None, version: str = "v26.0", **values: Any
    ) -> requests.Response:
        """Call Graph: parameters in the query for GET, else as form fields."""
        where: dict[str, Any] = {"params" if method == "GET" else "data": {"access_token": token, **values}}
        return self.session.request(method, f"{self.url}/graph/{version}/{path}", files=files, timeout=10, **where)

    def graph_json(self, method: str, path: str, **values: Any) -> dict[str, Any]:
        """The answer of a Graph call that must succeed."""
        answer = self.graph(method, path, **values)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def graph_refusal(self, method: str, path: str, **values: Any) -> tuple[int, int, int | None]:
        """HTTP status, code and subcode of a Graph call that must fail."""
        answer = self.graph(method, path, **values)
        error = answer.json()["error"]
        return answer.status_code, error["code"], error.get("error_subcode")

    def instagram(self, method: str, path: str, **values: Any) -> dict[str, Any]:
        """The answer of a call with the Instagram account's token that must succeed."""
        return self.graph_json(method, path, token=INSTAGRAM_TOKEN, **values)

    def ready_container(self, **values: Any) -> str:
        """Make a container and poll it until it is finished."""
        container = str(self.instagram("POST", f"{ACCOUNT}/media", **values)["id"])
        first = self.instagram("GET", container, fields="status_code")
        second = self.instagram("GET", container, fields="status_code")
        assert (first["status_code"], second["status_code"]) == ("IN_PROGRESS", "FINISHED")
        return container
