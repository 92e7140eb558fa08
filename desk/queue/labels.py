"""What staff read about stocks, and when something cannot be put in, taken out or copied."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

REFUSED: dict[str, Promise] = {
    "other_organization": _("The post belongs to another organization."),
    "not_running": _("The plan is not active, or the item is no longer in it."),
    "in_stock": _("The post is in a stock already."),
    "for_occurrence": _("The post stands for an occurrence of the plan already. Copy it into the stock instead."),
    "in_approval": _("The post waits for approval. Send it back or cancel the submission first."),
    "approved": _("The post is approved for its own time. Copy it into the stock instead."),
    "sent": _("The post has gone out, or has waited to. Copy it into the stock instead."),
    "gone": _("The post is not in the stock any more. Look at the list again."),
    "past": _("The time of this occurrence has passed. Choose one to come."),
    "has_post": _("This occurrence has a post already. Choose another one."),
    "being_prepared": _("Its draft is being made at this moment. Try again in two minutes."),
}


def refusal(code: str) -> str:
    return str(REFUSED.get(code, code))
