"""Posts as readers know them: Telegram bubbles, Facebook cards, Instagram tiles, articles of WordPress and webhooks."""

import html
import re
from datetime import UTC, datetime, timedelta, timezone

from sandbox.published import Shown
from sandbox.store import MediaRef
from sandbox.telegram.markup import page_html, with_found
from sandbox.telegram.preview import shown_views
from sandbox.wall import icons
from sandbox.wall.addresses import media_path, post_path, public_name

TASHKENT = timezone(timedelta(hours=5))


def column(platform: str, title: str, shown: list[Shown], now: float) -> str:
    """Return one platform's column, `shown` newest first."""
    cards = "".join(card(item, now) for item in shown)
    empty = '<p class="empty">Hozircha post yoʻq<span>Пока нет публикаций · Nothing published yet</span></p>'
    feed = f'<div class="feed">{cards}</div>' if cards else empty
    return (
        f'<section class="column {platform}" id="{platform}"><h2><i class="logo" aria-hidden="true">'
        f'{icons.LOGOS[platform]}</i>{html.escape(title)}<span class="count">{len(shown)}</span></h2>{feed}</section>'
    )


def card(item: Shown, now: float) -> str:
    """Return one post in its platform's dress."""
    dress = _DRESSES[item.channel.platform]
    inside = dress(item, _head(item, now), _media(item), _words(item))
    return f'<article class="card" data-id="{html.escape(item.first.id)}">{inside}</article>'


def _telegram(item: Shown, head: str, media: str, words: str) -> str:
    edited = "<span>tahrirlangan</span>" if item.first.edited_at is not None else ""
    pinned = '<span class="pinned">qadalgan</span>' if item.first.pinned else ""
    silent = "<span>ovozsiz</span>" if item.first.silent else ""
    views = f'<span class="views">{icons.EYE} {shown_views(item.first.views)}</span>'
    foot = f"<footer>{pinned}{silent}{edited}{views}{_clock(item)}</footer>"
    card = _link_card(item)
    above, below = (card, "") if item.first.preview.get("show_above_text") else ("", card)
    name = f'<a class="name" href="{_channel_path(item)}">{_name(item)}</a>'
    return f'{head}<div class="bubble">{name}{media}{above}{words}{_poll(item)}{below}{foot}</div>'


def _poll(item: Shown) -> str:
    poll = item.first.poll
    if not poll:
        return ""
    mark = "☐" if poll["multiple"] else "○"
    options = "".join(f'<li><i aria-hidden="true">{mark}</i>{html.escape(text)}</li>' for text in poll["options"])
    kind = "Anonim soʻrovnoma · bir nechta javob" if poll["multiple"] else "Anonim soʻrovnoma"
    return f'<div class="poll"><b>{html.escape(poll["question"])}</b><small>{kind}</small><ul>{options}</ul></div>'


def _facebook(item: Shown, head: str, media: str, words: str) -> str:
    actions = (
        f'<footer class="actions"><span>{icons.LIKE}Yoqdi</span><span>{icons.TALK}Izoh</span>'
        f"<span>{icons.SHARE}Ulashish</span></footer>"
    )
    marks = "".join(f'<p class="mark">{html.escape(mark)}</p>' for mark in _marks(item))
    title = f'<h3 class="words">{html.escape(item.first.title)}</h3>' if item.first.title else ""
    return f"{head}{marks}{title}{words}{media}{_link_card(item)}{actions}"


def _marks(item: Shown) -> list[str]:
    """What Facebook writes above a post: a broadcast to come, an edit."""
    post, marks = item.first, []
    if post.kind == "live_video" and post.scheduled_at is not None:
        marks.append(f"Jonli efir: {datetime.fromtimestamp(post.scheduled_at, TASHKENT):%d.%m.%Y %H:%M}")
    return [*marks, "tahrirlangan"] if post.edited_at is not None else marks


def _instagram(item: Shown, head: str, media: str, words: str) -> str:
    dots = ""
    if len(item.media) > 1:
        dots = '<div class="dots">' + "<i></i>" * len(item.media) + "</div>"
    actions = f'<footer class="actions">{icons.HEART}{icons.TALK}{icons.SHARE}</footer>'
    return f"{head}{media}{dots}{actions}{words}"


def _wordpress(item: Shown, head: str, media: str, words: str) -> str:
    return f'{head}<h3 class="words">{html.escape(item.first.title)}</h3>{media}{words}'


def _webhook(item: Shown, head: str, media: str, words: str) -> str:
    return f"{_wordpress(item, head, media, words)}{_link_card(item)}"


