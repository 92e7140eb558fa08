"""Decides about one occurrence: another time, excused, replaced, or owed again."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from content.models import Post
from desk.command import DeskCommand
from desk.occurrence_labels import doubt, refusal
from desk.times import shown
from scheduler.exceptions import ExceptionRefused, doubts, move, replace, restore, skip
from scheduler.models import Occurrence


class Command(DeskCommand):
    help = "Move, excuse, replace or restore one occurrence of a plan. The reason stays in its history."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("occurrence", type=int, metavar="ID", help="id, as calendar --json shows it")
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--move", metavar="TIME", help="another slot, as 2026-12-10T10:00; local when without a zone")
        what.add_argument("--skip", action="store_true", help="excuse it: nothing goes out")
        what.add_argument("--replace", metavar="POST", help="key of the post that stands for it")
        what.add_argument("--restore", action="store_true", help="owe it again as the plan says")
        parser.add_argument("--reason", required=True, help="why; kept in the history")

    def work(self, **options: Any) -> None:
        rows = Occurrence.objects.select_related("item__plan__organization")
        occurrence = rows.filter(pk=options["occurrence"]).first()
        if occurrence is None:
            self.bad_input(_("There is no occurrence %(id)s.") % {"id": options["occurrence"]})
        common: dict[str, Any] = {"reason": options["reason"], "actor": None, "now": timezone.now()}
        try:
            if options["move"] is not None:
                move(occurrence, self._slot(options["move"], occurrence), **common)
            elif options["replace"] is not None:
                replace(occurrence, self._post(options["replace"]), **common)
            elif options["skip"]:
                skip(occurrence, **common)
            else:
                restore(occurrence, **common)
        except ExceptionRefused as refused:
            self.bad_input(refusal(refused.code))
        self._report(rows.select_related("post").get(pk=occurrence.pk), as_json=options["as_json"])

    def _slot(self, text: str, occurrence: Occurrence) -> Any:
        with timezone.override(ZoneInfo(occurrence.item.plan.organization.time_zone)):
            return self.instant(text)

    def _post(self, key: str) -> Post:
        post = Post.objects.filter(key=key).first()
        if post is None:
            self.bad_input(_("There is no post “%(key)s”.") % {"key": key})
        return post

    def _report(self, row: Occurrence, *, as_json: bool) -> None:
        zone = row.item.plan.organization.time_zone
        against = doubts(row, row.slot) if row.moved and row.slot is not None else []
        value = {
            "id": row.pk,
            "item": row.item.number,
            "period": row.period_key,
            "state": row.state,
            "slot": row.slot,
            "local": row.slot.astimezone(ZoneInfo(zone)).isoformat() if row.slot else None,
            "moved": row.moved,
            "post": row.post.key if row.post else None,
            "reason": row.reason or None,
            "warnings": against,
        }
        lines = [f"{row.item}: {row.get_state_display()}", shown(row.slot, zone), *(doubt(code) for code in against)]
        self.show(value, "\n".join(line for line in lines if line), as_json=as_json)
