"""Pictures that prove typed figures, handed out to those who may see deliveries and to nobody else."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import View
from wagtail.admin.views.generic import PermissionCheckedMixin

from desk.proof_files import LOCKED
from publishers.models import Delivery
from publishers.proof_files import MIMES, PDF, small_picture
from reports.models import Figure


class _Proof(PermissionCheckedMixin, View):
    model = Delivery
    any_permission_required = ["view"]
    http_method_names = ["get", "head"]

    def opened(self, pk: int) -> tuple[Any, str]:
        """The file and its ending."""
        row = get_object_or_404(Figure.objects.exclude(proof=""), pk=pk)
        try:
            return row.proof.storage.open(row.proof.name, "rb"), PurePosixPath(row.proof.name).suffix
        except FileNotFoundError:
            raise Http404 from None


class FigureProof(_Proof):
    """The very bytes that were added."""

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        file, suffix = self.opened(pk)
        response = FileResponse(file, content_type=MIMES[suffix], filename=f"figure-{pk}{suffix}")
        if suffix != PDF:
            response["Content-Security-Policy"] = LOCKED
        response["X-Content-Type-Options"] = "nosniff"
        return response


class FigureSmall(_Proof):
    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        file, suffix = self.opened(pk)
        with file:
            if suffix == PDF:
                raise Http404
            response = HttpResponse(small_picture(file), content_type="image/jpeg")
        response["Content-Security-Policy"] = LOCKED
        response["X-Content-Type-Options"] = "nosniff"
        return response
