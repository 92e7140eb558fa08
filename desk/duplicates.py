"""What staff read when the same words went out lately, or are about to: advice, nothing stops."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from content.fingerprints import fingerprint_of
from content.models import Post
from desk.addresses import edit_address
from publishers.duplicates import earlier_delivery, is_out
from publishers.models import Delivery


@dataclass(frozen=True, slots=True)
class Earlier:
    """sentence: names the earlier post and its day; address: its form; link: where readers see it, or empty."""

    sentence: str
    address: str
    link: str


def same_text_earlier(post: Post, *, now: datetime) -> Earlier | None:
    """The newest other post of the organization that says the same as this version."""
    found = earlier_delivery(fingerprint_of(post), organization_id=post.organization_id, now=now, but=post.pk)
    return in_words(found) if found is not None else None


def in_words(delivery: Delivery) -> Earlier:
    zone = ZoneInfo(delivery.post.organization.time_zone)
    said = {"day": f"{delivery.due_at.astimezone(zone):%d.%m.%Y}", "title": delivery.post.title}
    sentence = (
        _("The same text went out on %(day)s: “%(title)s”.")
        if is_out(delivery)
        else _("The same text is due on %(day)s: “%(title)s”.")
    )
    return Earlier(sentence % said, edit_address(delivery.post), delivery.link)
