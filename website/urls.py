"""Addresses of the public site beside its pages; the pages themselves are routed by Wagtail, which comes last."""

from __future__ import annotations

from django.urls import path

from website.feeds import ArticleFeed
from website.views import robots, search

urlpatterns = [
    path("qidiruv/", search, name="search"),
    path("rss.xml", ArticleFeed(), name="rss"),
    path("robots.txt", robots, name="robots"),
]
