"""Days on which work differs from the public calendar, and holidays that move."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.models import Organization


class MovingHoliday(models.TextChoices):
    """Holidays whose day is confirmed each year, shortly before."""

    RAMAZON = "ramazon", _("Ramazon hayit")
    QURBON = "qurbon", _("Qurbon hayit")


class CalendarDay(models.Model):
    """A day on which work differs from the public calendar: a decree moved it, or the organization's own rule."""

    organization = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="calendar_days",
        verbose_name=_("organization"),
        help_text=_("Empty: for all."),
    )
    day = models.DateField(_("day"))
    works = models.BooleanField(_("is a working day"), default=False)
    note = models.CharField(_("why"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("changed day")
        verbose_name_plural = _("changed days")
        ordering = ["-day", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["organization", "day"], name="calendar_day_unique"),
            models.UniqueConstraint(fields=["day"], condition=Q(organization=None), name="calendar_day_of_all_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y}"


class ConfirmedHoliday(models.Model):
    """The day of a moving holiday as that year's resolution names it; until then the calendar holds an estimate."""

    holiday = models.CharField(_("moving holiday"), max_length=20, choices=MovingHoliday.choices)
    year = models.PositiveSmallIntegerField(_("year"))
    day = models.DateField(_("day"))
    source = models.CharField(_("document"), max_length=300, blank=True)
    confirmed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("confirmed holiday")
        verbose_name_plural = _("confirmed holidays")
        ordering = ["-day"]
        constraints = [models.UniqueConstraint(fields=["holiday", "year"], name="confirmed_holiday_unique")]

    def __str__(self) -> str:
        return f"{self.get_holiday_display()} {self.year}"
