"""The review screen: what was understood, what is asked, and answers to it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from content.models import Channel, Organization
from scheduler.answering import confirm, seen_of
from scheduler.models import ItemDecision, MediaPlan, Occurrence, PlanItem
from tests.desk.conftest import NOW, signed_in
from tests.desk.forms import messages_of


@pytest.fixture
def plan(organization: Organization, website: Channel) -> MediaPlan:
    made = MediaPlan.objects.create(
        organization=organization,
        title="MEDIA-REJA",
        year=2026,
        review=["rows_need_attention"],
        not_read=[{"table": 1, "row": 9, "text": "Jami: 3", "reason": "total"}],
    )
    add(made, 1, "Infografika", kind="monthly", rrule="FREQ=MONTHLY", deadline_text="Har oyda bir marotaba")
    add(made, 2, "Davra suhbati", "event_relative", kind="dates", dates=["2026-12-20"], anchor="on")
    add(made, 3, "Soʻrovnoma", "no_deadline", "channel_unknown", kind="unknown", coverage_text="Mahallalarda")
    return made


def add(plan: MediaPlan, number: int, title: str, *review: str, **fields: Any) -> PlanItem:
    values = {"coverage_text": "Sayt", "channel_words": ["website"]} | fields
    return PlanItem.objects.create(
        plan=plan,
        position=number,
        number=str(number),
        title=title,
        review=list(review),
        needs_review=bool(review),
        **values,
    )


def url(plan: MediaPlan) -> str:
    return reverse("mediaplan:review", args=[plan.pk])


def answers(item: PlanItem, **given: Any) -> dict[str, Any]:
    values = {"seen": seen_of(item), "when": "", "words": "", "dates": "", "where": ""} | given
    return {f"item-{item.pk}-{name}": value for name, value in values.items()}


def item(number: int) -> PlanItem:
    return PlanItem.objects.get(position=number)


def test_doubtful_rows_stand_beside_their_words_and_clear_ones_below(plan: MediaPlan, author: User) -> None:
    response = signed_in(author).get(url(plan))

    page = response.content.decode()
    assert [row["item"].position for row in response.context["open_rows"]] == [2, 3]
    assert [row["understood"] for row in response.context["clear_rows"]] == ["every month, posts: 1"]
    assert response.context["clear_rows"][0]["coming"].days[0].startswith(("0", "1", "2", "3"))
    assert response.context["clear_rows"][0]["coming"].count == 12
    assert "on named dates, 20.12.2026, posts: 1" in page
    assert "The deadline depends on an event. Give the date." in page
    assert "table 1, row 9" in page
    assert "a total" in page


def test_each_row_offers_only_the_answers_that_make_sense(plan: MediaPlan, author: User) -> None:
    rows = signed_in(author).get(url(plan)).context["open_rows"]

    ways = [[name for name, _label in row["form"].fields["when"].choices] for row in rows]
    assert ways == [["", "accept", "words", "dates", "as_needed"], ["", "words", "dates", "as_needed"]]


def test_answers_to_several_rows_are_stored_together(plan: MediaPlan, author: User) -> None:
    data = answers(item(2), when="accept") | answers(
        item(3), when="words", words="Har chorakda", where="choose", channels=["website", "newspaper"]
    )

    response = signed_in(author).post(url(plan), data, follow=True)

    assert "Answers stored: 2" in messages_of(response)
    assert (item(2).review, item(3).review) == ([], [])
    assert (item(3).kind, item(3).channel_words) == ("quarterly", ["website", "newspaper"])
    assert set(ItemDecision.objects.values_list("actor", flat=True)) == {author.pk}
    plan.refresh_from_db()
    assert plan.review == []


def test_a_row_is_stored_whole_or_not_at_all_and_the_others_are_stored(plan: MediaPlan, author: User) -> None:
    data = answers(item(2), when="dates", dates="18.12.2026 10:00, 19.12.2026")
    data |= answers(item(3), when="words", words="Har chorakda", where="choose")

    response = signed_in(author).post(url(plan), data)

    assert (item(2).dates, str(item(2).target_time)) == (["2026-12-18", "2026-12-19"], "10:00:00")
    assert (item(3).kind, item(3).review) == ("unknown", ["no_deadline", "channel_unknown"])
    rows = response.context["open_rows"]
    assert [row["item"].position for row in rows] == [3]
    assert rows[0]["form"].errors == {"channels": ["Choose at least one channel."]}
    assert 'value="Har chorakda"' in response.content.decode()


@pytest.mark.parametrize(
    ("given", "errors"),
    [
        (
            {"when": "words", "words": "31-iyun"},
            {"words": ["These words are not clear either: The date does not exist. Give the right one."]},
        ),
        ({"words": ""} | {"when": "dates"}, {"dates": ["Give at least one date."]}),
        (
            {"dates": "ertaga"},
            {"dates": ["This is no date: ertaga. Write dates like 05.03.2026, separated by commas."]},
        ),
        ({"dates": "05.03.2027"}, {"dates": ["Outside the plan's year: 05.03.2027."]}),
        (
            {"dates": "05.03.2026 10:00, 06.03.2026 11:00"},
            {"dates": ["Write one hour only: it holds for all dates."]},
        ),
    ],
)
def test_an_answer_that_settles_nothing_says_why(
    plan: MediaPlan, author: User, given: dict[str, str], errors: dict[str, list[str]]
) -> None:
    response = signed_in(author).post(url(plan), answers(item(2), **given))

    assert response.context["open_rows"][0]["form"].errors == errors
    assert ItemDecision.objects.count() == 0


def test_typed_words_count_without_the_mark_beside_them(plan: MediaPlan, author: User) -> None:
    signed_in(author).post(url(plan), answers(item(2), dates="05.03, 10.09"))

    assert item(2).dates == ["2026-03-05", "2026-09-10"]


def test_nothing_answered_stores_nothing(plan: MediaPlan, author: User) -> None:
    response = signed_in(author).post(url(plan), answers(item(2)) | answers(item(3)))

    assert (response.status_code, ItemDecision.objects.count()) == (302, 0)


def test_a_clear_row_is_corrected_in_other_words(plan: MediaPlan, author: User) -> None:
    signed_in(author).post(url(plan), answers(item(1), when="words", words="Har chorakda"))

    assert item(1).kind == "quarterly"


def test_when_needed_is_an_answer(plan: MediaPlan, author: User) -> None:
    signed_in(author).post(url(plan), answers(item(2), when="as_needed"))

    assert (item(2).kind, item(2).dates, item(2).review) == ("on_schedule", [], [])


def test_dates_of_an_approved_schedule_join_those_the_item_has(plan: MediaPlan, author: User) -> None:
    given = add(plan, 4, "Press-tadbirlar", "needs_dates", kind="on_schedule")

    signed_in(author).post(url(plan), answers(given, dates="18.12.2026 10:00"))
    late = signed_in(author).post(url(plan), answers(item(4), dates="18.12.2027"))

    assert (item(4).kind, item(4).review) == ("on_schedule", [])
    assert [f"{row.day} {row.at}" for row in item(4).scheduled_dates.all()] == ["2026-12-18 10:00:00"]
    assert late.context["open_rows"][-1]["form"].errors == {"dates": ["Outside the plan's year: 18.12.2027."]}


def test_an_answer_to_what_someone_else_has_answered_is_refused(plan: MediaPlan, author: User) -> None:
    late = answers(item(2), when="words", words="Har oyda")
    confirm(item(2), ["event_relative"], actor=None, now=NOW)

    response = signed_in(author).post(url(plan), late)

    assert (item(2).kind, ItemDecision.objects.count()) == ("dates", 1)
    assert "Someone else answered meanwhile" in response.content.decode()


def test_the_year_is_asked_once(plan: MediaPlan, author: User) -> None:
    MediaPlan.objects.update(year=None, review=["no_year", "academic_year"])
    client = signed_in(author)
    assert client.get(url(plan)).context["open_rows"][0]["coming"].days == ()

    client.post(url(plan), {"year-form": "1", "year": "2026", "school": "on"})

    plan.refresh_from_db()
    assert (plan.year, plan.is_school_year, plan.review) == (2026, True, ["rows_need_attention"])
    assert client.get(url(plan)).context["year_form"].fields["year"].disabled


def test_a_year_out_of_range_is_refused_beside_its_field(plan: MediaPlan, author: User) -> None:
    MediaPlan.objects.update(year=None)

    response = signed_in(author).post(url(plan), {"year-form": "1", "year": "26"})

    assert list(response.context["year_form"].errors) == ["year"]
    assert MediaPlan.objects.get().year is None


def test_an_answer_in_an_active_plan_makes_the_occurrences(plan: MediaPlan, author: User) -> None:
    client = signed_in(author)
    told = client.post(reverse("mediaplan:activate", args=[plan.pk]), {"continuous": "none"}, follow=True)
    assert "Held back until they are answered: items 2, 3." in messages_of(told)
    assert not Occurrence.objects.filter(item=item(2)).exists()

    client.post(url(plan), answers(item(2), when="accept"))

    assert list(Occurrence.objects.filter(item=item(2)).values_list("period_key", "state")) == [
        ("2026-12-20", "expected")
    ]


def test_activation_names_what_is_held_back(plan: MediaPlan, author: User) -> None:
    response = signed_in(author).get(reverse("mediaplan:activate", args=[plan.pk]))

    assert [found.position for found in response.context["waiting"]] == [2, 3]
    assert "2 items are held back" in response.content.decode()


def test_who_may_only_look_answers_nothing(plan: MediaPlan, approver: User) -> None:
    client = signed_in(approver)

    page = client.get(url(plan)).content.decode()
    client.post(url(plan), answers(item(2), when="accept"))

    assert "You may look, but not answer." in page
    assert "-seen" not in page
    assert ItemDecision.objects.count() == 0


def test_what_words_mean_is_told_while_they_are_typed(plan: MediaPlan, author: User) -> None:
    client = signed_in(author)
    address = reverse("mediaplan:meaning", args=[item(2).pk])

    clear = client.get(address, {"text": "har oyning 25-sanasigacha"}).json()
    unclear = client.get(address, {"text": "31-iyun"}).json()

    assert (clear["clear"], clear["sentence"]) == (True, "every month, not later than day 25, posts: 1")
    assert len(clear["days"]) == 1  # it is December
    assert unclear == {
        "clear": False,
        "sentence": "These words are not clear either: The date does not exist. Give the right one.",
        "days": [],
    }
    assert item(2).kind == "dates"


def test_a_plan_of_many_rows_is_shown_in_a_fixed_number_of_questions(
    plan: MediaPlan, author: User, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(author)
    counts = []
    for more in (range(4, 6), range(6, 140)):
        for number in more:
            add(plan, number, "Brifing", "spelling", kind="monthly", rrule="FREQ=MONTHLY")
        client.get(url(plan))
        with django_assert_max_num_queries(40) as asked:
            response = client.get(url(plan))
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert (len(response.context["open_rows"]), response.context["open_count"]) == (100, 138)

    rest = client.get(response.context["after"]).context
    assert (len(rest["open_rows"]), "after" in rest) == (38, False)
    first = client.get(rest["before"]).context["open_rows"]
    assert [row["item"].pk for row in first] == [row["item"].pk for row in response.context["open_rows"]]
