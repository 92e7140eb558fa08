"""Serves pictures: frozen ones must be fetchable by the platforms. In production the proxy may serve them itself."""

from __future__ import annotations

import posixpath

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.static import serve

NOT_SERVED = {"documents", "proofs"}
"""Any file may be a document, a page with scripts too: /documents/ asks for rights and hands it out as a download.
Proofs are for staff: the desk shows them to those who may see deliveries."""


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A file of the media folder; 404 for documents, proofs and for what is not there."""
    first = posixpath.normpath(path).lstrip("/").split("/", 1)[0]
    if first.casefold() in NOT_SERVED:
        raise Http404
    return serve(request, path, document_root=settings.MEDIA_ROOT)
