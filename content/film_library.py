"""Brings a film into the library: what it is, is found out by looking into the file, never typed by hand."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile, File

from content.films.confined import look_confined
from content.films.facts import LIBRARY_BYTES, Looked, NotAFilm
from content.frozen import CHUNK, checksum_of
from content.models.media import LibraryVideo

POSTER_PREFIX = "poster-"
"""Names of posters the service made; a new film brings a new one, a person's own picture stays."""


def look_at(file: File) -> Looked:
    """What an uploaded or stored file holds. Raises NotAFilm. It takes seconds: never inside a transaction."""
    if (file.size or 0) > LIBRARY_BYTES:
        raise NotAFilm("video_library_limit", {"size": -(-file.size // 1_000_000), "limit": LIBRARY_BYTES // 1_000_000})
    if path := _path(file):
        return look_confined(path)
    with tempfile.NamedTemporaryFile() as copy:
        file.seek(0)
        while chunk := file.read(CHUNK):
            copy.write(chunk)
        copy.flush()
        return look_confined(Path(copy.name))


def describe(video: LibraryVideo, file: File, looked: Looked) -> None:
    """Give ``video`` the facts of its file, and the poster where no person chose one. Stores no row."""
    film = looked.film
    video.type, video.size, video.checksum = "video", file.size, checksum_of(file)
    video.width, video.height, video.duration = film.width, film.height, film.seconds
    video.codec, video.audio_codec, video.frame_rate = film.codec, film.audio_codec, film.frame_rate
    file.seek(0)
    if not video.thumbnail or Path(video.thumbnail.name).name.startswith(POSTER_PREFIX):
        video.thumbnail = ContentFile(looked.poster, name=f"{POSTER_PREFIX}{video.checksum[:12]}.jpg")


def add_video(title: str, file: File, **more: Any) -> LibraryVideo:
    """A new film of the library. Raises NotAFilm, and then nothing is stored."""
    video = LibraryVideo(title=title, file=file, type="video", **more)
    describe(video, file, look_at(file))
    video.save()
    return video


def _path(file: File) -> Path | None:
    """Where the file lies on this machine; None for one in memory or in a storage elsewhere."""
    if hasattr(file, "temporary_file_path"):
        return Path(file.temporary_file_path())
    try:
        return Path(file.path)  # type: ignore[attr-defined]
    except (AttributeError, NotImplementedError, ValueError):
        return None
