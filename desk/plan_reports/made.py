"""The files of a report: asked for, watched while they are made, handed out to those who may see the log."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages

from content.people import name_of
from desk.plan_reports.pages import OfReport, Readers
from desk.times import shown
from reports.execution.files import ask_for
from reports.models import ReportFile

State = ReportFile.State
SHOWN = 30
MIMES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pdf": "application/pdf",
    "json": "application/json",
    "zip": "application/zip",
}
WHY_NOT: dict[str, Promise] = {
    "fault": _(
        "A fault of the service: it is written in the service's own log. Ask for the file once more; if it fails "
        "again, tell the operator."
    ),
    "worker_lost": _("The service was stopped again and again while it was being made. Ask for the file once more."),
}


class MakeForm(forms.Form):
    format = forms.ChoiceField(label=_("Format"), choices=ReportFile.Format.choices)
    language = forms.ChoiceField(label=_("Language"), choices=ReportFile.Language.choices)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language()
        self.fields["language"].initial = language if language in ReportFile.Language.values else "uz"


class AskForFile(OfReport, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        form = MakeForm(request.POST)
        if form.is_valid():
            ask_for(self.plan, *self.days, **form.cleaned_data, actor=request.user, now=timezone.now())
        else:
            messages.error(request, _now("Choose a format and a language from the lists."))
        return redirect(f"{self.address()}#files")


class DownloadFile(Readers, View):
    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, file: int) -> FileResponse:
        made = ReportFile.objects.filter(state=State.MADE).exclude(file="").select_related("plan__organization")
        row = get_object_or_404(made, pk=file)
        try:
            written = row.file.open("rb")
        except FileNotFoundError:
            raise Http404 from None
        response = FileResponse(written, content_type=MIMES[row.format], as_attachment=True, filename=file_name(row))
        response["X-Content-Type-Options"] = "nosniff"
        return response


def file_name(row: ReportFile) -> str:
    """'ijro-namunaobod-2026-01-01-2026-12-31-uz.docx'"""
    parts = ("ijro", slugify(row.plan.organization.slug), row.first, row.last, row.language)
    return "-".join(map(str, parts)) + PurePosixPath(row.file.name).suffix


def file_rows(page: OfReport) -> list[dict[str, Any]]:
    """The newest files of the page's plan and days. While one is being made nobody asks whether the others are old:
    the page looks again every second, and that would read the whole ledger each time."""
    first, last = page.days
    rows = list(
        ReportFile.objects.filter(plan=page.plan, first=first, last=last)
        .select_related("asked_by")
        .order_by("-pk")[:SHOWN]
    )
    moving = any(row.state in (State.WAITING, State.MAKING) for row in rows)
    now = "" if moving or not rows else page.ledger.checksum
    zone = page.plan.organization.time_zone
    return [
        {
            "row": row,
            "moving": row.state in (State.WAITING, State.MAKING),
            "made": shown(row.made_at, zone),
            "asked": shown(row.asked_at, zone),
            "by": name_of(row.asked_by),
            "why": WHY_NOT.get(row.error_code, WHY_NOT["fault"]) if row.state == State.FAILED else "",
            "changed": bool(now) and row.ledger_checksum != now,
            "current": bool(now) and row.ledger_checksum == now,
        }
        for row in rows
    ]
