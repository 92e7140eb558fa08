"""What a web server is handed for a HEAD request."""

from __future__ import annotations

import io

import pytest
from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.test import RequestFactory

from config.head_requests import HeadWithoutBodyMiddleware


@pytest.mark.django_db  # a closed file closes the request, and that looks after whatever connection is open
def test_a_files_head_has_its_headers_and_none_of_its_bytes() -> None:
    file = io.BytesIO(b"12345")

    def view(_request: HttpRequest) -> HttpResponseBase:
        return FileResponse(file, filename="a.jpg", content_type="image/jpeg")

    answer = HeadWithoutBodyMiddleware(view)(RequestFactory().head("/media/a.jpg"))

    assert isinstance(answer, HttpResponse)
    assert (answer.content, answer["Content-Type"], answer["Content-Length"]) == (b"", "image/jpeg", "5")
    assert file.closed


@pytest.mark.parametrize("method", ["get", "head"])
def test_other_answers_pass_untouched(method: str) -> None:
    page = HttpResponse("salom")

    assert HeadWithoutBodyMiddleware(lambda _request: page)(getattr(RequestFactory(), method)("/")) is page


def test_the_projects_outermost_layer_is_this_one() -> None:
    assert settings.MIDDLEWARE[0] == "config.head_requests.HeadWithoutBodyMiddleware"
