"""Figures that a person types in, with a picture as proof. Never changed: a wrong one is followed by a right one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from content.models import Channel
from publishers.metrics import UNITS, Source
from publishers.models import Delivery
from publishers.proof_files import WrongFile, look_into
from publishers.proof_words import refusal_sentence
from publishers.states import State
from reports.models import Figure

LARGEST = 10_000_000_000
LONGEST_SOURCE = 200
_SLACK = timedelta(minutes=5)
"""A telephone's clock may be ahead of ours."""


class Refusal(StrEnum):
    UNKNOWN_METRIC = "unknown_metric"
    OUT_OF_RANGE = "out_of_range"
    AHEAD = "ahead"
    BEFORE_OUT = "before_out"
    NOT_OUT = "not_out"
    NO_SOURCE = "no_source"
    NO_PROOF = "no_proof"


SENTENCES: dict[Refusal, Promise] = {
    Refusal.UNKNOWN_METRIC: _("Choose what was counted."),
    Refusal.OUT_OF_RANGE: _("Write a whole number, 0 or more."),
    Refusal.AHEAD: _("This time has not come yet. Write when the figure was seen."),
    Refusal.BEFORE_OUT: _("The post was not out at that time. Write when the figure was seen."),
    Refusal.NOT_OUT: _("The post is not out: it has no figures yet."),
    Refusal.NO_SOURCE: _("Write where the figure is from."),
    Refusal.NO_PROOF: _("Add a picture that shows the figure: a screenshot, or a photograph of the imprint."),
}


class FigureRefused(Exception):
    """The figure is not taken; nothing was changed. ``sentence`` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Typed:
    metric: str
    value: int
    as_of: datetime
    source: str
    file: File | None
    note: str = ""


def add_figure(
    typed: Typed, *, delivery_id: int | None = None, channel: Channel | None = None, actor: Any, now: datetime
) -> Figure:
    """Of a post that is out, or of a channel itself. Raises FigureRefused."""
    source = typed.source.strip()
    _check(typed, source, now)
    file, checksum, suffix = typed.file, "", ""
    if file is None:
        raise _refused(Refusal.NO_PROOF)
    try:
        looked = look_into(file, limit=settings.PROOF_BYTES)  # type: ignore[arg-type]
    except WrongFile as wrong:
        raise FigureRefused(refusal_sentence(wrong.code)) from None
    suffix, checksum = looked.suffix, looked.checksum
    figure = Figure(
        delivery_id=delivery_id, channel=channel, metric=typed.metric, value=typed.value, unit=UNITS[typed.metric],
        source=Source.PERSON, source_words=source, taken_at=typed.as_of, person=actor, note=typed.note.strip(),
        checksum=checksum, added_at=now,
    )  # fmt: skip
    figure.proof.save(f"figure{suffix}", file, save=False)  # nothing is written to the storage inside a transaction
    try:
        _store(figure)
    except Exception:
        figure.proof.delete(save=False)
        raise
    return figure


def _check(typed: Typed, source: str, now: datetime) -> None:
    if typed.metric not in UNITS:
        raise _refused(Refusal.UNKNOWN_METRIC)
    if not 0 <= typed.value <= LARGEST:
        raise _refused(Refusal.OUT_OF_RANGE)
    if typed.as_of > now + _SLACK:
        raise _refused(Refusal.AHEAD)
    if not source or len(source) > LONGEST_SOURCE:
        raise _refused(Refusal.NO_SOURCE)


@transaction.atomic
def _store(figure: Figure) -> None:
    if figure.delivery_id is not None:
        rows = Delivery.objects.select_for_update(of=("self",)).filter(pk=figure.delivery_id, state=State.PUBLISHED)
        delivery = rows.first()
        if delivery is None:
            raise _refused(Refusal.NOT_OUT)
        # what people print is proved later than it was out: its due time is the earliest that is certain
        if figure.taken_at < min(delivery.finished_at or delivery.due_at, delivery.due_at) - timedelta(days=1):
            raise _refused(Refusal.BEFORE_OUT)
    figure.save()


def _refused(why: Refusal) -> FigureRefused:
    return FigureRefused(str(SENTENCES[why]))
