"""Tasks for people, as tests of proofs, reminders and screens need them."""

from __future__ import annotations

import io
from datetime import datetime

from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from content.models import Channel
from publishers.accounts import add_channel
from publishers.models import Delivery
from tests.publishers.conftest import Carry, fresh
from tests.publishers.stage import Stage


def carrier(name: str = "bahrom", group: str = "Mualliflar") -> User:
    user = User.objects.create_user(name, f"{name}@example.org", first_name=name.capitalize())
    user.groups.add(Group.objects.get(name=group))
    return User.objects.get(pk=user.pk)


def manual(stage: Stage, responsible: User | None, kind: str = "billboard", name: str = "Markaziy bilbord") -> Channel:
    return add_channel(stage.organization, kind=kind, name=name, address="", responsible=responsible).channel


def handed_over(stage: Stage, channel: Channel, carry: Carry, now: datetime, title: str = "Ochiqlik kuni") -> Delivery:
    """A task that people have since ``now``."""
    delivery = stage.delivery(channel, publish_at=now, title=title)
    carry(now)
    return fresh(delivery)


def photo(form: str = "JPEG", size: tuple[int, int] = (60, 40), name: str = "surat.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture_bytes(form, size))


def picture_bytes(form: str = "JPEG", size: tuple[int, int] = (60, 40)) -> bytes:
    written = io.BytesIO()
    Image.new("1" if form == "PNG" else "RGB", size).save(written, form)
    return written.getvalue()


def pdf(name: str = "gazeta.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n")
