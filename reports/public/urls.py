"""Addresses of plans that are shown to the public."""

from __future__ import annotations

from django.urls import path

from reports.public import views

urlpatterns = [
    path("reja-ijrosi/", views.plans, name="public_plans"),
    path("reja-ijrosi/<int:pk>/", views.plan, name="public_plan"),
    path("reja-ijrosi/<int:pk>/data.csv", views.plan_csv, name="public_plan_csv"),
    path("reja-ijrosi/<int:pk>/data.json", views.plan_json, name="public_plan_json"),
]
