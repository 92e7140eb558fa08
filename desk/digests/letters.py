"""Puts digests together for one person: in the language that is active, short, with links."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.models import Organization
from content.waiting import waiting_for
from desk.addresses import review_address
from desk.digests.contents import Digest, Group, Line, Section, shorter
from desk.digests.labels import STAGES
from desk.digests.reading import Duty, Week, desk_address
from desk.times import shown
from reports.ledger.entries import Counts, ItemEntry, Ledger, Status
from reports.ledger.labels import why
from scheduler.models import Occurrence

MOST = 12
"""Lines of one section; the rest is counted."""
NO_KEYS: Mapping[int, str] = {}


class NotDone(NamedTuple):
    item: ItemEntry
    occurrence: int
    words: str


def of_week(
    organization: Organization, week: Week, person: Any, reminded: Mapping[int, str] = NO_KEYS
) -> Digest | None:
    """``reminded``: by occurrence the keys of reminders; whoever reads here that it is unwritten needs no other."""
    zone = organization.time_zone
    own = _waiting(organization, person)
    sees = person.has_perm("scheduler.view_mediaplan")
    late = _duties(_("Late"), week.late, zone) if sees else None
    due = _duties(_("Due this week"), week.due, zone) if sees else None
    sections = tuple(one for one in (own, late, due) if one is not None)
    if not sections:
        return None
    counts = [
        ngettext("%(count)s due", "%(count)s due", len(week.due)) % {"count": len(week.due)} if due else "",
        ngettext("%(count)s late", "%(count)s late", len(week.late)) % {"count": len(week.late)} if late else "",
        _("decisions wait for you") if own else "",
    ]
    subject = _("The week: %(counts)s") % {"counts": ", ".join(part for part in counts if part)}
    intro = _("%(organization)s, %(first)s–%(last)s. Times: %(zone)s.") % {
        "organization": organization.name,
        "first": f"{week.first:%d.%m}",
        "last": f"{week.last:%d.%m.%Y}",
        "zone": zone,
    }
    told = [reminded[duty.occurrence] for duty in week.due[:MOST] if duty.occurrence in reminded] if due else []
    return Digest(subject, intro, sections, desk_address(reverse("posts_calendar:index")), tuple(told))


def of_unwritten(organization: Organization, rows: Sequence[Occurrence], *, now: datetime) -> Digest | None:
    if not rows:
        return None
    zone = organization.time_zone
    groups = _grouped(
        rows,
        item=lambda row: (row.item_id, f"{row.item.number} {row.item.title}".strip()),
        line=lambda row: Line(
            _("%(slot)s, in %(days)s") % {"slot": shown(row.slot, zone), "days": _days(row.slot, now)},
            desk_address(reverse("occurrence:inspect", args=[row.pk])),
        ),
    )
    subject = ngettext(
        "%(count)s post is soon due and not written", "%(count)s posts are soon due and not written", len(rows)
    ) % {"count": len(rows)}
    section = Section(_("Nothing is written yet"), groups, _left_out(len(rows)))
    address = desk_address(f"{reverse('occurrence:index')}?organization={organization.pk}")
    return Digest(subject, f"{organization.name}.", (section,), address, tuple(map(key_of, rows)))


def of_month(organization: Organization, ledgers: Sequence[Ledger]) -> Digest | None:
    if not ledgers:
        return None
    first = ledgers[0].first
    month = {"month": MONTHS[first.month], "year": first.year}
    plans = Group(organization.name, tuple(_plan_line(ledger) for ledger in ledgers))
    missing = [one for ledger in ledgers for one in _not_done(ledger)]
    groups = _grouped(
        missing,
        item=lambda one: (one.item.id, f"{one.item.number} {one.item.title}".strip()),
        line=lambda one: Line(one.words, desk_address(reverse("occurrence:inspect", args=[one.occurrence]))),
    )
    sections = [Section(_("In numbers"), (plans,))]
    if missing:
        sections.append(Section(_("Not carried out"), groups, _left_out(len(missing))))
    subject = _("%(month)s %(year)s: what came of the plan") % month
    intro = _("From %(first)s to %(last)s, as far as it is known now.") % {
        "first": f"{first:%d.%m.%Y}",
        "last": f"{ledgers[0].last:%d.%m.%Y}",
    }
    return Digest(subject, intro, tuple(sections), desk_address(reverse("plan_board:index")))


def key_of(row: Occurrence) -> str:
    """One slot is told of once; another slot is another reminder."""
    return f"unwritten:o{row.pk}:{row.slot:%Y%m%dT%H%M%S}"


def numbers(counts: Counts) -> str:
    """What came of the duties, in one sentence; nothing that is none is told."""
    of = counts.of
    told = [
        _("owed %(count)s") % {"count": counts.counted},
        _("carried out %(count)s (%(percent)s%%)") % {"count": counts.fulfilled, "percent": counts.percent}
        if counts.percent is not None
        else "",
        _("of these late %(count)s") % {"count": of[Status.LATE]} if of[Status.LATE] else "",
        _("not carried out %(count)s") % {"count": of[Status.NOT_DONE]} if of[Status.NOT_DONE] else "",
        _("not finished %(count)s") % {"count": of[Status.UNDER_WAY]} if of[Status.UNDER_WAY] else "",
        _("excused %(count)s") % {"count": of[Status.EXCUSED]} if of[Status.EXCUSED] else "",
    ]
    return ", ".join(part for part in told if part)


def _waiting(organization: Organization, person: Any) -> Section | None:
    mine = [one for one in waiting_for(person) if one.post.organization_id == organization.pk]
    if not mine:
        return None
    zone, no_time = organization.time_zone, _("no time yet")
    lines = tuple(
        Line(
            f"{one.post.title} – {shown(one.post.publish_at, zone) or no_time}",
            desk_address(review_address(one.post)),
        )
        for one in mine[:MOST]
    )
    return Section(_("Waits for your decision"), (Group(_("Posts"), lines),), _left_out(len(mine)))


def _duties(title: str, duties: Sequence[Duty], zone: str) -> Section | None:
    if not duties:
        return None
    groups = _grouped(
        duties,
        item=lambda duty: (duty.item, f"{duty.number} {duty.title}".strip()),
        line=lambda duty: Line(
            f"{shown(duty.slot, zone) if duty.slot else format(duty.day, '%d.%m.%Y')} – {STAGES[duty.stage]}",
            desk_address(reverse("occurrence:inspect", args=[duty.occurrence])),
        ),
    )
    return Section(title, groups, _left_out(len(duties)))


def _grouped(rows: Iterable[Any], *, item: Callable[[Any], tuple[int, str]], line: Callable[[Any], Line]) -> Any:
    """The first rows by plan item, in the order in which items come."""
    found: dict[tuple[int, str], list[Line]] = {}
    for row, _number in zip(rows, range(MOST), strict=False):
        found.setdefault(item(row), []).append(line(row))
    return tuple(Group(title, tuple(lines)) for (_pk, title), lines in found.items())


def _left_out(count: int) -> str:
    return _("And %(count)s more.") % {"count": count - MOST} if count > MOST else ""


def _days(slot: Any, now: datetime) -> str:
    days = (slot - now).days
    return ngettext("%(count)s day", "%(count)s days", days) % {"count": days} if days else _("less than a day")


def _plan_line(ledger: Ledger) -> Line:
    address = desk_address(f"{reverse('plan_board:index')}?plan={ledger.plan}")
    return Line(f"{shorter(ledger.title)}: {numbers(ledger.counts)}", address)


def _not_done(ledger: Ledger) -> list[NotDone]:
    """One for each occurrence and reason, with the channels it is true of."""
    names = {channel.id: channel.name for channel in ledger.channels}
    found: dict[tuple[int, str], list[str]] = {}
    items = {}
    for item in ledger.items:
        for entry in item.duties:
            if entry.owed and entry.status == Status.NOT_DONE:
                words = " – ".join(part for part in (f"{entry.day:%d.%m.%Y}", why(entry)) if part)
                found.setdefault((entry.occurrence, words), []).append(names.get(entry.channel or 0, ""))
                items[entry.occurrence] = item
    return [
        NotDone(items[pk], pk, f"{words} ({', '.join(filter(None, on))})" if any(on) else words)
        for (pk, words), on in found.items()
    ]
