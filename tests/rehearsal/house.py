"""A press service of an invented town with four channels, and rehearsals of its plans."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from content.models import Channel, Organization, PostTemplate
from publishers.accounts import add_channel
from scheduler.models import MediaPlan, PlanItem
from scheduler.plan_import.reading import read_plan
from scheduler.storing import store_plan
from tests.desk.commands.running import run_here
from tests.scheduler.town import town

SAMPLE = Path(__file__).resolve().parents[2] / "scheduler" / "samples" / "media-reja.txt"
KINDS = ("website", "telegram", "facebook", "instagram")
NOVEMBER = ("--from", "2026-11-01", "--to", "2026-11-30")


def town_with_channels() -> tuple[Organization, dict[str, Channel]]:
    """The channels' addresses are real ones by their look: a rehearsal must not need them."""
    organization = town()
    channels = {}
    for kind in KINDS:
        address = "" if kind == "website" else "@namunaobod_rasmiy"
        secret = "" if kind == "website" else "a-real-token-of-this-channel"
        account = add_channel(organization, kind=kind, name=kind.capitalize(), address=address, secret=secret)
        channels[kind] = account.channel
    return organization, channels


def sample_plan(organization: Organization) -> MediaPlan:
    reading = read_plan(SAMPLE, year=2026)
    return store_plan(
        reading.to_json(), organization=organization, title=reading.title, source_name=SAMPLE.name, checksum="sample"
    )


def template(organization: Organization, key: str, *, approved: bool, **words: str) -> PostTemplate:
    values = {"title": "{{ item.title }}", "body": "{{ organization.name }}: {{ period.label }}."} | words
    made = PostTemplate(organization=organization, key=key, name=key, live=False, **values)
    made.save()
    revision = made.save_revision()
    if approved:
        revision.publish()
    return PostTemplate.objects.get(pk=made.pk)


def publishes_by_itself(item: PlanItem, made: PostTemplate) -> None:
    item.template, item.automatic = made, True
    item.save(update_fields=["template", "automatic"])


def rehearsed(plan: MediaPlan, *arguments: str) -> dict[str, Any]:
    """The command's JSON."""
    ran = run_here("rehearse", "--plan", plan.pk, *arguments, "--json")
    assert ran.status == 0, ran.err
    answer: dict[str, Any] = ran.json
    return answer


def outcomes(account: dict[str, Any]) -> dict[str, dict[str, tuple[str, str | None]]]:
    """By number of the item and channel: state and reason of its only occurrence."""
    found = {}
    for item in account["items"]:
        (occurrence,) = item["occurrences"]
        found[item["number"]] = {row["channel"]: (row["state"], row["reason"]) for row in occurrence["channels"]}
    return found
