"""Words of the digests."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from desk.digests.times import Kind

TITLES = {
    Kind.WEEK: _("Digest of the week"),
    Kind.UNWRITTEN: _("Reminder of unwritten posts"),
    Kind.MONTH: _("Summary of the month"),
}
STAGES = {
    "unwritten": _("nothing is written"),
    "draft": _("draft, not submitted"),
    "waits": _("waits for approval"),
    "approved": _("approved, on its way"),
    "person": _("needs a person"),
    "not_out": _("not published"),
}
