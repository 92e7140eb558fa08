"""Lists what is asked about a plan, and takes the answers."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from desk.command import DeskCommand
from desk.plan_answers import Answer, FieldRefused, give
from desk.plan_table import print_questions, print_version
from desk.understood import coming, in_words
from scheduler.days_off import calendar_of
from scheduler.item_rules import is_understood, state_of
from scheduler.labels import VERSIONS, WORDS, YEARS, review_sentence
from scheduler.models import MediaPlan, PlanItem, PlanVersion
from scheduler.plan_year import YearRefused, set_year
from scheduler.questions import BLOCKING, about_channels, about_deadline, is_held_back
from scheduler.versions import VersionRefused, apply_version, discard_version, pending_version

ANSWERS = ("accept", "deadline", "dates", "channels", "as_needed")


class Command(DeskCommand):
    help = (
        "List what is asked about a plan and its items, or answer: --item NUMBER with one of --accept, --deadline, "
        "--dates, --as-needed, and --channels. --year gives the plan its year. --apply-version makes the plan what its "
        "waiting newer version says, --discard-version puts that version aside. Activates nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("plan", type=int, metavar="PLAN", help="id of the plan")
        parser.add_argument("--year", type=int, help="the year the plan is for, when it is not known yet")
        parser.add_argument("--school-year", action="store_true", help="with --year: from September of that year")
        parser.add_argument("--item", metavar="NUMBER", help="the item as numbered in the plan, or #5: the fifth item")
        when = parser.add_mutually_exclusive_group()
        when.add_argument("--accept", action="store_true", help="what was understood is right")
        when.add_argument("--deadline", metavar="WORDS", help='the deadline in other words: "Har chorakda"')
        when.add_argument("--dates", metavar="DATES", help="the days, separated by commas: 2026-03-05,2026-09-10")
        when.add_argument("--as-needed", action="store_true", help="no dates of its own: done when needed")
        parser.add_argument("--channels", metavar="WORDS", help=f"where, separated by commas: {','.join(WORDS)}")
        version = parser.add_mutually_exclusive_group()
        version.add_argument("--apply-version", action="store_true", help="apply the newer version that waits")
        version.add_argument("--discard-version", action="store_true", help="put the newer version aside")

    def work(self, **options: Any) -> None:
        self.refuse_nonsense(options)
        plan = self.plan(options["plan"])
        with transaction.atomic():  # what is refused leaves the plan as it was, its year too
            if options["year"] is not None:
                plan = self.give_year(plan, options["year"], school=options["school_year"])
            if options["item"] is not None:
                self.answer(self.item(plan, options["item"]), options)
            report = self.decide_version(plan, options)
        plan = self.plan(plan.pk)
        value = _as_json(plan)
        if options["as_json"]:
            self.show(value, "", as_json=True)
            return
        if report is not None:
            print_version(report, self.stdout)
        print_questions(value, self.stdout)

    def refuse_nonsense(self, options: dict[str, Any]) -> None:
        """Refuse choices that do not go together, before anything is looked up."""
        given = [name for name in ANSWERS if options[name]]
        if given and options["item"] is None:
            self.bad_input(_("Say which item is meant: --item NUMBER"))
        if options["item"] is not None and not given:
            self.bad_input(_("Give an answer: --accept, --deadline, --dates, --as-needed or --channels"))
        if options["school_year"] and options["year"] is None:
            self.bad_input(_("--school-year needs --year."))
        self.check_year(options["year"])

    def plan(self, plan_id: int) -> MediaPlan:
        plan = MediaPlan.objects.select_related("organization").filter(pk=plan_id).first()
        if plan is None:
            self.bad_input(_("There is no plan %(id)s.") % {"id": plan_id})
        return plan

    def give_year(self, plan: MediaPlan, year: int, *, school: bool) -> MediaPlan:
        try:
            return set_year(plan, year, school=school or plan.is_school_year)
        except YearRefused as refusal:
            self.bad_input(str(YEARS[refusal.code]))

    def item(self, plan: MediaPlan, name: str) -> PlanItem:
        items = plan.items.filter(withdrawn_at=None).select_related("plan")
        if name.startswith("#") and name[1:].isdecimal():
            found = list(items.filter(position=int(name[1:])))
        else:
            found = list(items.filter(number=name)[:2])
        if not found:
            self.bad_input(_("The plan has no item %(number)s.") % {"number": name})
        if len(found) > 1:
            self.bad_input(
                _('Several items have the number %(number)s. Name one by its place: --item "#5"') % {"number": name}
            )
        return found[0]

    def answer(self, item: PlanItem, options: dict[str, Any]) -> None:
        channels = tuple(filter(None, (word.strip() for word in (options["channels"] or "").split(","))))
        if unknown := [word for word in channels if word not in WORDS]:
            self.bad_input(
                _("Unknown channel: %(words)s. Known: %(known)s")
                % {"words": ", ".join(unknown), "known": ", ".join(WORDS)}
            )
        when = next((name for name in ("accept", "deadline", "dates", "as_needed") if options[name]), "")
        where = "choose" if options["channels"] is not None else ""
        if when == "accept" and not where and about_channels(item.review):
            where = "accept"
            when = "accept" if about_deadline(item.review) else ""
        answer = Answer(
            when="words" if when == "deadline" else when,
            words=options["deadline"] or "",
            dates=options["dates"] or "",
            where=where,
            channels=channels,
        )
        try:
            give(item, answer, actor=None, now=timezone.now())
        except FieldRefused as refusal:
            self.bad_input(str(refusal))

    def decide_version(self, plan: MediaPlan, options: dict[str, Any]) -> dict[str, Any] | None:
        if not (options["apply_version"] or options["discard_version"]):
            return None
        version = pending_version(plan)
        if version is None:
            self.bad_input(_("No newer version waits."))
        try:
            return self.carry_out(version, apply=options["apply_version"])
        except VersionRefused as refusal:
            self.bad_input(str(VERSIONS[refusal.code]) % {"year": "", **refusal.params})

    def carry_out(self, version: PlanVersion, *, apply: bool) -> dict[str, Any] | None:
        if apply:
            return dict(apply_version(version, actor=None, now=timezone.now()).changes)
        discard_version(version, actor=None)
        return None


def _as_json(plan: MediaPlan) -> dict[str, Any]:
    """The plan's questions and items; ``waiting``: numbers of the items that owe nothing until they are answered."""
    calendar, now = calendar_of(plan.organization), timezone.now()
    items = list(plan.items.filter(withdrawn_at=None).prefetch_related("scheduled_dates"))
    for item in items:
        item.plan = plan
    version = pending_version(plan)
    return {
        "plan": plan.pk,
        "title": plan.title,
        "state": plan.state,
        "year": plan.year,
        "school_year": plan.is_school_year,
        "questions": _questions(plan.review),
        "items": [
            {
                "number": item.number or None,
                "position": item.position,
                "title": item.title,
                "deadline_text": item.deadline_text,
                "coverage_text": item.coverage_text,
                **state_of(item),
                "understood": in_words(state_of(item)) if is_understood(item) else None,
                "next": list(coming(item, plan, calendar, now=now).days),
                "review": _questions(item.review),
            }
            for item in items
        ],
        "waiting": [item.number or f"#{item.position}" for item in items if is_held_back(item)],
        "not_read": plan.not_read,
        "pending_version": version.number if version else None,
    }


def _questions(codes: list[str]) -> list[dict[str, Any]]:
    return [{"code": code, "question": review_sentence(code), "blocking": code in BLOCKING} for code in codes]
