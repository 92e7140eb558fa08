"""A year is played; the ledger accounts for all of it, and each figure is counted once more from the rows."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pdfplumber
import pytest
from django.utils import timezone
from time_machine import Traveller, travel

from config.first_run import SAMPLE_PLAN
from publishers.models import Attempt, Delivery, Proof
from reports.chain.sealing import head, seal_log
from reports.chain.verifying import verify
from reports.execution.making import make_report
from reports.ledger.entries import DutyEntry, Status
from reports.ledger.labels import why
from reports.ledger.reading import read_ledger
from scheduler.models import Occurrence
from tests.journeys.press_service import PressService
from tests.journeys.whole_year import BEGINNING, ZONE, WholeYear

pytestmark = [pytest.mark.django_db(transaction=True, serialized_rollback=True), pytest.mark.timeout(900)]

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
SAID = {
    "uz": "{1} tadan {0} tasi bajarildi ({2} %).",
    "uz-cyrl": "{1} тадан {0} таси бажарилди ({2} %).",
    "ru": "Выполнено {0} из {1} ({2} %).",
}
"""Of an item: fulfilled, counted, percent."""


@pytest.fixture
def clock() -> Iterator[Traveller]:
    with travel(BEGINNING) as traveller:
        yield traveller


@pytest.fixture
def year(press_service: PressService, settings: Any) -> WholeYear:
    settings.SANDBOX_MAIL_URL = press_service.platforms.mail_address()
    year = WholeYear(press_service)
    year.begins(SAMPLE_PLAN)
    return year


def counted_from_rows(year: WholeYear) -> Counter[tuple[str, str, str]]:
    """(number of the item, kind of channel, status) -> duties, by plain questions about one duty after the other."""
    found: Counter[tuple[str, str, str]] = Counter()
    for duty in Occurrence.objects.filter(item__plan=year.plan).exclude(state__in=["elapsed", "withdrawn"]):
        for channel in duty.channels.all():
            found[duty.item.number, channel.kind, _status(duty, channel.pk)] += 1
    return found


def _status(duty: Occurrence, channel: int) -> str:
    if duty.state == "skipped":
        return "excused"
    newest = (
        Delivery.objects.filter(post=duty.post_id, channel=channel).order_by("-pk").first() if duty.post_id else None
    )
    if newest is None or newest.state in ("missed", "rejected", "withdrawn", "cancelled"):
        return "not_done"
    if newest.state != "published":
        return "under_way"
    proof = Proof.objects.filter(delivery=newest, confirmed=True).first()
    if proof is not None:
        out_on = proof.day
    else:
        call = newest.attempts.filter(outcome="published").order_by("-number")[0]
        out_on = call.finished_at.astimezone(ZONE).date()  # type: ignore[union-attr]
    if duty.state == "replaced":
        return "replaced"
    assert out_on is not None
    return "done" if out_on <= duty.window_end else "late"


def test_the_ledger_of_a_played_year_accounts_for_every_duty(year: WholeYear) -> None:
    year.passes()
    # when
    ledger = read_ledger(year.plan, *YEAR, now=timezone.now())
    # then each duty is where a count from the rows finds it
    kinds = {channel.id: channel.kind for channel in ledger.channels}
    told = Counter(
        (item.number, kinds[entry.channel or 0], str(entry.status)) for item in ledger.items for entry in item.duties
    )
    assert told == counted_from_rows(year)
    assert {str(entry.status) for entry in ledger.entries} == {str(one) for one in Status} - {"open"}
    # and what is out has a day, and a link or a proof
    for entry in ledger.entries:
        if entry.is_fulfilled:
            assert entry.out_on
            assert entry.link or entry.proofs
        assert entry.is_fulfilled == (entry.status in ("done", "late", "replaced"))
    assert {entry.approved_by for entry in ledger.entries if entry.is_fulfilled} == {("rustam",)}
    # and what is not done says why, in the words of whoever knows
    reasons = {(item.number, why(entry)) for item in ledger.items for entry in item.duties if said_why(entry)}
    assert reasons == {
        ("3", "No post was prepared."),
        ("5", "The post was written but not approved in time."),
        ("5", "The post did not meet the demands of the channel."),
        ("5", "Navroʻz tadbirlari bilan birlashtirildi"),
        ("9", "The post was published and taken back afterwards. Hujjat raqami xato yozilgan"),
        ("12", "No post was prepared."),
        ("12", "Handed over; its proof is still awaited."),
    }
    assert ledger.counts.percent == 100 * 245 // 257
    # and the year's log is sealed
    seal_log(timezone.now())
    sealed = head()
    assert sealed is not None
    assert verify(expected=(sealed.number, sealed.hash)).broken is None
    # and every number of the report is one of these
    for language in ("uz", "uz-cyrl", "ru"):
        made = make_report(year.plan, *YEAR, format="pdf", language=language, now=timezone.now())
        check_pdf(made, told, language)
        later = timezone.now() + timedelta(days=3)
        assert make_report(year.plan, *YEAR, format="pdf", language=language, now=later) == made
    tampered = Attempt.objects.filter(outcome="published").order_by("pk")[7]
    Attempt.objects.filter(pk=tampered.pk).update(finished_at=tampered.finished_at - timedelta(days=9))  # type: ignore[operator]
    broken = verify().broken
    assert broken is not None
    assert (broken.what, broken.kind, broken.key) == ("altered", "attempt", tampered.pk)


def check_pdf(made: bytes, told: Counter[tuple[str, str, str]], language: str) -> None:
    """Sums of each item and of all, and every link, against the counts from the rows."""
    with pdfplumber.open(io.BytesIO(made)) as pdf:
        words = " ".join(" ".join(page.extract_text() or "" for page in pdf.pages).split())
        links = Counter(link["uri"] for page in pdf.pages for link in page.hyperlinks)
    for item in sorted({number for number, _kind, _status in told}, key=int):
        counted = sum(told[key] for key in told if key[0] == item and key[2] not in ("excused", "open"))
        fulfilled = sum(told[key] for key in told if key[0] == item and key[2] in ("done", "late", "replaced"))
        assert SAID[language].format(fulfilled, counted, 100 * fulfilled // counted) in words, item
    everything = sum(count for (_item, _kind, status), count in told.items() if status != "excused")
    assert re.search(rf"\b{everything}\b", words)
    assert "(95 %)" in words
    # each link at least twice: in its table and beside its code, where it may take two lines
    out = Delivery.objects.filter(state="published").exclude(link="").values_list("link", flat=True)
    assert set(links) == set(out)
    assert min(links.values()) == 2


def said_why(entry: DutyEntry) -> bool:
    return entry.status in (Status.NOT_DONE, Status.UNDER_WAY, Status.EXCUSED)
