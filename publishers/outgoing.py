"""From the frozen rows to what an adapter takes, with the approval checked once more on the way out."""

from __future__ import annotations

import hashlib
from functools import partial

from django.conf import settings
from django.core.files.storage import default_storage

from content.models import Rendition
from content.pictures import read_frozen
from content.rendering import form_checksum
from publishers.contract import OutgoingPost, Picture


class ApprovalBroken(Exception):
    """The frozen form is not what was approved: the row or a picture's bytes have changed since."""


def outgoing_post(rendition: Rendition) -> OutgoingPost:
    """The post as its adapter gets it. Raises ApprovalBroken when the checksum bound by approval does not fit."""
    if rendition.approved_at is None:
        raise ApprovalBroken("this form was never approved")
    pictures = tuple(_picture(row) for row in rendition.pictures)
    checksum = form_checksum(
        rendition.title, rendition.text, rendition.link, rendition.section, [(p.checksum, p.alt) for p in pictures]
    )
    if checksum != rendition.checksum:
        raise ApprovalBroken("the stored text is not the approved one")
    post = rendition.post
    return OutgoingPost(
        title=rendition.title,
        text=rendition.text,
        link=rendition.link or None,
        pictures=pictures,
        section=rendition.section,
        summary=rendition.summary,
        slot=post.publish_at or rendition.approved_at,
        language=post.organization.language,
    )


def article_key(rendition: Rendition) -> str:
    """The website knows an article by its post for good; other channels know a delivery by its own key."""
    return rendition.post.key


def _picture(row: dict[str, object]) -> Picture:
    name, checksum = str(row["name"]), str(row["checksum"])
    try:
        content = read_frozen(name)
    except OSError:
        raise ApprovalBroken("an approved picture is gone from the storage") from None
    if hashlib.sha256(content).hexdigest() != checksum:
        raise ApprovalBroken("an approved picture was replaced in the storage")
    return Picture(
        name=name.rsplit("/", 1)[-1],
        mime="image/jpeg",
        width=int(str(row["width"])),
        height=int(str(row["height"])),
        alt=str(row["alt"]),
        url=f"{settings.SITE_URL}{default_storage.url(name)}",
        checksum=checksum,
        read=partial(read_frozen, name),
    )
