"""What staff see of digests and choose about them: the preview, the account, the organization's form, the command."""

from __future__ import annotations

import io
import json
from datetime import date, time

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from time_machine import travel

from content.models import Channel, Organization
from desk.digests.models import DigestRun, DigestWish
from desk.digests.sending import send_due
from desk.models import Notice, StoredEmail
from scheduler.models import Occurrence, PlanItem
from tests.desk.conftest import signed_in
from tests.desk.digests.conftest import at
from tests.desk.people import person
from tests.desk.test_calendar_days import organization_form
from tests.reports.plans import duty_of

pytestmark = pytest.mark.django_db
MONDAY = at("2026-12-07 09:00")

ACCOUNT = {
    "name_email-first_name": "Malika",
    "name_email-last_name": "Yusupova",
    "name_email-email": "malika@example.org",
    "locale-preferred_language": "en",
    "locale-current_time_zone": "Asia/Tashkent",
    "theme-theme": "system",
    "theme-contrast": "system",
    "theme-density": "default",
    "digests-night_from": "20:00",
    "digests-night_until": "07:00",
}
"""What the account's page sends without any tick."""


@pytest.fixture
def friday(item: PlanItem, website: Channel) -> Occurrence:
    """Owed on 4 December: in the week of the clock of these tests."""
    return duty_of(item, date(2026, 12, 4), [website])


def preview(organization: Organization, kind: str, who: User) -> str:
    return reverse("digests:one", args=[organization.pk, kind, who.pk])


def test_staff_see_what_goes_to_whom_and_when(
    friday: Occurrence, organization: Organization, author: User, approver: User, head: User, root: User
) -> None:
    User.objects.filter(pk=approver.pk).update(email="")
    # when
    page = signed_in(root).get(reverse("digests:index")).content.decode()
    # then
    assert "07.12.2026 09:00 (Asia/Tashkent)" in page
    assert "02.12.2026 09:00 (Asia/Tashkent)" in page
    assert "04.01.2027 09:00 (Asia/Tashkent)" in page
    for kind, who in (("week", author), ("week", approver), ("unwritten", author), ("month", head)):
        assert preview(organization, kind, who) in page
    assert preview(organization, "month", author) not in page
    assert "no way to tell them" in page


def test_a_preview_shows_the_persons_own_digest_and_sends_nothing(
    friday: Occurrence, organization: Organization, author: User, root: User
) -> None:
    page = signed_in(root).get(preview(organization, "week", author)).content.decode()

    assert "04.12.2026 10:00 (Asia/Tashkent) – nothing is written" in page
    assert "As the bot says it" in page
    assert (Notice.objects.count(), StoredEmail.objects.count()) == (0, 0)


def test_an_empty_preview_says_that_nothing_would_be_sent(organization: Organization, author: User, root: User) -> None:
    page = signed_in(root).get(preview(organization, "week", author)).content.decode()

    assert "no digest would be sent" in page


def test_what_does_not_exist_is_not_found(organization: Organization, author: User, root: User) -> None:
    client = signed_in(root)
    assert client.get(reverse("digests:one", args=[organization.pk, "year", author.pk])).status_code == 404
    assert client.get(reverse("digests:one", args=[organization.pk, "week", 999_999])).status_code == 404
    assert client.get(reverse("digests:one", args=[999_999, "week", author.pk])).status_code == 404


def test_who_does_not_set_up_the_organization_sees_no_digests_of_others(
    organization: Organization, author: User, approver: User
) -> None:
    for who in (author, approver):
        assert signed_in(who).get(reverse("digests:index")).status_code in (302, 403)
        assert signed_in(who).get(preview(organization, "week", author)).status_code in (302, 403)


def test_the_screen_tells_what_was_not_sent_and_who_was_not_told(
    friday: Occurrence, organization: Organization, author: User, root: User
) -> None:
    User.objects.filter(pk=author.pk).update(email="")
    DigestRun.objects.create(
        organization=organization, kind="week", period="2026-W48", begun_at=MONDAY, problem="too_late"
    )
    send_due(now=at("2026-12-01 09:00"))
    # when
    page = signed_in(root).get(reverse("digests:index")).content.decode()
    # then
    assert "not sent: the service did not run in time" in page
    assert "These people were not told" in page
    assert "malika: The week: 1 due" in page


