"""What the page shows, in the active language: sentences, labels of periods, parts of the pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.bars import Part, parts_of
from reports.ledger.entries import Status
from reports.ledger.labels import STATUSES, status_label
from scheduler.labels import period_label

NO_DUTY: dict[str, Promise] = {
    "undated": gettext_lazy("Its dates are not given yet."),
    "continuous": gettext_lazy("It is carried out all the time, without dates of its own."),
    "elapsed": gettext_lazy("Its time was over before this plan was followed here."),
    "nothing_due": gettext_lazy("Nothing of it is due in the time of this plan."),
}


@dataclass(frozen=True, slots=True)
class Bar:
    label: str
    told: str
    parts: tuple[Part, ...]

    @property
    def in_words(self) -> str:
        """The picture for those who hear it."""
        return "; ".join(f"{part.label}: {part.count}" for part in self.parts)


def page_in_words(page: Mapping[str, Any]) -> dict[str, Any]:
    """For the template: the page's facts with their words."""
    return {
        "title": page["title"],
        "organization": page["organization"],
        "first": date.fromisoformat(page["first"]),
        "last": date.fromisoformat(page["last"]),
        "bar": bar(_("The whole plan"), page["counts"]),
        "quarters": [_quarter(one) for one in page["quarters"]],
        "items": [_item(one) for one in page["items"]],
        "has_test_channel": any(
            place["is_test"]
            for item in page["items"]
            for quarter in item["quarters"]
            for post in quarter["posts"]
            for place in post["places"]
        ),
    }


def bar(label: str, counts: Mapping[str, Any]) -> Bar:
    return Bar(label, carried_out(counts), parts_of(counts["of"], STATUSES))


def carried_out(counts: Mapping[str, Any]) -> str:
    """'Of 12 due so far, 11 carried out (91 %).'"""
    if counts["percent"] is None:
        return _("Nothing was due yet.")
    return _("Of %(counted)s due so far, %(fulfilled)s carried out (%(percent)s).") % {
        **counts,
        "percent": f"{counts['percent']} %",
    }


def _quarter(quarter: Mapping[str, Any]) -> Bar:
    first, last = date.fromisoformat(quarter["first"]), date.fromisoformat(quarter["last"])
    return bar(period_label(quarter["key"], first, last), quarter["counts"])


def _item(item: Mapping[str, Any]) -> dict[str, Any]:
    quarters = [
        {
            "bar": _quarter(quarter),
            "posts": [_post(post) for post in quarter["posts"]],
            "more": quarter["more"],
        }
        for quarter in item["quarters"]
    ]
    nothing = str(NO_DUTY[item["no_duty"]]) if item["no_duty"] else ""
    return {**item, "bar": bar(item["title"], item["counts"]), "quarters": quarters, "nothing": nothing}


def _post(post: Mapping[str, Any]) -> dict[str, Any]:
    simple = post["status"] == Status.DONE.value
    return {
        **post,
        "on": date.fromisoformat(post["on"]),
        "remark": "" if simple else status_label(Status(post["status"])),
    }
