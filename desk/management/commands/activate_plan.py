"""Makes a stored plan's obligations exist, to its end."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from desk.command import DeskCommand
from scheduler.models import MediaPlan
from scheduler.planning import CONTINUOUS, Activation, YearMissing, activate_plan


class Command(DeskCommand):
    help = "Make an occurrence for every item and period of a plan. Run again, it adds only what is missing."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("plan", type=int, metavar="PLAN", help="id of the plan")
        parser.add_argument(
            "--continuous",
            choices=CONTINUOUS,
            default="monthly",
            help="the minimum expected of continuous items (default: monthly)",
        )
        parser.add_argument("--year", type=int, help="the plan's year, when it is not known yet")

    def work(self, **options: Any) -> None:
        with transaction.atomic():  # what is refused or fails leaves the plan without a year as it was
            report = self.activate(options["plan"], options["year"], options["continuous"])
        self.show(_as_json(report), _as_text(report), as_json=options["as_json"])

    def activate(self, plan_id: int, year: int | None, continuous: str) -> Activation:
        plan = MediaPlan.objects.select_for_update().filter(pk=plan_id).first()
        if plan is None:
            self.bad_input(_("There is no plan %(id)s.") % {"id": plan_id})
        if year is not None:
            if not 2000 <= year <= 2100 or plan.year not in (None, year):
                self.bad_input(_("The year does not fit the plan."))
            plan.year = year
            plan.save(update_fields=["year"])
        try:
            return activate_plan(plan, continuous=continuous, now=timezone.now())
        except YearMissing:
            self.bad_input(_("The document names no year. Give it: --year 2026"))


def _as_json(report: Activation) -> dict[str, Any]:
    return {
        "plan": report.plan.pk,
        "year": report.plan.year,
        "dated": report.dated,
        "undated": report.undated,
        "created": report.created,
        "elapsed": report.elapsed,
        "by_kind": report.by_kind,
        "waiting_for_dates": report.waiting_for_dates,
        "waiting_for_answers": report.waiting_for_answers,
        "not_understood": report.not_understood,
        "words_without_channel": report.words_without_channel,
    }


def _as_text(report: Activation) -> str:
    lines = [
        _("Plan %(id)s for %(year)s is active.") % {"id": report.plan.pk, "year": report.plan.year},
        _("Dated occurrences: %(dated)s (new: %(created)s; period already over: %(elapsed)s)")
        % {"dated": report.dated, "created": report.created, "elapsed": report.elapsed},
    ]
    if report.undated:
        lines.append(_("Expected of continuous items: %(count)s") % {"count": report.undated})
    if report.waiting_for_dates:
        lines.append(_("Items that wait for dates: %(items)s") % {"items": ", ".join(report.waiting_for_dates)})
    if report.waiting_for_answers:
        lines.append(
            _("Items that wait for answers: %(items)s. Next: python manage.py review_plan %(id)s")
            % {"items": ", ".join(report.waiting_for_answers), "id": report.plan.pk}
        )
    if not_understood := [name for name in report.not_understood if name not in report.waiting_for_answers]:
        lines.append(_("Items not understood: %(items)s") % {"items": ", ".join(not_understood)})
    if report.words_without_channel:
        lines.append(
            _("No channel answers to: %(words)s. Add one with add_channel.")
            % {"words": ", ".join(report.words_without_channel)}
        )
    return "\n".join(lines)
