"""The addresses of the site that are no pages: search, and what robots may read."""

from __future__ import annotations

from urllib.parse import urljoin

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Site

from website.queries import search_articles

QUERY_LENGTH = 100


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Articles that hold every word of ?q=, in either alphabet."""
    query = request.GET.get("q", "").replace("\x00", "").strip()[:QUERY_LENGTH]
    return render(request, "website/search.html", {"query": query, "listing": search_articles(query, request)})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything may be read but the staff screens and the endless pages of searches."""
    site = Site.find_for_request(request)
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('wagtailadmin_home')}",
        f"Disallow: {reverse('search')}",
        f"Sitemap: {urljoin(site.root_url, reverse('sitemap'))}" if site else "",
    ]
    return HttpResponse("\n".join(line for line in lines if line) + "\n", content_type="text/plain; charset=utf-8")
