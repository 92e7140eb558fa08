"""The evidence pack: verified by sha256sum and its own program, outside this service; every forgery is caught."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import subprocess
import sys
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from content.models import Channel
from publishers.models import Attempt, Delivery
from publishers.proofs import add_proof, confirm
from reports.chain.sealing import head
from reports.evidence.making import Packed, make_evidence
from reports.ledger.reading import read_ledger
from reports.models import Capture
from scheduler.models import MediaPlan
from tests.publishers.conftest import Carry
from tests.publishers.handwork import carrier, manual, photo
from tests.publishers.stage import Stage
from tests.reports.looking import CAPTURE, look
from tests.reports.plans import ZONE, duty_of, item_of, plan_of

ALWAYS = (date(2020, 1, 1), date(2099, 12, 31))


class Unseekable(io.RawIOBase):
    """A target that can only be written to, as an answer over HTTP is."""

    def __init__(self) -> None:
        self.content = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, block: Any) -> int:
        self.content += block
        return len(block)


@pytest.fixture
def plan(stage: Stage, telegram: Channel, website: Channel, carry: Carry, now: datetime, settings: Any) -> MediaPlan:
    """A post on Telegram and the website, and a billboard with its photograph, all owed by one item."""
    settings.BROWSER = "none"
    person = carrier()
    channels = [telegram, website, manual(stage, person)]
    post = stage.approved(channels, publish_at=now)
    for later in range(0, 60, 10):
        carry(now + timedelta(seconds=later))
    task = Delivery.objects.get(post=post, channel__kind="billboard")
    proof = add_proof(task.pk, actor=person, now=now, file=photo())
    confirm(proof.pk, actor=stage.approver, now=now)
    look(CAPTURE, now + timedelta(minutes=2))
    made = plan_of(stage.organization, year=timezone.now().year)
    item = item_of(made, 1, title="Ochiqlik kuni: hisobot")
    duty_of(item, now.astimezone(ZONE).date(), channels, post=post)
    return made


def packed(plan: MediaPlan, at: datetime, **wish: Any) -> tuple[bytes, Packed]:
    target = Unseekable()
    found = make_evidence(plan, *ALWAYS, **{"language": "uz"} | wish, now=at, target=target)  # type: ignore[arg-type]
    return bytes(target.content), found


@pytest.fixture
def folder(plan: MediaPlan, now: datetime, tmp_path: Path) -> Path:
    content, _packed = packed(plan, now + timedelta(minutes=5))
    zipfile.ZipFile(io.BytesIO(content)).extractall(tmp_path / "pack")
    return tmp_path / "pack"


def verified(folder: Path, *arguments: str) -> tuple[int, str]:
    """By the program in the pack, as an inspector would: alone, with Python and nothing else."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(folder / "verify.py"), *arguments],
        capture_output=True, text=True, cwd="/", env={"PYTHONIOENCODING": "utf-8"}, timeout=60,
    )  # fmt: skip
    assert done.stderr == ""
    return done.returncode, done.stdout


def resum(folder: Path) -> None:
    """What a forger does after changing a file of the pack."""
    names = [line.partition("  ")[2] for line in (folder / "SHA256SUMS").read_text().splitlines()]
    lines = [f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names]
    (folder / "SHA256SUMS").write_text("".join(lines))


