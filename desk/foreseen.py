"""What an approval, or taking back, will mean on each channel, in words for the screens."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.labels import problem_sentence
from content.models import Post, Rendition
from content.rendering import Rendered
from content.services import frozen_form
from publishers.foreseeing import Foreseen, foresee_approval
from publishers.labels import reason_sentence

WORDS = {
    "new": _("goes out"),
    "corrected": _("will be corrected"),
    "unchanged": _("unchanged"),
    "on_its_way": _("on its way: done as soon as it is out"),
    "by_hand": _("by hand: it cannot be done from here"),
    "stays_away": _("was taken back, and stays so"),
    "left_alone": _("is out there, but the channel is not chosen: it stays as it is"),
    "taken_back": _("will be taken back"),
    "cancelled": _("is not out yet: will be cancelled"),
}


def approval_rows(post: Post, rendered: list[Rendered]) -> list[dict[str, Any]]:
    """A row for each channel once any of them has the post; empty before."""
    if post.pk is None or not post.deliveries.exists():
        return []
    at = post.publish_at or post.created_at  # a form is looked at as if it were approved
    forms: list[Rendition] = [frozen_form(post, form, approved_at=at) for form in rendered]
    return [row(one) for one in foresee_approval(post, forms)]


def row(one: Foreseen) -> dict[str, Any]:
    why = [problem_sentence(problem) for problem in one.problems]
    return {
        "channel": one.channel,
        "channel_id": one.channel.pk,
        "fate": one.fate,
        "words": str(WORDS[one.fate]),
        "why": why or ([reason_sentence(one.code)] if one.code else []),
        "link": one.delivery.link if one.delivery else "",
        "address": reverse("publish_log:detail", args=[one.delivery.pk]) if one.delivery else "",
    }
