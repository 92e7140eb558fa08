"""Serves the media folder: frozen files must be fetchable by the platforms, and films in parts as players ask for them.

In production the proxy may serve them itself.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.static import serve

NOT_SERVED = {"captures", "documents", "proofs", "imports", "reports"}
"""Any file may be a document, a page with scripts too: /documents/ asks for rights and hands it out as a download.
Proofs, captures and reports are for staff: the desk shows them to those who may see deliveries. Pictures of a bulk
import are for whoever brought them."""
SHOWN = ("image/", "video/", "audio/")
HARMLESS = frozenset({"application/pdf"})
SCRIPTED = frozenset({"image/svg+xml"})
CHUNK = 1 << 16
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


def media(request: HttpRequest, path: str) -> HttpResponseBase:
    """A file of the media folder, or the part that is asked for; 404 for NOT_SERVED and what is not there."""
    first = posixpath.normpath(path).lstrip("/").split("/", 1)[0]
    if first.casefold() in NOT_SERVED:
        raise Http404
    response = serve(request, path, document_root=settings.MEDIA_ROOT)
    if not isinstance(response, FileResponse):
        return response
    response["Accept-Ranges"] = "bytes"
    if not _may_be_shown(response["Content-Type"]):
        response["Content-Disposition"] = response["Content-Disposition"].replace("inline", "attachment", 1)
    return _part(request, response)


def _may_be_shown(content_type: str) -> bool:
    """What a browser shows without running anything in it; all else is saved, never opened on this site's account."""
    return content_type in HARMLESS or (content_type.startswith(SHOWN) and content_type not in SCRIPTED)


def _part(request: HttpRequest, whole: FileResponse) -> HttpResponseBase:
    """One range of the file; all of it for several ranges, one that makes no sense, or a file that has changed since.

    RFC 9110, section 14.
    """
    wanted = _RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    unchanged = request.headers.get("If-Range", whole["Last-Modified"]) == whole["Last-Modified"]
    if request.method == "HEAD" or wanted is None or not unchanged or not _makes_sense(wanted[1], wanted[2]):
        return whole
    size = int(whole["Content-Length"])
    start, end = _bounds(wanted[1], wanted[2], size)
    if start >= size:
        whole.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"})
    path = Path(whole.file_to_stream.name)
    whole.close()
    headers = {name: value for name, value in whole.headers.items() if name != "Content-Length"}
    headers |= {"Content-Range": f"bytes {start}-{end}/{size}", "Content-Length": str(end - start + 1)}
    return StreamingHttpResponse(_bytes_of(path, start, end), status=206, headers=headers)


def _makes_sense(first: str, last: str) -> bool:
    return bool(first or last) and not (first and last and int(last) < int(first))


def _bounds(first: str, last: str, size: int) -> tuple[int, int]:
    """First and last byte; ``bytes=-5`` asks for the last five."""
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


def _bytes_of(path: Path, start: int, end: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from _chunks(file, start, end - start + 1)


def _chunks(file: BinaryIO, start: int, left: int) -> Iterator[bytes]:
    file.seek(start)
    while left and (chunk := file.read(min(CHUNK, left))):
        left -= len(chunk)
        yield chunk