def _newspaper(item: Shown, head: str, media: str, words: str) -> str:
    files = "".join(_piece(ref) for ref in item.media if ref.kind == "document")
    sender = f'<p class="words">{html.escape(item.first.sender)}</p>'
    return f'{head}{sender}<h3 class="words">{html.escape(item.first.title)}</h3>{words}{media}<p>{files}</p>'


_DRESSES = {
    "telegram": _telegram, "facebook": _facebook, "instagram": _instagram, "wordpress": _wordpress,
    "webhook": _webhook, "newspaper": _newspaper,
}  # fmt: skip


def _channel_path(item: Shown) -> str:
    return f"/wall/{item.channel.platform}/{public_name(item.channel)}"


def _name(item: Shown) -> str:
    lock = "" if item.channel.username else "🔒 "
    name = public_name(item.channel) if item.channel.platform == "instagram" else item.channel.title
    return lock + html.escape(name)


def _head(item: Shown, now: float) -> str:
    letter = html.escape((item.channel.title or "?")[0].upper())
    moment = datetime.fromtimestamp(item.first.at, UTC)
    when = f'<time datetime="{moment.isoformat(timespec="seconds")}">{_moment_words(item.first.at, now)}</time>'
    return (
        f'<header><span class="face" aria-hidden="true">{letter}</span>'
        f'<a class="name" href="{_channel_path(item)}">{_name(item)}</a>'
        f'<a class="when" href="{post_path(item.channel, item.first)}">{when}</a></header>'
    )


def _moment_words(at: float, now: float) -> str:
    moment, present = (datetime.fromtimestamp(value, TASHKENT) for value in (at, now))
    return f"{moment:%H:%M}" if moment.date() == present.date() else f"{moment:%d.%m.%Y %H:%M}"


def _clock(item: Shown) -> str:
    moment = datetime.fromtimestamp(item.first.at, TASHKENT)
    return f'<a href="{post_path(item.channel, item.first)}">{moment:%d.%m · %H:%M}</a>'


def _words(item: Shown) -> str:
    post = item.first
    if not post.text:
        return ""
    text, entities = post.text, item.entities
    if item.channel.platform in {"wordpress", "webhook"}:
        text = html.unescape(re.sub(r"<[^>]*>", "", text))
    if item.channel.platform != "telegram":
        entities = [mark for mark in with_found(text, []) if mark["type"] != "mention"]
    name = ""
    if item.channel.platform == "instagram":
        name = f"<b>{html.escape(public_name(item.channel))}</b> "
        entities = [mark for mark in entities if mark["type"] != "url"]  # Instagram shows addresses as plain text
    return f'<div class="words" dir="auto">{name}{page_html(text, entities)}</div>'


def _media(item: Shown) -> str:
    shown = [ref for ref in item.media if ref.kind == "photo" or item.channel.platform != "newspaper"]
    if not shown:
        return ""
    pieces = "".join(_piece(ref) for ref in shown)
    kind = f"grid n{min(len(shown), 5)}"
    if all(ref.kind == "document" for ref in shown):
        kind = "files"
    if item.channel.platform == "instagram" and len(item.media) > 1:
        kind = "strip square" if item.media[0].width >= item.media[0].height else "strip"
    return f'<div class="media {kind}">{pieces}</div>'


def _piece(ref: MediaRef) -> str:
    address = media_path(ref)
    if ref.kind == "photo":
        size = f'width="{ref.width}" height="{ref.height}"'
        return f'<a href="{address}"><img src="{address}" alt="{html.escape(ref.alt)}" {size} loading="lazy"></a>'
    if ref.kind == "video":
        size = f' width="{ref.width}" height="{ref.height}"' if ref.width and ref.height else ""
        cover = f' poster="/wall/media/{ref.cover}"' if ref.cover else ""
        return f'<video src="{address}" controls preload="metadata"{size}{cover}></video>'
    name, kilobytes = html.escape(ref.name), f"{ref.size / 1024:.1f} kB"
    ending = html.escape(ref.name.rpartition(".")[2][:4].upper())
    facts = f'<i aria-hidden="true">{ending}</i><b>{name}</b><small>{kilobytes}</small>'
    return f'<a class="file" href="{address}" download="{name}">{facts}</a>'


def _link_card(item: Shown) -> str:
    link = item.first.link
    if not link.startswith(("http://", "https://")) or item.media:
        return ""
    host = html.escape(link.split("/")[2])
    size = " ".join(name for name in ("prefer_small_media", "prefer_large_media") if item.first.preview.get(name))
    kind = "link" if not size else f"link {size.removeprefix('prefer_').removesuffix('_media')}"
    return (
        f'<a class="{kind}" href="{html.escape(link)}" target="_blank" rel="noopener"><b>{host}</b>'
        f"<span>{html.escape(link)}</span></a>"
    )
