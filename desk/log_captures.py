"""What was kept of a post on its channel, as the log shows it; files for those who may see the log, as downloads."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import View
from wagtail.admin.views.generic import PermissionCheckedMixin

from desk.log_times import shown_to_the_second
from publishers.models import Delivery
from publishers.proof_files import small_picture
from reports.models import Capture, Seal
from reports.proof.labels import code_sentence

LOCKED = "default-src 'none'; sandbox"


def shown_captures(delivery: Delivery, zone: str) -> list[dict[str, Any]]:
    """Oldest first. Two questions."""
    captures = list(delivery.captures.order_by("pk"))
    seals = seal_numbers(Seal.Kind.CAPTURE, [capture.pk for capture in captures])
    return [_shown(capture, seals.get(capture.pk), zone) for capture in captures]


def seal_numbers(kind: str, keys: list[int]) -> dict[int, int]:
    """The number of the seal by the row's own number; rows without a seal are not in it."""
    return dict(Seal.objects.filter(kind=kind, key__in=keys).values_list("key", "number")) if keys else {}


def _shown(capture: Capture, seal: int | None, zone: str) -> dict[str, Any]:
    def address(name: str) -> str:
        return reverse(f"publish_log:{name}", args=[capture.pk])

    return {
        "row": capture,
        "kind": capture.get_kind_display(),
        "finding": capture.get_finding_display(),
        "taken": shown_to_the_second(capture.taken_at, zone),
        "sentence": code_sentence(capture.code),
        "page": address("capture_page") if capture.page else "",
        "picture": address("capture_picture") if capture.picture else "",
        "small": address("capture_small") if capture.picture else "",
        "picture_sentence": code_sentence(capture.picture_code),
        "seal": seal,
    }


class _Kept(PermissionCheckedMixin, View):
    model = Delivery
    any_permission_required = ["view"]
    http_method_names = ["get", "head"]

    def file_of(self, pk: int, field: str) -> Any:
        capture = get_object_or_404(Capture.objects.exclude(**{field: ""}), pk=pk)
        try:
            return default_storage.open(getattr(capture, field).name, "rb")
        except FileNotFoundError:
            raise Http404 from None


class CapturePage(_Kept):
    """The very bytes, to be saved: a stranger's page never runs on this site's account."""

    def get(self, request: HttpRequest, capture: int) -> FileResponse:
        file = self.file_of(capture, "page")
        name = f"capture-{capture}.html"
        return _guarded(FileResponse(file, as_attachment=True, filename=name, content_type="application/octet-stream"))


class CapturePicture(_Kept):
    def get(self, request: HttpRequest, capture: int) -> FileResponse:
        file = self.file_of(capture, "picture")
        return _guarded(FileResponse(file, filename=f"capture-{capture}.png", content_type="image/png"))


class CaptureSmall(_Kept):
    """A small copy for the screen."""

    def get(self, request: HttpRequest, capture: int) -> HttpResponse:
        with self.file_of(capture, "picture") as file:
            return _guarded(HttpResponse(small_picture(file), content_type="image/jpeg"))


def _guarded(response: Any) -> Any:
    response["Content-Security-Policy"] = LOCKED
    response["X-Content-Type-Options"] = "nosniff"
    return response
