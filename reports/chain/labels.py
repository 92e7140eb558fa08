"""What verifying the log came to, in plain words."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.chain.files import TEXT, WrongFile
from reports.chain.verifying import Break
from reports.models import Seal

KINDS = dict(Seal.Kind.choices) | {TEXT: gettext_lazy("frozen text")}
BROKEN = {
    "altered": gettext_lazy("%(kind)s %(key)s was altered after it was sealed on %(at)s (seal %(number)s)."),
    "missing": gettext_lazy("%(kind)s %(key)s is gone; it was sealed on %(at)s (seal %(number)s)."),
    "added": gettext_lazy(
        "%(kind)s %(key)s was added afterwards: it says that it happened before rows that were sealed without it "
        "(%(at)s)."
    ),
    "chain": gettext_lazy(
        "The chain itself is broken at seal %(number)s (%(kind)s %(key)s, %(at)s): a seal was altered, removed or put "
        "in."
    ),
    "cut": gettext_lazy("The chain ends before seal %(number)s, which was expected: its end was cut off."),
    "rewritten": gettext_lazy(
        "Seal %(number)s (%(kind)s %(key)s, %(at)s) is not the one that was expected: the whole chain was written anew."
    ),
}
FILES = {
    "altered": gettext_lazy("The file %(name)s of %(kind)s %(key)s is not the one that was kept."),
    "missing": gettext_lazy("The file %(name)s of %(kind)s %(key)s is gone."),
}


def broken_sentence(broken: Break) -> str:
    return str(BROKEN[broken.what]) % {
        "kind": capfirst(str(KINDS.get(broken.kind, broken.kind))),
        "key": broken.key,
        "number": broken.number,
        "at": _shown(broken.at),
    }


def file_sentence(wrong: WrongFile) -> str:
    kind = KINDS.get(wrong.kind, wrong.kind)
    if wrong.kind == TEXT:
        return _("Frozen text %(key)s is not the one that was approved and sent.") % {"key": wrong.key}
    return str(FILES[wrong.what]) % {"kind": kind, "key": wrong.key, "name": wrong.name}


def _shown(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%d.%m.%Y %H:%M:%S %Z}" if at else "–"
