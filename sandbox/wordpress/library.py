"""The media library and the categories of a WordPress site."""

import re
from dataclasses import asdict
from typing import Any

from aiohttp import web

from sandbox.calls import Call
from sandbox.pictures import look_at
from sandbox.store import Channel, MediaRef, media_from
from sandbox.wall.addresses import media_url
from sandbox.wordpress.access import Visitor
from sandbox.wordpress.answers import Refusal
from sandbox.wordpress.reading import chosen, slug_of, words_of

LARGEST_FILE = 32 * 1024 * 1024
_DISPOSITION = re.compile(r'attachment;.*?\bfilename="?([^";]+)"?', re.IGNORECASE)
_PICTURES = {"jpg", "jpeg", "png", "gif", "webp"}
_FIRST_BYTES = {
    "mp4": (4, b"ftyp"), "m4v": (4, b"ftyp"), "mov": (4, b"ftyp"), "webm": (0, b"\x1aE\xdf\xa3"), "pdf": (0, b"%PDF"),
    "docx": (0, b"PK"), "xlsx": (0, b"PK"), "pptx": (0, b"PK"), "odt": (0, b"PK"), "zip": (0, b"PK"),
}  # fmt: skip
"""Other files a site takes, each by its ending and what it begins with."""
_FILMS = {"mp4", "m4v", "mov", "webm"}


def list_media(call: Call, site: Channel, _: Visitor) -> web.Response:
    """Answer GET /media?slug=…"""
    records = [call.world.store.record("wp_media_slug", f"{site.id}:{slug}") for slug in words_of(call, "slug")]
    return web.json_response([chosen(call, _media_object(call, record)) for record in records if record])


async def create_media(call: Call, site: Channel, visitor: Visitor) -> web.Response:
    """Answer POST /media with the file as body and its name in Content-Disposition."""
    visitor.must("edit_posts", "rest_cannot_create", "create posts as this user")
    if not visitor.can("upload_files"):
        raise Refusal("rest_cannot_create", "Sorry, you are not allowed to upload media on this site.", 400)
    name, content = await _file(call)
    described = _described(call, name, content)
    if described is None:
        raise Refusal("rest_upload_sideload_error", "Sorry, you are not allowed to upload this file type.", 500)
    stem = name.rsplit(".", 1)[0]
    slug = _free_slug(call, site, slug_of(call.value("slug") or stem))
    ref = call.world.store.save_media(content, described)
    number = call.world.store.next_number(f"wp:{site.id}")
    body = {"number": number, "slug": slug, "ref": asdict(ref)}
    for kind, key in (("wp_media", str(number)), ("wp_media_slug", slug), ("wp_media_file", ref.sha256)):
        call.world.store.save_record(kind, f"{site.id}:{key}", site.id, call.world.now(), body)
    headers = {"Location": f"{call.base_url}/wordpress/{site.id}/wp-json/wp/v2/media/{number}"}
    return web.json_response(chosen(call, _media_object(call, body)), status=201, headers=headers)


def list_categories(call: Call, site: Channel, _: Visitor) -> web.Response:
    """Answer GET /categories?slug=…"""
    records = [call.world.store.record("wp_category", f"{site.id}:{slug}") for slug in words_of(call, "slug")]
    return web.json_response([chosen(call, record["category"]) for record in records if record])


def create_category(call: Call, site: Channel, visitor: Visitor) -> web.Response:
    """Answer POST /categories."""
    visitor.must("manage_categories", "rest_cannot_create", "create terms in this taxonomy")
    name = call.value("name")
    if not name:
        missing = {"params": ["name"]}
        raise Refusal("rest_missing_callback_param", "Missing parameter(s): name", data=missing)
    slug = slug_of(call.value("slug") or name)
    there = call.world.store.record("wp_category", f"{site.id}:{slug}")
    if there is not None:
        words = "A term with the name provided already exists with this parent."
        raise Refusal("term_exists", words, data={"term_id": there["category"]["id"]})
    category = {"id": call.world.store.next_number(f"wp_terms:{site.id}", 2), "name": name, "slug": slug, "count": 0}
    call.world.store.save_record("wp_category", f"{site.id}:{slug}", site.id, call.world.now(), {"category": category})
    return web.json_response(chosen(call, category), status=201)


def _described(call: Call, name: str, content: bytes) -> MediaRef | None:
    """What the file is by its ending and its bytes; None for one the site does not take."""
    ending = name.rsplit(".", 1)[-1].lower()
    if ending in _PICTURES and (picture := look_at(content)) is not None:
        size = (picture.width, picture.height)
        return MediaRef("", "photo", picture.content_type, *size, name=name, alt=call.value("alt_text"))
    place, wanted = _FIRST_BYTES.get(ending, (0, None))
    if wanted is None or content[place : place + len(wanted)] != wanted:
        return None
    kind = "video" if ending in _FILMS else "document"
    return MediaRef("", kind, call.request.content_type, name=name, alt=call.value("title"))


async def _file(call: Call) -> tuple[str, bytes]:
    """Name and bytes of the raw body; raises the refusals of WordPress in its order."""
    content, headers = await call.request.read(), call.request.headers
    if not content:
        raise Refusal("rest_upload_no_data", "No data supplied.")
    if not headers.get("Content-Type"):
        raise Refusal("rest_upload_no_content_type", "No Content-Type supplied.")
    if not headers.get("Content-Disposition"):
        raise Refusal("rest_upload_no_content_disposition", "No Content-Disposition supplied.")
    named = _DISPOSITION.search(headers["Content-Disposition"])
    if named is None:
        words = 'Invalid Content-Disposition supplied. Content-Disposition needs to be formatted as `attachment; filename="image.png"` or similar.'  # noqa: E501
        raise Refusal("rest_upload_invalid_disposition", words)
    if len(content) > LARGEST_FILE:
        raise Refusal(
            "rest_upload_file_too_big",
            f"This file is too big. Files must be less than {LARGEST_FILE // 1024} KB in size.",
        )
    return named[1].rsplit("/", 1)[-1], content


def _free_slug(call: Call, site: Channel, wanted: str) -> str:
    slug, number = wanted, 2
    while call.world.store.record("wp_media_slug", f"{site.id}:{slug}") is not None:
        slug, number = f"{wanted}-{number}", number + 1
    return slug


def _media_object(call: Call, body: dict[str, Any]) -> dict[str, Any]:
    ref = media_from(body["ref"])
    return {
        "id": body["number"], "slug": body["slug"], "status": "inherit", "type": "attachment", "alt_text": ref.alt,
        "media_type": "image" if ref.kind == "photo" else "file", "mime_type": ref.content_type,
        "source_url": media_url(call.base_url, ref),
        "title": {"raw": ref.name, "rendered": ref.name},
        "media_details": {"width": ref.width, "height": ref.height, "filesize": ref.size, "sizes": {}},
    }  # fmt: skip
