"""Posts and pictures the adapters' tests send."""

from __future__ import annotations

import hashlib
import io
from datetime import timedelta

from PIL import Image

from publishers.contract import Deadline, Document, OutgoingPost, Picture, Video


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


def mp4(number: int = 1) -> bytes:
    """The beginning of a film, as far as platforms look at once."""
    return b"\x00\x00\x00\x18ftypmp42" + bytes([number]) * 500


def video(
    number: int = 1, *, base_url: str = "https://media.example.org", size: int = 0, cover: Picture | None = None
) -> Video:
    data = mp4(number)
    name = f"video-{number}.mp4"
    return Video(
        name=name,
        mime="video/mp4",
        width=1280,
        height=720,
        seconds=12.4,
        size=size or len(data),
        alt=f"Video {number}",
        url=f"{base_url}/{name}",
        checksum=hashlib.sha256(data).hexdigest(),
        read=lambda: data,
        cover=cover,
        open=lambda: io.BytesIO(data),
    )


def document(number: int = 1, *, base_url: str = "https://media.example.org") -> Document:
    data = b"%PDF-1.7 " + bytes([48 + number]) * 300
    name = f"qaror-{number}.pdf"
    return Document(
        name=name,
        title=f"Qaror {number}",
        mime="application/pdf",
        size=len(data),
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
