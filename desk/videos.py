"""The form of a video in the library: what it is, is found out; people give title, credits and rights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from PIL import Image as Pillow
from PIL import UnidentifiedImageError
from wagtailmedia.forms import BaseMediaForm

from content.film_library import describe, look_at
from content.films.facts import Looked, NotAFilm
from content.labels import problem_sentence
from content.problems import Problem

ENDINGS = (".mp4", ".m4v", ".mov")


class VideoForm(BaseMediaForm):
    """Nothing is stored of a film that no channel could take; the sentence says what to do."""

    looked: Looked | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _now("MP4 or MOV; H.264 with AAC is taken everywhere.")
        self.fields["file"].widget.attrs["accept"] = "video/*"
        if thumbnail := self.fields.get("thumbnail"):
            thumbnail.label = _now("Picture before it is played")
            thumbnail.help_text = _now("Without one, a picture of the film is taken.")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if "thumbnail" in self.changed_data and cleaned.get("thumbnail") and not _is_picture(cleaned["thumbnail"]):
            self.add_error("thumbnail", problem_sentence(Problem("poster_not_a_picture")))
        file = cleaned.get("file")
        if file and ("file" in self.changed_data or not cleaned.get("thumbnail")):
            try:
                self.looked = look_at(file)
                _require_ending(file.name)
            except NotAFilm as refusal:
                self.add_error("file", problem_sentence(Problem(refusal.code, refusal.params)))
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.looked is not None and not self.errors:
            describe(self.instance, self.cleaned_data["file"], self.looked)


def name_the_library(request: HttpRequest, items: list[Any]) -> None:
    """Menu hook: wagtailmedia's "Media" holds videos alone here; "media" would light up for "mediaplan", too."""
    for item in items:
        if item.name == "media":
            item.name, item.label = "videos", _("Videos")


def _require_ending(name: str) -> None:
    """The ending decides as what a web server hands the file out."""
    if Path(name).suffix.lower() not in ENDINGS:
        raise NotAFilm("video_ending")


def _is_picture(file: Any) -> bool:
    try:
        with Pillow.open(file) as picture:
            picture.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Pillow.DecompressionBombError):
        return False
    finally:
        file.seek(0)
    return True
