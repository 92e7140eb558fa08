"""What staff read for each outcome of a rehearsal: why it would not be out, and why an item has no date."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from content.labels import PROBLEMS, problem_sentence
from content.problems import Problem
from publishers.labels import REASONS, reason_sentence
from scheduler.labels import not_dated_sentence

STATES: dict[str, Promise] = {
    "published": _("published"),
    "missed": _("missed"),
    "rejected": _("rejected"),
    "waiting": _("still waiting"),
    "unclear": _("unclear: it may be out"),
    "not_owed": _("not owed"),
}

WHY: dict[str, Promise] = {
    "nobody_wrote": _("Nobody wrote the post, and no approved template sends it by itself."),
    "not_approved": _("The post is written, but nobody approved it."),
    "template_not_approved": _("The template is not approved, so nothing goes out by itself."),
    "no_channel": _("No channel in use answers to the words of the plan."),
    "no_slot_found": _("All hours it could go out in are quiet or have passed, so it has no slot."),
    "channel_not_in_use": _("The channel is not in use."),
    "channel_not_chosen": _("The post was approved without this channel."),
    "other_channel": _("The whole post is held up: it does not fit on %(channel)s."),
    "quiet_hours": _("Quiet hours lasted longer than the latest delay."),
    "too_late": _("It could not go out within the latest delay."),
    "proof_awaited": _("Handed over to people in time; they are to prove it."),
    "excused": _("Excused: %(reason)s"),
    "replaced": _("Replaced by another post: %(reason)s"),
    "over_before": _("The period was over when the plan was activated."),
    "before_the_days": _("Its slot lies before the days that were played."),
    "after_the_days": _("Its slot lies after the days that were played."),
}
"""Reasons of the rehearsal itself; those of posts and deliveries have their sentences where they belong."""

NOTES: dict[str, Promise] = {
    "day_off": _("The slot lies on a day off."),
    "quiet_hours": _("The slot lies in quiet hours."),
}
"""What stands out about a slot, whatever becomes of it."""


def state_label(state: str) -> str:
    return str(STATES[state])


def why_sentence(reason: str, params: Mapping[str, Any]) -> str:
    """The sentence for a reason of an outcome; '' for none."""
    if reason in WHY:
        return str(WHY[reason]) % params
    if reason in PROBLEMS and (params or reason not in REASONS):
        return problem_sentence(Problem(reason, params))
    return reason_sentence(reason)


def with_sentences(account: Mapping[str, Any]) -> dict[str, Any]:
    """The account with the sentence of each reason, in the language that is active, in place of what fills it."""
    items = [
        item
        | {
            "occurrences": [
                occurrence
                | {
                    "channels": [_told(row) for row in occurrence["channels"]],
                    "notes": [{"code": code, "sentence": str(NOTES[code])} for code in occurrence["notes"]],
                }
                for occurrence in item["occurrences"]
            ]
        }
        for item in account["items"]
    ]
    not_dated = [item | {"sentence": not_dated_sentence(item["reason"])} for item in account["not_dated"]]
    return {**account, "items": items, "not_dated": not_dated}


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in row.items() if name != "params"}
    return kept | {"sentence": why_sentence(row["reason"] or "", row["params"])}
