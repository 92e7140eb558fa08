"""QR codes of the annex."""

from __future__ import annotations

import io

import segno

MASK = 3
"""One of the eight that the standard allows, each of which scanners read; trying all for the prettiest takes five times
as long."""
BORDER = 2


def as_svg(address: str) -> str:
    return str(_code(address).svg_inline(border=BORDER, omitsize=True))


def as_png(address: str) -> bytes:
    held = io.BytesIO()
    _code(address).save(held, kind="png", scale=3, border=BORDER)
    return held.getvalue()


def _code(address: str) -> segno.QRCode:
    return segno.make_qr(address, error="m", mask=MASK)
