"""The first page and the organization's own screen."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from content.models import Channel, Organization
from content.services import submit
from publishers.accounts import pause_account
from tests.desk.conftest import signed_in
from tests.desk.deliveries import approved, unknown
from tests.desk.people import draft

HOME = "wagtailadmin_home"


def test_home_says_what_waits_what_goes_out_next_and_which_channel_is_paused(
    organization: Organization, telegram: Channel, website: Channel, author: User, approver: User
) -> None:
    unknown(approved(organization, telegram, author=author, approver=approver, title="Javobsiz"))
    approved(organization, website, author=author, approver=approver, title="Navbatdagi")
    pause_account(telegram.account.pk, code="rights_missing", detail="", now=timezone.now())

    page = signed_in(author).get(reverse(HOME)).content.decode()

    log = reverse("publish_log:index")
    assert f'<a href="{log}?state=unknown"><strong>1</strong>unclear: it may be out</a>' in page
    assert "Navbatdagi" in page
    assert "Rasmiy sayt · 15.12.2026 10:00 (Asia/Tashkent)" in page
    assert "Hokimlik kanali is paused since 01.12.2026 09:00 (Asia/Tashkent)." in page
    assert "We have no right to publish on this channel." in page


def test_home_is_calm_when_nothing_waits(organization: Organization, author: User) -> None:
    page = signed_in(author).get(reverse(HOME)).content.decode()

    assert "Nothing waits for you" in page
    assert "No approved post waits for its time." in page


def test_home_counts_what_waits_for_this_persons_decision(
    organization: Organization, website: Channel, author: User, approver: User
) -> None:
    submit(draft(organization, [website], user=author), user=author)

    asked, other = (signed_in(user).get(reverse(HOME)).content.decode() for user in (approver, author))

    assert '<a href="#awaiting-review-section"><strong>1</strong>submission waits for your decision</a>' in asked
    assert 'id="awaiting-review-section"' in asked
    assert "Nothing waits for you" in other


def organization_form(organization: Organization, **changed: Any) -> dict[str, Any]:
    return {
        "name": organization.name,
        "slug": organization.slug,
        "language": "uz",
        "time_zone": "Asia/Tashkent",
        "four_eyes": "on",
    } | changed


def test_switching_four_eyes_off_is_written_down_with_a_name(organization: Organization, root: User) -> None:
    form = organization_form(organization)
    del form["four_eyes"]

    signed_in(root).post(reverse("organization:edit", args=[organization.pk]), form)

    organization.refresh_from_db()
    assert not organization.four_eyes
    entry = ModelLogEntry.objects.get(action="desk.four_eyes")
    assert (entry.user, entry.data) == (root, {"four_eyes": False})


def test_an_unknown_time_zone_is_refused(organization: Organization, root: User) -> None:
    response = signed_in(root).post(
        reverse("organization:edit", args=[organization.pk]), organization_form(organization, time_zone="Asia/Nowhere")
    )

    assert list(response.context["form"].errors) == ["time_zone"]


def test_press_staff_do_not_change_organizations(organization: Organization, author: User) -> None:
    response = signed_in(author).post(
        reverse("organization:edit", args=[organization.pk]), organization_form(organization, name="Boshqa")
    )

    assert response.url == reverse(HOME)
    organization.refresh_from_db()
    assert organization.name == "Namunaobod shahar hokimligi"
