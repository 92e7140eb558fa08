"""The public preview of t.me: newest posts of a public channel, single posts, nothing of private ones."""

import html
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlencode

from aiohttp import web

from sandbox.calls import Call, hidden, names_of, odd_page, perform
from sandbox.faults import Fault
from sandbox.published import Shown, shown_posts
from sandbox.store import Channel
from sandbox.telegram.markup import page_html
from sandbox.telegram.people import bot_called
from sandbox.wall.addresses import media_url, post_path
from sandbox.world import WORLD

POSTS_PER_PAGE = 20
_MISSING = '<div class="tgme_widget_message_error">Post not found</div>'


def shown_views(views: int) -> str:
    """Views as the preview rounds them: 845, 1.2K, 3M."""
    for size, sign in ((1_000_000, "M"), (1_000, "K")):
        if views >= size:
            return f"{views / size:.1f}".removesuffix(".0") + sign
    return str(views)


def shown_length(seconds: int) -> str:
    """A film's length as readers know it: 1:05."""
    return f"{seconds // 60}:{seconds % 60:02}"


async def channel_page(request: web.Request) -> web.StreamResponse:
    """Answer /t.me/s/<username>."""
    call, channel = _call(request)
    if channel is None:
        raise web.HTTPFound(f"/t.me/{request.match_info['username']}")
    return await perform(call, lambda acting: _newest(acting, channel), _word_fault)


async def post_page(request: web.Request) -> web.StreamResponse:
    """Answer /t.me/<username>/<id>: the embedded post, or without embed=1 the wall's page of it."""
    call, channel = _call(request)
    if request.query.get("embed") != "1":
        return _to_wall(call, channel or call.world.store.channel("telegram", request.match_info["username"]))
    return await perform(call, lambda acting: _single(acting, channel), _word_fault)


async def private_post_page(request: web.Request) -> web.StreamResponse:
    """Answer /t.me/c/<number>/<id>, which only members could open: here the wall's page."""
    call, _ = _call(request)
    return _to_wall(call, call.world.store.channel("telegram", f"-100{request.match_info['username']}"))


async def profile_page(request: web.Request) -> web.Response:
    """Answer /t.me/<username>: a card without posts; of a bot, where to begin a chat with it."""
    name = request.match_info["username"]
    if bot_called(request.app[WORLD], name) is not None:
        raise web.HTTPFound(f"/wall/bots/{quote(name)}?{urlencode({'start': request.query.get('start', '')})}")
    channel = request.app[WORLD].store.channel("telegram", request.match_info["username"])
    title = html.escape(channel.title) if channel is not None and channel.username else "Telegram"
    return _page(f'<div class="tgme_page"><div class="tgme_page_title"><span>{title}</span></div></div>')


def _call(request: web.Request) -> tuple[Call, Channel | None]:
    name = request.match_info["username"]
    world = request.app[WORLD]
    channel = world.store.channel("telegram", f"@{name}")
    call = Call(request, world, "telegram", dict(request.query), operation="preview")
    call.targets = names_of(f"@{name}", channel.id if channel else None)
    return call, channel


async def _newest(call: Call, channel: Channel) -> web.Response:
    before = call.value("before")
    shown = [
        item
        for item in shown_posts(call.world, "telegram", channel.id)
        if (not before.isdigit() or int(item.first.id) < int(before))
        and not hidden(call, item.first.seq, item.first.at)
    ]
    blocks = [_block(call, item) for item in shown[-POSTS_PER_PAGE:]]
    head = f'<div class="tgme_channel_info_header_title"><span>{html.escape(channel.title)}</span></div>'
    return _page(head + '<section class="tgme_channel_history js-message_history">' + "".join(blocks) + "</section>")


async def _single(call: Call, channel: Channel | None) -> web.Response:
    if channel is None:
        return _page(_MISSING)
    wanted = call.request.match_info["post"]
    for item in shown_posts(call.world, "telegram", channel.id):
        if wanted in item.ids and not hidden(call, item.first.seq, item.first.at):
            return _page(_block(call, item))
    return _page(_MISSING)


def _to_wall(call: Call, channel: Channel | None) -> web.Response:
    post = call.world.store.post("telegram", channel.id, call.request.match_info["post"]) if channel else None
    if channel is None or post is None:
        return _page(_MISSING)
    return web.Response(status=302, headers={"Location": post_path(channel, post)})


