"""Pictures and documents of the library: Wagtail's, with the credits an official post needs."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as StockDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as StockImage
from wagtailmedia.models import AbstractMedia


class LibraryImage(AbstractImage):
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)

    admin_form_fields = (*StockImage.admin_form_fields, "credit", "source")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def generate_rendition_file(self, filter: Any, *, source: Any = None) -> ContentFile:
        """As Wagtail's, but in memory and with its temporary file closed."""
        with super().generate_rendition_file(filter, source=source) as scaled:
            scaled.seek(0)
            return ContentFile(scaled.read(), name=scaled.name)


class ImageRendition(AbstractRendition):
    image = models.ForeignKey(LibraryImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)


class LibraryDocument(AbstractDocument):
    source = models.CharField(_("source"), max_length=300, blank=True)

    admin_form_fields = (*StockDocument.admin_form_fields, "source")


class LibraryVideo(AbstractMedia):
    """A film; what it is was found out by looking into it, not by its name. ``duration`` in seconds."""

    codec = models.CharField(max_length=40, blank=True, editable=False)
    audio_codec = models.CharField(max_length=40, blank=True, editable=False)
    frame_rate = models.FloatField(null=True, editable=False)
    size = models.PositiveBigIntegerField(null=True, editable=False)
    """Bytes."""
    checksum = models.CharField(max_length=64, blank=True, editable=False)
    """SHA-256 of the file, hex."""
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)

    admin_form_fields = ("title", "file", "collection", "thumbnail", "tags", "credit", "source")

    class Meta(AbstractMedia.Meta):
        verbose_name = _("video")
        verbose_name_plural = _("videos")
