"""Reads the ledger of a plan: a fixed number of questions, whatever the plan holds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from content.models import Channel
from publishers.states import State
from reports.ledger.entries import ChannelFacts, DutyEntry, ItemEntry, Ledger, Status
from reports.ledger.judging import Facts, judge
from reports.ledger.sent import Sent, read_sent
from scheduler.models import NOT_OWED, MediaPlan, Occurrence, PlanItem
from scheduler.not_dated import why_not_dated
from scheduler.owing import channels_owed

S = Occurrence.State
NOTHING: Mapping[int, Sent] = {}


def read_ledger(plan: MediaPlan, first: date, last: date, *, now: datetime) -> Ledger:
    """What ``plan`` owed from ``first`` to ``last``, both included, and what came of it until ``now``."""
    zone = ZoneInfo(plan.organization.time_zone)
    here = now.astimezone(zone)
    rows = Occurrence.objects.filter(item__plan=plan, window_start__lte=last, window_end__gte=first)
    owed = channels_owed(rows)
    sent = read_sent(rows, zone)
    duties: dict[int, list[DutyEntry]] = defaultdict(list)
    named: set[int] = set()
    for row in rows.select_related("post").order_by("window_end", "slot", "pk").iterator(2_000):
        for entry in _entries(row, owed.get(row.pk, set()), sent.get(row.post_id, NOTHING), zone=zone, now=here):
            if first <= entry.day <= last:
                duties[row.item_id].append(entry)
                named.add(entry.channel or 0)
    return Ledger(
        plan=plan.pk,
        title=plan.title,
        organization=plan.organization.name,
        zone=plan.organization.time_zone,
        first=first,
        last=last,
        as_of=here,
        is_school_year=plan.is_school_year,
        channels=_channels(named),
        items=_items(plan, duties),
    )


def _entries(
    row: Occurrence, owed: set[int], sent: Mapping[int, Sent], *, zone: ZoneInfo, now: datetime
) -> Iterable[DutyEntry]:
    gone = row.state in NOT_OWED
    if gone and not any(one.state == State.PUBLISHED for one in sent.values()):
        return
    slot = row.slot.astimezone(zone) if row.slot else None
    post = row.post
    for channel in sorted(owed | {key for key, one in sent.items() if one.state == State.PUBLISHED}) or [None]:
        one = sent.get(channel) if channel is not None else None
        facts = Facts(
            deadline=row.window_end,
            slot_day=slot.date() if slot else None,
            excused=row.state == S.SKIPPED,
            replaced=row.state == S.REPLACED,
            sent=one.state if one else None,
            reason=one.code if one else "",
            out_on=one.out_on if one else None,
            has_channel=channel is not None,
            problem=row.problem_code,
            written=post is not None,
            approved=post is not None and post.live,
        )
        status, code = judge(facts, now=now)
        is_out = one is not None and one.state == State.PUBLISHED
        yield DutyEntry(
            occurrence=row.pk,
            period=row.period_key,
            window=(row.window_start, row.window_end),
            slot=slot,
            day=min(slot.date(), row.window_end) if slot else row.window_end,
            channel=channel,
            status=status,
            owed=not gone and (channel is None or channel in owed),
            post=row.post_id,
            title=_title(one, post),
            delivery=one.delivery if one else None,
            at=one.at if one and is_out else None,
            out_on=one.out_on if one and is_out else None,
            link=one.link if one and is_out else "",
            proofs=one.proofs if one else (),
            issue=one.issue if one else "",
            approved_by=one.approved_by if one else (),
            approved_at=one.approved_at if one else None,
            code=code,
            params=row.problem_params if code and code == row.problem_code else {},
            reason=_words(row, status, one),
        )


def _title(sent: Sent | None, post: Any) -> str:
    if sent is not None:
        return sent.title
    return post.title if post is not None else ""


def _words(row: Occurrence, status: Status, sent: Sent | None) -> str:
    """What a person wrote about it: about the duty itself, else about what was cancelled or taken back."""
    if row.reason:
        return row.reason
    return sent.words if sent is not None and status in (Status.NOT_DONE, Status.OPEN) else ""


def _channels(named: set[int]) -> tuple[ChannelFacts, ...]:
    rows = Channel.objects.filter(pk__in=named).order_by("name", "pk").values_list("pk", "name", "kind")
    return tuple(ChannelFacts(*row) for row in rows)


def _items(plan: MediaPlan, duties: Mapping[int, list[DutyEntry]]) -> tuple[ItemEntry, ...]:
    dated = set(
        Occurrence.objects.filter(item__plan=plan)
        .exclude(state=S.WITHDRAWN)
        .order_by()
        .values_list("item_id", flat=True)
        .distinct()
    )
    return tuple(_item(item, duties.get(item.pk, []), item.pk in dated) for item in plan.items.order_by("position"))


def _item(item: PlanItem, duties: list[DutyEntry], has_duties: bool) -> ItemEntry:
    return ItemEntry(
        id=item.pk,
        number=item.number,
        section=item.section,
        title=item.title,
        method=item.method,
        responsible=item.responsible,
        deadline=item.deadline_text,
        coverage=item.coverage_text,
        kind=item.kind,
        nothing_owed="" if has_duties else why_not_dated(item, standing=False),
        duties=tuple(sorted(duties, key=lambda entry: (entry.day, entry.slot is None, entry.occurrence))),
    )


def delivered(ledger: Ledger) -> list[int]:
    """Keys of the deliveries that are out."""
    return [entry.delivery for entry in ledger.entries if entry.out_on is not None and entry.delivery is not None]
