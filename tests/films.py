"""Small real films for tests, made with FFmpeg."""

from __future__ import annotations

import io
import struct
import tempfile
from fractions import Fraction
from typing import Any

import av
from PIL import Image, ImageDraw

_MATRIX_90 = struct.pack(">9i", 0, 1 << 16, 0, -(1 << 16), 0, 0, 0, 0, 1 << 30)
"""What a telephone held upright writes into the track's header: turn clockwise by a quarter."""

_QUIET = {"libx265": {"x265-params": "log-level=none"}}


def film(
    *,
    size: tuple[int, int] = (320, 180),
    seconds: float = 4,
    rate: int = 24,
    codec: str = "libx264",
    sound: str = "aac",
    container: str = "mp4",
    dark_seconds: float = 0,
    turned: bool = False,
    fast_start: bool = False,
) -> bytes:
    """The bytes of a film; ``sound`` '' for a silent one, ``dark_seconds`` black at the start."""
    options = {"movflags": "faststart"} if fast_start else {}
    with tempfile.NamedTemporaryFile(suffix=f".{container}") as file:
        with av.open(file.name, "w", format=container, options=options) as output:
            _fill(output, size, round(seconds * rate), rate, codec, sound, dark=dark_seconds * rate)
        content = file.read()
    return _turn(content) if turned else content


def _fill(output: Any, size: tuple[int, int], frames: int, rate: int, codec: str, sound: str, *, dark: float) -> None:
    picture = output.add_stream(codec, rate=rate, options=_QUIET.get(codec, {}))
    picture.width, picture.height, picture.pix_fmt = *size, "yuv420p"
    voice = output.add_stream(sound, rate=48_000, layout="mono") if sound else None
    for number in range(frames):
        frame = av.VideoFrame.from_image(_drawn(size, number, dark=number < dark))
        output.mux(picture.encode(frame))
    output.mux(picture.encode())
    if voice is not None:
        for start in range(0, frames * 48_000 // rate, 1024):
            output.mux(voice.encode(_silence(start)))
        output.mux(voice.encode())


def sound_alone(seconds: float = 1) -> bytes:
    """An MP4 without any picture."""
    written = io.BytesIO()
    with av.open(written, "w", format="mp4") as output:
        voice = output.add_stream("aac", rate=48_000, layout="mono")
        for start in range(0, round(seconds * 48_000), 1024):
            output.mux(voice.encode(_silence(start)))
        output.mux(voice.encode())
    return written.getvalue()


def _drawn(size: tuple[int, int], number: int, dark: bool) -> Image.Image:
    picture = Image.new("RGB", size, "black")
    if not dark:
        draw = ImageDraw.Draw(picture)
        draw.rectangle((0, 0, size[0] // 2, size[1]), fill="white")
        draw.rectangle((number % size[0], 0, number % size[0] + 8, size[1] // 2), fill="red")
    return picture


def _silence(start: int) -> av.AudioFrame:
    frame = av.AudioFrame(format="fltp", layout="mono", samples=1024)
    frame.planes[0].update(bytes(1024 * 4))
    frame.sample_rate, frame.pts, frame.time_base = 48_000, start, Fraction(1, 48_000)
    return frame


def _turn(content: bytes) -> bytes:
    place = content.index(b"tkhd") + 4 + 40
    return content[:place] + _MATRIX_90 + content[place + len(_MATRIX_90) :]
