"""Answers what the channels say about the form as it is typed. Nothing is stored."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from wagtail.snippets.views.snippets import PreviewOnCreateView, PreviewOnEditView

from desk.editor.looking import Note, look_at
from desk.editor.parts import blocking_by_tab, notes_html, own_counters, parts_of
from desk.editor.places import TABS


class _Look:
    """For Wagtail's preview views: they build the form as the editor does, and check the right to write."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> JsonResponse:
        view: Any = self
        form = view.get_form(request.POST)
        if not view.validate_form(form):
            return JsonResponse({"valid": False, "parts": _mistakes(form)})
        form.save(commit=False)
        post = form.instance
        look = look_at(post)
        parts = parts_of(post, look, request.user)
        answer = {"valid": True, "parts": parts, "own": own_counters(look), "stops": blocking_by_tab(look)}
        return JsonResponse(answer)


def _mistakes(form: Any) -> dict[str, str]:
    """What the form itself refuses, beside its fields; the other parts stay as they are."""
    fields = [name for names in TABS.values() for name in names if name in form.errors]
    return {name: notes_html([Note("", str(error), blocking=True) for error in form.errors[name]]) for name in fields}


class LookOnCreate(_Look, PreviewOnCreateView):
    pass


class LookOnEdit(_Look, PreviewOnEditView):
    pass
