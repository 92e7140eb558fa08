"""Addresses of the public site beside its pages; the pages themselves are routed by Wagtail, which comes last."""

from __future__ import annotations

from django.urls import path
from wagtail.contrib.sitemaps.views import sitemap

from website.feeds import ArticleFeed, PageSitemap
from website.views import robots, search

urlpatterns = [
    path("qidiruv/", search, name="search"),
    path("rss.xml", ArticleFeed(), name="rss"),
    path("sitemap.xml", sitemap, {"sitemaps": {"pages": PageSitemap}}, name="sitemap"),
    path("robots.txt", robots, name="robots"),
]
