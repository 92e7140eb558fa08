"""Files of tasks and of proofs, handed out to those who may see deliveries and to nobody else."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.views.generic import View
from wagtail.admin.views.generic import PermissionCheckedMixin

from desk.task_files import files_of, package_of
from publishers.models import Delivery, Proof
from publishers.proof_files import MIMES, PDF, small_picture

LOCKED = "default-src 'none'; sandbox"
"""Whatever a picture may hold: nothing of it runs. (Browsers show no PDF in a sandbox; their viewers are one.)"""


class _Staff(PermissionCheckedMixin, View):
    model = Delivery
    any_permission_required = ["view"]
    http_method_names = ["get", "head"]


class TaskPackage(_Staff):
    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        delivery = get_object_or_404(Delivery.objects.select_related("rendition", "channel__organization"), pk=pk)
        try:
            package = package_of(delivery)
        except FileNotFoundError:
            raise Http404 from None
        name = slugify(delivery.rendition.title)[:60].strip("-") or "post"
        return _guarded(FileResponse(package, as_attachment=True, filename=f"{name}.zip"))


class TaskFile(_Staff):
    def get(self, request: HttpRequest, pk: int, number: int) -> FileResponse:
        delivery = get_object_or_404(Delivery.objects.select_related("rendition"), pk=pk)
        file = next((one for one in files_of(delivery.rendition) if one.number == number), None)
        if file is None:
            raise Http404
        return _guarded(FileResponse(_opened(file.stored), as_attachment=True, filename=file.name))


class ProofFile(_Staff):
    """The very bytes that were added."""

    def get(self, request: HttpRequest, proof: int) -> FileResponse:
        row = _with_file(proof)
        suffix = PurePosixPath(row.file.name).suffix
        response = FileResponse(
            _opened(row.file.name),
            content_type=MIMES.get(suffix, "application/octet-stream"),
            as_attachment=suffix not in MIMES,
            filename=f"{row.delivery_id}-{row.pk}{suffix}",
        )
        if suffix != PDF:
            response["Content-Security-Policy"] = LOCKED
        return _guarded(response)


class ProofPicture(_Staff):
    """A small copy for lists; a PDF has none."""

    def get(self, request: HttpRequest, proof: int) -> HttpResponse:
        row = _with_file(proof)
        if PurePosixPath(row.file.name).suffix == PDF:
            raise Http404
        with _opened(row.file.name) as file:
            response = HttpResponse(small_picture(file), content_type="image/jpeg")
        response["Content-Security-Policy"] = LOCKED
        return _guarded(response)


def _with_file(pk: int) -> Proof:
    return get_object_or_404(Proof.objects.exclude(file=""), pk=pk)


def _opened(name: str) -> Any:
    try:
        return default_storage.open(name, "rb")
    except FileNotFoundError:
        raise Http404 from None


def _guarded(response: Any) -> Any:
    response["X-Content-Type-Options"] = "nosniff"
    return response
