"""Plans, their items and occurrences on the screens."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from content.models import Channel, Organization
from scheduler.models import MediaPlan, Occurrence, PlanItem
from tests.desk.conftest import signed_in
from tests.desk.forms import messages_of


@pytest.fixture
def plan(organization: Organization, website: Channel) -> MediaPlan:
    made = MediaPlan.objects.create(
        organization=organization, title="MEDIA-REJA", year=None, review=["no_year", "missing_column:deadline"]
    )
    for number, title, kind, rrule, words in (
        (1, "Har oyda infografika", "monthly", "FREQ=MONTHLY", "Har oyda bir marotaba"),
        (2, "Doimiy yangilab borish", "continuous", "", "Doimiy"),
        (3, "Press-tadbirlar", "on_schedule", "", "Tasdiqlangan reja-grafikga asosan"),
    ):
        PlanItem.objects.create(
            plan=made,
            position=number,
            number=str(number),
            title=title,
            kind=kind,
            rrule=rrule,
            deadline_text=words,
            coverage_text="Rasmiy sahifalar",
            channel_words=["website"],
            review=["needs_dates"] if kind == "on_schedule" else [],
            needs_review=kind == "on_schedule",
        )
    return made


def activate(user: User, plan: MediaPlan, **values: str) -> Any:
    return signed_in(user).post(reverse("mediaplan:activate", args=[plan.pk]), values, follow=True)


def item_form(item: PlanItem, channel: Channel, **changed: Any) -> dict[str, Any]:
    return {
        "template": "",
        "channels": [channel.pk],
        "target_position": "default",
        "target_number": "",
        "target_time": "",
        "per_period": "1",
        "prepare_days": "",
        "lateness_limit": "86400",
    } | changed


def test_plan_shows_the_words_beside_what_was_understood_and_its_questions(plan: MediaPlan, author: User) -> None:
    page = signed_in(author).get(reverse("mediaplan:inspect", args=[plan.pk])).content.decode()

    assert "<q>Har oyda bir marotaba</q>" in page
    assert "→ every month" in page
    assert "The document names no year. Say which year it is for." in page
    assert "A column is missing: deadline." in page
    assert "The dates follow an approved schedule. Give the dates." in page


def test_looking_at_the_activation_changes_nothing(plan: MediaPlan, author: User) -> None:
    response = signed_in(author).get(reverse("mediaplan:activate", args=[plan.pk]))

    assert response.status_code == 200
    assert set(response.context["form"].fields) == {"continuous", "year"}
    assert MediaPlan.objects.get().state == "draft"


def test_activation_asks_for_the_missing_year(plan: MediaPlan, author: User) -> None:
    response = activate(author, plan, continuous="monthly")

    assert response.context["form"].errors == {"year": ["This field is required."]}
    assert Occurrence.objects.count() == 0


def test_activation_makes_the_occurrences_and_says_what_waits(plan: MediaPlan, author: User) -> None:
    response = activate(author, plan, continuous="monthly", year="2026")

    plan.refresh_from_db()
    assert (plan.state, plan.year, plan.continuous) == ("active", 2026, "monthly")
    assert Occurrence.objects.count() == 24
    said = messages_of(response)
    assert "12 dated occurrences, 12 without a day of their own" in said
    assert "Waiting for dates: items 3." in said


def test_activating_twice_adds_nothing(plan: MediaPlan, author: User) -> None:
    activate(author, plan, continuous="monthly", year="2026")
    activate(author, plan, continuous="monthly")

    assert Occurrence.objects.count() == 24


def test_an_approver_may_not_activate(plan: MediaPlan, approver: User) -> None:
    activate(approver, plan, continuous="monthly", year="2026")

    assert MediaPlan.objects.get().state == "draft"


def test_the_year_of_an_active_plan_cannot_be_edited(plan: MediaPlan, author: User) -> None:
    activate(author, plan, continuous="none", year="2026")

    signed_in(author).post(reverse("mediaplan:edit", args=[plan.pk]), {"title": "Yangi nom", "year": "2030"})

    plan.refresh_from_db()
    assert (plan.title, plan.year) == ("Yangi nom", 2026)


def test_list_of_plans_counts_in_a_fixed_number_of_questions(
    plan: MediaPlan, author: User, django_assert_max_num_queries: Any
) -> None:
    activate(author, plan, continuous="monthly", year="2026")
    client = signed_in(author)
    counts = []
    for more in (1, 9):
        for _ in range(more):
            MediaPlan.objects.create(organization=plan.organization, title="Boshqa reja")
        client.get(reverse("mediaplan:index"))
        with django_assert_max_num_queries(30) as asked:
            response = client.get(reverse("mediaplan:index"))
        counts.append(len(asked))
    row = next(row for row in response.context["object_list"] if row.pk == plan.pk)
    assert counts[0] == counts[1]
    assert (row.item_count, row.doubtful, row.dated, row.prepared) == (3, 1, 12, 0)


def test_a_new_target_hour_moves_the_coming_occurrences_and_leaves_the_past(plan: MediaPlan, author: User) -> None:
    # given
    activate(author, plan, continuous="none", year="2026")
    item = plan.items.get(position=1)
    channel = item.channels.get()
    past = Occurrence.objects.get(period_key="2026-11").slot

    # when
    form = item_form(item, channel, target_position="last_working_day", target_time="15:00", prepare_days="3")
    response = signed_in(author).post(reverse("planitem:edit", args=[item.pk]), form, follow=True)

    # then
    moved = Occurrence.objects.get(period_key="2026-12")
    assert moved.slot == datetime(2026, 12, 30, 10, 0, tzinfo=UTC)  # the last day of the year is off
    assert moved.slot is not None
    assert moved.prepare_at == moved.slot - timedelta(days=3)
    assert Occurrence.objects.get(period_key="2026-11").slot == past
    assert "follow the new settings: 1" in messages_of(response)


def test_an_item_keeps_the_words_of_the_document(plan: MediaPlan, author: User, website: Channel) -> None:
    item = plan.items.get(position=1)

    signed_in(author).post(
        reverse("planitem:edit", args=[item.pk]),
        item_form(item, website, title="Boshqa", kind="daily", target_time="09:30"),
    )

    item.refresh_from_db()
    assert (item.title, item.kind, item.target_time) == ("Har oyda infografika", "monthly", time(9, 30))


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"automatic": "on"}, "automatic"),
        ({"target_position": "day_of_month"}, "target_number"),
        ({"target_position": "nth_working_day", "target_number": "40"}, "target_number"),
    ],
)
def test_settings_that_make_no_sense_are_refused(
    plan: MediaPlan, author: User, website: Channel, values: dict[str, str], field: str
) -> None:
    item = plan.items.get(position=1)

    response = signed_in(author).post(reverse("planitem:edit", args=[item.pk]), item_form(item, website, **values))

    assert list(response.context["form"].errors) == [field]


def test_occurrences_are_listed_with_zone_problem_and_filters(plan: MediaPlan, author: User, root: User) -> None:
    activate(author, plan, continuous="monthly", year="2026")
    december = Occurrence.objects.get(period_key="2026-12", item__position=1)
    Occurrence.objects.filter(pk=december.pk).update(
        problem_code="text_empty",
        problem_params={"channel": "Rasmiy sayt"},
        slot=datetime(2026, 12, 24, 5, 0, tzinfo=UTC),
    )
    client = signed_in(root)

    def found(**query: str) -> list[int]:
        return [row.pk for row in client.get(reverse("occurrence:index"), query).context["object_list"]]

    page = client.get(reverse("occurrence:index")).content.decode()
    assert "24.12.2026 10:00 (Asia/Tashkent)" in page
    assert "Rasmiy sayt: The text is empty." in page
    assert found(problem="true") == [december.pk]
    assert found(slot_from="2026-12-01", slot_to="2026-12-31") == [december.pk]
    assert len(found(kind="continuous")) == 12
    assert len(found(plan=str(plan.pk), state="elapsed", kind="monthly")) == 11


def test_an_occurrence_is_opened_from_the_list_and_read_in_words(plan: MediaPlan, author: User) -> None:
    activate(author, plan, continuous="none", year="2026")
    december = Occurrence.objects.get(period_key="2026-12", item__position=1)
    Occurrence.objects.filter(pk=december.pk).update(slot=datetime(2026, 12, 24, 5, 0, tzinfo=UTC))
    client = signed_in(author)

    listed = client.get(reverse("occurrence:index")).content.decode()
    address = reverse("occurrence:inspect", args=[december.pk])
    opened = client.get(address).content.decode()

    assert f'href="{address}"' in listed
    for page in (listed, opened):
        assert "December 2026" in page
        assert "24.12.2026 10:00 (Asia/Tashkent)" in page
        assert "2026-12<" not in page
    assert "".join(opened.split()).count(">–<") == 2  # no post, no problem
    assert ">None<" not in "".join(opened.split())
    assert "in all: 12" in listed.lower()


def test_an_active_filter_says_yes_and_no_in_words(plan: MediaPlan, author: User) -> None:
    page = signed_in(author).get(reverse("occurrence:index"), {"problem": "true"}).content.decode()

    assert "True" not in page
    assert "yes" in page


def test_nobody_edits_or_deletes_an_occurrence(plan: MediaPlan, author: User, root: User) -> None:
    activate(author, plan, continuous="none", year="2026")
    one = Occurrence.objects.earliest("pk")

    for name in ("edit", "delete"):
        response = signed_in(root).post(reverse(f"occurrence:{name}", args=[one.pk]), {})
        assert (response.status_code, response.url) == (302, reverse("wagtailadmin_home"))
    assert Occurrence.objects.get(pk=one.pk).window_start == date(2026, 1, 1)


def test_list_of_occurrences_asks_a_fixed_number_of_questions(
    plan: MediaPlan, author: User, django_assert_max_num_queries: Any
) -> None:
    activate(author, plan, continuous="none", year="2026")
    client = signed_in(author)
    counts = []
    for query in ({"state": "expected"}, {}):
        client.get(reverse("occurrence:index"), query)
        with django_assert_max_num_queries(30) as asked:
            response = client.get(reverse("occurrence:index"), query)
        counts.append((len(response.context["object_list"]), len(asked)))
    (few, first), (many, second) = counts
    assert few < many == 12
    assert first == second
