"""The pages of plans that are shown to the public, and their open data. What they tell was read before; see showing."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import http_date
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import Site

from reports.models import PublicPlan
from reports.public import open_data
from reports.public.metadata import dataset
from reports.public.showing import shown_plans
from reports.public.words import bar, page_in_words
from website.metadata import script_json

DATA_FRESH = 60
"""Seconds for which others may keep the data: so soon a hidden plan is gone everywhere."""


@require_safe
def plans(request: HttpRequest) -> HttpResponse:
    """All plans that are shown."""
    rows = [
        {
            "title": row.page["title"],
            "organization": row.page["organization"],
            "language": row.plan.organization.language,
            "year": row.plan.year,
            "bar": bar(row.page["title"], row.page["counts"]),
            "url": reverse("public_plan", args=[row.plan_id]),
            "as_of": row.as_of,
        }
        for row in shown_plans().defer("duties")
    ]
    return render(request, "reports/public/plans.html", {"plans": rows})


@require_safe
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    row = _shown(pk, "duties")
    return page_of(request, row)


def page_of(request: HttpRequest, row: PublicPlan, *, is_preview: bool = False) -> HttpResponse:
    """The page of a row, stored or not: staff see it before the public does."""
    url = _absolute(request, reverse("public_plan", args=[row.plan_id]))
    facts = dataset(
        row,
        page_url=url,
        csv_url=_absolute(request, reverse("public_plan_csv", args=[row.plan_id])),
        json_url=_absolute(request, reverse("public_plan_json", args=[row.plan_id])),
        language=get_language() or "",
    )
    context = page_in_words(row.page) | {
        "row": row,
        "url": url,
        "language": row.plan.organization.language,
        "is_preview": is_preview,
        "licence": open_data.LICENCE,
        "licence_url": open_data.LICENCE_URL,
        "dataset": mark_safe(script_json(facts)),  # noqa: S308 - script_json escapes all that could end the element
    }
    response = render(request, "reports/public/plan.html", context)
    patch_cache_control(response, no_cache=True)
    return response


@require_safe
def plan_csv(request: HttpRequest, pk: int) -> HttpResponse:
    return _data(request, pk, "csv", "text/csv; charset=utf-8", open_data.as_csv)


@require_safe
def plan_json(request: HttpRequest, pk: int) -> HttpResponse:
    url = _absolute(request, reverse("public_plan", args=[pk]))
    return _data(request, pk, "json", "application/json", lambda row: open_data.as_json(row, page_url=url))


def _data(
    request: HttpRequest, pk: int, form: str, content_type: str, write: Callable[[PublicPlan], bytes]
) -> HttpResponse:
    """Nothing is read but a date for whoever has it already."""
    row = _shown(pk, "page", "duties")
    assert row.as_of is not None
    etag = f'"{hashlib.sha256(f"{form} {pk} {row.as_of.isoformat()}".encode()).hexdigest()[:32]}"'
    modified = int(row.as_of.timestamp())
    response: Any = get_conditional_response(request, etag=etag, last_modified=modified)
    if response is None:
        response = HttpResponse(write(row), content_type=content_type)
        response["Content-Disposition"] = f'inline; filename="media-reja-{row.plan.year}-{pk}.{form}"'
    response["ETag"], response["Last-Modified"] = etag, http_date(modified)
    response["Access-Control-Allow-Origin"] = "*"
    patch_cache_control(response, public=True, max_age=DATA_FRESH)
    return response  # type: ignore[no-any-return]


def _shown(pk: int, *left_out: str) -> PublicPlan:
    row = shown_plans().filter(plan_id=pk).defer(*left_out).first()
    if row is None:
        raise Http404
    return row


def _absolute(request: HttpRequest, path: str) -> str:
    site = Site.find_for_request(request)
    return urljoin(site.root_url, path) if site else request.build_absolute_uri(path)
