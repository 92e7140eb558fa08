"""The part of a person's account page on which they choose their digests."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab
from wagtail.admin.widgets import AdminTimeInput

from content.models import Organization
from desk.digests.models import DigestWish


class WishForm(forms.ModelForm):
    class Meta:
        model = DigestWish
        fields = ["week", "unwritten", "month", "night_from", "night_until", "organizations"]
        widgets = {
            "night_from": AdminTimeInput,
            "night_until": AdminTimeInput,
            "organizations": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if Organization.objects.count() < 2:
            del self.fields["organizations"]


class DigestsPanel(BaseSettingsPanel):
    name = "digests"
    title = _("Digests")
    tab = notifications_tab
    order = 250

    def get_form(self) -> forms.BaseForm:
        wish = DigestWish.objects.filter(person=self.user).first() or DigestWish(person=self.user)
        data = self.request.POST if self.request.method == "POST" else None
        return WishForm(data, instance=wish, prefix=self.name)
