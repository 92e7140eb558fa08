"""Parts of files by bytes: Safari plays no film without them, and others cannot jump within one (RFC 9110, 14)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import FileResponse, HttpResponseBase

_ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.IGNORECASE)
_PIECE = 64 * 1024


def in_ranges(request: HttpRequest, whole: FileResponse) -> HttpResponseBase:
    """The part of the file ``whole`` that the request asks for, 416 for one beyond its end, else the whole of it.

    Several ranges at once, and one that holds only for an older file (If-Range), are answered with the whole file, as
    the standard allows.
    """
    size = int(whole.headers["Content-Length"])
    whole.headers["Accept-Ranges"] = "bytes"
    asked = _ONE_RANGE.fullmatch(request.headers.get("Range", "").strip())
    still_valid = request.headers.get("If-Range", "") in ("", whole.headers.get("Last-Modified"))
    if request.method != "GET" or not asked or not any(asked.groups()) or not still_valid:
        return whole
    if all(asked.groups()) and int(asked[2]) < int(asked[1]):
        return whole
    first, last = _span(asked[1], asked[2], size)
    if first > last:
        whole.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"})
    file = whole.file_to_stream
    file.seek(first)
    part = StreamingHttpResponse(_Part(file, last - first + 1), status=206, headers=dict(whole.headers))
    part.headers["Content-Length"] = str(last - first + 1)
    part.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    return part


def _span(first: str, last: str, size: int) -> tuple[int, int]:
    """The first and the last byte that are meant; ``-500`` means the last 500."""
    if not first:
        return (max(size - int(last), 0), size - 1) if int(last) else (size, size - 1)
    return int(first), min(int(last), size - 1) if last else size - 1


class _Part:
    """The next ``length`` bytes of ``file``, which is closed with the answer."""

    def __init__(self, file: IO[bytes], length: int) -> None:
        self._file = file
        self._left = length
        self.close = file.close

    def __iter__(self) -> Iterator[bytes]:
        while self._left > 0 and (piece := self._file.read(min(_PIECE, self._left))):
            self._left -= len(piece)
            yield piece
