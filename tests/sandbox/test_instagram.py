"""Instagram: containers fetched and checked, their life, publishing once, reading back."""

from typing import Any

import pytest

from tests.sandbox.clients import ACCOUNT, INSTAGRAM_TOKEN, PAGE_TOKEN, Client, picture


def _refusal(client: Client, path: str, **values: Any) -> tuple[int, int | None]:
    return client.graph_refusal("POST", f"{ACCOUNT}/{path}", token=INSTAGRAM_TOKEN, **values)[1:]


def test_image_is_published_and_read_back(client: Client, pictures: Any) -> None:
    # given a container that must be polled first
    address = pictures.put("a.jpg", picture(1080, 1350))
    container = client.instagram(
        "POST", f"{ACCOUNT}/media", image_url=address, caption="Salom #budjet", alt_text="Rasm"
    )["id"]
    assert _refusal(client, "media_publish", creation_id=container) == (9007, 2207027)
    assert client.published() == []
    stages = [client.instagram("GET", container, fields="status_code,status")["status_code"] for _ in range(2)]
    assert stages == ["IN_PROGRESS", "FINISHED"]
    # when
    made = client.instagram("POST", f"{ACCOUNT}/media_publish", creation_id=container)
    # then
    (media,) = client.instagram("GET", f"{ACCOUNT}/media", fields="id,caption,permalink,media_type,timestamp")["data"]
    assert (media["id"], media["caption"], media["media_type"]) == (made["id"], "Salom #budjet", "IMAGE")
    assert client.session.get(media["permalink"], timeout=10).status_code == 200
    assert client.instagram("GET", container, fields="status_code")["status_code"] == "PUBLISHED"
    assert client.published("instagram")[0]["alt"] == ["Rasm"]


def test_carousel_shows_its_pictures_in_order(client: Client, pictures: Any) -> None:
    colours = ("red", "green", "blue")
    items = [
        client.instagram("POST", f"{ACCOUNT}/media", is_carousel_item="true",
                         image_url=pictures.put(f"{colour}.jpg", picture(colour=colour)))["id"]
        for colour in colours
    ]  # fmt: skip
    container = client.ready_container(media_type="CAROUSEL", children=",".join(items), caption="Uch rasm")
    made = client.instagram("POST", f"{ACCOUNT}/media_publish", creation_id=container)["id"]
    (post,) = client.published("instagram")
    assert (post["id"], post["kind"], post["text"], len(set(post["media"]))) == (made, "CAROUSEL_ALBUM", "Uch rasm", 3)
    children = client.instagram("GET", made, fields="children{id,media_type}")["children"]["data"]
    assert [child["media_type"] for child in children] == ["IMAGE"] * 3
    assert _refusal(client, "media_publish", creation_id=items[0]) == (100, None)


@pytest.mark.parametrize(
    ("content", "code", "subcode"),
    [
        (picture(kind="PNG"), 36001, 2207005),
        (picture(kind="WEBP"), 36001, 2207005),
        (picture(790, 1000), 36003, 2207009),
        (picture(1920, 1000), 36003, 2207009),
        (picture() + b"\0" * 8 * 1024 * 1024, 36000, 2207004),
        (b"<html></html>", 9004, 2207052),
        (picture()[:200], 9004, 2207052),
    ],
    ids=["png", "webp", "too-tall", "too-wide", "too-big", "html", "truncated"],
)
def test_bad_pictures_are_refused(client: Client, pictures: Any, content: bytes, code: int, subcode: int) -> None:
    assert _refusal(client, "media", image_url=pictures.put("a.jpg", content)) == (code, subcode)


@pytest.mark.parametrize("size", [(800, 1000), (1910, 1000), (320, 320)])
def test_ratios_at_the_edge_are_accepted(client: Client, pictures: Any, size: tuple[int, int]) -> None:
    client.ready_container(image_url=pictures.put("a.jpg", picture(*size)))


def test_pictures_that_cannot_be_fetched_are_refused(client: Client, pictures: Any) -> None:
    client.control("settings", {"fetch_seconds": 0.2})
    assert _refusal(client, "media", image_url=f"{pictures.url}/gone.jpg") == (9004, 2207052)
    assert _refusal(client, "media", image_url=f"{pictures.url}/расм.jpg") == (9004, 2207052)
    assert _refusal(client, "media", image_url="ftp://e.uz/a.jpg") == (9004, 2207052)
    assert _refusal(client, "media", image_url=f"{pictures.url}/never") == (-2, 2207003)
    assert _refusal(client, "media") == (100, None)


