"""A first test post that no reader sees: to a private place of whoever connects a channel, or shown to nobody."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Literal

from django.utils import translation
from django.utils.translation import gettext as _

from content.cards import draw_card
from content.pictures import freeze_bytes
from publishers.contract import Access, Deadline, HandedOver, OutgoingPost, Published, TriesOut
from publishers.errors import Misconfigured, OutcomeUnknown, PublishError, ReasonCode
from publishers.models import ChannelAccount
from publishers.outgoing import with_picture
from publishers.redaction import redact
from publishers.registry import access_of, adapter_of

Way = Literal["private place", "unseen", "none"]

LONGEST = timedelta(seconds=40)


def way_of(kind: str) -> Way:
    """How a channel of the kind can be tried out."""
    try:
        adapter = adapter_of(kind)
    except Misconfigured:
        return "none"
    if adapter.capabilities.private_place:
        return "private place"
    return "unseen" if issubclass(adapter, TriesOut) else "none"


def try_out(account: ChannelAccount, *, place: str = "") -> str:
    """Send the test post; its link, where it has one. ``place``: an address only the person sees, where one is needed.

    Nothing of it is a delivery: it is in no log and no report. Raises PublishError only.
    """
    kind = account.channel.kind
    access = access_of(account)
    deadline = Deadline.after(LONGEST)
    try:
        if way_of(kind) == "private place":
            return _to_private_place(kind, access, place, _post(account), deadline)
        adapter = adapter_of(kind)(access)
        if not isinstance(adapter, TriesOut):
            raise Misconfigured(ReasonCode.INTERNAL, "this kind is tried out by its check")
        adapter.try_out(_post(account), deadline)
        return ""
    except PublishError:
        raise
    except Exception as bug:
        raise OutcomeUnknown(ReasonCode.INTERNAL, redact(f"{type(bug).__name__}: {bug}")) from None


def _to_private_place(kind: str, access: Access, place: str, post: OutgoingPost, deadline: Deadline) -> str:
    if place.strip().casefold().lstrip("@") == access.address.strip().casefold().lstrip("@"):
        raise Misconfigured(ReasonCode.NOT_PRIVATE, "the place is the channel itself")
    there = adapter_of(kind)(replace(access, address=place.strip()))
    result = there.publish(replace(post, pictures=()), f"test-{secrets.token_hex(8)}", deadline)
    assert isinstance(result, Published | HandedOver), "a text alone goes out in one step"
    return result.link if isinstance(result, Published) else ""


def _post(account: ChannelAccount) -> OutgoingPost:
    organization = account.channel.organization
    with translation.override(organization.language):
        title = _("Test post")
        text = _("A test post of Mediareja: the channel is connected. Readers do not see this.")
    card = freeze_bytes(draw_card(title=title, kicker="", lines=[text], footer=organization.name), alt=title)
    return with_picture(OutgoingPost(title, text, language=organization.language), card)
