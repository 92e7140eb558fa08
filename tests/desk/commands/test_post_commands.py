"""queue_post and publish_log, as scripts use them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from PIL import Image

from content.models import Channel, LibraryImage, Organization, Post
from publishers.models import Delivery
from scheduler.models import Occurrence
from scheduler.planning import activate_plan
from tests.desk.commands.running import Ran, rows, run_here
from tests.desk.conftest import NOW
from tests.desk.deliveries import LINK, approved, published, unknown
from tests.sandbox.clients import picture
from tests.scheduler.plan_import.plans import write_text
from tests.scheduler.town import stored_plan

pytestmark = pytest.mark.django_db
SLOT = "2026-12-15T10:00+05:00"


@pytest.fixture
def body(tmp_path: Path) -> Path:
    return write_text(tmp_path / "xabar.md", "Hokimlikda **ochiqlik kuni** oʻtkazildi.\n")


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "surat.jpg"
    path.write_bytes(picture(800, 600))
    return path


def queue(body: Path, *more: object, channels: str = "website", author: str = "malika") -> Ran:
    return run_here(
        "queue_post", "--title", "Ochiqlik kuni", "--body", body, "--channels", channels, "--author", author, *more
    )


def test_an_html_body_as_it_comes_keeps_its_words(tmp_path: Path, website: Channel, author: User) -> None:
    body = write_text(
        tmp_path / "xabar.html",
        "<!doctype html><head><title>x</title></head><p>Ochiq <b>eshik<i>lar</b> kuni</i> <b></b><script>1</script>"
        "<style>p{}</style><!-- izoh --><ul><li>bir<ol><li>ikki</ol></ul><table><tr><td>uch</td></tr></table>",
    )

    ran = queue(body)

    text = Post.objects.get().text
    assert ran.status == 0
    assert [word for word in ("Ochiq", "eshik", "lar", "kuni", "bir", "ikki", "uch") if word not in text] == []
    assert [word for word in ("izoh", "script", "p{}", "title") if word in text] == []


def test_a_picture_of_measurements_is_bad_input(tmp_path: Path, body: Path, website: Channel, author: User) -> None:
    scan = tmp_path / "surat.png"
    Image.new("I;16", (900, 900), 30000).save(scan)

    ran = queue(body, "--image", scan, "--alt", "Surat")

    assert (ran.status, Post.objects.count(), LibraryImage.objects.count()) == (2, 0, 0)


def test_a_post_is_submitted_and_waits_for_approval(body: Path, website: Channel, author: User) -> None:
    ran = queue(body, "--at", SLOT, "--json")

    post = Post.objects.get()
    assert (ran.status, ran.json) == (
        0,
        {
            "post": post.pk,
            "key": post.key,
            "state": "submitted",
            "publish_at": "2026-12-15T05:00:00Z",
            "deliveries": [],
        },
    )
    assert post.workflow_in_progress
    assert "Hokimlikda <b>ochiqlik kuni</b> oʻtkazildi." in post.text


def test_with_an_approver_it_is_approved_and_waits_for_its_slot(
    body: Path, photo: Path, website: Channel, telegram: Channel, author: User, approver: User
) -> None:
    ran = queue(
        body, "--at", SLOT, "--approve-by", "rustam", "--image", photo, "--alt", "Zaldagi fuqarolar", "--json",
        channels="Hokimlik kanali, website",
    )  # fmt: skip

    assert (ran.status, ran.json["state"]) == (0, "approved")
    assert ran.json["deliveries"] == [
        {"id": row.pk, "channel": row.channel.name, "state": "pending", "due_at": "2026-12-15T05:00:00Z"}
        for row in Delivery.objects.order_by("pk")
    ]
    assert [row["channel"] for row in ran.json["deliveries"]] == ["Rasmiy sayt", "Hokimlik kanali"]
    (frozen,) = Delivery.objects.get(channel=telegram).rendition.pictures
    assert (frozen["width"], frozen["height"], frozen["alt"]) == (800, 600, "Zaldagi fuqarolar")


def test_without_a_time_it_is_due_at_once(body: Path, website: Channel, author: User, approver: User) -> None:
    assert queue(body, "--approve-by", "rustam").out == (
        f"Post {Post.objects.get().pk} is approved; deliveries that wait for their time: 1.\n"
    )
    assert 0 <= (Delivery.objects.get().due_at - NOW).total_seconds() < 60


def test_a_time_without_a_zone_is_the_services_own(body: Path, website: Channel, author: User) -> None:
    queue(body, "--at", "2026-12-15T10:00")

    assert Post.objects.get().publish_at == datetime(2026, 12, 15, 5, 0, tzinfo=UTC)


def test_html_keeps_what_the_editor_knows_and_drops_the_rest(tmp_path: Path, website: Channel, author: User) -> None:
    html = write_text(tmp_path / "xabar.html", "<p>Bir <b>ikki</b> <script>alert(1)</script><u>uch</u></p>")

    queue(html)

    text = Post.objects.get().text
    assert "Bir <b>ikki</b>" in text
    assert "<script" not in text
    assert "<u>" not in text


def test_it_fulfils_the_plan_item_that_is_named(
    tmp_path: Path, body: Path, website: Channel, author: User, organization: Organization
) -> None:
    plan = stored_plan(tmp_path, organization, "Dekabr", "Noyabr")
    activate_plan(plan, continuous="none", now=NOW)

    assert queue(body, "--at", SLOT, "--item", 1).status == 0

    duty = Occurrence.objects.get(item__number="1")
    assert (duty.post, duty.state, duty.prepare_at) == (Post.objects.get(), "prepared", None)
    again = queue(body, "--at", SLOT, "--item", 1)
    assert (again.status, again.err) == (2, "Item 1 owes nothing on that day that has no post yet.\n")
    assert Post.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (("--author", "nobody"), "There is no active user “nobody”."),
        (("--author", "rustam"), "rustam may not write posts."),
        (("--approve-by", "nobody"), "There is no active user “nobody”."),
        (("--approve-by", "malika"), "malika may not approve this post."),
        (("--at", "tomorrow"), "This is no time: tomorrow. Write it like 2026-12-01T10:00+05:00."),
        (("--item", "9"), "Item 9 owes nothing on that day that has no post yet."),
        (("--organization", "boshqa"), "There is no organization “boshqa”."),
        (("--channels", "youtube"), "“youtube” names no single channel. There are: Rasmiy sayt, Hokimlik kanali"),
        (("--channels", ","), "post: Choose at least one channel."),
        (("--body", "yoq.md"), "The body cannot be read: FileNotFoundError"),
        (("--title", ""), "This field cannot be blank."),
    ],
)
def test_bad_input_is_told_in_a_sentence_and_changes_nothing(
    body: Path,
    website: Channel,
    telegram: Channel,
    author: User,
    approver: User,
    more: tuple[str, str],
    sentence: str,
) -> None:
    before = rows()

    ran = queue(body, *more)

    assert (ran.status, ran.out, ran.err.strip()) == (2, "", sentence)
    assert rows() == before


def test_who_submits_does_not_approve_even_as_an_approver(body: Path, website: Channel, approver: User) -> None:
    approver.groups.add(Group.objects.get(name="Mualliflar"))
    before = rows()

    ran = queue(body, "--approve-by", "rustam", author="rustam")

    assert (ran.status, ran.err) == (2, "rustam may not approve this post.\n")
    assert rows() == before


def test_where_four_eyes_are_switched_off_one_person_does_both(body: Path, website: Channel, approver: User) -> None:
    approver.groups.add(Group.objects.get(name="Mualliflar"))
    Organization.objects.update(four_eyes=False)

    assert queue(body, "--approve-by", "rustam", "--json", author="rustam").json["state"] == "approved"


def test_a_post_its_channels_would_refuse_is_named_channel_by_channel_and_leaves_no_picture(
    tmp_path: Path, photo: Path, website: Channel, telegram: Channel, author: User
) -> None:
    long = write_text(tmp_path / "uzun.txt", "Xabar ⟦sana⟧ " * 600)
    before = rows()

    ran = queue(long, "--image", photo, "--alt", "Zal", channels="website,telegram")

    assert ran.status == 2
    site, over, blank = ran.err.splitlines()
    assert site == "Rasmiy sayt: Still to be filled in: sana."
    assert over.startswith("Hokimlik kanali: The text is ")
    assert over.endswith(" of 4096). Shorten it.")
    assert blank == "Hokimlik kanali: Still to be filled in: sana."
    assert rows() == before


def test_a_picture_needs_words_and_must_be_one(
    tmp_path: Path, body: Path, photo: Path, website: Channel, author: User
) -> None:
    broken = write_text(tmp_path / "buzuq.jpg", "bu surat emas")
    before = rows()

    wordless = queue(body, "--image", photo)
    unreadable = queue(body, "--image", photo, "--alt", "Zal", "--image", broken, "--alt", "Zal")

    assert (wordless.status, wordless.err) == (2, "Every --image needs its --alt: what the picture shows.\n")
    assert (unreadable.status, unreadable.err) == (2, "buzuq.jpg is no picture we can read.\n")
    assert rows() == before
    assert LibraryImage.objects.count() == 0


def test_without_an_organization_there_is_nothing_to_queue_for(db: None, body: Path) -> None:
    before = rows()

    ran = queue(body)

    assert (ran.status, ran.err) == (
        2,
        "There is no organization yet. Import a plan or add a channel first.\n",
    )
    assert rows() == before


def test_the_log_tells_programs_every_attempt(
    organization: Organization, telegram: Channel, author: User, approver: User
) -> None:
    delivery = published(approved(organization, telegram, author=author, approver=approver))

    (row,) = run_here("publish_log", "--json").json["deliveries"]

    attempt = delivery.attempts.get()
    assert row == {
        "id": delivery.pk,
        "key": delivery.key,
        "post": delivery.post_id,
        "title": "Ochiqlik kuni oʻtkazildi",
        "channel": "Hokimlik kanali",
        "kind": "telegram",
        "sandbox": False,
        "state": "published",
        "due_at": "2026-12-15T05:00:00Z",
        "finished_at": "2026-12-15T05:00:02Z",
        "external_id": "7",
        "parts": [],
        "link": LINK,
        "reason": None,
        "detail": None,
        "change": None,
        "change_reason": None,
        "change_detail": None,
        "changed_at": None,
        "attempts": [
            {
                "number": 1,
                "step": "publish",
                "started_at": "2026-12-15T05:00:00Z",
                "finished_at": "2026-12-15T05:00:02Z",
                "outcome": "published",
                "reason": None,
                "detail": None,
            }
        ],
    }
    assert attempt.lease_token not in run_here("publish_log", "--json").out


def test_the_log_is_narrowed_by_state_and_time(
    organization: Organization, telegram: Channel, author: User, approver: User
) -> None:
    unclear = unknown(approved(organization, telegram, author=author, approver=approver))
    waiting = approved(organization, telegram, author=author, approver=approver, title="Ikkinchi xabar")

    def ids(*arguments: str) -> list[int]:
        return [row["id"] for row in run_here("publish_log", *arguments, "--json").json["deliveries"]]

    assert ids() == [waiting.pk, unclear.pk]
    assert ids("--state", "unknown") == [unclear.pk]
    assert ids("--since", SLOT) == [waiting.pk, unclear.pk]
    assert ids("--since", "2026-12-16") == []


def test_the_log_prints_a_table_with_the_reason_in_words(
    organization: Organization, telegram: Channel, author: User, approver: User
) -> None:
    unknown(approved(organization, telegram, author=author, approver=approver))

    ran = run_here("publish_log")

    assert "15.12.2026 10:00" in ran.out
    words = " ".join(ran.out.split())
    assert "unclear:" in words
    assert "No answer came" in words
    assert ran.out.endswith("Deliveries: 1.\n")


def test_the_log_refuses_a_time_it_cannot_read(db: None) -> None:
    ran = run_here("publish_log", "--since", "yesterday")

    assert (ran.status, ran.out) == (2, "")
    assert ran.err == "This is no time: yesterday. Write it like 2026-12-01T10:00+05:00.\n"


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31T23:59:59-12:00"])
def test_a_time_outside_these_centuries_is_no_time(text: str, body: Path, website: Channel, author: User) -> None:
    refusal = f"This is no time: {text}. Write it like 2026-12-01T10:00+05:00.\n"

    for ran in (run_here("publish_log", "--since", text), queue(body, "--at", text)):
        assert (ran.status, ran.out, ran.err) == (2, "", refusal)


def test_a_body_saved_by_notepad_is_posted_without_its_mark(tmp_path: Path, website: Channel, author: User) -> None:
    queue(write_text(tmp_path / "xabar.txt", "\ufeffSalom\r\n"))

    assert "\ufeff" not in Post.objects.get().text
