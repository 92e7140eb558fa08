"""Facebook pages: publishing, photos, schedule, reading back, tokens, versions, figures."""

import hashlib
import hmac
import json
from typing import Any

import pytest

from tests.sandbox.clients import ACCOUNT, INSTAGRAM_TOKEN, PAGE, PAGE_TOKEN, USER_TOKEN, Client, picture


def _photo(client: Client, colour: str, **values: Any) -> dict[str, Any]:
    return client.graph_json("POST", f"{PAGE}/photos", files={"source": ("source", picture(colour=colour))}, **values)


def test_post_is_read_back_with_its_link(client: Client) -> None:
    # when
    made = client.graph_json("POST", f"{PAGE}/feed", message="Salom", link="https://e.uz/1")
    listed = client.graph_json(
        "GET", f"{PAGE}/published_posts", fields="id,message,permalink_url,attachments{media_type,url}"
    )
    # then
    (post,) = listed["data"]
    assert made["id"] == post["id"] and post["id"].startswith(f"{PAGE}_")
    assert post["message"] == "Salom"
    assert post["attachments"] == {"data": [{"media_type": "link", "url": "https://e.uz/1"}]}
    assert client.session.get(post["permalink_url"], timeout=10).status_code == 200


def test_default_fields_are_three(client: Client) -> None:
    client.graph_json("POST", f"{PAGE}/feed", message="Salom")
    (post,) = client.graph_json("GET", f"{PAGE}/posts")["data"]
    assert set(post) == {"id", "message", "created_time"}
    assert post["created_time"].endswith("+0000")


@pytest.mark.parametrize("indexed", [False, True], ids=["array", "indexed"])
def test_unpublished_photos_appear_only_with_their_post(client: Client, indexed: bool) -> None:
    # given two photos nobody sees
    photos = [_photo(client, colour, published="false", alt_text_custom=colour) for colour in ("red", "green")]
    assert [set(photo) for photo in photos] == [{"id"}, {"id"}] and client.published() == []
    # when one post takes them
    items = [{"media_fbid": photo["id"]} for photo in photos]
    attached = (
        {f"attached_media[{number}]": json.dumps(item) for number, item in enumerate(items)}
        if indexed
        else {"attached_media": json.dumps(items)}
    )
    made = client.graph_json("POST", f"{PAGE}/feed", message="Lavhalar", **attached)
    # then
    (post,) = client.published("facebook")
    assert (post["id"], post["text"], post["alt"]) == (made["id"], "Lavhalar", ["red", "green"])
    assert len(set(post["media"])) == 2
    shown = client.graph_json("GET", made["id"], fields="attachments{media_type,subattachments{media_type}}")
    assert shown["attachments"]["data"] == [
        {"media_type": "album", "subattachments": {"data": [{"media_type": "photo"}, {"media_type": "photo"}]}}
    ]


def test_published_photo_is_a_post_of_its_own(client: Client) -> None:
    made = _photo(client, "red", message="Lavha")
    assert [post["id"] for post in client.published("facebook")] == [made["post_id"]]


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({}, 100),
        ({"message": "  "}, 100),
        ({"link": "not an address"}, 100),
        ({"message": "x" * 63_207}, 100),
        ({"message": "x", "published": "True"}, 100),
        ({"message": "x", "published": "False"}, 100),
        ({"message": "x", "attached_media": "media_fbid"}, 100),
        ({"message": "x", "attached_media": '["1"]'}, 100),
        ({"message": "x", "scheduled_publish_time": "1"}, 100),
        ({"message": "x", "published": "false", "scheduled_publish_time": "1"}, 100),
    ],
)
def test_bad_posts_are_refused_and_not_published(client: Client, values: dict[str, str], code: int) -> None:
    assert client.graph_refusal("POST", f"{PAGE}/feed", **values) == (400, code, None)
    assert client.published() == []


