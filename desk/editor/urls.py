"""The editor's own addresses, beside those Wagtail gives every snippet."""

from __future__ import annotations

from typing import Any

from django.urls import URLPattern, path

from desk.editor.filling import FillNew, FillPost
from desk.editor.look_views import LookOnCreate, LookOnEdit


def editor_addresses(viewset: Any) -> list[URLPattern]:
    form, form_for_update = viewset.get_form_class(), viewset.get_form_class(for_update=True)
    return [
        path("look/", viewset.construct_view(LookOnCreate, form_class=form), name="look_new"),
        path("look/<int:pk>/", viewset.construct_view(LookOnEdit, form_class=form_for_update), name="look"),
        path("fill/", viewset.construct_view(FillNew), name="fill_new"),
        path("fill/<int:pk>/", viewset.construct_view(FillPost), name="fill"),
    ]