def test_the_screen_asks_as_many_questions_for_many_people_as_for_few(
    friday: Occurrence, author: User, root: User
) -> None:
    client, counts = signed_in(root), []
    client.get(reverse("digests:index"))
    for number in range(4):
        person(f"muallif{number}", "Mualliflar")
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("digests:index"))
        counts.append(len(asked))
    assert len(set(counts)) == 1


def test_each_chooses_in_their_account_which_digests_they_get(author: User) -> None:
    client = signed_in(author)
    page = client.get(reverse("wagtailadmin_account")).content.decode()
    assert 'name="digests-week"' in page
    assert 'name="digests-organizations"' not in page
    # when
    form = ACCOUNT | {"digests-unwritten": "on", "digests-night_from": "22:00"}
    assert client.post(reverse("wagtailadmin_account"), form).status_code == 302
    # then
    wish = DigestWish.objects.get(person=author)
    assert (wish.week, wish.unwritten, wish.month) == (False, True, False)
    assert (wish.night_from, wish.night_until) == (time(22), time(7))


def test_where_there_are_several_organizations_one_chooses_among_them(organization: Organization, author: User) -> None:
    Organization.objects.create(name="Boshqa", slug="boshqa")
    client = signed_in(author)
    form = ACCOUNT | {"digests-organizations": [organization.pk]}

    client.post(reverse("wagtailadmin_account"), form)

    assert list(DigestWish.objects.get(person=author).organizations.all()) == [organization]


def test_the_organization_names_its_heads_and_its_hour(organization: Organization, author: User, root: User) -> None:
    form = organization_form(organization, digest_at="08:30", draft_reminder_days="5", heads=[author.pk])

    response = signed_in(root).post(reverse("organization:edit", args=[organization.pk]), form)

    assert response.status_code == 302
    organization.refresh_from_db()
    assert (organization.digest_at, organization.draft_reminder_days) == (time(8, 30), 5)
    assert list(organization.heads.all()) == [author]


def run(*words: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("digest", *words, stdout=out, stderr=err)
    except SystemExit as stopped:
        return int(str(stopped.code)), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_the_command_shows_a_digest_and_sends_nothing(friday: Occurrence, author: User) -> None:
    code, out, _err = run("--to", "malika", "--kind", "week", "--dry-run", "--json")

    told = json.loads(out)
    assert code == 0
    assert (told["to"], told["kind"], told["empty"], told["sent"]) == ("malika", "week", False, False)
    assert told["subject"] == "The week: 1 due"
    assert StoredEmail.objects.count() == 0


def test_the_command_sends_it_when_it_is_not_only_to_be_shown(friday: Occurrence, author: User) -> None:
    with travel(MONDAY.replace(day=1), tick=False):
        first = json.loads(run("--to", "malika", "--kind", "week", "--json")[1])
        again = json.loads(run("--to", "malika", "--kind", "week", "--json")[1])

    assert (first["sent"], again["sent"]) == (True, False)
    assert StoredEmail.objects.get().recipients == ["malika@example.org"]


def test_the_command_says_when_there_is_nothing_to_tell(organization: Organization, author: User) -> None:
    code, out, _err = run("--to", "malika", "--kind", "week", "--dry-run")

    assert (code, out.strip()) == (0, "There is nothing to tell this person: no digest would be sent.")


@pytest.mark.parametrize(
    ("to", "kind", "sentence"),
    [("nobody", "week", "There is no person"), ("malika", "month", "This digest does not go to malika")],
)
def test_the_command_refuses_whom_it_does_not_concern(
    organization: Organization, author: User, to: str, kind: str, sentence: str
) -> None:
    code, _out, err = run("--to", to, "--kind", kind)

    assert code == 2
    assert sentence in err
    assert Notice.objects.count() == 0
