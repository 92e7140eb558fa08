"""Addresses of the desk outside the staff screens."""

from __future__ import annotations

from django.urls import path

from desk.plan_exports import plan_feed

urlpatterns = [path("taqvim/<str:key>.ics", plan_feed, name="plan_feed")]
