"""import_posts, as scripts use it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import User

from content.models import Channel, LibraryImage, Post
from scheduler.models import MediaPlan, PlanItem
from scheduler.stock import waiting
from tests.desk.commands.running import rows, run_here
from tests.sandbox.clients import picture

pytestmark = pytest.mark.django_db
TABLE = (
    "Title;Text;Channels;Date;Time;Plan item;Pictures;Alternative text\n"
    "Birinchi;Matn bir.;website;20.12.2026;10:00;;a.jpg;Koʻk\n"
    "Ikkinchi;Matn ikki.;;;;7;;\n"
)


@pytest.fixture
def item(website: Channel) -> PlanItem:
    plan = MediaPlan.objects.create(organization=website.organization, title="Reja", year=2026, state="active")
    return PlanItem.objects.create(plan=plan, position=1, number="7", title="Haftalik xabar", kind="weekly")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "postlar.csv"
    path.write_text(TABLE)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "rasmlar"
    folder.mkdir()
    (folder / "a.jpg").write_bytes(picture(800, 600))
    return folder


def test_drafts_are_made_with_their_pictures(item: PlanItem, author: User, table: Path, folder: Path) -> None:
    ran = run_here("import_posts", table, "--pictures", folder, "--author", "malika", "--json")

    assert ran.status == 0
    assert [row["title"] for row in ran.json["rows"]] == ["Birinchi", "Ikkinchi"]
    first, second = (Post.objects.get(pk=pk) for pk in ran.json["posts"])
    assert first.latest_revision.as_object().media.get().image == LibraryImage.objects.get()
    assert first.latest_revision.user == author
    assert [row.post for row in waiting(item)] == [second]


def test_a_dry_run_shows_everything_and_changes_nothing(item: PlanItem, table: Path, folder: Path) -> None:
    before = rows()

    ran = run_here("import_posts", table, "--pictures", folder, "--dry-run")

    assert ran.status == 0
    for words in ("Birinchi", "Ikkinchi", "20.12.2026 10:00", "stock of item 7"):
        assert words in " ".join(ran.out.split())
    assert rows() == before


def test_a_row_with_a_problem_is_bad_input_and_changes_nothing(item: PlanItem, author: User, table: Path) -> None:
    before = rows()

    ran = run_here("import_posts", table, "--author", "malika", "--json")

    assert ran.status == 2
    assert ran.json["rows"][0]["problems"] == [{"code": "import_picture_missing", "blocking": True}]
    assert ran.json["posts"] == []
    assert "some rows have problems" in ran.err
    assert rows() == before


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["none.csv", "--author", "malika"], "There is no such file"),
        (["TABLE", "--author", "hech-kim"], "there is no active user “hech-kim”"),
        (["TABLE", "--author", "rustam"], "rustam may not write posts."),
        (["TABLE", "--author", "malika", "--pictures", "none"], "There is no such folder: none"),
    ],
)
def test_bad_input_says_what_to_do(
    item: PlanItem, author: User, approver: User, table: Path, arguments: list[str], sentence: str
) -> None:
    before = rows()

    ran = run_here("import_posts", *[str(table) if one == "TABLE" else one for one in arguments])

    assert ran.status == 2
    assert sentence in " ".join(ran.err.split())
    assert rows() == before
