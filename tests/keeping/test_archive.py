"""The backup file: what went in comes out, and whatever is not as it was is refused before anything is done."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils import translation

from config.keeping.archive import MANIFEST, Archive, Damaged, Manifest, Packer
from config.keeping.databases import Refused
from config.keeping.media import MediaStaging
from config.keeping.restoring import refuse_newer
from config.keeping.tables import Column, Row, Table

TAKEN = datetime(2026, 11, 27, 4, 0, tzinfo=UTC)
WORDS = Table("words", (Column("id", "integer"), Column("word", "text"), Column("more", "json")), "id")
ROWS: list[Row] = [[1, "oʻzbek", '{"b":1,"a":[]}'], [2, None, None], [3, "", "null"]]
PICTURE = b"\xff\xd8" * 1000


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def packed(*, unseekable: bool = False) -> bytes:
    """An archive of one table and one file."""
    out = Pipe() if unseekable else io.BytesIO()
    packer = Packer(out, Manifest("0.1.0", TAKEN, "sqlite", [("content", "0001_initial")]), lambda count: None)
    packer.add_table(WORDS, iter(ROWS), counted_to=7)
    packer.add_media("pictures/a.jpg", io.BytesIO(PICTURE))
    packer.close()
    return out.written() if isinstance(out, Pipe) else out.getvalue()


class Pipe(io.RawIOBase):
    """Standard output, when it is one: no way back."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self._parts.append(bytes(data))  # type: ignore[call-overload]
        return len(self._parts[-1])

    def written(self) -> bytes:
        return b"".join(self._parts)


def opened(folder: Path, content: bytes) -> Archive:
    (folder / "backup.zip").write_bytes(content)
    return Archive(folder / "backup.zip")


def rewritten(content: bytes, **changed: bytes | None) -> bytes:
    """The same archive with members replaced, added, or (None) left out; names by their last part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            key = name.rsplit("/", 1)[-1].split(".")[0]
            value = changed.pop(key, old.read(name))
            if value is not None:
                new.writestr(name, value)
        for name, value in changed.items():
            new.writestr(name, value or b"")
    return out.getvalue()


@pytest.mark.parametrize("unseekable", [False, True], ids=["file", "pipe"])
def test_what_went_in_comes_out(tmp_path: Path, unseekable: bool) -> None:
    archive = opened(tmp_path, packed(unseekable=unseekable))
    seen: list[int] = []

    archive.check(seen.append)

    (kept,) = archive.manifest.tables
    assert (kept.table, kept.rows, kept.counted_to) == (WORDS, 3, 7)
    assert list(archive.rows(WORDS)) == ROWS
    assert (archive.manifest.taken_at, archive.manifest.migrations) == (TAKEN, [("content", "0001_initial")])
    assert (archive.media(), archive.media_file("pictures/a.jpg").size) == (["pictures/a.jpg"], len(PICTURE))
    assert sum(seen) == archive.size


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is no archive, or its end is missing"),
        (packed()[:-30], "it is no archive, or its end is missing"),
        (rewritten(packed(), manifest=None), "it is no backup: it has no manifest"),
        (rewritten(packed(), manifest=b"{}"), "its manifest cannot be read (KeyError)"),
        (rewritten(packed(), manifest=b'{"format": 2}'), "a newer version made it, whose form is not known here"),
        (rewritten(packed(), a=None), "it does not hold what its manifest names"),
        (rewritten(packed(), more=b"x"), "it does not hold what its manifest names"),
        (rewritten(packed(), a=PICTURE[:-1] + b"x"), "media/pictures/a.jpg is not what was put in"),
        (rewritten(packed(), words=b"[1,2,3]\n"), "tables/words.jsonl is not what was put in"),
        (packed().replace(PICTURE, PICTURE[:-1] + b"x"), "media/pictures/a.jpg cannot be unpacked"),
    ],
)
def test_what_is_not_whole_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    with pytest.raises(Damaged) as refusal:
        opened(tmp_path, content).check(lambda count: None)

    assert str(refusal.value) == said


@pytest.mark.parametrize("name", ["../a.jpg", "/etc/a.jpg", "x/../../a.jpg", "..\\a.jpg"])
def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(io.BytesIO(packed())) as old:
        manifest = json.loads(old.read(MANIFEST))
        words = old.read("tables/words.jsonl")
    manifest["files"][f"media/{name}"] = manifest["files"].pop("media/pictures/a.jpg")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        new.writestr("tables/words.jsonl", words)
        new.writestr(f"media/{name}", PICTURE)
        new.writestr(MANIFEST, json.dumps(manifest))

    with pytest.raises(Damaged, match="leads elsewhere"):
        opened(tmp_path, out.getvalue()).check(lambda count: None)


def test_media_come_beside_the_files_in_use_and_are_put_among_them_at_the_end(tmp_path: Path) -> None:
    archive, media = opened(tmp_path, packed()), MediaStaging(tmp_path / "media")
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "later.jpg").write_bytes(b"later")

    media.unpack(archive, overwrite=False, progress=lambda count: None)
    assert not (tmp_path / "media" / "pictures").exists()
    assert media.put_in_place() == 1

    assert (tmp_path / "media" / "pictures" / "a.jpg").read_bytes() == PICTURE
    assert sorted(path.name for path in (tmp_path / "media").iterdir()) == ["later.jpg", "pictures"]


def test_another_file_of_the_same_name_is_replaced_only_when_asked_for(tmp_path: Path) -> None:
    archive, media = opened(tmp_path, packed()), MediaStaging(tmp_path / "media")
    place = tmp_path / "media" / "pictures" / "a.jpg"
    place.parent.mkdir(parents=True)
    place.write_bytes(b"another")

    with pytest.raises(Refused, match="has_media"):
        media.unpack(archive, overwrite=False, progress=lambda count: None)
    assert place.read_bytes() == b"another"

    media.unpack(archive, overwrite=True, progress=lambda count: None)
    assert (media.put_in_place(), place.read_bytes()) == (1, PICTURE)
    media.unpack(archive, overwrite=False, progress=lambda count: None)
    assert media.put_in_place() == 0


def test_a_backup_of_a_newer_version_is_refused() -> None:
    known = Manifest("0.1.0", TAKEN, "sqlite", [("content", "0001_initial")])
    refuse_newer(known)
    known.migrations.append(("content", "9999_from_tomorrow"))

    with pytest.raises(Refused, match="newer"):
        refuse_newer(known)