def _block(call: Call, item: Shown) -> str:
    username, post = item.channel.username, item.first
    link = f"https://t.me/{username}/{post.id}"
    photos = "".join(_media(call, item, number) for number in range(len(item.media)))
    if len(item.media) > 1:
        photos = f'<div class="tgme_widget_message_grouped_wrap js-message_grouped_wrap">{photos}</div>'
    words = page_html(post.text, item.entities)
    text = f'<div class="tgme_widget_message_text js-message_text" dir="auto">{words}</div>' if post.text else ""
    text += _poll(post.poll) if post.poll else ""
    moment = datetime.fromtimestamp(post.at, UTC)
    edited = "edited " if post.edited_at is not None else ""
    return (
        '<div class="tgme_widget_message_wrap js-widget_message_wrap">'
        f'<div class="tgme_widget_message text_not_supported_wrap js-widget_message" data-post="{username}/{post.id}">'
        '<div class="tgme_widget_message_bubble"><div class="tgme_widget_message_author accent_color">'
        f'<a class="tgme_widget_message_owner_name" href="https://t.me/{username}">'
        f'<span dir="auto">{html.escape(item.channel.title)}</span></a></div>'
        f"{photos}{text}{_reactions(post.reactions)}"
        '<div class="tgme_widget_message_footer"><div class="tgme_widget_message_info">'
        f'<span class="tgme_widget_message_views">{shown_views(post.views)}</span>'
        f'<span class="tgme_widget_message_meta">{edited}<a class="tgme_widget_message_date" href="{link}">'
        f'<time datetime="{moment.isoformat(timespec="seconds")}" class="time">{moment:%H:%M}</time></a></span>'
        "</div></div></div></div></div>"
    )


def _media(call: Call, item: Shown, number: int) -> str:
    ref = item.media[number]
    link = f"https://t.me/{item.channel.username}/{item.ids[min(number, len(item.ids) - 1)]}"
    address = media_url(call.base_url, ref)
    if ref.kind == "photo":
        style = f"background-image:url('{address}')"
        return f'<a class="tgme_widget_message_photo_wrap" href="{link}" style="{style}"></a>'
    if ref.kind == "video":
        length = f'<time class="message_video_duration js-message_video_duration">{shown_length(ref.seconds)}</time>'
        return (
            f'<a class="tgme_widget_message_video_player js-message_video_player" href="{link}?single">'
            f'<div class="tgme_widget_message_video_wrap"><video src="{address}" class="tgme_widget_message_video '
            f'js-message_video"></video></div>{length}</a>'
        )
    return (
        f'<a class="tgme_widget_message_document_wrap" href="{link}"><div class="tgme_widget_message_document">'
        f'<div class="tgme_widget_message_document_title accent_color" dir="auto">{html.escape(ref.name)}</div>'
        f'<div class="tgme_widget_message_document_extra" dir="auto">{ref.size / 1024:.1f} KB</div></div></a>'
    )


def _reactions(reactions: dict[str, int]) -> str:
    shown = "".join(
        f'<span class="tgme_reaction"><i class="emoji"><b>{html.escape(sign)}</b></i>{shown_views(count)}</span>'
        for sign, count in reactions.items()
        if count
    )
    return f'<div class="tgme_widget_message_reactions js-message_reactions">{shown}</div>' if shown else ""


def _poll(poll: dict[str, Any]) -> str:
    options = "".join(
        '<div class="tgme_widget_message_poll_option"><div class="tgme_widget_message_poll_option_percent">0%</div>'
        '<div class="tgme_widget_message_poll_option_value">'
        f'<div class="tgme_widget_message_poll_option_text">{html.escape(text)}</div></div></div>'
        for text in poll["options"]
    )
    return (
        '<div class="tgme_widget_message_poll js-poll">'
        f'<div class="tgme_widget_message_poll_question">{html.escape(poll["question"])}</div>'
        '<div class="tgme_widget_message_poll_type">Anonymous Poll</div>'
        f'<div class="tgme_widget_message_poll_options">{options}</div></div>'
    )


def _word_fault(_: Call, fault: Fault) -> web.Response:
    if fault.kind in {"html_error_page", "garbage"}:
        return odd_page(fault)
    status = {"rate_limited": 429, "http_500": 500}.get(fault.kind, int(fault.params.get("status", 404)))
    headers = {"Retry-After": str(fault.params["retry_after"])} if "retry_after" in fault.params else {}
    return web.Response(status=status, headers=headers, text="<html><body></body></html>", content_type="text/html")


def _page(body: str) -> web.Response:
    page = f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>Telegram</title></head><body>{body}</body></html>'
    return web.Response(text=page, content_type="text/html")
