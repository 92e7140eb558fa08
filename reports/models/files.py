"""The reports that were asked for, each with how far it is and its file; and the organization's own templates."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from content.models import Organization
from scheduler.models import MediaPlan


def report_path(report: ReportFile, filename: str) -> str:
    return f"reports/{report.plan_id}/{secrets.token_hex(16)}.{report.format}"


def template_path(template: ReportTemplate, filename: str) -> str:
    return f"reports/templates/{secrets.token_hex(16)}.docx"


class ReportFile(models.Model):
    """One wish for a report. A worker's lease ends by itself: what a lost one had is taken again."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waits to be made")
        MAKING = "making", _("is being made")
        MADE = "made", _("made")
        FAILED = "failed", _("could not be made")

    class Format(models.TextChoices):
        DOCX = "docx", "Word (DOCX)"
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "Excel (XLSX)"
        JSON = "json", "JSON"
        ZIP = "zip", _("Evidence pack (ZIP)")

    class Language(models.TextChoices):
        UZ = "uz", "Oʻzbekcha (lotin)"
        UZ_CYRL = "uz-cyrl", "Ўзбекча (кирилл)"
        RU = "ru", "Русский"
        EN = "en", "English"

    plan = models.ForeignKey(MediaPlan, on_delete=models.PROTECT, related_name="report_files")
    first = models.DateField()
    last = models.DateField()
    format = models.CharField(_("format"), max_length=4, choices=Format.choices)
    language = models.CharField(_("language"), max_length=7, choices=Language.choices)
    asked_by = models.ForeignKey("auth.User", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    percent = models.PositiveSmallIntegerField(default=0)
    lease_token = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error_code = models.CharField(max_length=40, blank=True)
    """Why there is no file: fault or worker_lost; the desk has the sentences."""
    ledger_checksum = models.CharField(max_length=64, blank=True)
    """Of the ledger it tells of; empty: rows changed while it was being made."""
    file = models.FileField(upload_to=report_path, blank=True)
    checksum = models.CharField(max_length=64, blank=True)
    """SHA-256 of the file, hex."""
    made_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["plan", "first", "last", "-id"], name="report_file_newest"),
            models.Index(fields=["state", "asked_at"], name="report_file_open"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.first}..{self.last} {self.format} {self.language}"


class ReportTemplate(models.Model):
    """A Word template that an organization brought for its reports: the newest counts, the older ones stay."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="report_templates")
    file = models.FileField(_("template (DOCX)"), upload_to=template_path, blank=True)
    """None: back to the template of the service."""
    name = models.CharField(max_length=200, blank=True)
    """Of the file, as it was brought."""
    checksum = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey("auth.User", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("template of reports")
        verbose_name_plural = _("templates of reports")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["organization", "-id"], name="report_template_newest")]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.name}"
