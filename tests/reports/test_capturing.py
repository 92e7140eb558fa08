"""Soon after a post went out what readers see of it is kept: page, picture, checksums."""

from __future__ import annotations

import hashlib
import io
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from content.models import Channel
from publishers.models import Attempt, Delivery
from publishers.proofs import add_proof, confirm
from reports.models import Capture, FollowUp
from reports.proof.capturing import AGAIN
from reports.proof.queries import captures_of
from tests.publishers.conftest import Carry
from tests.publishers.handwork import carrier, handed_over, manual, photo
from tests.publishers.stage import Stage
from tests.reports.looking import CAPTURE, due, look

HAS_BROWSER = any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
browser = pytest.mark.skipif(not HAS_BROWSER, reason="Chromium is not installed: no picture of a page was drawn")


@pytest.fixture
def no_browser(settings: Any) -> None:
    settings.BROWSER = "none"


def published(stage: Stage, channel: Channel, carry: Carry, now: datetime, **content: Any) -> Delivery:
    delivery = stage.delivery(channel, publish_at=now, **content)
    carry(now)
    delivery.refresh_from_db()
    assert delivery.state == "published"
    return delivery


def stored(name: str) -> bytes:
    with default_storage.open(name, "rb") as file:
        content: bytes = file.read()
    return content


@browser
def test_page_and_picture_of_a_telegram_post_are_kept_with_their_checksums(
    stage: Stage, telegram: Channel, carry: Carry, now: datetime
) -> None:
    delivery = published(stage, telegram, carry, now)
    # when
    later = now + timedelta(minutes=1)
    assert look(CAPTURE, later) == 1
    # then
    (kept,) = captures_of([delivery.pk])[delivery.pk]
    page, picture = stored(kept.page.name), stored(kept.picture.name)
    assert (kept.kind, kept.finding, kept.code, kept.status) == ("published", "there", "", 200)
    assert kept.address.endswith(f"/{delivery.external_id}?embed=1&mode=tme")
    assert "Hokimlikda ochiqlik kuni." in page.decode()
    assert (kept.page_checksum, kept.page_size) == (hashlib.sha256(page).hexdigest(), len(page))
    assert (kept.picture_checksum, kept.picture_size) == (hashlib.sha256(picture).hexdigest(), len(picture))
    assert Image.open(io.BytesIO(picture)).size == (1024, 1280)
    assert kept.text_checksum == delivery.rendition.checksum
    assert kept.attempt == Attempt.objects.get(delivery=delivery)
    assert kept.taken_at == later
    # and it is never taken again
    assert due(delivery, CAPTURE) is None


@browser
def test_what_was_taken_already_is_not_taken_twice(
    stage: Stage, telegram: Channel, carry: Carry, now: datetime
) -> None:
    delivery = published(stage, telegram, carry, now)
    folder = Path(default_storage.path(f"captures/{delivery.pk}"))
    others = len(list(folder.iterdir())) if folder.exists() else 0
    look(CAPTURE, now + timedelta(minutes=1))
    before = sorted(folder.iterdir())
    # when the look is lost with its process after the row was written
    FollowUp.objects.filter(delivery=delivery, kind=CAPTURE).update(due_at=now, step=0)
    look(CAPTURE, now + timedelta(minutes=2))
    # then
    assert Capture.objects.count() == 1
    assert sorted(folder.iterdir()) == before
    assert len(before) == others + 2


def test_without_a_browser_the_page_alone_is_kept_and_says_so(
    stage: Stage, telegram: Channel, carry: Carry, now: datetime, no_browser: None
) -> None:
    delivery = published(stage, telegram, carry, now)
    look(CAPTURE, now + timedelta(minutes=1))

    kept = Capture.objects.get(delivery=delivery)
    assert (kept.page_size > 0, kept.picture.name, kept.picture_code) == (True, "", "no_browser")


def test_a_page_that_does_not_answer_is_asked_for_again_and_then_written_down_without(
    stage: Stage, telegram: Channel, carry: Carry, now: datetime, no_browser: None
) -> None:
    delivery = published(stage, telegram, carry, now)
    stage.sandbox.fault("telegram", "http_500", operation="preview", target=telegram.account.address, times=100)
    # when
    at = now + timedelta(minutes=1)
    for wait in AGAIN:
        look(CAPTURE, at)
        assert not Capture.objects.exists()
        assert due(delivery, CAPTURE) == at + wait
        at += wait
    look(CAPTURE, at)
    # then
    kept = Capture.objects.get(delivery=delivery)
    assert (kept.finding, kept.code, kept.status, kept.picture_code) == ("unclear", "refused", 500, "nothing_to_draw")
    assert due(delivery, CAPTURE) is None


def test_a_private_chat_has_no_page_and_the_answer_stays_the_proof(
    stage: Stage, carry: Carry, now: datetime, no_browser: None
) -> None:
    delivery = published(stage, stage.channel("telegram", private=True), carry, now)
    look(CAPTURE, now + timedelta(minutes=1))

    kept = Capture.objects.get(delivery=delivery)
    assert (kept.finding, kept.code, kept.page.name) == ("unclear", "no_public_page", "")
    assert kept.attempt is not None and '"message_id"' in kept.attempt.answer


@pytest.mark.parametrize("kind", ["facebook", "wordpress"])
def test_the_pages_of_other_platforms_are_kept_too(
    kind: str, stage: Stage, carry: Carry, now: datetime, no_browser: None
) -> None:
    delivery = published(stage, stage.channel(kind), carry, now)
    look(CAPTURE, now + timedelta(minutes=1))

    kept = Capture.objects.get(delivery=delivery)
    assert (kept.finding, kept.code, kept.status) == ("there", "", 200)
    assert b"ochiqlik kuni" in stored(kept.page.name)


def test_of_what_people_put_out_their_proof_is_the_capture(
    stage: Stage, carry: Carry, now: datetime, no_browser: None
) -> None:
    person = carrier()
    delivery = handed_over(stage, manual(stage, person), carry, now)
    proof = add_proof(delivery.pk, actor=person, now=now, file=photo())
    confirm(proof.pk, actor=stage.approver, now=now)
    look(CAPTURE, now + timedelta(days=1))

    kept = Capture.objects.get(delivery=delivery)
    assert (kept.finding, kept.code, kept.page.name) == ("unclear", "by_proof", "")


def test_what_was_kept_is_served_to_nobody_by_its_address(
    stage: Stage, telegram: Channel, carry: Carry, now: datetime, no_browser: None, client: Any
) -> None:
    delivery = published(stage, telegram, carry, now)
    look(CAPTURE, now + timedelta(minutes=1))

    kept = Capture.objects.get(delivery=delivery)
    assert client.get(default_storage.url(kept.page.name)).status_code == 404