@pytest.mark.parametrize(
    ("caption", "refusal"),
    [
        ("x" * 2201, (36004, 2207010)),
        (" ".join(f"#teg{number}" for number in range(31)), (36004, 2207010)),
        (" ".join(f"@user{number}" for number in range(21)), (100, 2207040)),
    ],
    ids=["too-long", "hashtags", "mentions"],
)
def test_caption_limits(client: Client, pictures: Any, caption: str, refusal: tuple[int, int]) -> None:
    assert _refusal(client, "media", image_url=pictures.put("a.jpg", picture()), caption=caption) == refusal


def test_wrong_kinds_and_counts_are_refused(client: Client, pictures: Any) -> None:
    address = pictures.put("a.jpg", picture())
    item = client.instagram("POST", f"{ACCOUNT}/media", is_carousel_item="true", image_url=address)["id"]
    single = client.instagram("POST", f"{ACCOUNT}/media", image_url=address)["id"]
    assert _refusal(client, "media", media_type="VIDEO", video_url=address) == (100, 2207023)
    assert _refusal(client, "media", media_type="REELS", video_url=address) == (352, 2207026)
    assert _refusal(client, "media", media_type="CAROUSEL", children=item) == (100, 2207028)
    assert _refusal(client, "media", media_type="CAROUSEL", children=f"{item},{single}") == (100, None)
    assert _refusal(client, "media", media_type="CAROUSEL", children=f"{item},5") == (24, 2207006)


def test_container_expires_after_a_day(client: Client, pictures: Any) -> None:
    container = client.ready_container(image_url=pictures.put("a.jpg", picture()))
    client.control("clock", {"advance": 86_401})
    assert client.instagram("GET", container, fields="status_code")["status_code"] == "EXPIRED"
    assert _refusal(client, "media_publish", creation_id=container) == (24, 2207008)
    assert client.published() == []


def test_daily_quota_is_counted_over_a_rolling_day(client: Client, pictures: Any) -> None:
    client.control("settings", {"publishing_quota": 1, "container_polls": 0})
    address = pictures.put("a.jpg", picture())
    first, second = (client.instagram("POST", f"{ACCOUNT}/media", image_url=address)["id"] for _ in range(2))
    client.instagram("POST", f"{ACCOUNT}/media_publish", creation_id=first)
    assert _refusal(client, "media_publish", creation_id=second) == (9, 2207042)
    limit = client.instagram("GET", f"{ACCOUNT}/content_publishing_limit", fields="quota_usage,config")["data"]
    assert limit == [{"quota_usage": 1, "config": {"quota_total": 1, "quota_duration": 86_400}}]


@pytest.mark.parametrize(("setting", "posts"), [("duplicates", 2), ("refused", 1)])
def test_second_publish_of_a_container_as_the_world_is_set(
    client: Client, pictures: Any, setting: str, posts: int
) -> None:
    client.control("settings", {"second_publish": setting})
    container = client.ready_container(image_url=pictures.put("a.jpg", picture()))
    for _ in range(2):
        client.graph("POST", f"{ACCOUNT}/media_publish", token=INSTAGRAM_TOKEN, creation_id=container)
    assert len(client.published("instagram")) == posts


def test_media_is_deleted_by_a_users_token_only(client: Client, pictures: Any) -> None:
    container = client.ready_container(image_url=pictures.put("a.jpg", picture()))
    made = client.instagram("POST", f"{ACCOUNT}/media_publish", creation_id=container)["id"]
    assert client.graph_refusal("DELETE", made, token=PAGE_TOKEN) == (403, 10, None)
    assert client.instagram("DELETE", made) == {"success": True, "deleted_id": made}
    assert client.published() == []


def test_account_is_described(client: Client) -> None:
    assert client.instagram("GET", ACCOUNT, fields="id,username,media_count") == {
        "id": ACCOUNT, "username": "mediareja_sandbox", "media_count": 0,
    }  # fmt: skip
