"""The form that brings a proof, friendly to telephones."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from desk.listings import DayField
from publishers.models import Delivery
from publishers.proofs import LONGEST_ISSUE, LONGEST_LINK

READ = "image/jpeg,image/png,image/webp,application/pdf"
"""Telephones turn their own picture formats into JPEG for a page that asks for JPEG."""


class ProofForm(forms.Form):
    photo = forms.FileField(
        label=_("Take a photograph"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )
    file = forms.FileField(
        label=_("Photograph, scan or PDF"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": READ}),
    )
    link = forms.URLField(label=_("Link"), required=False, assume_scheme="https", max_length=LONGEST_LINK)
    issue = forms.CharField(label=_("Number of the issue"), required=False, max_length=LONGEST_ISSUE)
    day = DayField(label=_("Day it was out"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    note = forms.CharField(label=_("Note"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, delivery: Delivery, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if delivery.channel.kind != "newspaper":
            del self.fields["issue"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        photo, file = cleaned.pop("photo", None), cleaned.get("file")
        if photo and file:
            self.add_error("file", _now("One file at a time: add the second one as a proof of its own."))
        cleaned["file"] = file or photo
        return cleaned


class DecisionForm(forms.Form):
    """``verdict``: confirm or refuse; only a refusal needs its reason, which the service demands."""

    verdict = forms.ChoiceField(choices=[("confirm", ""), ("refuse", "")])
    note = forms.CharField(required=False, max_length=500)
