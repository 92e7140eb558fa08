"""What people read about tasks and their proofs: how to prove, why a proof is not taken, and the mails."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from publishers.errors import ProofCode as C

REFUSALS: dict[str, Promise] = {
    C.EMPTY: _("Add a photograph or scan, a link, or the number of the issue: a note alone proves nothing."),
    C.TOO_LARGE: _("The file is too large. Take a smaller photograph, or scan at a lower resolution."),
    C.WRONG_FILE: _("This is neither a picture (JPEG, PNG, WebP) nor a PDF. Save it as one of these and try again."),
    C.DAMAGED: _("The file is damaged or was not sent whole. Try again, or take the photograph anew."),
    C.LINK_WRONG: _("This is not the address of a web page. Copy it whole, with https, from the browser."),
    C.DAY_AHEAD: _("This day is still to come. Add the proof when it is out."),
    C.TOO_LONG: _("The link or the number of the issue is too long."),
    C.NOT_AWAITED: _("No proof is awaited here any more: the task was proved or cancelled. Nothing was changed."),
    C.DECIDED: _("Somebody has decided on this proof already. Nothing was changed."),
    C.OWN: _("Who added a proof may not confirm it: a second person must look."),
    C.REASON_MISSING: _("Say why the proof is refused, so that a better one can be brought."),
}

HOW_TO_PROVE: dict[str, Promise] = {
    "billboard": _(
        "Put it up. Then photograph the billboard so that the text can be read and the place recognised, "
        "and add the photograph here."
    ),
    "television": _(
        "Give it to the broadcaster. When it was shown, add the link to the recording or a picture of it, and the day."
    ),
    "radio": _(
        "Give it to the broadcaster. When it was on air, add the link to the recording or the certificate of "
        "broadcast, and the day."
    ),
    "newspaper": _(
        "The newspaper has the article by e-mail. When it is printed, add the number of the issue and its date, "
        "and a scan of the page or a link to it."
    ),
}
_OTHERWISE = _("Carry it out. Then add a photograph, a scan or a link that shows it.")


def refusal_sentence(code: str) -> str:
    return str(REFUSALS[code])


def how_to_prove(kind: str) -> str:
    return str(HOW_TO_PROVE.get(kind, _OTHERWISE))


def moment(instant: datetime, zone: str) -> str:
    """'24.11.2026 10:00 (Asia/Tashkent)'."""
    return f"{instant.astimezone(ZoneInfo(zone)):%d.%m.%Y %H:%M} ({zone})"


def task_text(facts: Mapping[str, Any]) -> tuple[str, str]:
    """The mail that hands a task over: subject, body. ``facts``: title, channel, kind, begin, deadline, address."""
    subject = _now("Task: “%(title)s” for %(channel)s") % facts
    body = _now("Please carry it out from %(begin)s on, at the latest by %(deadline)s.") % facts
    return subject, f"{body}\n\n{how_to_prove(facts['kind'])}\n\n{_link_line(facts)}"


def owed_text(facts: Mapping[str, Any]) -> tuple[str, str]:
    """The mail for what the service has sent itself and a person only proves (a newspaper)."""
    subject = _now("Sent to %(channel)s: “%(title)s”. A proof is owed") % facts
    body = _now("Please bring the proof by %(deadline)s.") % facts
    return subject, f"{body}\n\n{how_to_prove(facts['kind'])}\n\n{_link_line(facts)}"


def refused_text(facts: Mapping[str, Any]) -> tuple[str, str]:
    """``facts`` with ``who`` refused and the ``reason``."""
    subject = _now("The proof of “%(title)s” for %(channel)s was refused") % facts
    body = _now("%(who)s refused it: %(reason)s\n\nPlease bring a better one.") % facts
    return subject, f"{body}\n\n{_link_line(facts)}"


def cancelled_text(facts: Mapping[str, Any]) -> tuple[str, str]:
    subject = _now("Cancelled: the task “%(title)s” for %(channel)s") % facts
    return subject, _now("Please do not carry it out any more. If it is out already, tell the press service.")


def reminder_text(rows: list[Mapping[str, Any]]) -> tuple[str, str]:
    """One mail for all tasks of a person. Each row: title, channel, deadline, address, ``overdue``, ``proved``."""
    subject = _now("Tasks that wait for you: %(count)s") % {"count": len(rows)}
    return subject, "\n\n".join(_reminder(row) for row in rows)


def _reminder(row: Mapping[str, Any]) -> str:
    if row["proved"]:
        said = _now("a proof waits to be confirmed")
    elif row["overdue"]:
        said = _now("proof is owed since %(deadline)s") % row
    else:
        said = _now("proof is owed by %(deadline)s") % row
    return f"– {row['title']} → {row['channel']}: {said}\n  {row['address']}"


def _link_line(facts: Mapping[str, Any]) -> str:
    return _now("Text, files and proof: %(address)s") % facts
