"""A correction of several edits goes out edit by edit, at the channel's pace, and survives what comes in between."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
import time_machine
from django.core.cache import cache
from django.core.files.images import ImageFile
from PIL import Image

from content.checksums import LATER_PARTS, form_checksum
from content.models import LibraryImage, Rendition
from publishers import changing, delivering, outbox
from publishers.models import Delivery
from publishers.queries import next_delivery_instant
from publishers.registry import capabilities_of
from sandbox.thread import start_sandbox
from tests.publishers.stage import Stage
from tests.publishers.written import attempts
from tests.sandbox.clients import Client

ITEMS = 8


@pytest.fixture
def strict() -> Iterator[Client]:
    running = start_sandbox(pacing=True)
    with requests.Session() as session:
        yield Client(running.url, session)
    running.stop()


@pytest.fixture
def album(db: None, settings: Any, strict: Client, media_host: tuple[str, Path], now: datetime) -> Delivery:
    cache.clear()
    settings.SANDBOX_URL = strict.url
    settings.SITE_URL, settings.MEDIA_ROOT = media_host
    stage = Stage.build(strict, base_url=settings.SITE_URL)
    pictures = [(_image(number), f"Rasm {number}") for number in range(ITEMS)]
    return stage.delivery(stage.channel("telegram"), publish_at=now, pictures=pictures)


def _image(number: int) -> LibraryImage:
    buffer = io.BytesIO()
    Image.new("RGB", (320, 320), (number * 25, 90, 120)).save(buffer, "JPEG")
    buffer.seek(0)
    return LibraryImage.objects.create(title=f"Rasm {number}", file=ImageFile(buffer, name=f"rasm{number}.jpg"))


def corrected(delivery: Delivery, *, text: str, turned: bool) -> Rendition:
    """Another approved form: other words, and the pictures the other way round."""
    form = Rendition.objects.get(pk=delivery.rendition_id)
    form.pk, form.text = None, text
    form.pictures = form.pictures[::-1] if turned else form.pictures
    media = [(row["checksum"], row["alt"]) for row in form.pictures]
    later = {name: getattr(form, name) for name in LATER_PARTS}
    form.checksum = form_checksum(form.title, form.text, form.link, form.section, media, later)
    form.content_checksum = form.checksum
    form.save()
    return form


def drain(strict: Client, clock: Any, at: datetime, *, calls: int = 100) -> datetime:
    """Carry out what is due, jumping from one instant to the next; when the last call was made."""
    for _call in range(calls):
        wanted = next_delivery_instant()
        if wanted is None:
            break
        at = max(at, wanted)
        clock.move_to(at)
        strict.control("clock", {"stand_at": at.timestamp()})
        for claim in outbox.claim(now=at, lease=timedelta(minutes=2), limit=10):
            delivering.carry_out(claim.delivery_id, claim.lease_token)
    return at


def shown(strict: Client, delivery: Delivery) -> tuple[str, list[str]]:
    (post,) = strict.published("telegram", delivery.channel.account.address)
    return post["text"], post["media"]


def statuses(strict: Client, operation: str) -> list[int]:
    return [call["status"] for call in strict.calls(platform="telegram") if call["operation"].startswith(operation)]


def test_an_album_is_corrected_edit_by_edit_without_one_429(strict: Client, album: Delivery, now: datetime) -> None:
    with time_machine.travel(now, tick=False) as clock:
        out_at = drain(strict, clock, now)
        before = shown(strict, album)
        # when
        changing.correct([corrected(album, text="Tuzatilgan matn", turned=True)], now=out_at)
        done_at = drain(strict, clock, out_at)
    # then
    assert shown(strict, album) == ("Tuzatilgan matn", before[1][::-1])
    assert statuses(strict, "edit") == [200] * ITEMS
    assert attempts(album)[1:] == [("amend", "accepted", "")] * (ITEMS - 1) + [("amend", "amended", "")]
    assert done_at - out_at >= (ITEMS - 1) * capabilities_of("telegram").pace
    after = Delivery.objects.get(pk=album.pk)
    assert (after.state, after.change, after.resume_token, len(after.parts)) == ("published", "", "", ITEMS)


def test_a_newer_correction_mends_what_an_older_one_left_in_the_middle(
    strict: Client, album: Delivery, now: datetime
) -> None:
    with time_machine.travel(now, tick=False) as clock:
        out_at = drain(strict, clock, now)
        before = shown(strict, album)
        # given two of its edits made: the first call only waits for its turn
        changing.correct([corrected(album, text="Birinchi", turned=True)], now=out_at)
        at = drain(strict, clock, out_at, calls=3)
        assert Delivery.objects.get(pk=album.pk).resume_token == "2"
        # when the pictures are to stay after all
        changing.correct([corrected(album, text="Ikkinchi", turned=False)], now=at)
        drain(strict, clock, at)
    # then
    assert shown(strict, album) == ("Ikkinchi", before[1])
    assert set(statuses(strict, "edit")) <= {200, 400}
    assert Delivery.objects.get(pk=album.pk).change == ""
