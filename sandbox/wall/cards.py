"""Posts as readers of each platform know them: Telegram bubbles, Facebook cards, Instagram tiles."""

import html
from datetime import UTC, datetime, timedelta, timezone

from sandbox.published import Shown
from sandbox.store import MediaRef
from sandbox.telegram.markup import page_html, with_found
from sandbox.telegram.preview import shown_views
from sandbox.wall.addresses import media_path, post_path, public_name

TASHKENT = timezone(timedelta(hours=5))


def column(platform: str, title: str, shown: list[Shown], now: float) -> str:
    """Return one platform's column, `shown` newest first."""
    cards = "".join(card(item, now) for item in shown)
    empty = '<p class="empty">Hozircha post yo‘q<span>Пока нет публикаций · Nothing published yet</span></p>'
    return (
        f'<section class="column {platform}"><h2><i class="logo" aria-hidden="true"></i>{html.escape(title)}'
        f'<span class="count">{len(shown)}</span></h2>{cards or empty}</section>'
    )


def card(item: Shown, now: float, alone: bool = False) -> str:
    """Return one post; alone on its page it shows every picture in full."""
    head = _head(item, now)
    media = _media(item)
    words = _words(item)
    body = {"telegram": _telegram, "facebook": _facebook, "instagram": _instagram}[item.channel.platform]
    size = " alone" if alone else ""
    return f'<article class="card{size}" data-id="{html.escape(item.first.id)}">{body(item, head, media, words)}</article>'


def _telegram(item: Shown, head: str, media: str, words: str) -> str:
    edited = "tahrirlangan · " if item.first.edited_at is not None else ""
    pinned = "📌 " if item.first.pinned else ""
    foot = f'<footer>{pinned}{edited}<span class="views">{shown_views(item.first.views)}</span>{_clock(item)}</footer>'
    return f"{head}<div class='bubble'>{media}{words}{_link_card(item)}{foot}</div>"


def _facebook(item: Shown, head: str, media: str, words: str) -> str:
    actions = "<footer class='actions'><span>👍 Yoqdi</span><span>💬 Izoh</span><span>↗ Ulashish</span></footer>"
    return f"{head}{words}{media}{_link_card(item)}{actions}"


def _instagram(item: Shown, head: str, media: str, words: str) -> str:
    dots = ""
    if len(item.media) > 1:
        dots = "<div class='dots'>" + "<i></i>" * len(item.media) + "</div>"
    return f"{head}{media}{dots}<footer class='actions'>♡ &nbsp; 💬 &nbsp; ↗</footer>{words}"


def _head(item: Shown, now: float) -> str:
    letter = html.escape((item.channel.title or "?")[0].upper())
    where = f"/wall/{item.channel.platform}/{public_name(item.channel)}"
    moment = datetime.fromtimestamp(item.first.at, UTC)
    when = f'<time datetime="{moment.isoformat(timespec="seconds")}">{_moment_words(item.first.at, now)}</time>'
    lock = "" if item.channel.username else "🔒 "
    name = public_name(item.channel) if item.channel.platform == "instagram" else item.channel.title
    return (
        f'<header><span class="face">{letter}</span><a class="name" href="{where}">{lock}{html.escape(name)}</a>'
        f'<a class="when" href="{post_path(item.channel, item.first)}">{when}</a></header>'
    )


def _moment_words(at: float, now: float) -> str:
    moment, present = (datetime.fromtimestamp(value, TASHKENT) for value in (at, now))
    return f"{moment:%H:%M}" if moment.date() == present.date() else f"{moment:%d.%m.%Y %H:%M}"


def _clock(item: Shown) -> str:
    moment = datetime.fromtimestamp(item.first.at, TASHKENT)
    return f'<a href="{post_path(item.channel, item.first)}">{moment:%H:%M}</a>'


def _words(item: Shown) -> str:
    post = item.first
    if not post.text:
        return ""
    entities = item.entities if item.channel.platform == "telegram" else with_found(post.text, [])
    name = ""
    if item.channel.platform == "instagram":
        name = f"<b>{html.escape(public_name(item.channel))}</b> "
        entities = [mark for mark in entities if mark["type"] != "url"]  # Instagram shows addresses as plain text
    return f'<div class="words" dir="auto">{name}{page_html(post.text, entities)}</div>'


def _media(item: Shown) -> str:
    if not item.media:
        return ""
    pieces = "".join(_piece(ref) for ref in item.media)
    kind = "strip" if item.channel.platform == "instagram" and len(item.media) > 1 else f"grid n{min(len(item.media), 5)}"
    return f'<div class="media {kind}">{pieces}</div>'


def _piece(ref: MediaRef) -> str:
    address = media_path(ref)
    if ref.kind == "photo":
        size = f'width="{ref.width}" height="{ref.height}"'
        return f'<a href="{address}"><img src="{address}" alt="{html.escape(ref.alt)}" {size} loading="lazy"></a>'
    if ref.kind == "video":
        return f'<video src="{address}" controls preload="metadata"></video>'
    return f'<a class="file" href="{address}" download="{html.escape(ref.name)}">📄 {html.escape(ref.name)}</a>'


def _link_card(item: Shown) -> str:
    link = item.first.link
    if not link.startswith(("http://", "https://")) or item.media:
        return ""
    host = html.escape(link.split("/")[2])
    return (
        f'<a class="link" href="{html.escape(link)}" target="_blank" rel="noopener"><b>{host}</b>'
        f"<span>{html.escape(link)}</span></a>"
    )
