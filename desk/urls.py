"""Addresses of the desk outside the staff screens."""

from __future__ import annotations

from django.urls import path

from desk.plan_exports import plan_feed
from desk.posts_calendar.feed import posts_feed

urlpatterns = [
    path("taqvim/<str:key>.ics", plan_feed, name="plan_feed"),
    path("taqvim/postlar/<str:key>.ics", posts_feed, name="posts_feed"),
]
