"""Which channels a plan's items, and through them its occurrences, owe."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet

from content.models import Channel
from scheduler.models import MediaPlan, Occurrence, PlanItem


def resolve_channels(plan: MediaPlan, items: Sequence[PlanItem]) -> tuple[dict[int, list[Channel]], list[str]]:
    """Channels by item, those it has already or else those that answer to its words, which are stored; and the words
    no channel answers to, sorted."""
    known = list(Channel.objects.filter(organization=plan.organization, is_active=True))
    answered = {word for channel in known for word in channel.coverage_words}
    owed: dict[int, list[Channel]] = {}
    found: dict[int, list[Channel]] = {}
    for item in items:
        chosen = list(item.channels.all())
        if not chosen:
            chosen = found[item.pk] = [channel for channel in known if _answers(channel, item)]
        owed[item.pk] = chosen
    _give_items(found)
    return owed, sorted({word for item in items for word in item.channel_words} - answered)


def owe_channels(plan: MediaPlan, channels: Mapping[int, Iterable[Channel]]) -> None:
    """Occurrences that owe nothing yet owe their item's channels; the others are left alone."""
    bare = Occurrence.objects.filter(item__plan=plan, channels__isnull=True).values_list("pk", "item_id")
    _give_occurrences((pk, channel.pk) for pk, item_id in bare for channel in channels.get(item_id, ()))


@transaction.atomic
def owe_new_channel(channel: Channel, *, now: datetime) -> None:
    """A channel that was opened later is owed by what active plans have not prepared yet and its words ask for."""
    items = [
        item
        for item in PlanItem.objects.filter(
            plan__organization_id=channel.organization_id, plan__state=MediaPlan.State.ACTIVE
        )
        if _answers(channel, item)
    ]
    _give_items({item.pk: [channel] for item in items})
    today = now.astimezone(ZoneInfo(channel.organization.time_zone)).date()
    waiting = Occurrence.objects.filter(
        item__in=items, state=Occurrence.State.EXPECTED, post__isnull=True, window_end__gte=today
    )
    _give_occurrences((pk, channel.pk) for pk in waiting.values_list("pk", flat=True))


def channels_owed(rows: QuerySet[Occurrence]) -> dict[int, set[int]]:
    """The keys of the channels that each of ``rows`` owes, in one question; who owes none is not among them."""
    found: dict[int, set[int]] = defaultdict(set)
    owed = Occurrence.channels.through.objects.filter(occurrence__in=rows.order_by().values("pk"))
    for occurrence, channel in owed.values_list("occurrence_id", "channel_id"):
        found[occurrence].add(channel)
    return found


def channels_of_item(item: PlanItem) -> list[Channel]:
    """The channels in use that an item goes to: those it has, or else those that answer to its words."""
    return [one for one in item.channels.all() if one.is_active] or answering_channels(item)


def answering_channels(item: PlanItem) -> list[Channel]:
    """The organization's channels in use that answer to the item's channel words."""
    known = Channel.objects.filter(organization=item.plan.organization_id, is_active=True)
    return [channel for channel in known if _answers(channel, item)]


def _answers(channel: Channel, item: PlanItem) -> bool:
    return not set(item.channel_words).isdisjoint(channel.coverage_words)


def _give_items(channels: Mapping[int, Iterable[Channel]]) -> None:
    through = PlanItem.channels.through
    rows = [through(planitem_id=pk, channel_id=channel.pk) for pk, given in channels.items() for channel in given]
    through.objects.bulk_create(rows, ignore_conflicts=True)


def _give_occurrences(pairs: Iterable[tuple[int, int]]) -> None:
    through = Occurrence.channels.through
    through.objects.bulk_create(
        [through(occurrence_id=occurrence, channel_id=channel) for occurrence, channel in pairs], ignore_conflicts=True
    )
