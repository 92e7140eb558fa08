"""What people read when something waits for them or was decided: subject and text, in the language that is active."""

from __future__ import annotations

from django.utils.translation import gettext as _

from content.models import Post, Submission
from content.people import name_of
from desk.times import shown

Letter = tuple[str, str]


def submitted(post: Post, row: Submission | None, *, first_by: str = "") -> Letter:
    """``first_by``: who gave the first approval; then the second step waits."""
    subject = _("“%(title)s” waits for your approval") % {"title": post.title}
    lines = []
    if row is not None:
        lines.append(_("Submitted by %(name)s.") % {"name": name_of(row.submitted_by) or "–"})
    if first_by:
        subject = _("“%(title)s” waits for your second approval") % {"title": post.title}
        lines.append(_("%(name)s gave the first approval; yours is the second.") % {"name": first_by})
    lines.append(_goes_out(post, row))
    if row is not None and row.short_notice:
        lines.append(_("Short notice: it was submitted later than the lead time asks for."))
    return subject, "\n".join(lines)


def returned(post: Post, *, by: str, comment: str) -> Letter:
    subject = _("“%(title)s” was sent back") % {"title": post.title}
    words = {"name": by or "–", "comment": comment or _("no reason given")}
    return subject, _("%(name)s sent this back: %(comment)s") % words + "\n" + _("Mend it and submit it again.")


def approved(post: Post, row: Submission | None, *, by: str) -> Letter:
    subject = _("“%(title)s” is approved") % {"title": post.title}
    return subject, _("Approved by %(name)s.") % {"name": by or "–"} + "\n" + _goes_out(post, row)


def still_waits(post: Post, slot: str) -> Letter:
    subject = _("“%(title)s” still waits for your approval") % {"title": post.title}
    return subject, _("It is to go out on %(slot)s. Without your decision it stays where it is.") % {"slot": slot}


def to_submit(title: str, *, slot: str, ask_by: str, is_over: bool, is_written: bool) -> Letter:
    subject = _("“%(title)s” is not submitted yet") % {"title": title}
    words = {"slot": slot, "by": ask_by}
    if is_over:
        sentence = _("It is due on %(slot)s, and approval should have been asked for by %(by)s.") % words
    else:
        sentence = _("It is due on %(slot)s; approval must be asked for by %(by)s.") % words
    deed = _("Finish the draft and submit it.") if is_written else _("Nothing is written for it yet.")
    return subject, f"{sentence}\n{deed}"


def commented(post: Post, *, by: str, text: str) -> Letter:
    return _("%(name)s wrote about “%(title)s”") % {"name": by, "title": post.title}, text


def _goes_out(post: Post, row: Submission | None) -> str:
    slot = row.slot if row is not None else post.publish_at
    if slot is None:
        return _("It has no time of its own yet.")
    return _("It is to go out on %(slot)s.") % {"slot": shown(slot, post.organization.time_zone)}
