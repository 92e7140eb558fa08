"""The form that takes a figure a person saw somewhere."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from desk.proof_forms import READ
from publishers.metrics import Metric
from reports.reach.labels import METRICS
from reports.reach.typing_in import LARGEST, LONGEST_SOURCE, Typed

OF_POSTS = tuple(metric for metric in Metric if metric != Metric.MEMBERS)
OF_PLACES = (Metric.MEMBERS, Metric.CIRCULATION, Metric.AUDIENCE, Metric.VIEWS, Metric.REACH, Metric.VISITS)


class FigureForm(forms.Form):
    metric = forms.ChoiceField(label=_("What was counted"))
    value = forms.IntegerField(label=_("Number"), min_value=0, max_value=LARGEST)
    as_of = forms.DateTimeField(
        label=_("When it was seen"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )
    source = forms.CharField(
        label=_("Where it is from"),
        max_length=LONGEST_SOURCE,
        help_text=_("For example: statistics page of the channel, imprint of the newspaper."),
    )
    file = forms.FileField(
        label=_("Picture that shows it"), allow_empty_file=True, widget=forms.FileInput(attrs={"accept": READ})
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, zone: str, of_place: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = ZoneInfo(zone)
        metrics = OF_PLACES if of_place else OF_POSTS
        self.fields["metric"].choices = [("", "–"), *((metric.value, METRICS[metric]) for metric in metrics)]
        self.fields["as_of"].initial = timezone.now().astimezone(self.zone).replace(tzinfo=None)
        self.fields["as_of"].help_text = zone

    def clean_as_of(self) -> datetime:
        """What is typed is the organization's time, whatever zone the screen is read in."""
        return self.cleaned_data["as_of"].replace(tzinfo=self.zone)

    def typed(self) -> Typed:
        values = self.cleaned_data
        return Typed(
            values["metric"], values["value"], values["as_of"], values["source"], values["file"], values["note"]
        )
