"""The fields of the review screen: the plan's year, and the answer about one row."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from desk.plan_answers import Answer
from scheduler.answering import seen_of
from scheduler.item_rules import is_understood
from scheduler.labels import WORDS, YEARS
from scheduler.models import MediaPlan, PlanItem
from scheduler.plan_year import YearRefused, set_year
from scheduler.questions import WANT_A_FACT, about_channels, about_deadline

WHEN = {
    "accept": _("Yes, as understood"),
    "words": _("The deadline in other words"),
    "dates": _("These dates"),
    "as_needed": _("No dates of its own: when needed"),
}
WHERE = {"accept": _("Yes, as understood"), "choose": _("These channels")}
NOTHING = ("", _("leave as it is"))


class YearForm(forms.Form):
    """The year is asked while it is unknown; whether it is a school year can be switched until activation."""

    year = forms.IntegerField(label=_("Year of the plan"), min_value=2000, max_value=2100, required=False)
    school = forms.BooleanField(label=_("School year: from September to August"), required=False)

    def __init__(self, *args: Any, plan: MediaPlan, **kwargs: Any) -> None:
        super().__init__(*args, initial={"year": plan.year, "school": plan.is_school_year}, **kwargs)
        self.plan = plan
        self.fields["year"].disabled = plan.year is not None

    def save(self) -> bool:
        """Store what was given, if anything; False when it was refused, with the reason beside the field."""
        year, school = self.cleaned_data["year"], self.cleaned_data["school"]
        if year is None or (not self.has_changed() and "academic_year" not in self.plan.review):
            return True
        try:
            set_year(self.plan, year, school=school)
        except YearRefused as refusal:
            self.add_error("year", str(YEARS[refusal.code]))
            return False
        return True


class AnswerForm(forms.Form):
    """The answer about one item; ``seen`` tells what the person saw of it."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=500)
    when = forms.ChoiceField(widget=forms.RadioSelect, required=False)
    words = forms.CharField(max_length=500, required=False)
    dates = forms.CharField(max_length=2000, required=False)
    where = forms.ChoiceField(widget=forms.RadioSelect, required=False)
    channels = forms.MultipleChoiceField(
        choices=list(WORDS.items()), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, item: PlanItem, **kwargs: Any) -> None:
        super().__init__(
            *args,
            prefix=f"item-{item.pk}",
            initial={"seen": seen_of(item), "channels": item.channel_words},
            **kwargs,
        )
        self.item = item
        self.fields["when"].choices = [NOTHING, *((name, WHEN[name]) for name in self._ways())]
        asked = about_channels(item.review)
        where = [name for name in WHERE if name != "accept" or (asked and item.channel_words)]
        self.fields["where"].choices = [NOTHING, *((name, WHERE[name]) for name in where)]

    def _ways(self) -> list[str]:
        asked = set(about_deadline(self.item.review)) - WANT_A_FACT
        accepts = bool(asked) and is_understood(self.item)
        return [name for name in WHEN if name != "accept" or accepts]

    def clean(self) -> dict[str, Any]:
        """Words that were typed are meant, also where the mark beside them was forgotten."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not cleaned.get("when"):
            for name in ("words", "dates"):
                if cleaned.get(name):
                    cleaned["when"] = name
                    break
        return cleaned

    def answer(self) -> Answer:
        data = self.cleaned_data
        return Answer(
            when=data["when"],
            words=data["words"],
            dates=data["dates"],
            where=data["where"],
            channels=tuple(data["channels"]),
        )
