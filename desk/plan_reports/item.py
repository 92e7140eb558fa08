"""One item of a report: what was planned, what was done, what was not and why; beside it the words of staff."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from content.people import name_of
from desk.plan_reports.pages import ReportPage, may_write
from desk.plan_reports.pictures import strip_of
from desk.times import shown
from reports.execution.pdf import reach_cells
from reports.execution.results import Stale, write_result, writings_of
from reports.ledger.entries import ItemEntry
from reports.models import ItemResult
from scheduler.models import PlanItem

LONGEST = 5_000
SHOWN = 60
"""Rows of each list: a daily item has hundreds, and the file holds them all."""


class ResultForm(forms.Form):
    text = forms.CharField(
        label=_("Results"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("What it brought: how many came, what was decided. It stands in the report as you write it."),
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ItemPage(ReportPage):
    template_name = "desk/plan_reports/item.html"
    http_method_names = ["get", "head", "post"]

    @cached_property
    def place(self) -> int:
        """Where the item stands among all of the plan, from 0."""
        ids = [one.id for one in self.ledger.items]
        if self.kwargs["item"] not in ids:
            raise Http404
        return ids.index(self.kwargs["item"])

    @property
    def entry(self) -> ItemEntry:
        return self.ledger.items[self.place]

    @cached_property
    def item(self) -> PlanItem:
        return PlanItem.objects.get(pk=self.entry.id)

    @cached_property
    def writings(self) -> list[ItemResult]:
        return list(writings_of(self.item, *self.days))

    def crumbs(self) -> list[dict[str, Any]]:
        return [
            {"url": self.address(), "label": self.period()},
            {"url": "", "label": _now("Item %(number)s") % {"number": self.number}},
        ]

    @property
    def number(self) -> str:
        return self.entry.number.rstrip(".") or str(self.place + 1)

    def neighbour(self, step: int) -> str:
        """Address of the item before (-1) or after (1); '' at the ends."""
        place = self.place + step
        items = self.ledger.items
        return self.address("item", item=items[place].id) if 0 <= place < len(items) else ""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.ensure_may_write()
        form = ResultForm(request.POST)
        if form.is_valid():
            text, seen = form.cleaned_data["text"], form.cleaned_data["seen"]
            try:
                saved = write_result(self.item, *self.days, text, seen=seen, actor=request.user, now=self.now)
            except Stale:
                self._say_stale(form)
            else:
                if saved is not None:
                    messages.success(request, _now("The results are saved."))
                following = self.neighbour(1) if "next" in request.POST else ""
                return redirect(following or request.path)
        return self.render_to_response(self.get_context_data(form=form))

    def _say_stale(self, form: ResultForm) -> None:
        form.add_error(
            "text",
            _now("Somebody else wrote it meanwhile; theirs is below. Yours is not saved: join both and save again."),
        )
        form.data = form.data.copy()
        form.data["seen"] = str(self.writings[0].pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report = self.report(self.entry.id)
        part = report.items[0]
        zone = self.plan.organization.time_zone
        newest = self.writings[0] if self.writings else None
        initial = {"text": newest.text, "seen": newest.pk} if newest else {}
        return super().get_context_data(**kwargs) | {
            "plan": self.plan,
            "part": part,
            "number": self.number,
            "strip": strip_of(part.counts) if part.counts.total else None,
            "done": part.done[:SHOWN],
            "missing": part.missing[:SHOWN],
            "besides": part.besides[:SHOWN],
            "figures": [reach_cells(line) for line in part.reach],
            "more_done": len(part.done[SHOWN:]),
            "more_missing": len(part.missing[SHOWN:]),
            "form": kwargs.get("form") or ResultForm(initial=initial),
            "may_write": may_write(self.request.user),
            "newest": _writing(newest, zone) if newest else None,
            "gathered": "" if newest and newest.text else part.result,
            "older": [_writing(row, zone) for row in self.writings[0 if "form" in kwargs else 1 :]],
            "before": self.neighbour(-1),
            "after": self.neighbour(1),
            "back": self.address(),
        }


def _writing(row: ItemResult, zone: str) -> dict[str, str]:
    return {"text": row.text, "by": name_of(row.by), "at": shown(row.at, zone)}
