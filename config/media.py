"""Serves frozen files: platforms fetch them, readers see them. In production the proxy may serve them itself."""

from __future__ import annotations

import posixpath

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import FileResponse, HttpResponseBase
from django.views.static import serve

from config.byte_ranges import in_ranges

NOT_SERVED = "documents"
"""Any file may be a document, a page with scripts too: /documents/ asks for rights and hands it out as a download."""
_SHOWN = ("image/jpeg", "image/png", "image/gif", "image/webp", "image/avif", "video/", "audio/", "application/pdf")
"""Types a browser may show by itself; whatever else is frozen comes as a download, lest a script in it runs as ours."""


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A file of the media folder, or the part of it that is asked for; 404 for documents and for what is not there."""
    first = posixpath.normpath(path).lstrip("/").split("/", 1)[0]
    if first.casefold() == NOT_SERVED:
        raise Http404
    answer = serve(request, path, document_root=settings.MEDIA_ROOT)
    if not isinstance(answer, FileResponse):
        return answer
    if not answer.headers["Content-Type"].startswith(_SHOWN):
        answer.headers["Content-Disposition"] = "attachment"
    return in_ranges(request, answer)
