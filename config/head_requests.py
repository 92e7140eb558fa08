"""Answers to HEAD carry no body: a web server sends a file all the same, and its bytes spoil the next answer."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase


class HeadWithoutBodyMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method != "HEAD" or not response.streaming:
            return response
        bare = HttpResponse(status=response.status_code, headers=dict(response.headers))
        bare.cookies = response.cookies
        response.close()
        return bare
