"""Rows of a spreadsheet matched with channels, the plan and pictures: what would be made, and what stands in the way.

Nothing is stored. Preview and making use the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from zoneinfo import ZoneInfo

from content.fingerprints import fingerprint
from content.links import link_for
from content.markdown import to_rich_text
from content.models import Channel, Organization
from content.problems import Problem
from content.rich_text import parse
from publishers.duplicates import earlier_deliveries
from publishers.models import Delivery
from scheduler.date_lists import read_hour, read_moment
from scheduler.fulfilling import owed_on
from scheduler.models import Occurrence, PlanItem
from scheduler.owing import channels_of_item
from scheduler.post_import.pictures import Picture, Pictures, folded_name
from scheduler.post_import.sheet import SheetRow
from scheduler.stock import stocked_items

LONGEST_TITLE = 200
LONGEST_HASHTAGS = 300
LONGEST_ALT = 300
MOST_PICTURES = 10
_BETWEEN = re.compile(r"\s*[,;\n]\s*")
_BETWEEN_ALTS = re.compile(r"\s*[;\n|]\s*")


@dataclass(slots=True)
class PlannedPost:
    """What a row becomes: a draft with a time, for an occurrence or not, or one in the stock of ``item``."""

    line: int
    title: str = ""
    text: str = ""
    """Rich text."""
    hashtags: str = ""
    channels: list[Channel] = field(default_factory=list)
    publish_at: datetime | None = None
    item: PlanItem | None = None
    occurrence: Occurrence | None = None
    pictures: list[tuple[Picture, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    fingerprint: str = ""
    earlier: Delivery | None = None
    """What went out, or is to, with the same words."""

    @property
    def goes_into_stock(self) -> bool:
        return self.item is not None and self.publish_at is None

    @property
    def is_stopped(self) -> bool:
        return any(problem.blocking for problem in self.problems)

    def stop(self, code: str, **params: object) -> None:
        self.problems.append(Problem(code, params))

    def advise(self, code: str, **params: object) -> None:
        self.problems.append(Problem(code, params, blocking=False))


def plan_posts(
    rows: Sequence[SheetRow], pictures: Pictures, organization: Organization, *, now: datetime
) -> list[PlannedPost]:
    """A post for each row, in the order of the file."""
    matching = _Matching(pictures, organization, now)
    planned = [matching.planned(row) for row in rows]
    _name_duplicates(planned, organization, now)
    return planned


def unused_pictures(planned: Iterable[PlannedPost], pictures: Pictures) -> list[str]:
    """Names of pictures that no row names."""
    used = {folded_name(picture.name) for post in planned for picture, _alt in post.pictures}
    return sorted(picture.name for key, picture in pictures.found.items() if key not in used)


class _Matching:
    def __init__(self, pictures: Pictures, organization: Organization, now: datetime) -> None:
        self.pictures, self.organization, self.now = pictures, organization, now
        self.zone = ZoneInfo(organization.time_zone)
        self.channels = list(Channel.objects.filter(organization=organization, is_active=True))
        self.items: dict[str, list[PlanItem]] = {}
        for item in stocked_items(organization).select_related("plan__organization").prefetch_related("channels"):
            self.items.setdefault(_number(item.number), []).append(item)
        self.claimed: set[tuple[int, str]] = set()

    def planned(self, row: SheetRow) -> PlannedPost:
        post = PlannedPost(row.line)
        self._say(post, row)
        self._place(post, row)
        self._choose_channels(post, row.get("channels"))
        self._choose_pictures(post, row)
        return post

    def _say(self, post: PlannedPost, row: SheetRow) -> None:
        post.title = " ".join(row.get("title").split())
        if not post.title:
            post.stop("import_no_title")
        elif len(post.title) > LONGEST_TITLE:
            post.stop("import_title_too_long", length=len(post.title), limit=LONGEST_TITLE)
        post.text = to_rich_text(row.get("text"))
        if not row.get("text"):
            post.advise("text_empty")
        post.hashtags = " ".join(row.get("hashtags").replace(",", " ").replace(";", " ").split())
        if len(post.hashtags) > LONGEST_HASHTAGS:
            post.stop("import_hashtags_too_long", limit=LONGEST_HASHTAGS)
        post.fingerprint = fingerprint(post.title, parse(post.text, link_for=link_for)) if post.title else ""

    def _place(self, post: PlannedPost, row: SheetRow) -> None:
        """Its time, its occurrence, or the stock it goes into."""
        number = row.get("item")
        if number:
            found = self.items.get(_number(number), [])
            if not found:
                post.stop("import_no_item", number=number)
                return
            post.item = found[0]
            if len(found) > 1:
                post.advise("import_several_items", number=number, plan=str(post.item.plan))
        if not row.get("date"):
            if row.get("time"):
                post.stop("import_time_without_day")
            elif post.item is None:
                post.stop("import_no_place")
            return
        try:
            day, hour = read_moment(row.get("date"))
            hour = read_hour(row.get("time")) or hour
        except ValueError as error:
            post.stop(f"import_{error}", text=row.get("date") if "time" not in str(error) else row.get("time"))
            return
        if hour is None and post.item is None:
            post.stop("import_no_time")
            return
        at = datetime.combine(day, hour or time(12), self.zone)
        if post.item is not None:
            self._claim(post, number, at)
        slot = post.occurrence.slot if post.occurrence is not None and hour is None else None
        post.publish_at = slot or at
        if post.publish_at <= self.now and not post.is_stopped:
            post.stop("import_past")

    def _claim(self, post: PlannedPost, number: str, at: datetime) -> None:
        assert post.item is not None
        occurrence = owed_on(self.organization, post.item.number, at)
        key = (occurrence.item_id, occurrence.period_key) if occurrence is not None else None
        if occurrence is None or key in self.claimed:
            post.stop("import_nothing_owed", number=number, day=f"{at:%d.%m.%Y}")
            return
        assert key is not None
        self.claimed.add(key)
        post.occurrence = occurrence

    def _choose_channels(self, post: PlannedPost, names: str) -> None:
        for name in filter(None, _BETWEEN.split(names)):
            folded = name.casefold()
            hits = [one for one in self.channels if one.name.casefold() == folded] or [
                one for one in self.channels if folded in (one.kind, str(one.get_kind_display()).casefold())
            ]
            if len(hits) == 1:
                post.channels += [one for one in hits if one not in post.channels]
            else:
                known = ", ".join(one.name for one in self.channels) or "–"
                post.stop("import_no_channel", name=name, known=known)
        if names or post.is_stopped:
            return
        if post.occurrence is not None and post.occurrence.pk is not None:
            post.channels = [one for one in post.occurrence.channels.all() if one.is_active]
        elif post.item is not None and not post.goes_into_stock:
            post.channels = channels_of_item(post.item)
        elif post.item is None:
            post.stop("no_channel")

    def _choose_pictures(self, post: PlannedPost, row: SheetRow) -> None:
        names = [name for name in _BETWEEN.split(row.get("pictures")) if name]
        alts = [alt for alt in _BETWEEN_ALTS.split(row.get("alt")) if alt]
        if len(names) > MOST_PICTURES:
            post.stop("import_too_many_pictures", limit=MOST_PICTURES)
            return
        for at, name in enumerate(names):
            key = folded_name(name)
            if key in self.pictures.found:
                post.pictures.append((self.pictures.found[key], alts[at][:LONGEST_ALT] if at < len(alts) else ""))
            else:
                post.stop(f"import_picture_{self.pictures.bad.get(key, 'missing')}", name=name)
        if len(alts) > len(names):
            post.stop("import_more_alts")
        elif len(alts) < len(names):
            post.advise("alt_missing")


def _name_duplicates(planned: Sequence[PlannedPost], organization: Organization, now: datetime) -> None:
    first: dict[str, int] = {}
    known = earlier_deliveries([one.fingerprint for one in planned], organization_id=organization.pk, now=now)
    for post in planned:
        post.earlier = known.get(post.fingerprint)
        if post.fingerprint in first:
            post.advise("import_same_as", line=first[post.fingerprint])
        elif post.fingerprint:
            first[post.fingerprint] = post.line


def _number(text: str) -> str:
    return text.strip().rstrip(".)").casefold()
