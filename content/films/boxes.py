"""The outermost boxes of an MP4 or MOV file: whether it is one, and whether all of it is there. Pure.

Reads a few bytes a box and no frame, so that what is no film, or was cut off on the way, is known at sight.
"""

from __future__ import annotations

import os
import struct
from typing import IO

from content.films.facts import NotAFilm

_MOST_BOXES = 10_000
_FIRST = frozenset({b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
"""Every MP4 and MOV begins with one of these."""
_OTHER_FILMS = (
    (b"\x1aE\xdf\xa3", 0, "MKV, WebM"),
    (b"AVI ", 8, "AVI"),
    (b"FLV", 0, "FLV"),
    (b"OggS", 0, "Ogg"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", 0, "WMV"),
    (b"\x00\x00\x01\xba", 0, "MPEG"),
    (b"\x00\x00\x01\xb3", 0, "MPEG"),
    (b"\x47\x40", 0, "MPEG TS"),
)
_PICTURE_BRANDS = frozenset({b"heic", b"heix", b"heim", b"mif1", b"avif"})
"""Pictures in the same kind of file, as telephones make them."""


def refuse_at_sight(file: IO[bytes]) -> None:
    """Raises NotAFilm: not_a_video, video_container {container}, video_broken (cut off, or a box that cannot be)."""
    end = file.seek(0, os.SEEK_END)
    file.seek(0)
    start = file.read(16)
    if start[4:8] not in _FIRST:
        for mark, place, container in _OTHER_FILMS:
            if start[place : place + len(mark)] == mark:
                raise NotAFilm("video_container", {"container": container})
        raise NotAFilm("not_a_video")
    if start[4:8] == b"ftyp" and start[8:12] in _PICTURE_BRANDS:
        raise NotAFilm("not_a_video")
    if not {b"moov", b"mdat"} <= _kinds(file, end):
        raise NotAFilm("video_broken")


def _kinds(file: IO[bytes], end: int) -> set[bytes]:
    found: set[bytes] = set()
    place = 0
    for _number in range(_MOST_BOXES):
        if place >= end:
            return found
        file.seek(place)
        head = file.read(16)
        if len(head) < 8:
            break
        length, kind = struct.unpack(">I4s", head[:8])
        if length == 1 and len(head) == 16:
            length = struct.unpack(">Q", head[8:])[0]
        elif length == 0:
            length = end - place
        if length < 8 or place + length > end:
            break
        found.add(kind)
        place += length
    raise NotAFilm("video_broken")
