"""People at work while it burns: they draft, submit and approve posts with pictures, and try again what fails."""

from __future__ import annotations

import io
import time
from collections import Counter
from datetime import timedelta
from random import Random
from typing import Any

from django.core.files.images import ImageFile
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone
from PIL import Image
from wagtail.actions.edit import EditAction

from content.drafts import DraftContent, create_draft
from content.models import Channel, LibraryImage, Post
from content.services import decide, submit
from tests.publishers.stage import Stage

AGAIN_AFTER = 0.3
"""Seconds."""
_PATIENCE = 300.0


def work(stage: Stage, rng: Random, *, posts: int, seconds: float, kinds: list[str]) -> dict[str, Any]:
    """``posts`` approved within ``seconds``, each for three channels; how often which error stood in the way."""
    channels = {kind: list(Channel.objects.filter(kind=kind).order_by("pk")) for kind in kinds}
    failed: Counter[str] = Counter()
    begun = time.monotonic()
    for number in range(posts):
        time.sleep(max(0.0, begun + number * seconds / posts - time.monotonic()))
        picture = _picture(rng)
        # one channel of a kind: a post is known by its key there
        chosen = [rng.choice(channels[kind]) for kind in rng.sample(kinds, min(3, len(kinds)))]
        _until_approved(stage, f"Yangilik {number}", chosen, picture, failed)
    return {"approved": posts, "failed": dict(failed)}


def _until_approved(stage: Stage, title: str, channels: list[Channel], picture: bytes, failed: Counter[str]) -> None:
    """Raises the last error after minutes of trying."""
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            # whoever saw an error looks first whether it worked all the same
            if not Post.objects.filter(title__startswith=f"{title} ", live=True).exists():
                _approve(stage, title, channels, picture)
            return
        except (OSError, DatabaseError, InterfaceError) as error:
            failed[type(error).__name__] += 1
            connection.close()
            if time.monotonic() > end:
                raise
            time.sleep(AGAIN_AFTER)


def _approve(stage: Stage, title: str, channels: list[Channel], picture: bytes) -> None:
    image = LibraryImage.objects.create(title=title, file=ImageFile(io.BytesIO(picture), name="yangilik.jpg"))
    draft = DraftContent(
        title=title, text="<p>Yangilik.</p>", channels=channels, pictures=[(image, "Yangilik")],
        publish_at=timezone.now(), lateness_limit=timedelta(hours=12),
    )  # fmt: skip
    post = create_draft(stage.organization, draft, user=stage.author)
    newest = post.get_latest_revision_as_object()
    newest.title = f"{title} {post.key}"
    newest.text = f"<p>Yangilik, {post.key}.</p>"
    EditAction(newest, user=stage.author, clean=False).execute(skip_permission_checks=True)
    submitted = submit(post, user=stage.author)
    decide(submitted, user=stage.approver, action="approve", seen=submitted.latest_revision_id)


def _picture(rng: Random) -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise((320, 320), rng.uniform(20, 90)).convert("RGB").save(buffer, "JPEG")
    return buffer.getvalue()
