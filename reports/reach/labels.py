"""What people read of figures: what is counted, where it was read, and why one is not available."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from publishers.errors import FigureCode as F
from publishers.errors import ReasonCode as R
from publishers.metrics import Metric, Source, Unit
from reports.reach.queries import FigureEntry

METRICS: dict[str, Promise] = {
    Metric.VIEWS: _("Views"),
    Metric.REACH: _("People reached"),
    Metric.REACTIONS: _("Reactions"),
    Metric.LIKES: _("Likes"),
    Metric.COMMENTS: _("Comments"),
    Metric.SHARES: _("Shares"),
    Metric.SAVES: _("Saves"),
    Metric.CLICKS: _("Clicks"),
    Metric.INTERACTIONS: _("Interactions"),
    Metric.VISITS: _("Visits"),
    Metric.MEMBERS: _("Followers"),
    Metric.CIRCULATION: _("Copies printed"),
    Metric.AUDIENCE: _("Audience"),
}

UNITS: dict[str, Promise] = {Unit.TIMES: _("times"), Unit.PEOPLE: _("people"), Unit.COPIES: _("copies")}

SOURCES: dict[str, Promise] = {
    Source.TELEGRAM_PAGE: _("Telegram's public page"),
    Source.TELEGRAM_BOT: _("Telegram, asked by the bot"),
    Source.FACEBOOK: _("Facebook's statistics"),
    Source.INSTAGRAM: _("Instagram's statistics"),
    Source.WEBSITE: _("counted by our website"),
    Source.PERSON: _("typed by a person"),
}

REASONS: dict[str, Promise] = {
    F.PRIVATE: _("The channel has no public page, and Telegram tells views nowhere else. Type the figure in."),
    F.NOT_SHOWN: _("The platform shows no such figure for this post: there is none, or it is switched off."),
    F.NOT_GIVEN: _("The platform does not give this figure for such a post, or no longer. Type it in if you can see it there."),
    F.TOO_FEW: _("The platform tells this only of pages and posts with enough people: a page needs 100 followers."),
    F.NOT_YET: _("The platform has not counted it yet: it takes up to two days. We look again."),
    F.RIGHTS: _("Our access may not read statistics. Give it that permission, see the guide of the channel."),
    F.GONE: _("The post is not on the channel any more."),
    F.UNREAD: _("The platform's answer could not be read. We look again at the next step."),
    F.TYPED: _("Nobody can be asked on this channel. Type the figure in, with a picture as proof."),
    F.ENDED: _("The post was taken back: its figures are not read any more."),
    R.RATE_LIMITED: _("The platform asked us to wait, or others are asked first. We ask again by ourselves."),
    R.UNREACHABLE: _("The platform could not be reached."),
    R.SERVER_ERROR: _("The platform had an error."),
    R.ANSWER_LOST: _("The platform did not answer."),
    R.NOT_READY: _("Something was to be published on this channel, which comes first. We ask again in a minute."),
    R.TOKEN_INVALID: _("The channel no longer accepts our token. Connect the channel again."),
    R.INTERNAL: _("An error inside the service. Tell the technician."),
}  # fmt: skip


def metric_label(metric: str) -> str:
    return str(METRICS.get(metric, metric))


def unit_label(unit: str) -> str:
    return str(UNITS.get(unit, unit))


def source_label(source: str, words: str = "") -> str:
    """'typed by a person: the newspaper's imprint'."""
    label = str(SOURCES.get(source, source))
    return f"{label}: {words}" if words else label


def why_not_available(code: str) -> str:
    """One sentence; '' for no code."""
    if not code:
        return ""
    return str(REASONS.get(code) or _now("The channel cannot be asked now: open its page to see why."))


def shown_number(value: int, *, rounded: bool = False) -> str:
    """'12 345'; '≈ 1 200' for one that its source rounds."""
    written = f"{value:,}".replace(",", "\u00a0")
    return f"≈\u00a0{written}" if rounded else written


def in_short(figures: Iterable[FigureEntry]) -> str:
    """'Views ≈ 1 200 · Reactions 50'; what is not available is left out."""
    known = [
        f"{metric_label(entry.metric)} {shown_number(entry.value, rounded=entry.rounded)}"
        for entry in figures
        if entry.value is not None
    ]
    return " · ".join(known)
