"""Films and documents the adapters' tests send: their first bytes are those of their kind, the rest is nothing."""

from __future__ import annotations

import hashlib

from publishers.contract import Document, Picture, Video


def film(number: int = 1, *, base_url: str = "https://media.example.org", cover: Picture | None = None) -> Video:
    content = b"\x00\x00\x00\x18ftypisom" + bytes([number]) * 400
    name = f"film-{number}.mp4"
    return Video(
        name=name,
        mime="video/mp4",
        width=1280,
        height=720,
        seconds=12.5,
        size=len(content),
        alt=f'Lavha "{number}"',
        url=f"{base_url}/{name}",
        checksum=hashlib.sha256(content).hexdigest(),
        read=lambda: content,
        cover=cover,
    )


def paper(number: int = 1, *, base_url: str = "https://media.example.org") -> Document:
    content = b"%PDF-1.7\n" + bytes([number]) * 1500
    name = f"qaror-{number}.pdf"
    return Document(
        name=name,
        title=f"Qaror <{number}>",
        mime="application/pdf",
        size=len(content),
        url=f"{base_url}/{name}",
        checksum=hashlib.sha256(content).hexdigest(),
        read=lambda: content,
    )
