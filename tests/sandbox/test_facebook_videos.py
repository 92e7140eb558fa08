"""Facebook's films and broadcasts in the sandbox: two steps, seven days, own posts only, figures by switch."""

import json
from typing import Any

import pytest

from tests.sandbox.clients import PAGE, Client, picture

FILM = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00isommp42" + bytes(100)
QUICKTIME = b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  " + bytes(100)


def _upload(client: Client, content: bytes = FILM, **values: Any) -> dict[str, Any]:
    return client.graph_json("POST", f"{PAGE}/videos", files={"source": ("film.mp4", content)}, **values)


def _announce(client: Client, ahead: float, **values: Any) -> tuple[int, int, int | None] | str:
    params = json.dumps({"start_time": int(client.state()["now"] + ahead)})
    wish = {"status": "SCHEDULED_UNPUBLISHED", "event_params": params, "title": "Muloqot", **values}
    answer = client.graph("POST", f"{PAGE}/live_videos", **wish)
    if answer.status_code == 200:
        assert answer.json()["secure_stream_url"].startswith("rtmps://")
        return str(answer.json()["id"])
    error = answer.json()["error"]
    return answer.status_code, error["code"], error.get("error_subcode")


def test_film_is_shown_when_it_is_published_by_its_id(client: Client) -> None:
    # given
    made = _upload(client, published="false", title="Lavha", description="Salom")["id"]
    assert client.published() == []
    assert client.graph_json("GET", made, fields="published") == {"id": made, "published": False}
    # when
    for _again in range(2):
        assert client.graph_json("POST", made, published="true") == {"success": True}
    # then
    (post,) = client.published("facebook")
    assert (post["id"], post["title"], post["text"], post["kind"]) == (made, "Lavha", "Salom", "video")
    (listed,) = client.graph_json("GET", f"{PAGE}/videos", fields="id,title,description,published")["data"]
    assert listed == {"id": made, "title": "Lavha", "description": "Salom", "published": True}


def test_film_is_fetched_from_an_address_and_shown_at_once_unless_told_otherwise(client: Client, pictures: Any) -> None:
    made = client.graph_json("POST", f"{PAGE}/videos", file_url=pictures.put("film.mov", QUICKTIME), description="Bor")
    assert [post["id"] for post in client.published("facebook")] == [made["id"]]
    gone = client.graph_refusal("POST", f"{PAGE}/videos", file_url=f"{pictures.url}/gone.mp4")
    assert gone == (400, 389, None)


@pytest.mark.parametrize("content", [b"<html></html>", picture(), b"\x00\x00\x00\x18ftypxxxx" + bytes(50), FILM[:12]])
def test_what_is_no_film_is_refused(client: Client, content: bytes) -> None:
    files = {"source": ("film.mp4", content)}
    assert client.graph_refusal("POST", f"{PAGE}/videos", files=files) == (400, 352, None)
    assert client.graph_refusal("POST", f"{PAGE}/videos") == (400, 100, None)


def test_film_is_edited_by_its_description_and_deleted(client: Client) -> None:
    made = _upload(client, description="Salom")["id"]
    client.graph_json("POST", made, description="Salom, tuzatilgan")
    (post,) = client.published("facebook")
    assert post["text"] == "Salom, tuzatilgan" and post["edited_at"] is not None
    assert "tahrirlangan" in client.session.get(post["link"], timeout=10).text
    assert client.graph_json("DELETE", made) == {"success": True}
    assert client.published() == []
    assert client.graph_refusal("DELETE", made) == (400, 100, 33)


def test_broadcast_is_announced_changed_and_taken_away(client: Client) -> None:
    made = str(_announce(client, 86_400, description="Savollar"))
    (listed,) = client.graph_json("GET", f"{PAGE}/live_videos", fields="id,title,status,planned_start_time")["data"]
    assert (listed["id"], listed["title"], listed["status"]) == (made, "Muloqot", "SCHEDULED_UNPUBLISHED")
    (post,) = client.published("facebook")
    assert "Jonli efir" in client.session.get(post["link"], timeout=10).text
    client.graph_json("POST", made, description="Javoblar")
    assert client.texts("facebook") == ["Javoblar"]
    client.graph_json("DELETE", made)
    assert client.published() == []


@pytest.mark.parametrize("ahead", [-60, 7 * 86_400 + 60])
def test_broadcast_outside_seven_days_is_refused(client: Client, ahead: float) -> None:
    assert _announce(client, ahead) == (400, 100, None)
    assert client.published() == []


@pytest.mark.parametrize("wrong", [{"status": "LIVE_NOW"}, {"event_params": "soon"}, {"event_params": "{}"}])
def test_broadcast_without_its_time_or_status_is_refused(client: Client, wrong: dict[str, str]) -> None:
    assert _announce(client, 3600, **wrong) == (400, 100, None)


def test_account_too_young_may_not_go_live(client: Client) -> None:
    client.control("settings", {"live_allowed": False})
    assert _announce(client, 3600) == (403, 200, 1363144)


def test_only_the_application_that_made_a_post_edits_it(client: Client) -> None:
    made = client.graph_json("POST", f"{PAGE}/feed", message="Salom")["id"]
    client.control("by_hand", {"platform": "facebook", "address": PAGE, "id": made})
    assert client.graph_refusal("POST", made, message="Boshqa") == (400, 100, None)
    assert "application" not in client.graph_json("GET", made, fields="application")
    assert client.texts("facebook") == ["Salom"]
    assert client.graph_json("DELETE", made) == {"success": True}


def test_usage_and_version_are_answered_as_the_world_is_set(client: Client) -> None:
    client.control("settings", {"usage_percent": 85, "usage_minutes": 7, "answering_version": "v21.0"})
    headers = client.graph("GET", PAGE).headers
    assert headers["facebook-api-version"] == "v21.0"
    assert json.loads(headers["X-App-Usage"])["call_count"] == 85
    (entry,) = json.loads(headers["X-Business-Use-Case-Usage"])[PAGE]
    assert (entry["call_count"], entry["estimated_time_to_regain_access"]) == (85, 7)
