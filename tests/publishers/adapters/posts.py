"""Posts and pictures the adapters' tests send."""

from __future__ import annotations

import hashlib
import io
from datetime import timedelta

from PIL import Image

from publishers.contract import Deadline, OutgoingPost, Picture


def jpeg(shade: int = 90, size: tuple[int, int] = (640, 640)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, (shade, 120, 180)).save(buffer, "JPEG")
    return buffer.getvalue()


def picture(number: int = 1, *, base_url: str = "https://media.example.org", content: bytes | None = None) -> Picture:
    data = jpeg(number * 20) if content is None else content
    name = f"picture-{number}.jpg"
    return Picture(
        name=name,
        mime="image/jpeg",
        width=640,
        height=640,
        alt=f"Rasm {number}",
        url=f"{base_url}/{name}",
        checksum=hashlib.sha256(data).hexdigest(),
        read=lambda: data,
    )


def post(text: str = "Namuna matni", *, pictures: int = 0, link: str | None = None) -> OutgoingPost:
    return OutgoingPost(
        title="Namuna", text=text, link=link, pictures=tuple(picture(number) for number in range(1, pictures + 1))
    )


def soon(seconds: float = 5.0) -> Deadline:
    return Deadline.after(timedelta(seconds=seconds))
