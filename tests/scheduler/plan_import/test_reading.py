"""The plan as a whole: its year, its JSON, and files that are no plan."""

import zipfile
from pathlib import Path

import pytest

from scheduler.plan_import import NotAPlan, limits, read_plan
from tests.scheduler.plan_import.plans import pasted, plan_rows, write_docx, write_text


@pytest.mark.parametrize(
    ("above", "year", "review"),
    [
        (["Namunaobod tumanining 2026-yilga mo‘ljallangan MEDIA-REJASI"], 2026, ()),
        (["Namunaobod tumanida 2027-yilda yoritish bo‘yicha", "MEDIA-REJA"], 2027, ()),
        (["2026 йил учун МЕДИА-РЕЖА"], 2026, ()),
        (["МЕДИА-ПЛАН на 2026 год"], 2026, ()),
        (["“TASDIQLAYMAN”", "Tuman hokimi ______", "2025-yil 20-dekabr", "MEDIA-REJA"], None, ("no_year",)),
        (["“TASDIQLAYMAN” 2025-yil", "2026-yilgi MEDIA-REJA"], 2026, ()),
        (["2025-yil 3-fevraldagi qaror ijrosi bo‘yicha 2026-yilgi MEDIA-REJA"], 2026, ()),
        (["2026–2027-yillarga MEDIA-REJA"], None, ("no_year",)),
        (["2026–2027 o‘quv yili uchun MEDIA-REJA"], 2026, ("academic_year",)),
    ],
)
def test_the_year_comes_from_the_title_and_never_from_the_stamp(
    tmp_path: Path, above: list[str], year: int | None, review: tuple[str, ...]
) -> None:
    reading = read_plan(write_docx(tmp_path / "p.docx", plan_rows("Dekabr"), above=above))
    assert (reading.year, reading.plan_review) == (year, review)
    assert reading.year_from == ("title" if year else None)


def test_the_title_is_kept_without_the_stamp(tmp_path: Path) -> None:
    above = ["“TASDIQLAYMAN” hokim ______", "Namunaobod tumanida", "2026-yilgi   MEDIA-REJA"]
    reading = read_plan(write_docx(tmp_path / "p.docx", plan_rows("Dekabr"), above=above))
    assert reading.title == "Namunaobod tumanida 2026-yilgi MEDIA-REJA"


def test_a_given_year_overrules_the_title(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "p.docx", plan_rows("Dekabr"), above=["2026-yilgi MEDIA-REJA"])
    reading = read_plan(path, year=2027)
    assert (reading.year, reading.year_from) == (2027, "option")
    assert reading.to_json()["items"][0]["recurrence"]["window"] == {"start": "2027-12-01", "end": "2027-12-31"}


def test_the_json_has_the_documented_keys_in_order(tmp_path: Path) -> None:
    path = write_text(tmp_path / "p.txt", pasted(plan_rows("fevral, may"), above="2026-yilgi MEDIA-REJA"))
    assert read_plan(path).to_json() == {
        "import_status": "ok",
        "plan_year": 2026,
        "year_from": "title",
        "plan_review": [],
        "items": [
            {
                "number": "1",
                "section": None,
                "title": "1-tadbir haqida xabar",
                "method": "Xabar tayyorlash",
                "steps": [],
                "responsible": None,
                "deadline_text": "fevral, may",
                "coverage_text": "Shahar hokimligining rasmiy sahifalari",
                "kind": "dates",
                "recurrence": {
                    "rrule": None,
                    "window": None,
                    "dates": ["2026-02", "2026-05"],
                    "anchor": "during",
                    "per_period": 1,
                },
                "channels": ["official_pages"],
                "also_mentioned": [],
                "outlets": [],
                "needs_review": False,
                "review": [],
                "place": [1, 2],
                "time": None,
                "holiday": None,
            }
        ],
        "title": "2026-yilgi MEDIA-REJA",
        "school_year": False,
        "not_read": [],
    }
    keys = list(read_plan(path).to_json()["items"][0])
    assert keys[:4] == ["number", "section", "title", "method"]
    assert keys[-5:] == ["needs_review", "review", "place", "time", "holiday"]


def refusal(path: Path) -> tuple[str, dict[str, object]]:
    with pytest.raises(NotAPlan) as caught:
        read_plan(path)
    return caught.value.code, caught.value.params


