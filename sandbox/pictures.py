"""Looks at uploaded and fetched media: what it really is, how large, and how it is fetched from an address."""

import io
import warnings
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp
from PIL import Image

CONTENT_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif", "WEBP": "image/webp", "BMP": "image/bmp"}


@dataclass(frozen=True)
class Picture:
    """A decodable picture: Pillow's format name and its size in pixels."""

    format: str
    width: int
    height: int

    @property
    def content_type(self) -> str:
        """The MIME type of the bytes, whatever the sender called them."""
        return CONTENT_TYPES.get(self.format, "application/octet-stream")


def look_at(content: bytes) -> Picture | None:
    """Return what the bytes show, or None when they are no complete picture."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content)) as image:
                image.load()
                return Picture(str(image.format), image.width, image.height)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


@dataclass(frozen=True)
class Fetched:
    """A fetch that ended: bytes and MIME type, or why not (address, timeout, status, network, size)."""

    content: bytes = b""
    content_type: str = ""
    failure: str = ""


async def fetch(client: aiohttp.ClientSession | None, url: str, *, seconds: float, limit: int) -> Fetched:
    """Fetch an address as a platform would: plain ASCII http(s), no redirects, no more than `limit` bytes."""
    parts = urlsplit(url)
    if client is None or not url.isascii() or parts.scheme not in {"http", "https"} or not parts.hostname:
        return Fetched(failure="address")
    try:
        timeout = aiohttp.ClientTimeout(total=seconds)
        async with client.get(url, timeout=timeout, allow_redirects=False) as response:
            if response.status != 200:
                return Fetched(failure="status")
            content = await response.content.read(limit + 1)
            while len(content) <= limit and (piece := await response.content.read(limit + 1 - len(content))):
                content += piece
            if len(content) > limit:
                return Fetched(failure="size")
            return Fetched(content, response.content_type)
    except TimeoutError:
        return Fetched(failure="timeout")
    except (aiohttp.ClientError, OSError, ValueError):
        return Fetched(failure="network")
