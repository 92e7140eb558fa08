"""What a fresh home folder needs before it can work: database, site, an administrator, and a sample to look at."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import time, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from content.models import Organization, PostTemplate
from content.preparation import install_starters
from content.services import decide_template, submit_template
from content.starters import load_starters, suggest
from desk.bot.connecting import connect, request_sandbox_bot
from desk.sandbox_channels import request_channel
from publishers.accounts import add_channel
from publishers.health import check_all
from scheduler.models import MediaPlan, PlanItem
from scheduler.plan_import.reading import read_plan
from scheduler.planning import activate_plan
from scheduler.storing import store_plan
from website.services import ensure_site

SAMPLE_PLAN = Path(settings.BASE_DIR) / "scheduler" / "samples" / "media-reja.docx"
SAMPLE_ORGANIZATION = "Namunaobod shahar hokimligi"
SANDBOX_WISHES = {
    "telegram": "@namunaobod_sandbox",
    "facebook": "@namunaobod.sandbox",
    "instagram": "@namunaobod_sandbox",
    "newspaper": "tahririyat@namunaobod-gazetasi.example",
}
SANDBOX_NAMES = {"newspaper": "Namunaobod tongi"}
"""Where the kind's own name will not do."""


@dataclass(slots=True)
class NewLogins:
    """User names and passwords made just now: shown once, stored only as hashes."""

    passwords: dict[str, str] = field(default_factory=dict)


def prepare_database() -> None:
    """Create or bring up to date the database, and the public site's first pages."""
    call_command("migrate", verbosity=0, interactive=False)
    organization = Organization.objects.order_by("pk").first()
    ensure_site(site_name=organization.name if organization else SAMPLE_ORGANIZATION, base_url=settings.SITE_URL)


def ensure_administrator(logins: NewLogins) -> None:
    if not User.objects.filter(is_superuser=True).exists():
        password = _password()
        User.objects.create_superuser(
            "admin",
            email="admin@mediareja.example",
            password=password,
            first_name="Administrator",
            last_name="Mediareja",
        )
        logins.passwords["admin"] = password


def ensure_sample(logins: NewLogins, say: Callable[[str], None]) -> None:
    """On a database with no plan and no organization: sandbox channels and a sample plan whose recurring items go out
    by themselves. The sandbox must be running."""
    if Organization.objects.exists() or MediaPlan.objects.exists():
        return
    say(_("Setting up the sample: an invented town, sandbox channels, a media plan…"))
    promised = {kind: request_channel(kind, wish, SAMPLE_ORGANIZATION) for kind, wish in SANDBOX_WISHES.items()}
    with transaction.atomic():  # a start that was cut off leaves nothing half done
        _make_sample(promised, logins)
    check_all(now=timezone.now())
    connect(request_sandbox_bot(), sandbox=True)


def _make_sample(promised: dict[str, tuple[str, str]], logins: NewLogins) -> None:
    organization = Organization.objects.create(
        name=SAMPLE_ORGANIZATION,
        slug="namunaobod",
        website=settings.SITE_URL,
        trust_line="1144",
        email="matbuot@namunaobod.example",
    )
    add_channel(organization, kind="website", name="Rasmiy sayt", address="")
    for kind, (address, token) in promised.items():
        add_channel(
            organization,
            kind=kind,
            name=SANDBOX_NAMES.get(kind, kind.capitalize()),
            address=address,
            secret=token,
            sandbox=True,
        )
    author = _sample_user("muallif", "Namunaviy", "Mualliflar", logins)
    approver = _sample_user("tasdiqlovchi", "Namunaviy", "Tasdiqlovchilar", logins)
    templates = {template.key: template for template in install_starters(organization)}
    ready = {starter.key for starter in load_starters() if not starter.has_blanks}
    for key in ready:
        submit_template(templates[key], user=author)
        fresh = PostTemplate.objects.get(pk=templates[key].pk)
        decide_template(fresh, user=approver, action="approve", seen=fresh.latest_revision_id)
    plan = _store_sample_plan(organization)
    _automate_recurring(plan, templates, ready)
    activate_plan(plan, continuous="monthly", now=timezone.now())


def _store_sample_plan(organization: Organization) -> MediaPlan:
    reading = read_plan(SAMPLE_PLAN, year=timezone.localdate().year)
    return store_plan(
        reading.to_json(),
        organization=organization,
        title=reading.title,
        source_name=SAMPLE_PLAN.name,
        checksum=hashlib.sha256(SAMPLE_PLAN.read_bytes()).hexdigest(),
    )


def _automate_recurring(plan: MediaPlan, templates: dict[str, PostTemplate], ready: set[str]) -> None:
    """The sample's recurring items are due on the first day of their period, so there is something to see at once."""
    for item in plan.items.filter(kind__in=[PlanItem.Kind.MONTHLY, PlanItem.Kind.QUARTERLY]):
        key = suggest(item.title)
        if key in ready:
            item.template = templates[key]
            item.automatic = True
            item.target_position = PlanItem.Position.FIRST_DAY
            item.target_time = time(9, 0)
            item.lateness_limit = timedelta(days=7)
            item.save(update_fields=["template", "automatic", "target_position", "target_time", "lateness_limit"])


def _sample_user(name: str, last_name: str, group: str, logins: NewLogins) -> User:
    password = _password()
    user = User.objects.create_user(
        name, email=f"{name}@namunaobod.example", password=password, first_name=name.capitalize(), last_name=last_name
    )
    user.groups.add(Group.objects.get(name=group))
    logins.passwords[name] = password
    return user


def _password() -> str:
    return secrets.token_urlsafe(12)
