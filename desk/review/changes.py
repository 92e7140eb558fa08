"""What is different between two forms of a post for one channel, word by word and picture by picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from content.formats import format_for
from content.markup import visible_text
from content.models import Channel, Rendition
from desk.differences import differences


@dataclass(frozen=True, slots=True)
class Change:
    """``shown``: safe HTML; ``pictures``: (address, alternative text, whether it came in)."""

    label: str
    shown: SafeString
    pictures: tuple[tuple[str, str, bool], ...] = ()


def changes(old: Rendition, new: Rendition) -> list[Change]:
    """Empty when readers of the channel would see the same."""
    markup = format_for(new.channel.kind).markup
    pairs = [
        (_("Title"), old.title, new.title) if markup == "web_html" else ("", "", ""),
        (_("Text"), visible_text(old.text, markup), visible_text(new.text, markup)),
        (_("Second message"), visible_text(old.follow_up, markup), visible_text(new.follow_up, markup)),
        (_("Correction"), old.note, new.note),
        (_("Poll"), _poll(old), _poll(new)),
        (_("Documents"), _documents(old), _documents(new)),
        (_("Link"), *(("", "") if is_told(new) else (old.link, new.link))),
        (_("Section of the website"), *((old.section, new.section) if markup == "web_html" else ("", ""))),
        (_("Alphabet"), _alphabet(old), _alphabet(new)),
        (_("Manner"), manners_in_words(old), manners_in_words(new)),
    ]
    found = [Change(label, differences(was, now)) for label, was, now in pairs if was != now]
    if not found and old.text != new.text:
        found.append(Change(_("Text"), format_html("{}", _("Only emphasis, links or paragraphs changed."))))
    for label, was, now in (
        (_("Pictures"), old.pictures, new.pictures),
        (_("Videos"), [_cover(one) for one in old.videos], [_cover(one) for one in new.videos]),
    ):
        found += _of_media(label, was, now)
    return found


def is_told(form: Rendition) -> bool:
    """Whether readers see the link in the text."""
    return bool(form.link) and form.link in form.text + form.follow_up


def manners_in_words(form: Rendition) -> str:
    """How the channel is to put it out, where that is not the usual way."""
    said = form.manners
    words = [
        _("Without a sound.") if said.get("silent") else "",
        _("Stays pinned at the top.") if said.get("pin") else "",
        f"{_('Preview of links:')} {said['link_preview']}" if said.get("link_preview") else "",
        f"{_('Announces the broadcast of')} {said['live_at']}" if said.get("live_at") else "",
    ]
    return " ".join(filter(None, words))


def _of_media(label: str, old: Sequence[dict[str, Any]], new: Sequence[dict[str, Any]]) -> list[Change]:
    was, now = {one["checksum"] for one in old}, {one["checksum"] for one in new}
    gone = [one for one in old if one["checksum"] not in now]
    come = [one for one in new if one["checksum"] not in was]
    if gone or come:
        words = _("%(come)s added, %(gone)s removed") % {"come": len(come), "gone": len(gone)}
        return [Change(label, format_html("{}", words), (*_pictures(gone, come=False), *_pictures(come, come=True)))]
    if [one["checksum"] for one in old] != [one["checksum"] for one in new]:
        return [Change(label, format_html("{}", _("Their order changed.")))]
    alts = ("\n".join(one["alt"] for one in rows) for rows in (old, new))
    before, after = alts
    return [Change(f"{label}: {_('alternative text')}", differences(before, after))] if before != after else []


def _pictures(rows: Iterable[dict[str, Any]], *, come: bool) -> Iterable[tuple[str, str, bool]]:
    return ((default_storage.url(one["shown"]) if one.get("shown") else _url(one), one["alt"], come) for one in rows)


def _url(row: dict[str, Any]) -> str:
    return default_storage.url(row["name"]) if str(row["name"]).lower().endswith((".jpg", ".jpeg", ".png")) else ""


def _cover(video: dict[str, Any]) -> dict[str, Any]:
    """A film with the picture it is known by."""
    cover = video.get("cover") or {}
    return {**video, "shown": cover.get("name", "")}


def _poll(form: Rendition) -> str:
    return "\n".join([form.poll["question"], *form.poll["options"]]) if form.poll else ""


def _documents(form: Rendition) -> str:
    # a file of the same title with other bytes is another file
    return "\n".join(f"{one['title']} ({one['checksum'][:8]})" for one in form.documents)


def _alphabet(form: Rendition) -> str:
    return str(dict(Channel.Alphabet.choices).get(form.alphabet, form.alphabet)) if form.alphabet else ""
