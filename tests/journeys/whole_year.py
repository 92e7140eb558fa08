"""A press service's whole year, played day by day: most of it goes well, and some of it as it goes in real years."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone
from PIL import Image

from content.drafts import DraftContent, create_draft
from content.models import Channel, Post
from content.services import SubmissionRefused
from desk.sandbox_channels import request_channel
from publishers import proofs
from publishers.accounts import add_channel, pause_account, resume_account
from publishers.changing import take_back
from publishers.decisions import send_again
from publishers.errors import ReasonCode
from publishers.models import ChannelAccount, Delivery
from publishers.states import State
from scheduler.date_lists import DateList, GivenDate
from scheduler.exceptions import move, replace, skip
from scheduler.fulfilling import attach_post
from scheduler.giving_dates import give_dates
from scheduler.models import MediaPlan, Occurrence, ScheduledDate
from tests.journeys.press_service import PressService
from tests.publishers.handwork import carrier

ZONE = ZoneInfo("Asia/Tashkent")
BEGINNING = datetime(2026, 1, 1, 8, 0, tzinfo=ZONE)
END = date(2027, 1, 12)
HOUR = time(8, 40)
"""At it people come to work, and do what the day brings."""
ARTICLE, VACANCIES, EVENTS, INFOGRAPHIC, CAMPAIGN, SECTION, BUDGET, DOCUMENTS, BILLBOARD = (
    "1", "3", "4", "5", "6", "7", "8", "9", "12",
)  # fmt: skip
NOBODY_WRITES = {(INFOGRAPHIC, "2026-02"), (VACANCIES, "2026-01"), (BILLBOARD, "2026-07")}
NOT_PROVED = (BILLBOARD, "2026-12")
EVENT_DAYS = (date(2026, 3, 12), date(2026, 10, 15))


@dataclass
class WholeYear:
    service: PressService
    plan: MediaPlan = field(init=False)

    def begins(self, plan_file: Path) -> None:
        """Channels, templates and the plan of the year, active from its first day."""
        self.service.has_templates()
        self._by_hand("newspaper", "Namunaobod tongi")
        self._by_hand("billboard", "Markaziy bilbord")
        out = io.StringIO()
        call_command("import_plan", str(plan_file), "--year", "2026", "--json", stdout=out)
        self.plan = self.service.plan = MediaPlan.objects.get(pk=json.loads(out.getvalue())["plan_id"])
        self.plan.items.get(number=BILLBOARD).channels.set([self.service.channels["billboard"]])
        call_command("activate_plan", str(self.plan.pk), "--continuous", "monthly", "--json", stdout=io.StringIO())
        days = DateList(tuple(GivenDate(day, note="Brifing") for day in EVENT_DAYS))
        give_dates(
            self.plan.items.get(number=EVENTS),
            days,
            source=ScheduledDate.Source.FORM,
            actor=self.service.author,
            now=timezone.now(),
        )

    def passes(self, until: date = END, on_day: Callable[[date], None] | None = None) -> None:
        """Day by day: what happens on it, then what is to be written, then what falls due."""
        day = timezone.now().astimezone(ZONE).date()
        while day <= until:
            self.service.time_passes_until(datetime.combine(day, HOUR, tzinfo=ZONE))
            for happens in HAPPENS.get(day, ()):
                happens(self)
            self.people_write(day)
            self.people_prove()
            if on_day is not None:
                on_day(day)
            day += timedelta(days=1)

    def people_write(self, day: date) -> None:
        """Drafts that wait are written and approved; what has no slot is done three days before its window ends."""
        drafts = Occurrence.objects.filter(
            item__plan=self.plan, state__in=["expected", "prepared"], prepare_at=None, slot__date__gte=day
        )
        for duty in drafts.exclude(post__live=True).select_related("item", "post", "item__plan__organization"):
            if (duty.item.number, duty.period_key) not in NOBODY_WRITES:
                self._write(duty, at=duty.slot)
        standing = Occurrence.objects.filter(
            item__plan=self.plan, state="expected", slot=None, post=None, window_end=day + timedelta(days=3)
        )
        for duty in standing.select_related("item", "item__plan__organization"):
            if (duty.item.number, duty.period_key) not in NOBODY_WRITES:
                self._write(duty, at=datetime.combine(day, time(11), tzinfo=ZONE))

    def people_prove(self) -> None:
        """A photograph of each billboard and the issue of the newspaper, two days after they had it."""
        two_days_ago = timezone.now() - timedelta(days=2)
        awaiting = Delivery.objects.filter(state=State.AWAITING_PROOF, due_at__lt=two_days_ago)
        for delivery in awaiting.exclude(proofs__confirmed=True).select_related("channel", "post"):
            duty = delivery.post.occurrences.select_related("item").first()
            if duty is None or (duty.item.number, duty.period_key) == NOT_PROVED:
                continue
            printed = delivery.channel.kind == "newspaper"
            shown = {"issue": "48"} if printed else {"file": _photograph()}
            on = delivery.due_at.astimezone(ZONE).date() + timedelta(days=1)
            proof = proofs.add_proof(delivery.pk, actor=self.carrier, now=timezone.now(), day=on, **shown)  # type: ignore[arg-type]
            proofs.confirm(proof.pk, actor=self.service.approver, now=timezone.now())

    def _write(self, duty: Occurrence, *, at: datetime | None) -> None:
        number, title = duty.item.number, f"{duty.item.title[:80].rsplit(' ', 1)[0]} ({duty.period_key})"
        text = f"<p>{title}: bajarilgan ishlar haqida maʼlumot.</p>"
        if duty.post is None:
            content = DraftContent(title=title, text=text, channels=list(duty.channels.all()), publish_at=at)
            post = create_draft(self.service.organization, content, user=self.service.author)
            attach_post(duty, post, user=self.service.author)
        else:
            post = duty.post
            self.service.author_writes(post, title=title, text=text)
        try:
            self.service.author_submits(post)
        except SubmissionRefused as refusal:
            raise AssertionError(f"item {number}: {refusal.problems}") from refusal
        self.service.approver_approves(post)

    # what happens in this year

    def excuses(self, number: str, period: str, reason: str) -> None:
        skip(self.service.duty(number, period), reason=reason, actor=self.service.approver, now=timezone.now())

    def moves(self, number: str, period: str, to: datetime, reason: str) -> None:
        move(self.service.duty(number, period), to, reason=reason, actor=self.service.approver, now=timezone.now())

    def lets_another_post_stand(self, number: str, period: str, reason: str) -> None:
        content = DraftContent(
            title="Huquqiy savodxonlik oyligi: ochiq dars",
            text="<p>Ochiq darsda 240 nafar talaba qatnashdi.</p>",
            channels=list(self.service.duty(number, period).channels.all()),
            publish_at=timezone.now() + timedelta(hours=2),
        )
        post = create_draft(self.service.organization, content, user=self.service.author)
        self.service.author_submits(post)
        self.service.approver_approves(post)
        duty = self.service.duty(number, period)
        replace(duty, Post.objects.get(pk=post.pk), reason=reason, actor=self.service.approver, now=timezone.now())

    def channel_is_lost(self, kind: str) -> None:
        code = ReasonCode.TOKEN_INVALID.value
        pause_account(self._account(kind).pk, code=code, detail="expired", now=timezone.now())

    def channel_is_found(self, kind: str) -> None:
        resume_account(self._account(kind), now=timezone.now())

    def sends_what_was_missed(self, kind: str) -> None:
        for delivery in Delivery.objects.filter(state=State.MISSED, channel=self.service.channels[kind]):
            send_again(delivery.pk, actor=self.service.approver, now=timezone.now())

    def telegram_refuses_the_next(self) -> None:
        self.service.platform_has_trouble("telegram", "content_rejected", times=1)

    def takes_back(self, number: str, period: str, kind: str, reason: str) -> None:
        post = self.service.duty(number, period).post
        assert post is not None
        delivery = self.service.delivery_to(kind, post)
        take_back(delivery.pk, actor=self.service.approver, now=timezone.now(), note=reason)

    def _account(self, kind: str) -> ChannelAccount:
        return self.service.account_of(kind)

    def _by_hand(self, kind: str, name: str) -> Channel:
        if not hasattr(self, "carrier"):
            self.carrier = carrier()
        address, secret = request_channel("newspaper", None, name) if kind == "newspaper" else ("", "")
        account = add_channel(
            self.service.organization,
            kind=kind,
            name=name,
            address=address,
            secret=secret,
            sandbox=kind == "newspaper",
            responsible=self.carrier,
        )
        self.service.channels[kind] = account.channel
        return account.channel


def _photograph() -> SimpleUploadedFile:
    held = io.BytesIO()
    Image.new("RGB", (640, 400), "#0f766e").save(held, "JPEG")
    return SimpleUploadedFile("bilbord.jpg", held.getvalue())


HAPPENS: dict[date, list[Callable[[WholeYear], None]]] = {
    date(2026, 3, 2): [lambda year: year.excuses(INFOGRAPHIC, "2026-03", "Navroʻz tadbirlari bilan birlashtirildi")],
    date(2026, 4, 10): [lambda year: year.channel_is_lost("facebook")],
    date(2026, 5, 4): [
        lambda year: year.channel_is_found("facebook"),
        lambda year: year.sends_what_was_missed("facebook"),
    ],
    date(2026, 6, 1): [
        lambda year: year.lets_another_post_stand(CAMPAIGN, "2026-06", "Ochiq dars materiali eʼlon qilindi")
    ],
    date(2026, 8, 3): [
        lambda year: year.moves(SECTION, "2026-08", datetime(2026, 8, 27, 10, tzinfo=ZONE), "Soʻrovnoma choʻzildi")
    ],
    date(2026, 7, 15): [lambda year: year.telegram_refuses_the_next()],
    date(2026, 9, 29): [
        lambda year: year.takes_back(DOCUMENTS, "2026-Q3", "facebook", "Hujjat raqami xato yozilgan"),
    ],
}