@pytest.mark.skipif(shutil.which("sha256sum") is None, reason="sha256sum is not installed")
def test_sha256sum_verifies_every_file(folder: Path) -> None:
    done = subprocess.run(["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert files - {"SHA256SUMS"} == {line.split(": ")[0] for line in done.stdout.splitlines()}


def test_the_packs_own_program_verifies_it_alone(folder: Path) -> None:
    status, words = verified(folder)
    assert (status, words.splitlines()[-1]) == (0, "OK / TOʻGʻRI / ВЕРНО")
    # with a seal from elsewhere
    assert verified(folder, str(head()))[0] == 0
    status, words = verified(folder, f"2:{'a' * 64}")
    assert (status, "seal 2: is not the one that was expected" in words) == (1, True)


def test_every_delivery_has_its_folder_with_all_that_proves_it(folder: Path) -> None:
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for delivery in Delivery.objects.select_related("channel", "rendition"):
        (place,) = folder.glob(f"items/001-ochiqlik-kuni-hisobot/{delivery.pk}-{delivery.channel.kind}-*")
        form = place / f"sent-{delivery.rendition_id}" / "form.json"
        assert hashlib.sha256(form.read_bytes()).hexdigest() == delivery.rendition.checksum
        assert "ochiqlik kuni" in (form.parent / "text.txt").read_text()
    page = Capture.objects.get(delivery__channel__kind="telegram")
    (kept,) = folder.glob(f"items/*/*/capture-{page.pk}-published-*.html")
    assert hashlib.sha256(kept.read_bytes()).hexdigest() == page.page_checksum
    assert len(list(folder.glob("items/*/*-billboard-*/proof-*.jpg"))) == 1
    assert {"README.txt", "ledger/ledger.json", "ledger/ledger.csv", "index.csv", "people.csv"} <= found
    assert {f"report/report.{form}" for form in ("docx", "pdf", "xlsx", "json")} <= found


def test_the_ledgers_file_has_the_ledgers_own_checksum(folder: Path, plan: MediaPlan, now: datetime) -> None:
    ledger = read_ledger(plan, *ALWAYS, now=now + timedelta(minutes=5))
    assert hashlib.sha256((folder / "ledger" / "ledger.json").read_bytes()).hexdigest() == ledger.checksum
    readme = (folder / "README.txt").read_text()
    assert readme.count(ledger.checksum) == readme.count(str(head())) == 3


def test_the_same_data_give_the_same_bytes(plan: MediaPlan, now: datetime) -> None:
    at = now + timedelta(minutes=5)
    assert packed(plan, at)[0] == packed(plan, at)[0]


@pytest.mark.parametrize("name", ["log/rows.jsonl", "ledger/ledger.csv", "verify.py"])
def test_a_changed_file_is_named(folder: Path, name: str) -> None:
    with open(folder / name, "a") as file:
        file.write("\n")
    status, words = verified(folder)
    assert (status, f"{name}: is not the file" in words) == (1, True)


def test_a_file_that_is_gone_or_was_added_is_named(folder: Path) -> None:
    (folder / "index.csv").unlink()
    (folder / "boshqa.txt").write_text("yangi")
    status, words = verified(folder)
    assert status == 1
    assert "index.csv: is missing" in words
    assert "boshqa.txt: was added" in words


def test_a_row_changed_together_with_all_sums_breaks_its_seal(folder: Path) -> None:
    place = folder / "log" / "rows.jsonl"
    place.write_text(place.read_text().replace('"outcome":"published"', '"outcome":"found"', 1))
    resum(folder)
    status, words = verified(folder)
    assert status == 1
    assert "Files / Fayllar / Файлы: OK" in words
    assert "was altered after seal" in words


def test_a_seal_changed_together_with_all_sums_breaks_the_chain(folder: Path) -> None:
    place = folder / "log" / "seals.jsonl"
    lines = place.read_text().splitlines()
    seal = json.loads(lines[2]) | {"digest": "a" * 64}
    place.write_text("\n".join([*lines[:2], json.dumps(seal), *lines[3:]]) + "\n")
    resum(folder)
    status, words = verified(folder)
    assert (status, "seal 3: the chain is broken here" in words) == (1, True)


def test_a_page_exchanged_together_with_all_sums_is_missed_by_its_row(folder: Path) -> None:
    (page,) = folder.glob("items/*/*-telegram-*/capture-*.html")
    page.write_text("<p>Boshqa</p>")
    resum(folder)
    status, words = verified(folder)
    assert (status, "the file of its page_checksum is not in the pack" in words) == (1, True)


def test_a_file_the_storage_has_lost_is_told_of_and_the_rest_still_verifies(
    plan: MediaPlan, now: datetime, tmp_path: Path
) -> None:
    page = Capture.objects.get(delivery__channel__kind="telegram")
    default_storage.delete(page.page.name)
    content, found = packed(plan, now + timedelta(minutes=5))
    zipfile.ZipFile(io.BytesIO(content)).extractall(tmp_path)
    assert found.missing == 1
    (lost,) = json.loads((tmp_path / "missing.json").read_text())
    assert lost["sha256"] == page.page_checksum
    assert verified(tmp_path)[0] == 0


def test_rows_of_other_plans_are_not_in_the_pack(
    folder: Path, plan: MediaPlan, stage: Stage, website: Channel, carry: Carry, now: datetime, tmp_path: Path
) -> None:
    later = now + timedelta(hours=2)
    other = stage.delivery(website, publish_at=later, title="Rejadan tashqari")
    carry(later)
    content, _found = packed(plan, later + timedelta(minutes=5))
    pack = zipfile.ZipFile(io.BytesIO(content))
    rows = [json.loads(line) for line in pack.read("log/rows.jsonl").splitlines()]
    seals = [json.loads(line) for line in pack.read("log/seals.jsonl").splitlines()]
    assert other.pk not in {row["delivery"] for row in rows}
    # the chain is whole all the same
    assert Attempt.objects.get(delivery=other).pk in {seal["id"] for seal in seals if seal["kind"] == "attempt"}


@pytest.mark.parametrize("language", ["uz", "uz-cyrl", "ru"])
def test_the_command_writes_it_in_each_writing(
    plan: MediaPlan, language: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "dalillar.zip"
    call_command(
        "evidence_pack", plan.pk, "--from=2020-01-01", "--to=2099-12-31", f"--language={language}", f"--out={place}",
        "--json",
    )  # fmt: skip
    told = json.loads(capsys.readouterr().out)
    assert (told["deliveries"], told["bytes"], told["missing"]) == (3, place.stat().st_size, 0)
    assert zipfile.ZipFile(place).testzip() is None
    assert [path.name for path in tmp_path.iterdir()] == [place.name]


def test_bad_input_writes_nothing(plan: MediaPlan, tmp_path: Path) -> None:
    place = tmp_path / "dalillar.zip"
    for arguments in (
        [plan.pk, "--from=2026-02-01", "--to=2026-01-01"],
        [plan.pk, "--from=1-fevral", "--to=2026-01-01"],
        [plan.pk + 99, "--from=2026-01-01", "--to=2026-02-01"],
    ):
        with pytest.raises(SystemExit) as left:
            call_command("evidence_pack", *arguments, f"--out={place}")
        assert left.value.code == 2
    assert list(tmp_path.iterdir()) == []
