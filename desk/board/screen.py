"""The plan board on the screen, on paper and as a spreadsheet."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView, View
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import HeaderButton

from content.models import Channel
from desk.board.cells import Cells
from desk.board.choosing import Wish, WishForm, board_asked_for, plan_asked_for
from desk.board.labels import SIGNS, WORDS
from desk.board.periods import heading, name
from desk.board.sheet import sheet_of
from desk.board.states import Standing
from desk.board.table import Board, Row
from desk.plan_exports import OFFICE
from desk.times import shown
from desk.today.coverage import in_words
from desk.understood import in_words as rule_in_words
from reports.bars import parts_of
from scheduler.item_rules import is_understood, state_of
from scheduler.models import MediaPlan, PlanItem

ORDER = [Standing.PUBLISHED, *(one for one in reversed(Standing) if one not in (Standing.PUBLISHED, Standing.EXCUSED))]
PARTS = {"done" if one == Standing.PUBLISHED else one.value: WORDS[one] for one in [*ORDER, Standing.EXCUSED]}
"""Of the picture, what is done first."""


class BoardView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    model = MediaPlan
    any_permission_required = ["view", "change"]
    page_title = _("Plan board")
    header_icon = "table"
    template_name = "desk/board/board.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("mediaplan:index"), "label": _("Media plans")},
            {"url": "", "label": self.get_page_title()},
        ]

    @property
    def header_buttons(self) -> list[HeaderButton]:
        plan = self.request.GET.get("plan", "")
        address = reverse("post_queue:index") + (f"?plan={plan}" if plan.isascii() and plan.isdigit() else "")
        return [HeaderButton(_("Queue"), url=address, icon_name="list-ol")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        now = timezone.now()
        plan = plan_asked_for(self.request.GET.get("plan", ""), now)
        if plan is None:
            may_import = self.request.user.has_perm("scheduler.change_mediaplan")
            return context | {"import_url": reverse("mediaplan:import") if may_import else ""}
        form = WishForm(_asked(self.request, plan), plan=plan)
        wish = form.wish()
        board, page = board_asked_for(wish, self.request.GET.get("p"), now=now)
        return context | {
            "plan": plan,
            "form": form,
            "page": page,
            "made": shown(now, plan.organization.time_zone),
            "query": urlencode(asked_in_address(wish)),
            "is_filtered": bool(wish.responsible or wish.channel or wish.state),
            "chosen": chosen_in_words(wish),
            **self._table(board, wish, now),
        }

    def _table(self, board: Board, wish: Wish, now: datetime) -> dict[str, Any]:
        channels = names_of_channels()
        cells = Cells(channels, self.request.user)
        names = [name(period) for period in board.periods]
        today = now.astimezone(ZoneInfo(wish.plan.organization.time_zone)).date()
        rows = [
            {
                "item": row.item,
                "total": row.total,
                "channels": ", ".join(channels.get(one, "") for one in row.channels),
                "html": SafeString("".join(cells.html(*one) for one in zip(row.cells, names, strict=True))),
                "instead": instead_of_cells(row),
            }
            for row in board.rows
        ]
        found = {"done" if one == Standing.PUBLISHED else one.value: count for one, count in board.counts.items()}
        covered = {"done": board.total.done, "total": board.total.owed, "parts": parts_of(found, PARTS)}
        return {
            "rows": rows,
            "columns": [
                {"heading": heading(period, wish.by), "name": full, "now": period.start <= today <= period.end}
                for period, full in zip(board.periods, names, strict=True)
            ],
            "totals": board.totals,
            "total": board.total,
            "coverage": covered if board.counts else None,
            "coverage_words": in_words(covered),
            "legend": [
                (one.value, SIGNS[one], WORDS[one], board.counts[one], part)
                for one, part in zip([*ORDER, Standing.EXCUSED], PARTS, strict=True)
            ],
            "may_change": self.request.user.has_perm("scheduler.change_planitem"),
        }


class DownloadBoard(PermissionCheckedMixin, View):
    """What the screen shows at the same address, as a spreadsheet."""

    model = MediaPlan
    any_permission_required = ["view", "change"]

    def get(self, request: HttpRequest) -> HttpResponse:
        now = timezone.now()
        plan = plan_asked_for(request.GET.get("plan", ""), now)
        if plan is None:
            raise Http404
        wish = WishForm(_asked(request, plan), plan=plan).wish()
        board, _page = board_asked_for(wish, request.GET.get("p"), now=now)
        written = sheet_of(
            board,
            wish,
            made=shown(now, plan.organization.time_zone),
            chosen=chosen_in_words(wish),
            channels=names_of_channels(),
            instead=instead_of_cells,
        )
        response = HttpResponse(written, content_type=f"{OFFICE}.spreadsheetml.sheet")
        response["Content-Disposition"] = f'attachment; filename="plan-board-{plan.year}.xlsx"'
        return response


def _asked(request: HttpRequest, plan: MediaPlan) -> dict[str, str]:
    """The address, with the plan and the columns that are shown."""
    return {"by": "months"} | request.GET.dict() | {"plan": str(plan.pk)}


def asked_in_address(wish: Wish) -> dict[str, Any]:
    """The view, complete: the same for whoever opens the address."""
    asked = {
        "plan": wish.plan.pk,
        "by": wish.by,
        "responsible": wish.responsible,
        "channel": wish.channel.pk if wish.channel else "",
        "state": wish.state,
    }
    return {name: value for name, value in asked.items() if value}


def chosen_in_words(wish: Wish) -> list[str]:
    """The filters on paper: 'Channel: Rasmiy sayt'."""
    fields = WishForm.base_fields
    chosen = {
        "responsible": wish.responsible,
        "channel": wish.channel or "",
        "state": WORDS[Standing(wish.state)] if wish.state else "",
    }
    return [f"{fields[field].label}: {value}" for field, value in chosen.items() if value]


def instead_of_cells(row: Row) -> str:
    """What an item is that owes nothing on any day; '' for one that does."""
    return "" if any(row.cells) else rhythm_of(row.item)


def rhythm_of(item: PlanItem) -> str:
    return rule_in_words(state_of(item)) if is_understood(item) else str(item.get_kind_display())


def names_of_channels() -> dict[int, str]:
    """All of them: a post may go to channels of other organizations, too."""
    return dict(Channel.objects.values_list("pk", "name"))


class BoardMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return any(request.user.has_perm(f"scheduler.{verb}_mediaplan") for verb in ("view", "change"))


class PlanBoard(ViewSet):
    name = "plan_board"
    icon = "table"
    menu_label = _("Plan board")
    menu_name = "plan-board"
    menu_order = 102
    menu_item_class = BoardMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            path("", self.construct_view(BoardView), name="index"),
            path("export/", self.construct_view(DownloadBoard), name="export"),
        ]
