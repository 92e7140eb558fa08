"""What is counted of posts and places, in what, and where it was read. Pure."""

from __future__ import annotations

from enum import StrEnum


class Metric(StrEnum):
    """What a figure counts. Platforms count differently under one name: figures of two sources are never added."""

    VIEWS = "views"
    REACH = "reach"
    REACTIONS = "reactions"
    LIKES = "likes"
    COMMENTS = "comments"
    SHARES = "shares"
    SAVES = "saves"
    CLICKS = "clicks"
    INTERACTIONS = "interactions"
    VISITS = "visits"
    MEMBERS = "members"
    CIRCULATION = "circulation"
    AUDIENCE = "audience"


class Unit(StrEnum):
    TIMES = "times"
    PEOPLE = "people"
    COPIES = "copies"


class Source(StrEnum):
    """Where a figure was read."""

    TELEGRAM_PAGE = "telegram_page"
    TELEGRAM_BOT = "telegram_bot"
    FACEBOOK = "facebook"
    INSTAGRAM = "instagram"
    WEBSITE = "website"
    PERSON = "person"


UNITS: dict[str, Unit] = {
    Metric.VIEWS: Unit.TIMES,
    Metric.REACH: Unit.PEOPLE,
    Metric.REACTIONS: Unit.TIMES,
    Metric.LIKES: Unit.TIMES,
    Metric.COMMENTS: Unit.TIMES,
    Metric.SHARES: Unit.TIMES,
    Metric.SAVES: Unit.TIMES,
    Metric.CLICKS: Unit.TIMES,
    Metric.INTERACTIONS: Unit.TIMES,
    Metric.VISITS: Unit.TIMES,
    Metric.MEMBERS: Unit.PEOPLE,
    Metric.CIRCULATION: Unit.COPIES,
    Metric.AUDIENCE: Unit.PEOPLE,
}
