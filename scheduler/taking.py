"""A slot takes the first post of its item's stock: as a draft for people, or approved where it was approved there."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from content.models import Post
from content.stock import Looked, Slot, give_slot, look_at
from scheduler.history import as_json, change_row, facts
from scheduler.models import Occurrence, OccurrenceChange, StockedPost
from scheduler.stock import lock_item, slots_to_fill, waiting


class PlannedAnew(Exception):
    """The occurrence was changed since the worker took it in hand."""


def take_from_stock(occurrence: Occurrence, slot: Slot, *, now: datetime) -> Post | None:
    """The post that the occurrence has from now on, with nothing left to prepare; None when its stock is empty. Two
    workers never take the same. What people have to mend is written on the occurrence.

    ``occurrence`` as the worker has it in hand. Raises PlannedAnew. No transaction may be open: pictures are rendered.
    """
    while (first := _next_for(occurrence)) is not None:
        looked = look_at(first.post, slot)
        if (taken := _take(occurrence, slot, first, looked, now=now)) is not None:
            return taken
    return None


def _next_for(occurrence: Occurrence) -> StockedPost | None:
    """The row that is this occurrence's: those of earlier slots that are still to take theirs come before it.

    Occurrences that are due together are prepared by several workers in any order, and still take in the plan's.
    """
    earlier = slots_to_fill(occurrence.item).filter(
        Q(slot__lt=occurrence.slot) | Q(slot=occurrence.slot, pk__lt=occurrence.pk)
    )
    place = earlier.count()
    rows = waiting(occurrence.item).select_related("post__organization")
    return next(iter(rows[place : place + 1]), None)


@transaction.atomic
def _take(occurrence: Occurrence, slot: Slot, seen: StockedPost, looked: Looked, *, now: datetime) -> Post | None:
    """None: the stock has changed since it was looked at."""
    lock_item(occurrence.item)
    locked = Occurrence.objects.select_for_update(of=("self",)).select_related("item").get(pk=occurrence.pk)
    in_hand = (occurrence.slot, occurrence.prepare_at, occurrence.leased_until)
    if (locked.slot, locked.prepare_at, locked.leased_until) != in_hand or locked.post_id is not None:
        raise PlannedAnew
    row = _next_for(locked)
    if row is None or row.pk != seen.pk:
        return None
    row = StockedPost.objects.select_for_update().filter(pk=row.pk, taken_at=None).first()
    if row is None:
        return None
    post = Post.objects.select_for_update(of=("self",)).get(pk=row.post_id)
    if not looked.still_holds(post):
        return None
    row.taken_by, row.taken_at = locked, now
    row.save(update_fields=["taken_by", "taken_at"])
    before = facts(locked)
    problem = give_slot(post, slot, looked)
    locked.post, locked.state = post, Occurrence.State.PREPARED
    locked.prepare_at = locked.leased_until = None
    locked.problem_code = problem.code if problem is not None else ""
    locked.problem_params = as_json({**problem.params, "channel": looked.channel}) if problem is not None else {}
    locked.save(update_fields=["post", "state", "prepare_at", "leased_until", "problem_code", "problem_params"])
    change_row(locked, OccurrenceChange.Action.FROM_STOCK, before, at=now).save()
    return post
