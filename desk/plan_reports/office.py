"""What an organization's reports share: who signs them, and a Word template of its own."""

from __future__ import annotations

import hashlib
from typing import Any

from django import forms
from django.core.files.base import ContentFile
from django.forms import BaseFormSet, formset_factory
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from content.models import Organization
from content.people import name_of
from desk.plan_reports.made import MIMES
from desk.plan_reports.pages import Readers, may_write
from desk.times import shown
from reports.execution.document import DEFAULT_TEMPLATE
from reports.execution.results import signatures_of, template_in_force, write_signatures
from reports.execution.templates import MOST_BYTES, check_template
from reports.models import ReportTemplate

MOST_LINES = 8


class LineForm(forms.Form):
    position = forms.CharField(label=_("Position"), required=False, max_length=200)
    name = forms.CharField(label=_("Full name"), required=False, max_length=100)

    def clean(self) -> dict[str, Any]:
        line: dict[str, Any] = super().clean() or self.cleaned_data
        if line.get("position") and not line.get("name"):
            self.add_error("name", _now("Who signs? Empty both fields to leave the line out."))
        return line


Lines = formset_factory(LineForm, extra=0, max_num=MOST_LINES, validate_max=True)


class TemplateForm(forms.Form):
    file = forms.FileField(
        label=_("Word file (DOCX)"),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        written = file.read(MOST_BYTES + 1)
        if problems := check_template(written):
            raise forms.ValidationError(problems)
        return ContentFile(written, name=file.name)


class OfOrganization(Readers):
    kwargs: dict[str, Any]

    @cached_property
    def organization(self) -> Organization:
        return get_object_or_404(Organization, pk=self.kwargs["organization"])


class OfficePage(OfOrganization, WagtailAdminTemplateMixin, TemplateView):
    """Shows both; a POST changes one of them."""

    template_name = "desk/plan_reports/office.html"
    page_title = _("Signatures and template of reports")
    header_icon = "edit"
    http_method_names = ["get", "head", "post"]

    def get_page_subtitle(self) -> str:
        return self.organization.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("plan_reports:index"), "label": _now("Execution reports")},
            {"url": "", "label": self.organization.name},
        ]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.ensure_may_write()
        if "line-TOTAL_FORMS" in request.POST:
            return self._signatures(Lines(request.POST, prefix="line"))
        if "house" in request.POST:
            return self._back_to_the_house()
        return self._template(TemplateForm(request.POST, request.FILES))

    def _signatures(self, lines: BaseFormSet) -> HttpResponse:
        if not lines.is_valid():
            return self.render_to_response(self.get_context_data(lines=lines))
        told = [(line["position"], line["name"]) for line in lines.cleaned_data if line.get("name")]
        write_signatures(self.organization, told, actor=self.request.user, now=timezone.now())
        messages.success(self.request, _now("The signatures are saved."))
        return redirect(self.request.path)

    def _template(self, form: TemplateForm) -> HttpResponse:
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        file = form.cleaned_data["file"]
        row = self._new_row(name=file.name[-200:], checksum=hashlib.sha256(file.read()).hexdigest())
        file.seek(0)
        row.file.save("template.docx", file, save=False)
        row.save()
        messages.success(self.request, _now("The template is saved. Reports in Word are made with it from now on."))
        return redirect(self.request.path)

    def _back_to_the_house(self) -> HttpResponse:
        if template_in_force(self.organization) is not None:
            self._new_row().save()
            messages.success(self.request, _now("Reports are made with the template of the service again."))
        return redirect(self.request.path)

    def _new_row(self, **values: Any) -> ReportTemplate:
        return ReportTemplate(organization=self.organization, by=self.request.user, at=timezone.now(), **values)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lines = [{"position": position, "name": name} for position, name in signatures_of(self.organization)]
        empty = [{}] * max(1, min(3, MOST_LINES) - len(lines))
        template = template_in_force(self.organization)
        zone = self.organization.time_zone
        return super().get_context_data(**kwargs) | {
            "organization": self.organization,
            "lines": kwargs.get("lines") or Lines(initial=(lines + empty)[:MOST_LINES], prefix="line"),
            "form": kwargs.get("form") or TemplateForm(),
            "template": template,
            "brought": f"{name_of(template.by)}, {shown(template.at, zone)}" if template else "",
            "may_write": may_write(self.request.user),
        }


class DownloadTemplate(OfOrganization, View):
    """The one in force, as it was brought."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, organization: int) -> FileResponse:
        row = template_in_force(self.organization)
        if row is None:
            raise Http404
        try:
            written = row.file.open("rb")
        except FileNotFoundError:
            raise Http404 from None
        return _as_word(written, row.name)


class DownloadHouseTemplate(Readers, View):
    """The service's own, to begin an own one with."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> FileResponse:
        return _as_word(DEFAULT_TEMPLATE.open("rb"), DEFAULT_TEMPLATE.name)


def _as_word(written: Any, name: str) -> FileResponse:
    response = FileResponse(written, content_type=MIMES["docx"], as_attachment=True, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
