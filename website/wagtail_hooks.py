"""What the website hangs into Wagtail: each page that is served is a visit."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail import hooks

from website.models import ArticlePage
from website.visits import count_visit


@hooks.register("before_serve_page")
def visited(page: Any, request: HttpRequest, args: Any, kwargs: Any) -> None:
    if isinstance(page, ArticlePage) and page.live:
        count_visit(request, page.pk)
