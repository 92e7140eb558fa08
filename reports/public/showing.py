"""Shows a plan to the public, hides it again, and keeps what is told up to date."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.log_actions import log

from content.models import Channel
from reports.ledger.reading import read_ledger
from reports.models import PublicPlan
from reports.public.contents import Told, told_of
from scheduler.models import MediaPlan
from scheduler.plan_year import bounds

log_lines = logging.getLogger(__name__)

FRESH = timedelta(minutes=15)
"""So old what is told may become before it is read anew."""
SETTLED = timedelta(days=60)
"""So long after its last day little changes about a plan: once a day is enough."""
SHARE = timedelta(minutes=2)
"""So long one round may take; what is left is the oldest then, and comes first in the next."""


class ShowRefused(Exception):
    """The plan cannot be shown; nothing was changed. code: not_active or no_year."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def shown_plans() -> QuerySet[PublicPlan]:
    """Those readers may see, the newest year first."""
    rows = PublicPlan.objects.filter(shown_at__isnull=False, as_of__isnull=False).select_related("plan__organization")
    return rows.order_by("-plan__year", "plan__organization__name", "plan_id")


def preview(plan: MediaPlan, *, now: datetime) -> Told:
    """What the public would be told at ``now``. Raises ShowRefused."""
    if plan.state == MediaPlan.State.DRAFT:
        raise ShowRefused("not_active")
    if plan.year is None:
        raise ShowRefused("no_year")
    ledger = read_ledger(plan, *bounds(plan), now=now)
    sandbox = Channel.objects.filter(pk__in=[one.id for one in ledger.channels], is_sandbox=True)
    return told_of(ledger, frozenset(sandbox.values_list("pk", flat=True)))


def show(plan: MediaPlan, *, actor: Any, now: datetime) -> PublicPlan:
    """Show the plan from now on; one that is shown already keeps its day and name. Raises ShowRefused."""
    told = preview(plan, now=now)
    with transaction.atomic():
        row, _new = PublicPlan.objects.select_for_update().get_or_create(plan=plan)
        row.page, row.duties, row.as_of = told.page, told.duties, now
        if row.shown_at is None:
            row.shown_at, row.shown_by = now, actor
            log(plan, "reports.public_show", user=actor)
        row.save()
    return row


@transaction.atomic
def hide(plan: MediaPlan, *, actor: Any) -> bool:
    """Page and data are gone at once; False when the plan was not shown."""
    row = PublicPlan.objects.select_for_update().filter(plan=plan, shown_at__isnull=False).first()
    if row is None:
        return False
    row.shown_at = row.shown_by = row.as_of = None
    row.page, row.duties = {}, []
    row.save()
    log(plan, "reports.public_hide", user=actor)
    return True


def refresh(*, now: datetime) -> int:
    """Read anew what has grown old, the oldest first; how many plans that were.

    Workers that do it at the same time write the same. What was hidden meanwhile stays hidden. A plan that cannot be
    read keeps what was told of it and holds up no other.
    """
    stale = PublicPlan.objects.filter(shown_at__isnull=False, as_of__lte=now - FRESH).order_by("as_of")
    begun, done = timezone.now(), 0
    for row in stale.select_related("plan__organization").defer("page", "duties"):
        if _is_settled(row, now):
            continue
        if timezone.now() - begun > SHARE:
            break
        try:
            told = preview(row.plan, now=now)
        except Exception:
            log_lines.exception("public.not_read plan=%s", row.plan_id)
            continue
        mine = PublicPlan.objects.filter(pk=row.pk, shown_at__isnull=False, as_of__lt=now)
        done += mine.update(page=told.page, duties=told.duties, as_of=now)
    return done


def _is_settled(row: PublicPlan, now: datetime) -> bool:
    assert row.as_of is not None
    return bounds(row.plan)[1] < (now - SETTLED).date() and row.as_of > now - timedelta(days=1)