def test_unknown_photo_and_rubbish_are_refused(client: Client) -> None:
    unknown = client.graph_refusal("POST", f"{PAGE}/feed", attached_media='[{"media_fbid":"5"}]')
    rubbish = client.graph_refusal("POST", f"{PAGE}/photos", files={"source": ("a.jpg", b"rubbish")})
    assert (unknown, rubbish) == ((400, 100, 33), (400, 324, None))
    assert client.published() == []


def test_scheduled_post_comes_out_when_its_time_comes(client: Client) -> None:
    # given
    at = int(client.state()["now"]) + 3600
    made = client.graph_json("POST", f"{PAGE}/feed", message="Ertaga", published="false", scheduled_publish_time=at)
    waiting = client.graph_json("GET", f"{PAGE}/scheduled_posts", fields="id,scheduled_publish_time,is_published")
    assert waiting["data"] == [{"id": made["id"], "scheduled_publish_time": at, "is_published": False}]
    assert client.graph_json("GET", f"{PAGE}/published_posts")["data"] == []
    # when
    client.control("clock", {"advance": 3601})
    # then
    assert client.texts("facebook") == ["Ertaga"]
    assert client.graph_json("GET", f"{PAGE}/scheduled_posts")["data"] == []


def test_post_is_edited_and_deleted(client: Client) -> None:
    made = client.graph_json("POST", f"{PAGE}/feed", message="bir")
    assert client.graph_json("POST", made["id"], message="ikki") == {"success": True}
    assert client.texts("facebook") == ["ikki"]
    assert client.graph_json("DELETE", made["id"]) == {"success": True}
    assert client.published() == []
    assert client.graph_refusal("GET", made["id"]) == (400, 100, 33)


def test_listing_is_cut_by_time_and_paged(client: Client) -> None:
    # given three posts a minute apart
    for text in ("bir", "ikki", "uch"):
        client.graph_json("POST", f"{PAGE}/feed", message=text)
        client.control("clock", {"advance": 60})
    now = int(client.state()["now"])
    # when
    first = client.graph_json("GET", f"{PAGE}/published_posts", fields="message", limit=2)
    second = client.session.get(first["paging"]["next"], params={"access_token": PAGE_TOKEN}, timeout=10).json()
    since = client.graph_json("GET", f"{PAGE}/published_posts", fields="message", since=now - 90)
    until = client.graph_json("GET", f"{PAGE}/published_posts", fields="message", until=now - 150)
    # then
    texts = [[post["message"] for post in page["data"]] for page in (first, second, since, until)]
    assert texts == [["uch", "ikki"], ["bir"], ["uch"], ["bir"]]
    assert PAGE_TOKEN not in first["paging"]["next"]
    assert client.graph_refusal("GET", f"{PAGE}/posts", limit=101) == (400, 100, None)


@pytest.mark.parametrize("fields", ["id,likes_of_mine", "id,,message", "attachments{media_type"])
def test_wrong_fields_are_refused(client: Client, fields: str) -> None:
    client.graph_json("POST", f"{PAGE}/feed", message="x")
    status, code, _ = client.graph_refusal("GET", f"{PAGE}/posts", fields=fields)
    assert (status, code) == (400, 100 if "likes" in fields else 2500)


@pytest.mark.parametrize(
    ("token", "refusal"),
    [
        ("", (400, 104, None)),
        ("nobody", (401, 190, None)),
        (USER_TOKEN, (400, 190, 2069032)),
        (INSTAGRAM_TOKEN, (403, 200, None)),
    ],
)
def test_only_the_pages_own_token_publishes(client: Client, token: str, refusal: tuple[int, int, int | None]) -> None:
    assert client.graph_refusal("POST", f"{PAGE}/feed", token=token, message="x") == refusal
    assert client.published() == []


def test_token_may_travel_in_the_header(client: Client) -> None:
    answer = client.session.post(
        f"{client.url}/graph/{PAGE}/feed",
        json={"message": "x"},
        headers={"Authorization": f"Bearer {PAGE_TOKEN}"},
        timeout=10,
    )
    assert answer.status_code == 200 and client.texts("facebook") == ["x"]


