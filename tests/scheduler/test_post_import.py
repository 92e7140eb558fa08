"""A spreadsheet of posts and its pictures: read, matched, made together or not at all, and once."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from PIL import Image as Pillow

from content.models import LibraryImage, Organization, Post
from scheduler.models import Occurrence, PostImport, StockedPost
from scheduler.planning import activate_plan
from scheduler.post_import import making, pictures
from scheduler.post_import.making import NotMade, confirm, make, stage, staged
from scheduler.post_import.pictures import NotPictures, Pictures, read_files
from scheduler.post_import.planned import PlannedPost, plan_posts, unused_pictures
from scheduler.post_import.sheet import NotASheet, SheetRow, read_sheet
from tests.scheduler.town import MONTHLY, channel, duties, stored_plan, town

NOW = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
TASHKENT = ZoneInfo("Asia/Tashkent")
HEADER = ["Sarlavha", "Matn", "Kanallar", "Sana", "Vaqt", "Reja bandi", "Heshteglar", "Rasmlar", "Muqobil matn"]


def workbook(path: Path, *rows: list[object]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(path)
    return path


def picture(path: Path, colour: str = "navy") -> Path:
    Pillow.new("RGB", (64, 48), colour).save(path, "JPEG" if path.suffix == ".jpg" else "PNG")
    return path


# -- the sheet


def test_a_workbook_is_read_below_its_headings_with_its_dates_and_line_breaks(tmp_path: Path) -> None:
    day = datetime(2026, 3, 10, 10, 30)
    path = workbook(tmp_path / "a.xlsx", ["Postlar roʻyxati"], HEADER, ["Birinchi", "Bir.\n\nIkki.", "Website", day])

    (row,) = read_sheet(path)

    assert (row.line, row.get("title"), row.get("text"), row.get("channels")) == (
        3,
        "Birinchi",
        "Bir.\n\nIkki.",
        "Website",
    )
    assert row.get("date").startswith("10.03.2026")


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize(
    "header",
    [
        ["Title", "Text", "Plan item"],
        ["Заголовок", "Текст", "Пункт плана"],
        ["Сарлавҳа:", "Матн", "Режа банди"],
        ["SARLAVHA *", "Post matni", "Band raqami"],
    ],
)
def test_a_table_as_text_is_read_whatever_separates_it_and_in_every_language(
    tmp_path: Path, separator: str, header: list[str]
) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\n".join([separator.join(header), separator.join(["Nomi", '"Bir, ikki; uch"', "5"])]))

    assert read_sheet(path) == [SheetRow(2, {"title": "Nomi", "text": "Bir, ikki; uch", "item": "5"})]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", "bir;ikki\n1;2\n", "no_columns"),
        ("a.csv", "Sarlavha;Matn\n", "no_rows"),
        ("a.csv", "Sarlavha;Matn\n" + "a;b\n" * 301, "too_many_rows"),
        ("a.csv", "", "empty_file"),
        ("a.txt", "Sarlavha;Matn\na;b\n", "unsupported_type"),
        ("a.xlsx", "Sarlavha;Matn\na;b\n", "wrong_extension"),
    ],
)
def test_what_holds_no_posts_is_refused_with_a_reason(tmp_path: Path, name: str, content: str, code: str) -> None:
    path = tmp_path / name
    path.write_text(content)

    with pytest.raises(NotASheet) as refused:
        read_sheet(path)
    assert refused.value.code == code


# -- the pictures


def zipped(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def test_pictures_come_from_files_and_archives_and_are_told_by_their_bytes(tmp_path: Path) -> None:
    jpeg = picture(tmp_path / "a.jpg").read_bytes()
    archive = zipped(
        tmp_path / "b.zip",
        {
            "rasmlar/Ikki.JPG": jpeg,
            "../../uch.jpg": jpeg,
            "__MACOSX/._Ikki.JPG": b"x",
            "yomon.png": b"no picture",
            "izoh.txt": b"x",
        },
    )
    unpacked = tmp_path / "unpacked"
    unpacked.mkdir()

    found = read_files([("Bir.jpg", tmp_path / "a.jpg"), ("b.zip", archive)], folder=unpacked)

    assert sorted(found.found) == ["bir.jpg", "ikki.jpg", "uch.jpg"]
    assert found.bad == {"yomon.png": "not_a_picture"}
    assert {path.parent for path in unpacked.iterdir()} == {unpacked}
    assert not (tmp_path.parent / "uch.jpg").exists()


def test_two_pictures_of_one_name_are_neither_of_them(tmp_path: Path) -> None:
    jpeg = picture(tmp_path / "a.jpg").read_bytes()
    archive = zipped(tmp_path / "b.zip", {"bir/a.jpg": jpeg, "ikki/A.jpg": jpeg})

    found = read_files([("b.zip", archive)], folder=tmp_path)

    assert (found.found, found.bad) == ({}, {"a.jpg": "twice"})


def test_an_archive_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "ALL_BYTES", 1_000_000)
    bomb = zipped(tmp_path / "b.zip", {f"{number}.jpg": bytes(400_000) for number in range(3)})
    unpacked = tmp_path / "unpacked"
    unpacked.mkdir()

    with pytest.raises(NotPictures) as refused:
        read_files([("b.zip", bomb)], folder=unpacked)

    assert refused.value.code == "too_big"
    assert sum(path.stat().st_size for path in unpacked.iterdir()) <= 1_000_000


def test_a_broken_archive_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "b.zip"
    path.write_bytes(b"PK\x03\x04 and no more")

    with pytest.raises(NotPictures) as refused:
        read_files([("b.zip", path)], folder=tmp_path)
    assert refused.value.code == "unreadable"


def test_russian_names_in_an_archive_of_windows_are_read() -> None:
    part = zipfile.ZipInfo("фото.jpg".encode("cp866").decode("cp437"))
    assert pictures._name_of(part) == "фото.jpg"


# -- what the rows come to


@pytest.fixture
def organization(db: None) -> Organization:
    organization = town()
    channel(organization, "website")
    channel(organization, "telegram", "telegram")
    return organization


@pytest.fixture
def months(tmp_path: Path, organization: Organization) -> list[Occurrence]:
    plan = stored_plan(tmp_path, organization, MONTHLY)
    activate_plan(plan, continuous="none", now=NOW)
    return duties(plan)


@pytest.fixture
def author(db: None) -> User:
    return User.objects.create_superuser("malika")


Planning = Callable[..., PlannedPost]


@pytest.fixture
def planned(organization: Organization) -> Planning:
    def plan(pictures: Pictures | None = None, /, **cells: str) -> PlannedPost:
        row = SheetRow(2, {"title": "Nomi", "text": "Hokimlikda ochiqlik kuni oʻtkazildi."} | cells)
        (found,) = plan_posts([row], pictures or Pictures(), organization, now=NOW)
        return found

    return plan


def codes(post: PlannedPost) -> list[str]:
    return [problem.code for problem in post.problems]


def test_a_row_with_a_date_is_a_draft_with_that_time(planned: Planning) -> None:
    post = planned(channels="website, Telegram", date="10.03.2026", time="10:30", hashtags="a, b")

    assert codes(post) == []
    assert post.publish_at == datetime(2026, 3, 10, 10, 30, tzinfo=TASHKENT)
    assert ([one.kind for one in post.channels], post.hashtags) == (["website", "telegram"], "a b")
    assert planned(channels="website", date="2026-03-10T10:30").publish_at == post.publish_at


def test_a_row_with_an_item_alone_goes_into_its_stock(planned: Planning, months: list[Occurrence]) -> None:
    post = planned(item="1.")

    assert (codes(post), post.goes_into_stock, post.item) == ([], True, months[0].item)
    assert post.channels == []


def test_a_row_with_item_and_day_is_for_the_occurrence_of_that_day_with_its_slot_and_channels(
    planned: Planning, months: list[Occurrence]
) -> None:
    april = months[3]
    post = planned(item="1", date="10.04.2026")

    assert (codes(post), post.occurrence, post.publish_at) == ([], april, april.slot)
    assert {one.pk for one in post.channels} == {one.pk for one in april.channels.all()}
    assert planned(item="1", date="10.04.2026", time="11:00").publish_at == datetime(2026, 4, 10, 11, tzinfo=TASHKENT)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"title": ""}, "import_no_title"),
        ({"title": "a" * 201}, "import_title_too_long"),
        ({}, "import_no_place"),
        ({"time": "10:00"}, "import_time_without_day"),
        ({"date": "10.03.2026"}, "import_no_time"),
        ({"date": "31.02.2026", "time": "10:00"}, "import_no_such_day"),
        ({"date": "ertaga", "time": "10:00"}, "import_unclear_date"),
        ({"date": "10.03.2026", "time": "erta"}, "import_unclear_time"),
        ({"date": "01.03.2026", "time": "10:00"}, "import_past"),
        ({"date": "10.03.2026", "time": "10:00"}, "no_channel"),
        ({"item": "99"}, "import_no_item"),
        ({"item": "1", "date": "10.04.2027"}, "import_nothing_owed"),
        ({"item": "1", "channels": "Radio"}, "import_no_channel"),
        ({"item": "1", "pictures": "yoq.jpg"}, "import_picture_missing"),
        ({"item": "1", "alt": "Rasm"}, "import_more_alts"),
        ({"item": "1", "pictures": ", ".join(f"{n}.jpg" for n in range(11))}, "import_too_many_pictures"),
    ],
)
def test_what_stands_in_the_way_of_a_row(
    planned: Planning, months: list[Occurrence], cells: dict[str, str], code: str
) -> None:
    post = planned(**cells)

    assert code in codes(post)
    assert post.is_stopped


def test_two_rows_do_not_claim_one_occurrence(organization: Organization, months: list[Occurrence]) -> None:
    cells = {"title": "Nomi", "text": "Matn", "item": "1", "date": "10.04.2026"}

    first, second = plan_posts([SheetRow(2, cells), SheetRow(3, cells)], Pictures(), organization, now=NOW)

    assert codes(first) == []
    assert codes(second) == ["import_nothing_owed", "import_same_as"]


def test_pictures_get_their_alternative_texts_and_what_no_row_names_is_told(
    planned: Planning, months: list[Occurrence], tmp_path: Path
) -> None:
    files = [(name, picture(tmp_path / name)) for name in ("a.jpg", "b.jpg", "c.jpg")]
    found = read_files(files, folder=tmp_path)

    post = planned(found, item="1", pictures="B.jpg, a.jpg", alt="Ikkinchi; Birinchi")
    assert [(one.name, alt) for one, alt in post.pictures] == [("b.jpg", "Ikkinchi"), ("a.jpg", "Birinchi")]
    assert unused_pictures([post], found) == ["c.jpg"]
    assert codes(planned(found, item="1", pictures="a.jpg")) == ["alt_missing"]


# -- making


@pytest.fixture
def kept(tmp_path: Path, organization: Organization, months: list[Occurrence], author: User) -> PostImport:
    found = read_files([("a.jpg", picture(tmp_path / "a.jpg"))], folder=tmp_path)
    rows = [
        SheetRow(2, {"title": "Zaxira", "text": "Birinchi.", "item": "1", "pictures": "a.jpg", "alt": "Koʻk"}),
        SheetRow(3, {"title": "Aprel", "text": "Ikkinchi.", "item": "1", "date": "10.04.2026", "pictures": "a.jpg"}),
        SheetRow(
            4, {"title": "Sana", "text": "Uchinchi.", "date": "11.03.2026", "time": "9:00", "channels": "website"}
        ),
    ]
    return stage(rows, found, organization, source_name="postlar.xlsx", user=author, now=NOW)


def test_nothing_is_stored_before_the_yes(kept: PostImport) -> None:
    shown, _pictures = staged(kept, now=NOW)

    assert [one.title for one in shown] == ["Zaxira", "Aprel", "Sana"]
    assert (Post.objects.count(), LibraryImage.objects.count(), StockedPost.objects.count()) == (0, 0, 0)


def test_all_rows_become_drafts_in_their_places(kept: PostImport, author: User, months: list[Occurrence]) -> None:
    made = confirm(kept, user=author, now=NOW)

    stock, april, dated = (Post.objects.get(pk=pk) for pk in made)
    assert (stock.awaits_slot, stock.publish_at) == (True, None)
    assert Occurrence.objects.get(pk=months[3].pk).post == april
    assert dated.latest_revision.as_object().publish_at == datetime(2026, 3, 11, 9, tzinfo=TASHKENT)
    assert {post.live for post in (stock, april, dated)} == {False}
    (image,) = LibraryImage.objects.all()
    media = [post.latest_revision.as_object().media.get() for post in (stock, april)]
    assert [(one.image_id, one.alt_text) for one in media] == [(image.pk, "Koʻk"), (image.pk, "")]
    assert dated.latest_revision.user == author


def test_said_yes_twice_makes_one_set(kept: PostImport, author: User) -> None:
    stale = PostImport.objects.get(pk=kept.pk)
    first = confirm(kept, user=author, now=NOW)

    again = confirm(PostImport.objects.get(pk=kept.pk), user=author, now=NOW)

    assert again == first
    assert (Post.objects.count(), LibraryImage.objects.count()) == (3, 1)
    assert not default_storage.exists(stale.pictures[0]["file"])


def test_a_double_click_makes_one_set(kept: PostImport, author: User) -> None:
    # given: both have read the import before either has made it
    posts, _pictures = staged(kept, now=NOW)
    first = make(posts, kept.organization, user=author, now=NOW, kept=kept)

    second = make(posts, kept.organization, user=author, now=NOW, kept=kept)

    assert second == first
    assert (Post.objects.count(), LibraryImage.objects.count()) == (3, 1)


def test_when_one_row_fails_nothing_is_made_and_no_picture_stays(
    kept: PostImport, author: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = iter([1, 0])
    with monkeypatch.context() as broken:
        real = making.create_draft
        broken.setattr(making, "create_draft", lambda *a, **k: real(*a, **k) if next(made) else 1 / 0)
        with pytest.raises(ZeroDivisionError):
            confirm(kept, user=author, now=NOW)

    assert (Post.objects.count(), LibraryImage.objects.count(), StockedPost.objects.count()) == (0, 0, 0)
    assert PostImport.objects.get().done_at is None
    assert len(confirm(kept, user=author, now=NOW)) == 3


def test_what_has_changed_since_it_was_looked_at_makes_nothing(
    kept: PostImport, author: User, months: list[Occurrence]
) -> None:
    Occurrence.objects.filter(pk=months[3].pk).update(state="skipped")

    with pytest.raises(NotMade):
        confirm(kept, user=author, now=NOW)
    assert Post.objects.count() == 0


def test_what_nobody_confirms_is_forgotten_after_a_day(kept: PostImport, organization: Organization) -> None:
    file = kept.pictures[0]["file"]
    assert default_storage.exists(file)

    making.forget_old(now=NOW + timedelta(hours=23))
    assert PostImport.objects.exists()
    making.forget_old(now=NOW + timedelta(hours=25))

    assert not PostImport.objects.exists()
    assert not default_storage.exists(file)


def test_a_picture_can_be_read_from_the_storage_as_from_a_folder(kept: PostImport, tmp_path: Path) -> None:
    _planned, found = staged(kept, now=NOW)
    with found.found["a.jpg"].open() as file:
        assert io.BytesIO(file.read()).getvalue() == (tmp_path / "a.jpg").read_bytes()
