"""Where the storm blows: a press service with several channels of each kind, and its many approved posts."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from threading import Thread
from typing import Any

from django.core.files.images import ImageFile
from PIL import Image

from content.checksums import LATER_PARTS, form_checksum
from content.models import Channel, LibraryImage, Post, Rendition
from publishers.accounts import add_channel
from publishers.credentials import decrypt
from publishers.enqueuing import enqueue
from tests.publishers.stage import Stage

PLATFORMS = ("telegram", "facebook", "instagram", "wordpress", "webhook", "newspaper")
BY_HAND = ("billboard", "television", "radio", "by_hand")
KINDS = ("website", *PLATFORMS, *BY_HAND)
PER_KIND = 5
LATENESS = timedelta(hours=12)
_PLACE = "belgibelgi"
"""Stands in the approved forms where each post gets its own key."""


@dataclass
class Ground:
    stage: Stage
    channels: dict[str, list[Channel]] = field(default_factory=dict)
    new_homes: dict[int, str] = field(default_factory=dict)
    """Of a group that may become a supergroup: its channel and the number it gets then."""
    old_homes: dict[int, set[str]] = field(default_factory=dict)
    """What went out before stays in the group it went to."""

    @property
    def secrets(self) -> dict[int, str]:
        """By channel."""
        found = [channel for channels in self.channels.values() for channel in channels]
        return {channel.pk: decrypt(channel.account.stored_secret) for channel in found}


def lay_out(stage: Stage, kinds: Sequence[str], per_kind: int = PER_KIND) -> Ground:
    """``per_kind`` channels of each kind, and one website."""
    ground = Ground(stage)
    for kind in kinds:
        if kind == "telegram":
            ground.channels[kind] = _telegram(ground)
            ground.channels[kind] += [stage.channel(kind) for _number in range(per_kind - PER_KIND)]
        elif kind == "website":
            ground.channels[kind] = [stage.channel(kind)]
        elif kind in BY_HAND:
            ground.channels[kind] = [_task_list(stage, kind, number) for number in range(per_kind)]
        else:
            ground.channels[kind] = [stage.channel(kind) for _number in range(per_kind)]
    return ground


def _task_list(stage: Stage, kind: str, number: int) -> Channel:
    account = add_channel(stage.organization, kind=kind, name=f"{kind} {number}", address="")
    account.responsible = stage.author
    account.save()
    return account.channel


def _telegram(ground: Ground) -> list[Channel]:
    """Two public channels, a private one, a supergroup, and a group that may become one."""
    stage = ground.stage
    channels = [stage.channel("telegram"), stage.channel("telegram"), stage.channel("telegram", private=True)]
    for kind in ("supergroup", "group"):
        wish: dict[str, Any] = {"platform": "telegram", "title": kind, "kind": kind, "own_token": True}
        made = stage.sandbox.control("channels", wish)
        account = add_channel(
            stage.organization, kind="telegram", name=kind, address=str(made["id"]), secret=made["token"], sandbox=True
        )
        channels.append(account.channel)
        if kind == "group":
            home = stage.sandbox.control("channels", {**wish, "kind": "supergroup", "token": made["token"]})
            ground.new_homes[account.channel_id] = str(home["id"])
            ground.old_homes[account.channel_id] = {account.address.lower()}
    return channels


def approve_posts(ground: Ground, rng: Random, count: int, *, start: datetime, length: timedelta) -> None:
    """``count`` posts, each approved for one channel of every kind and due at a random second within ``length``."""
    masters = [_master(ground, pictures, start) for pictures in (0, 1, 3)]
    for _number in range(count):
        master = rng.choice(masters)
        due = start + timedelta(seconds=rng.randint(60, int(length.total_seconds())))
        enqueue(_copies(master, ground, rng, due), now=start)


def _master(ground: Ground, pictures: int, start: datetime) -> list[Rendition]:
    """The forms of one post as a second person approved them; it is then taken out of the outbox."""
    stage = ground.stage
    post = stage.approved(
        [channels[0] for channels in ground.channels.values()],
        publish_at=start,
        title=f"Ochiqlik kuni {_PLACE}",
        text=f"<p>Hokimlikda ochiqlik kuni, {_PLACE} & “yangi” soʻz.</p>",
        pictures=[(_image(number), f"Rasm {number}") for number in range(pictures)],
    )
    post.deliveries.update(state="cancelled", ready_at=None, miss_at=None)
    return list(Rendition.objects.filter(post=post).select_related("post", "channel").order_by("pk"))


def _copies(master: list[Rendition], ground: Ground, rng: Random, due: datetime) -> list[Rendition]:
    old = master[0].post
    post: Post = copy(old)
    post.pk, post.key = None, f"{rng.getrandbits(64):016x}"
    post.publish_at, post.lateness_limit = due, LATENESS
    post.title = old.title.replace(_PLACE, post.key)
    post.save()
    renditions = []
    for form in master:
        rendition = copy(form)
        rendition.pk, rendition.post = None, post
        rendition.channel = rng.choice(ground.channels[form.channel.kind])
        for name in ("title", "text", "summary", "link"):
            own = getattr(form, name).replace(_PLACE, post.key).replace(old.key[:8], post.key[:8])
            setattr(rendition, name, own)
        rendition.checksum = form_checksum(
            rendition.title,
            rendition.text,
            rendition.link,
            rendition.section,
            [(picture["checksum"], picture["alt"]) for picture in rendition.pictures],
            {name: getattr(rendition, name) for name in LATER_PARTS},
        )
        renditions.append(rendition)
    Rendition.objects.bulk_create(renditions)
    return renditions


_SHADES = itertools.count(40, 7)


def _image(number: int) -> LibraryImage:
    buffer = io.BytesIO()
    Image.new("RGB", (320, 320), (next(_SHADES) % 250, 120, 180)).save(buffer, "JPEG")
    buffer.seek(0)
    return LibraryImage.objects.create(title=f"Rasm {number}", file=ImageFile(buffer, name=f"rasm{number}.jpg"))


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """The run's own output stays clean."""


@contextmanager
def hosted(folder: Path) -> Iterator[str]:
    """Address of a server from which the platforms fetch what lies in ``folder``."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
