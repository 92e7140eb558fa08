"""The forms an approver looks at: those of one version, beside what was approved and what was submitted before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max
from django.utils.safestring import SafeString

from content.frozen_views import frozen_view, layout_of
from content.labels import problem_sentence
from content.models import Post, Rendition
from content.rendering import render_for
from desk.foreseen import WORDS
from desk.review.changes import Change, changes, is_told, manners_in_words
from publishers.foreseeing import Foreseen, foresee_approval


@dataclass(slots=True)
class Shape:
    """One form that one channel gets, or several alike."""

    first: Rendition
    channels: list[str] = field(default_factory=list)
    fates: list[str] = field(default_factory=list)
    """What becomes of it on each channel that has the post already, in words."""
    screen: SafeString | str = ""
    since_approved: list[Change] | None = None
    """None: the channel has no approved form yet."""
    since_submitted: list[Change] | None = None
    """None: it was not submitted before, or what was submitted then was approved."""
    advice: list[str] = field(default_factory=list)
    manners: str = ""
    number: int = 0

    @property
    def layout(self) -> str:
        return layout_of(self.first.channel.kind)

    @property
    def kind(self) -> str:
        return str(self.first.channel.get_kind_display())

    @property
    def alphabet(self) -> str:
        return str(self.first.channel.get_alphabet_display()) if self.first.alphabet else ""

    @property
    def link(self) -> str:
        """Of the article, where the text does not hold it."""
        return "" if is_told(self.first) else self.first.link

    @property
    def is_sandbox(self) -> bool:
        return self.first.channel.is_sandbox


def forms_of(post: Post, revision_id: int) -> list[Rendition]:
    """The frozen forms of a version as submitted last; one whose media were replaced meanwhile has two sets."""
    rows = Rendition.objects.filter(post=post, revision_id=revision_id).select_related("channel__organization")
    newest: dict[int, Rendition] = {form.channel_id: form for form in rows.order_by("pk")}
    last = max((form.pk for form in newest.values()), default=None)
    checksum = next((form.content_checksum for form in newest.values() if form.pk == last), "")
    return [newest[key] for key in sorted(newest) if newest[key].content_checksum == checksum]


def shapes(post: Post, version: Post, forms: list[Rendition]) -> list[Shape]:
    """The forms, alike ones as one, in the order of their channels. ``version``: the post as submitted."""
    if not forms:
        return []
    approved, before = _earlier(post, forms)
    fates = {one.channel.pk: str(WORDS[one.fate]) for one in _foreseen(post, forms)}
    found: dict[tuple[Any, ...], Shape] = {}
    for form in forms:
        old, last = approved.get(form.channel_id), before.get(form.channel_id)
        key = (layout_of(form.channel.kind), form.checksum, old and old.checksum, last and last.checksum)
        if key not in found:
            shape = found[key] = Shape(form, number=len(found) + 1, manners=manners_in_words(form))
            shape.since_approved = None if old is None else changes(old, form)
            shape.since_submitted = None if last is None else changes(last, form)
            shape.screen = frozen_view(form, version, number=shape.number)
            shape.advice = _advice(version, form)
        found[key].channels.append(str(form.channel))
        if form.channel_id in fates:
            found[key].fates.append(f"{form.channel}: {fates[form.channel_id]}")
    return list(found.values())


def dropped(post: Post, forms: list[Rendition]) -> list[str]:
    """Channels of the last approved version that this one does not go to, with what becomes of the post there."""
    going = {form.channel_id for form in forms}
    return [f"{one.channel}: {WORDS[one.fate]}" for one in _foreseen(post, forms) if one.channel.pk not in going]


def _earlier(post: Post, forms: Iterable[Rendition]) -> tuple[dict[int, Rendition], dict[int, Rendition]]:
    """By channel the form approved last before this version, and the one submitted last after that."""
    revision = next(iter(forms)).revision_id
    rows = Rendition.objects.filter(post=post, revision_id__lt=revision)
    approved_version = rows.filter(approved_at__isnull=False).aggregate(last=Max("revision_id"))["last"]
    version = rows.aggregate(last=Max("revision_id"))["last"]
    wanted = {number for number in (approved_version, version) if number is not None}
    found: dict[int, dict[int, Rendition]] = {number: {} for number in wanted}
    for form in rows.filter(revision_id__in=wanted).select_related("channel").order_by("pk"):
        found[form.revision_id][form.channel_id] = form
    last = {} if version == approved_version else found.get(version, {})
    return found.get(approved_version, {}), last


def _foreseen(post: Post, forms: list[Rendition]) -> list[Foreseen]:
    if not post.deliveries.exists():
        return []
    for form in forms:  # looked at as if it were approved
        form.approved_at = form.approved_at or form.created_at
    return foresee_approval(post, forms)


def _advice(version: Post, form: Rendition) -> list[str]:
    """What the channel would rather have otherwise; what stops a post has stopped it before."""
    return [problem_sentence(one) for one in render_for(version, form.channel).problems]
