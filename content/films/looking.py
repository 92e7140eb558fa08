"""Looks into one film with FFmpeg. Runs in a process of its own (``content.films.confined``), which may die of it.

Only as MP4 or MOV: other forms may name further files or addresses to read.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import islice

import av
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image, ImageStat

from content.films.facts import AUDIO_CODECS, LARGEST_SIDE, VIDEO_CODECS, Film, NotAFilm

_POSTER_SIDE = 1280
_MOST_FRAMES = 60
"""How many pictures are tried for a poster."""
_DULL = 8.0
"""Standard deviation of brightness (0 to 127) below which a picture shows nothing: black, or a curtain."""
_LATER_TRIES = (0.0, 1.0, 3.0)
"""Seconds from the start at which a poster is looked for; the first picture is often black."""


def look(path: str) -> tuple[Film, bytes]:
    """The film's facts and its poster as JPEG. Raises NotAFilm: video_broken, video_without_picture, video_codec
    {codec}, video_sound {codec}, video_too_large {width, height}."""
    try:
        with av.open(path, format="mov", options={"max_pixels": str(LARGEST_SIDE**2)}) as container:
            return _look(container)
    except (av.error.FFmpegError, ValueError, MemoryError, OverflowError) as error:
        raise NotAFilm("video_broken") from error


def _look(container: InputContainer) -> tuple[Film, bytes]:
    stream = next((one for one in container.streams.video if not _is_cover(one)), None)
    if stream is None:
        raise NotAFilm("video_without_picture")
    codec = stream.codec_context.codec.canonical_name
    if codec not in VIDEO_CODECS:
        raise NotAFilm("video_codec", {"codec": codec})
    sounds = [one.codec_context.codec.canonical_name for one in container.streams.audio]
    if strange := [name for name in sounds if name not in AUDIO_CODECS]:
        raise NotAFilm("video_sound", {"codec": strange[0]})
    width, height = stream.codec_context.width, stream.codec_context.height
    if max(width, height) > LARGEST_SIDE:
        raise NotAFilm("video_too_large", {"width": width, "height": height})
    frame = _poster_frame(container, stream)
    if frame.rotation % 180:
        width, height = height, width
    film = Film(
        width=width,
        height=height,
        seconds=round(_seconds(container, stream), 3),
        frame_rate=round(float(stream.average_rate or stream.guessed_rate or 0), 3),
        codec=codec,
        audio_codec=sounds[0] if sounds else "",
    )
    if min(film.width, film.height) < 1 or film.seconds <= 0:
        raise NotAFilm("video_broken")
    return film, _jpeg(frame)


def _is_cover(stream: VideoStream) -> bool:
    """A sound file's picture of its record stands as a video stream of one frame."""
    return bool(stream.disposition & av.stream.Disposition.attached_pic)


def _seconds(container: InputContainer, stream: VideoStream) -> float:
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    return (container.duration or 0) / av.time_base


def _poster_frame(container: InputContainer, stream: VideoStream) -> VideoFrame:
    """The first picture that shows something, else the very first one."""
    stream.codec_context.thread_count = 1
    first: VideoFrame | None = None
    for seconds in _LATER_TRIES:
        for frame in islice(_frames_from(container, stream, seconds), _MOST_FRAMES // len(_LATER_TRIES)):
            first = first or frame
            if _shows_something(frame):
                return frame
    if first is None:
        raise NotAFilm("video_broken")
    return first


def _frames_from(container: InputContainer, stream: VideoStream, seconds: float) -> Iterator[VideoFrame]:
    if seconds and stream.time_base:
        if seconds >= _seconds(container, stream):
            return
        container.seek(int(seconds / stream.time_base), stream=stream)
    yield from container.decode(stream)


def _shows_something(frame: VideoFrame) -> bool:
    small = frame.reformat(width=64, height=64, format="gray").to_image()
    return ImageStat.Stat(small).stddev[0] >= _DULL


def _jpeg(frame: VideoFrame) -> bytes:
    scale = min(1.0, _POSTER_SIDE / max(frame.width, frame.height))
    size = {"width": max(1, round(frame.width * scale)), "height": max(1, round(frame.height * scale))}
    picture: Image.Image = frame.reformat(**size, format="rgb24").to_image()
    if frame.rotation:
        picture = picture.rotate(frame.rotation, expand=True)
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=85)
    return written.getvalue()
