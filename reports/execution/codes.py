"""QR codes of the annex."""

from __future__ import annotations

import io

import segno
from PIL import Image, ImageOps
from PIL.Image import Resampling

MASK = 3
"""One of the eight that the standard allows, each of which scanners read; trying all for the prettiest takes five times
as long."""
BORDER = 2
SCALE = 3
_SHADES = bytes([255, 0]) + bytes(range(2, 256))
"""Of a light and a dark module."""


def as_svg(address: str) -> str:
    return str(_code(address).svg_inline(border=BORDER, omitsize=True))


def as_png(address: str) -> bytes:
    """Black and white; segno's own writer takes three times as long."""
    matrix = _code(address).matrix
    dots = Image.frombytes("L", (len(matrix), len(matrix)), b"".join(matrix).translate(_SHADES))
    framed = ImageOps.expand(dots, BORDER, 255)
    held = io.BytesIO()
    framed.resize((framed.width * SCALE, framed.height * SCALE), Resampling.NEAREST).convert("1").save(held, "PNG")
    return held.getvalue()


def _code(address: str) -> segno.QRCode:
    return segno.make_qr(address, error="m", mask=MASK)
