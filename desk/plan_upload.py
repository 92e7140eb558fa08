"""A plan comes in on a screen: a file or pasted text, as a new plan or as a newer version of one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.log_actions import log

from content.models import Organization
from desk.plan_files import PlanFile, read_pasted, read_upload
from scheduler.labels import VERSIONS, refusal_sentence
from scheduler.models import MediaPlan
from scheduler.plan_import.errors import NotAPlan
from scheduler.storing import AlreadyImported, store_plan
from scheduler.versions import VersionRefused, store_version

READ = ".docx,.xlsx,.csv,.txt,.pdf"
LONGEST_TEXT = 1_000_000
OFFERED = 30
NEW = "new"


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("File"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": READ}),
        help_text=_("Word (DOCX), Excel (XLSX), CSV, text or PDF with a text layer."),
    )
    text = forms.CharField(
        label=_("Or text pasted from Word"),
        required=False,
        strip=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Mark the whole table in Word, copy it and paste it here."),
    )
    organization = forms.ModelChoiceField(label=_("Organization"), queryset=Organization.objects.order_by("name"))
    year = forms.IntegerField(
        label=_("Year of the plan"),
        required=False,
        min_value=2000,
        max_value=2100,
        help_text=_("Only if the document does not say it."),
    )
    replaces = forms.ChoiceField(label=_("What is it?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, replaces: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organizations = list(self.fields["organization"].queryset[:2])
        if len(organizations) == 1:
            del self.fields["organization"]
        self.only_organization = organizations[0] if len(organizations) == 1 else None
        self.plans = {str(plan.pk): plan for plan in _replaceable()}
        if self.plans:
            versions = ((pk, _now("a newer version of “%(plan)s”") % {"plan": plan}) for pk, plan in self.plans.items())
            self.fields["replaces"].choices = [(NEW, _now("a new plan")), *versions]
            self.fields["replaces"].initial = replaces
        else:
            del self.fields["replaces"]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        file, text = cleaned.get("file"), (cleaned.get("text") or "").strip()
        if "file" not in self.errors and "text" not in self.errors and bool(file) == bool(text):
            both = _now("Choose either a file or a text, not both.")
            self.add_error("file", both if file else _now("Choose a file, or paste a text."))
        plan = self.plans.get(cleaned.get("replaces", ""))
        organization = cleaned.get("organization")
        if plan is not None and organization is not None and plan.organization_id != organization.pk:
            self.add_error("replaces", _now("That plan belongs to another organization."))
        return cleaned

    @property
    def replaced(self) -> MediaPlan | None:
        return self.plans.get(self.cleaned_data.get("replaces", ""))

    def read(self) -> PlanFile | None:
        """Read what was handed over; None when it was refused, with the reason beside its field."""
        file = self.cleaned_data["file"]
        year = self.cleaned_data["year"]
        today = timezone.localdate()
        try:
            found = self._read(year, today)
            if year is None and found.reading["plan_year"] is None and self.replaced is not None:
                found = self._read(self.replaced.year, today)
        except NotAPlan as refusal:
            self.add_error("file" if file else "text", refusal_sentence(refusal.code, refusal.params))
            return None
        return found

    def _read(self, year: int | None, today: Any) -> PlanFile:
        if file := self.cleaned_data["file"]:
            return read_upload(file.name, file.chunks(), year=year, today=today)
        return read_pasted(self.cleaned_data["text"], year=year, today=today)


def _replaceable() -> list[MediaPlan]:
    """Plans that a newer document may change, the active ones first."""
    plans = MediaPlan.objects.exclude(state=MediaPlan.State.ARCHIVED)
    return list(plans.order_by("state", "-year", "-imported_at")[:OFFERED])


class ImportPlan(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """Reads what is handed over. A refusal stores nothing and is a sentence beside the field."""

    model = MediaPlan
    permission_required = "change"
    form_class = UploadForm
    template_name = "desk/plans/upload.html"
    page_title = _("Import a plan")
    header_icon = "upload"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"replaces": self.request.GET.get("replaces", "")}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("mediaplan:index"), "label": _now("Media plans")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"no_organization": not Organization.objects.exists()}

    def form_valid(self, form: UploadForm) -> HttpResponse:
        found = form.read()
        if found is None:
            return self.form_invalid(form)
        if form.replaced is not None:
            return self._store_version(form, form.replaced, found)
        return self._store_plan(form, found)

    def _store_plan(self, form: UploadForm, found: PlanFile) -> HttpResponse:
        organization = form.only_organization or form.cleaned_data["organization"]
        try:
            plan = store_plan(
                found.reading,
                organization=organization,
                title=found.title,
                source_name=found.source_name,
                checksum=found.checksum,
                actor=self.request.user,
            )
        except AlreadyImported as known:
            return self._refuse(form, _already(known.plan))
        log(plan, "wagtail.create", user=self.request.user)
        count = len(found.reading["items"])
        words = ngettext(
            "The plan is stored: %(count)s item. Nothing is published before it is activated.",
            "The plan is stored: %(count)s items. Nothing is published before it is activated.",
            count,
        )
        messages.success(self.request, words % {"count": count})
        return redirect("mediaplan:review", plan.pk)

    def _store_version(self, form: UploadForm, plan: MediaPlan, found: PlanFile) -> HttpResponse:
        try:
            version = store_version(
                plan,
                found.reading,
                source_name=found.source_name,
                checksum=found.checksum,
                actor=self.request.user,
            )
        except VersionRefused as refusal:
            return self._refuse(form, str(VERSIONS[refusal.code]) % {"year": "", **refusal.params})
        messages.success(self.request, _now("The newer version is stored. The plan changes when you apply it."))
        return redirect("mediaplan:version", version.pk)

    def _refuse(self, form: UploadForm, sentence: str) -> HttpResponse:
        form.add_error("file" if form.cleaned_data["file"] else "text", sentence)
        return self.form_invalid(form)


def _already(plan: MediaPlan) -> str:
    return format_html(
        '{} <a href="{}">{}</a>',
        _now("This file is stored already:"),
        reverse("mediaplan:inspect", args=[plan.pk]),
        plan,
    )


def upload_urls(viewset: Any) -> list[URLPattern]:
    return [path("import/", viewset.construct_view(ImportPlan), name="import")]