def test_tokens_and_pages_are_described(client: Client) -> None:
    pages = client.graph_json(
        "GET", "me/accounts", token=USER_TOKEN, fields="id,access_token,instagram_business_account"
    )
    facts = client.graph_json("GET", "debug_token", token=USER_TOKEN, input_token=PAGE_TOKEN)["data"]
    broken = client.graph_json("GET", "debug_token", token=USER_TOKEN, input_token="x")["data"]
    assert pages["data"] == [{"id": PAGE, "access_token": PAGE_TOKEN, "instagram_business_account": {"id": ACCOUNT}}]
    assert (facts["is_valid"], facts["type"], facts["profile_id"], facts["expires_at"]) == (True, "PAGE", PAGE, 0)
    assert (broken["is_valid"], broken["error"]["code"]) == (False, 190)
    assert client.graph_json("GET", "me", fields="id,name") == {"id": PAGE, "name": "Mediareja sandbox"}


def test_a_permission_may_be_granted_for_other_pages_only(client: Client) -> None:
    def targets(scope: str) -> list[str]:
        facts = client.graph_json("GET", "debug_token", token=USER_TOKEN, input_token=PAGE_TOKEN)["data"]
        return next(entry["target_ids"] for entry in facts["granular_scopes"] if entry["scope"] == scope)

    before = targets("pages_manage_posts"), targets("instagram_content_publish")
    client.control("settings", {"granted_for": "555"})
    refused = client.graph("POST", f"{PAGE}/feed", message="x")

    assert before == ([PAGE], [ACCOUNT])
    assert PAGE not in targets("pages_manage_posts")
    assert (refused.status_code, refused.json()["error"]["code"]) == (403, 200)
    assert client.texts("facebook") == []


def test_proof_is_checked_once_the_world_demands_it(client: Client) -> None:
    client.control("settings", {"require_appsecret_proof": True})
    proof = hmac.new(b"sandbox-app-secret", PAGE_TOKEN.encode(), hashlib.sha256).hexdigest()
    absent = client.graph("GET", PAGE).json()["error"]
    wrong = client.graph("GET", PAGE, appsecret_proof="00").json()["error"]
    assert absent["message"] == wrong["message"] == "Invalid appsecret_proof provided in the API argument"
    assert (absent["code"], absent["type"]) == (100, "GraphMethodException")
    assert client.graph_json("GET", PAGE, appsecret_proof=proof)["id"] == PAGE


@pytest.mark.parametrize(
    ("asked", "answered"), [("v26.0", "v26.0"), ("v22.0", "v22.0"), ("v19.0", "v21.0"), ("v2.8", "v21.0")]
)
def test_dead_version_is_answered_by_the_oldest_alive(client: Client, asked: str, answered: str) -> None:
    answer = client.graph("GET", PAGE, version=asked)
    assert answer.status_code == 200
    assert answer.headers["facebook-api-version"] == answered
    assert json.loads(answer.headers["X-App-Usage"])["call_count"] == 5
    assert json.loads(answer.headers["X-Business-Use-Case-Usage"])[PAGE][0]["type"] == "pages"


def test_unknown_version_is_refused(client: Client) -> None:
    assert client.graph_refusal("GET", PAGE, version="v99.0") == (400, 2500, None)


def test_views_are_counted_and_one_dead_metric_fails_the_call(client: Client) -> None:
    made = client.graph_json("POST", f"{PAGE}/feed", message="x")
    client.session.get(client.published()[0]["link"], timeout=10)
    figures = client.graph_json("GET", f"{made['id']}/insights", metric="post_media_view,post_clicks")["data"]
    assert [(figure["name"], figure["values"]) for figure in figures] == [
        ("post_media_view", [{"value": 1}]), ("post_clicks", [{"value": 0}]),
    ]  # fmt: skip
    dead = client.graph("GET", f"{made['id']}/insights", metric="post_media_view,post_impressions").json()["error"]
    assert (dead["code"], dead["message"]) == (100, "(#100) The value must be a valid insights metric")