@pytest.mark.parametrize(
    "title", ["MA’LUMOTNOMA", "МАЪЛУМОТНОМА", "Media-reja ijrosi bo‘yicha HISOBOT", "СПРАВКА", "ОТЧЁТ"]
)
def test_a_report_is_refused(tmp_path: Path, title: str) -> None:
    text = f"Namunaobod tumanida amalga oshirilgan ishlar to‘g‘risida\n{title}\n\n1-band ijrosi natijasida …\n"
    assert refusal(write_text(tmp_path / "r.txt", text)) == ("is_report", {})


def test_a_report_with_a_plans_table_is_refused_too(tmp_path: Path) -> None:
    path = write_docx(tmp_path / "r.docx", plan_rows("Dekabr"), above=["Ishlar to‘g‘risida MA’LUMOTNOMA"])
    assert refusal(path) == ("is_report", {})


@pytest.mark.parametrize("name", ["p.txt", "p.docx"])
def test_an_empty_file_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    assert refusal(tmp_path / name) == ("empty_file", {})


def test_a_text_of_blanks_and_a_document_without_content_are_empty(tmp_path: Path) -> None:
    assert refusal(write_text(tmp_path / "p.txt", " \n\t\n")) == ("empty_file", {})
    assert refusal(write_docx(tmp_path / "p.docx", above=())) == ("empty_file", {})


def test_text_without_a_table_is_refused(tmp_path: Path) -> None:
    assert refusal(write_text(tmp_path / "p.txt", "Media-reja keyin yuboriladi.\n")) == ("no_table", {})
    assert refusal(write_docx(tmp_path / "p.docx", [["Ism", "Telefon"]])) == ("no_table", {})
    assert refusal(write_docx(tmp_path / "q.docx", plan_rows())) == ("no_table", {})


def test_other_file_types_are_refused_by_name(tmp_path: Path) -> None:
    assert refusal(write_text(tmp_path / "p.PNG", "x")) == ("unsupported_type", {"suffix": ".png"})


def test_a_missing_file_is_not_found(tmp_path: Path) -> None:
    assert refusal(tmp_path / "none.docx") == ("not_found", {})


def test_a_broken_document_is_unreadable(tmp_path: Path) -> None:
    (tmp_path / "p.docx").write_bytes(b"PK\x03\x04 broken")
    assert refusal(tmp_path / "p.docx") == ("unreadable", {})


@pytest.mark.parametrize(("content", "actual"), [(b"not a zip", ".txt"), (b"%PDF-1.7", ".pdf")])
def test_another_kind_of_file_under_a_documents_name_is_named(tmp_path: Path, content: bytes, actual: str) -> None:
    (tmp_path / "p.docx").write_bytes(content)
    assert refusal(tmp_path / "p.docx") == ("wrong_extension", {"suffix": ".docx", "actual": actual})


def test_a_truncated_document_is_unreadable(tmp_path: Path) -> None:
    whole = write_docx(tmp_path / "p.docx", plan_rows("Dekabr")).read_bytes()
    (tmp_path / "p.docx").write_bytes(whole[: len(whole) // 2])
    assert refusal(tmp_path / "p.docx") == ("unreadable", {})


def test_a_zip_that_is_no_document_is_named(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "p.docx", "w") as archive:
        archive.writestr("a.txt", "x")
    assert refusal(tmp_path / "p.docx") == ("wrong_extension", {"suffix": ".docx", "actual": ".zip"})


def test_a_document_under_a_texts_name_is_named(tmp_path: Path) -> None:
    whole = write_docx(tmp_path / "p.docx", plan_rows("Dekabr")).read_bytes()
    (tmp_path / "p.txt").write_bytes(whole)
    assert refusal(tmp_path / "p.txt") == ("wrong_extension", {"suffix": ".txt", "actual": ".docx"})


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "p.docx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * (limits.UNPACKED_BYTES + 1))
    assert (tmp_path / "p.docx").stat().st_size < 1_000_000
    assert refusal(tmp_path / "p.docx") == ("too_big", {"limit_bytes": limits.UNPACKED_BYTES})


def test_a_text_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    (tmp_path / "p.txt").write_bytes(b"a" * (limits.TEXT_FILE_BYTES + 1))
    assert refusal(tmp_path / "p.txt") == ("too_big", {"limit_bytes": limits.TEXT_FILE_BYTES})
