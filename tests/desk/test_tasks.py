"""The screens of tasks: the list, the page with its files, bringing a proof, and deciding on it."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Permission, User
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from content.models import Channel, Organization
from publishers import delivering, outbox
from publishers.accounts import add_channel
from publishers.models import Delivery, Proof
from publishers.states import State
from tests.desk.conftest import signed_in
from tests.desk.deliveries import approved
from tests.desk.forms import messages_of
from tests.publishers.handwork import carrier, pdf, photo, picture_bytes

LIST, PAGE, FILE, SMALL, DECIDE, ADD = (
    f"proof_task:{name}" for name in ("index", "detail", "proof", "proof_picture", "decide", "detail")
)
LINK = "https://namuna.example/lavha"


@pytest.fixture
def bahrom(organization: Organization) -> User:
    return carrier()


@pytest.fixture
def billboard(organization: Organization, bahrom: User) -> Channel:
    made = add_channel(organization, kind="billboard", name="Markaziy bilbord", address="", responsible=bahrom)
    return made.channel


@pytest.fixture
def task(organization: Organization, billboard: Channel, author: User, approver: User) -> Delivery:
    return handed_over(organization, billboard, author, approver)


def handed_over(organization: Organization, channel: Channel, author: User, approver: User, **post: Any) -> Delivery:
    delivery = approved(organization, channel, author=author, approver=approver, **post)
    due = delivery.due_at
    (claim,) = outbox.claim(now=due, lease=timedelta(days=60), limit=1)
    delivering.carry_out(claim.delivery_id, claim.lease_token)
    found = Delivery.objects.get(pk=delivery.pk)
    assert found.state == State.AWAITING_PROOF
    return found


def add(client: Client, task: Delivery, **given: Any) -> Any:
    return client.post(reverse(ADD, args=[task.pk]), given, follow=True)


def decide(client: Client, proof: Proof, verdict: str, note: str = "") -> Any:
    return client.post(reverse(DECIDE, args=[proof.pk]), {"verdict": verdict, "note": note}, follow=True)


def words(response: Any) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def listed(response: Any) -> list[str]:
    return [row.rendition.title for row in response.context["object_list"]]


def test_the_list_has_the_longest_overdue_first_and_filters_by_kind_and_person(
    organization: Organization, billboard: Channel, author: User, approver: User, bahrom: User
) -> None:
    # given
    radio = add_channel(organization, kind="radio", name="Radio", address="", responsible=carrier("gulnora")).channel
    for title, channel, days in (("Keyin", billboard, 9), ("Kechikkan", radio, -5), ("Ertaga", billboard, 1)):
        task = handed_over(organization, channel, author, approver, title=title)
        Delivery.objects.filter(pk=task.pk).update(miss_after=timezone.now() + timedelta(days=days))
    client = signed_in(bahrom)
    # when
    page = client.get(reverse(LIST))
    # then
    assert listed(page) == ["Kechikkan", "Ertaga", "Keyin"]
    assert "overdue" in words(page)
    assert listed(client.get(reverse(LIST), {"kind": "radio"})) == ["Kechikkan"]
    assert listed(client.get(reverse(LIST), {"whose": "mine"})) == ["Ertaga", "Keyin"]


def test_the_list_asks_the_same_number_of_questions_for_2_and_for_12_rows(
    organization: Organization, billboard: Channel, author: User, approver: User, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(approver)
    counts = []
    for more in (2, 10):
        for _ in range(more):
            handed_over(organization, billboard, author, approver)
        client.get(reverse(LIST))
        with django_assert_max_num_queries(40) as asked:
            response = client.get(reverse(LIST))
        counts.append(len(asked))
    assert len(listed(response)) == 12
    assert counts[0] == counts[1]


def test_the_page_says_what_where_until_when_who_and_how_to_prove(task: Delivery, bahrom: User) -> None:
    said = words(signed_in(bahrom).get(reverse(PAGE, args=[task.pk])))

    for expected in (
        "waits for proof",
        "Markaziy bilbord · Billboard",
        "15.12.2026 10:00 (Asia/Tashkent)",
        "16.12.2026 10:00 (Asia/Tashkent)",
        "Responsible Bahrom",
        "Then photograph the billboard so that the text can be read",
        "Hokimlikda ochiqlik kuni oʻtkazildi.",
    ):
        assert expected in said


def test_text_and_files_come_one_by_one_and_as_one_zip(task: Delivery, bahrom: User) -> None:
    # given a post with two pictures
    rows = []
    for number in (1, 2):
        name = default_storage.save(f"frozen/aa/{number}.jpg", io.BytesIO(picture_bytes(size=(20, 20 * number))))
        rows.append({"name": name, "alt": f"Rasm {number}", "width": 20, "height": 20 * number})
    task.rendition.pictures = rows
    task.rendition.save()
    client = signed_in(bahrom)
    # when
    zipped = client.get(reverse("proof_task:package", args=[task.pk]))
    single = client.get(reverse("proof_task:file", args=[task.pk, 2]))
    missing = client.get(reverse("proof_task:file", args=[task.pk, 3]))
    # then
    archive = ZipFile(io.BytesIO(b"".join(zipped.streaming_content)))
    stem = "ochiqlik-kuni-otkazildi"
    assert archive.namelist() == ["matn.txt", f"{stem}-1.jpg", f"{stem}-2.jpg"]
    assert archive.read(f"{stem}-2.jpg") == picture_bytes(size=(20, 40))
    brief = archive.read("matn.txt").decode()
    assert brief.splitlines()[:5] == [
        "Ochiqlik kuni oʻtkazildi",
        "",
        "Channel: Markaziy bilbord · Billboard",
        "Not before: 15.12.2026 10:00 (Asia/Tashkent)",
        "At the latest: 16.12.2026 10:00 (Asia/Tashkent)",
    ]
    assert "Hokimlikda ochiqlik kuni oʻtkazildi." in brief
    assert b"".join(single.streaming_content) == picture_bytes(size=(20, 40))
    assert single["Content-Disposition"] == f'attachment; filename="{stem}-2.jpg"'
    assert missing.status_code == 404


@pytest.mark.parametrize("field", ["photo", "file"])
def test_a_photograph_is_brought_seen_and_confirmed_by_a_second_person(
    task: Delivery, bahrom: User, approver: User, field: str
) -> None:
    # when
    brought = add(signed_in(bahrom), task, **{field: photo(size=(1200, 900))}, note="Markazda", day="2026-12-01")
    # then
    assert "The proof is stored. A second person looks at it." in messages_of(brought)
    said = "waits to be confirmed 01.12.2026 Markazda Added by Bahrom, 01.12.2026 09:00 (Asia/Tashkent)"
    assert said in words(brought)
    # and
    confirmed = decide(signed_in(approver), Proof.objects.get(), "confirm")
    assert "Confirmed: it counts as published." in messages_of(confirmed)
    assert Delivery.objects.get().state == State.PUBLISHED
    assert confirmed.context["form"] is None


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "a note alone proves nothing"),
        ({"file": b"not a picture"}, "This is neither a picture (JPEG, PNG, WebP) nor a PDF."),
        ({"link": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"link": LINK, "day": "2026-12-24"}, "This day is still to come."),
        ({"photo": b"1", "file": b"2"}, "One file at a time"),
    ],
)
def test_what_is_refused_is_said_beside_the_form_and_the_rest_is_kept(
    task: Delivery, bahrom: User, given: dict[str, Any], sentence: str
) -> None:
    files = {name: io.BytesIO(value) for name, value in given.items() if isinstance(value, bytes)}
    page = add(signed_in(bahrom), task, **{**given, **files}, note="Saqlansin")

    assert sentence in words(page)
    assert "Saqlansin" in page.content.decode()
    assert Proof.objects.count() == 0


def test_who_brought_a_proof_sees_that_a_second_person_must_look(
    task: Delivery, approver: User, second_approver: User
) -> None:
    client = signed_in(approver)
    page = add(client, task, link=LINK)
    proof = Proof.objects.get()
    assert "You added it: a second person confirms it." in words(page)
    assert "Confirm" not in [button.get_text() for button in BeautifulSoup(page.content, "html.parser")("button")]

    own = decide(client, proof, "confirm")

    assert "Who added a proof may not confirm it: a second person must look." in messages_of(own)
    assert Delivery.objects.get().state == State.AWAITING_PROOF
    decide(signed_in(second_approver), proof, "confirm")
    assert Delivery.objects.get().link == LINK


def test_a_refusal_needs_its_reason_and_leaves_the_task_waiting(task: Delivery, bahrom: User, approver: User) -> None:
    add(signed_in(bahrom), task, link=LINK)
    proof = Proof.objects.get()
    client = signed_in(approver)

    without = decide(client, proof, "refuse")
    given = decide(client, proof, "refuse", "Havola boshqa postga")

    assert "Say why the proof is refused" in messages_of(without)
    assert "Refused. The task goes on waiting" in messages_of(given)
    proof.refresh_from_db()
    assert (proof.confirmed, proof.decision_note) == (False, "Havola boshqa postga")
    assert Delivery.objects.get().state == State.AWAITING_PROOF


def test_an_author_decides_on_nobody_elses_proof_but_may_take_back_an_own_one(
    task: Delivery, bahrom: User, author: User
) -> None:
    add(signed_in(bahrom), task, link=LINK)
    proof = Proof.objects.get()

    for verdict in ("confirm", "refuse"):
        answer = decide(signed_in(author), proof, verdict, "Notoʻgʻri")
        assert "Only an approver decides on the proofs of others." in messages_of(answer)
    assert Proof.objects.get().confirmed is None
    decide(signed_in(bahrom), proof, "refuse", "Boshqa bilbord")
    assert Proof.objects.get().confirmed is False


def test_a_proof_is_shown_to_staff_alone_and_nothing_in_it_runs(task: Delivery, bahrom: User) -> None:
    # given
    client = signed_in(bahrom)
    for file in (photo(size=(1200, 900)), pdf()):
        add(client, task, file=file)
    picture, scan = Proof.objects.order_by("pk")
    # when
    shown = client.get(reverse(FILE, args=[picture.pk]))
    paper = client.get(reverse(FILE, args=[scan.pk]))
    small = client.get(reverse(SMALL, args=[picture.pk]))
    # then
    assert b"".join(shown.streaming_content) == picture_bytes(size=(1200, 900))
    assert (shown["Content-Type"], paper["Content-Type"]) == ("image/jpeg", "application/pdf")
    assert b"".join(paper.streaming_content).startswith(b"%PDF")
    assert shown["Content-Security-Policy"] == "default-src 'none'; sandbox"
    for answer in (shown, paper, small):
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
    with Image.open(io.BytesIO(small.content)) as made:
        assert made.size == (320, 240)
    assert client.get(reverse(SMALL, args=[scan.pk])).status_code == 404
    # and
    stranger = User.objects.create_user("mehmon", "mehmon@example.org")
    stranger.user_permissions.add(Permission.objects.get(codename="access_admin"))
    for other in (Client(), signed_in(stranger)):
        assert {other.get(reverse(name, args=[picture.pk])).status_code for name in (FILE, SMALL)} == {302}
        public = other.get(f"/media/{picture.file.name}")
        assert public.status_code == 404


def test_home_counts_tasks_and_names_ones_own(task: Delivery, bahrom: User, approver: User) -> None:
    own, other = (words(signed_in(user).get(reverse("wagtailadmin_home"))) for user in (bahrom, approver))

    assert "1 task of yours waits for proof 1 waits for proof" in own
    assert "of yours" not in other
    assert "1 waits for proof" in other


def test_the_log_leads_to_the_task(task: Delivery, approver: User) -> None:
    page = signed_in(approver).get(reverse("publish_log:detail", args=[task.pk])).content.decode()

    assert f'href="{reverse(PAGE, args=[task.pk])}"' in page
