"""Accounts, deliveries and their attempts: the permanent log of what was tried and what came of it."""

from __future__ import annotations

import secrets
from pathlib import PurePath

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.models import Channel, Post, Rendition
from publishers.states import REPLACEABLE, State


class ChannelAccount(models.Model):
    """The technical access to a channel, and how it is doing."""

    class Health(models.TextChoices):
        UNKNOWN = "unknown", _("not checked yet")
        OK = "ok", _("works")
        FAILING = "failing", _("does not work")

    channel = models.OneToOneField(Channel, on_delete=models.PROTECT, related_name="account", verbose_name=_("channel"))
    address = models.CharField(_("address"), max_length=200, blank=True)
    stored_secret = models.TextField(blank=True, editable=False)
    """Encrypted; see credentials. Never shown: forms only take a new one."""
    options = models.JSONField(default=dict, blank=True)
    health = models.CharField(_("health"), max_length=10, choices=Health.choices, default=Health.UNKNOWN)
    health_code = models.CharField(max_length=40, blank=True)
    health_detail = models.TextField(blank=True)
    title = models.CharField(max_length=300, blank=True)
    """The platform's own name for the place, as last seen."""
    expires_at = models.DateTimeField(null=True)
    """When the token ends, as the platform said; null: never, or it does not say."""
    quota_used = models.PositiveIntegerField(null=True)
    quota_total = models.PositiveIntegerField(null=True)
    """Posts within a day, where the platform counts them."""
    told = models.CharField(max_length=60, blank=True)
    """What staff were told last about this account, so that they are told once."""
    responsible = models.ForeignKey(
        "auth.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("responsible")
    )
    """Who carries out what people do by hand, and hears first of trouble."""
    checked_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    """Set when token, rights or place are gone; cleared by a person who reconnects."""
    held_until = models.DateTimeField(null=True)
    """The platform said "wait": nothing is claimed for this account before."""
    free_at = models.DateTimeField(null=True)
    """Pacing: the next post to this account goes out no earlier."""

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")

    def __str__(self) -> str:
        return str(self.channel)


class Delivery(models.Model):
    """The duty to place one rendition on one channel."""

    class Change(models.TextChoices):
        AMEND = "amend", _("correct")
        WITHDRAW = "withdraw", _("take back")

    key = models.CharField(max_length=32, unique=True, editable=False)
    """The same on every attempt: what a platform with idempotency recognises."""
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="deliveries", verbose_name=_("post"))
    rendition = models.ForeignKey(Rendition, on_delete=models.PROTECT, related_name="deliveries")
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="deliveries", verbose_name=_("channel"))
    state = models.CharField(
        _("state"), max_length=20, choices=[(s.value, s.value) for s in State], default=State.PENDING
    )
    due_at = models.DateTimeField(_("due"))
    miss_after = models.DateTimeField()
    """The end of the lateness limit."""
    miss_at = models.DateTimeField(null=True)
    """The same while the delivery is pending, else null: beat's index holds only what can still be missed. (A partial
    index on the state would not do: SQLite cannot use one whose condition comes to it as a parameter.)"""
    ready_at = models.DateTimeField(null=True)
    """When beat should look at it next; null when only a person can move it on."""
    lease_token = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True)
    resume_token = models.TextField(blank=True)
    """What a two-step platform gave us to go on with."""
    looks = models.PositiveSmallIntegerField(default=0)
    """How often reconciliation looked and did not find it; of a change: how often it stayed unclear; of a link that is
    awaited: how often it was asked for in vain."""
    failures = models.PositiveSmallIntegerField(default=0)
    """Calls in a row that did not get through, and for which the platform named no wait."""
    unknown_since = models.DateTimeField(null=True)
    external_id = models.CharField(max_length=200, blank=True)
    parts = models.JSONField(default=list)
    link = models.TextField(_("link"), blank=True)
    change = models.CharField(max_length=10, blank=True, choices=Change.choices)
    """What is still to be done to a post that is out; empty: nothing."""
    change_rendition = models.ForeignKey(Rendition, null=True, on_delete=models.PROTECT, related_name="+")
    """The text that takes the place of the one that is out."""
    change_code = models.CharField(max_length=40, blank=True)
    change_detail = models.TextField(blank=True)
    """Why the last change could not be made."""
    changed_at = models.DateTimeField(null=True)
    """When it was last corrected."""
    reminded_at = models.DateTimeField(null=True)
    reason_code = models.CharField(_("reason"), max_length=40, blank=True)
    detail = models.TextField(blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-due_at", "-pk"]
        indexes = [
            models.Index(
                fields=["ready_at"], name="delivery_ready", condition=Q(ready_at__isnull=False, leased_until=None)
            ),
            models.Index(fields=["leased_until"], name="delivery_leased", condition=Q(leased_until__isnull=False)),
            models.Index(fields=["miss_at"], name="delivery_miss", condition=Q(miss_at__isnull=False)),
            models.Index(fields=["-due_at", "-id"], name="delivery_log"),
            models.Index(fields=["state", "-due_at"], name="delivery_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "channel"],
                condition=~Q(state__in=sorted(s.value for s in REPLACEABLE)),
                name="delivery_once",
            ),
            models.CheckConstraint(condition=Q(state__in=sorted(s.value for s in State)), name="delivery_state_known"),
            models.CheckConstraint(
                condition=~Q(state="leased") | Q(leased_until__isnull=False), name="delivery_leased_has_lease"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post} → {self.channel}"

    @property
    def is_half_out(self) -> bool:
        """Readers see its first messages, the others are still to follow."""
        return self.state == State.ACCEPTED and bool(self.external_id)

    @property
    def asks_for_link(self) -> bool:
        """It is out, and what is still due, if anything, is only to read its link."""
        return self.state == State.PUBLISHED and not self.change


class Attempt(models.Model):
    """One call to a platform: opened and committed before it, closed once after it, never changed again."""

    class Step(models.TextChoices):
        PUBLISH = "publish", _("publish")
        RESUME = "resume", _("go on")
        FIND = "find", _("look")
        LINK = "link", _("ask for the link")
        AMEND = "amend", _("correct")
        WITHDRAW = "withdraw", _("take back")

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveIntegerField()
    step = models.CharField(max_length=10, choices=Step.choices)
    rendition = models.ForeignKey(Rendition, null=True, on_delete=models.PROTECT, related_name="+")
    """What was sent; null: the delivery's own."""
    lease_token = models.CharField(max_length=32)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True)
    """Empty while the call is under way; then published, accepted, handed_over, not_found, or the name of the error."""
    reason_code = models.CharField(max_length=40, blank=True)
    detail = models.TextField(blank=True)
    external_id = models.CharField(max_length=200, blank=True)
    link = models.TextField(blank=True)
    answer = models.TextField(blank=True, default="", db_default="")
    """What the platform answered when it took the post, as far as it is kept (publishers.answers)."""

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["delivery_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "number"], name="attempt_number_unique"),
            models.UniqueConstraint(fields=["delivery"], condition=Q(outcome=""), name="attempt_one_open"),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id}.{self.number}"


class AttemptCount(models.Model):
    """How many attempts up to the mark came to an outcome: whoever asks need not count the whole log (see counting)."""

    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="+")
    step = models.CharField(max_length=10)
    outcome = models.CharField(max_length=20)
    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "step", "outcome"], name="attempt_count_unique")]

    def __str__(self) -> str:
        return f"{self.channel_id} {self.step} {self.outcome}: {self.count}"


class AttemptMark(models.Model):
    """The last attempt that is in the counts: one row."""

    up_to = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.up_to)


def proof_path(proof: Proof, filename: str) -> str:
    return f"proofs/{proof.delivery_id}/{secrets.token_hex(8)}{PurePath(filename).suffix.lower()[:10]}"


class Proof(models.Model):
    """What shows that people carried a delivery out: an issue of a newspaper, a photograph of a billboard."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="proofs")
    file = models.FileField(_("scan or photograph"), upload_to=proof_path, blank=True)
    checksum = models.CharField(max_length=64, blank=True)
    """SHA-256 of the file, hex."""
    link = models.URLField(_("link"), max_length=1000, blank=True)
    issue = models.CharField(_("number of the issue"), max_length=100, blank=True)
    day = models.DateField(_("date of publication"), null=True)
    note = models.TextField(_("note"), blank=True)
    added_by = models.ForeignKey("auth.User", on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    decided_by = models.ForeignKey("auth.User", null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    confirmed = models.BooleanField(null=True)
    """null: nobody decided yet."""
    decision_note = models.TextField(blank=True)

    class Meta:
        verbose_name = _("proof")
        verbose_name_plural = _("proofs")
        ordering = ["delivery_id", "pk"]
        indexes = [
            models.Index(fields=["decided_at"], name="proof_decided", condition=Q(decided_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id}: {self.link or self.issue or self.file.name}"


class StateChange(models.Model):
    """Every move of a delivery from one state to another: when, why and by whom. Append-only."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="changes")
    attempt = models.ForeignKey(Attempt, null=True, on_delete=models.PROTECT, related_name="+")
    old = models.CharField(max_length=20)
    new = models.CharField(max_length=20)
    at = models.DateTimeField()
    reason_code = models.CharField(max_length=40, blank=True)
    note = models.TextField(blank=True)
    actor = models.ForeignKey("auth.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("change of state")
        verbose_name_plural = _("changes of state")
        ordering = ["delivery_id", "pk"]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class Restoration(models.Model):
    """That the database was restored from a backup: what was due before may be out, see after_restore. Append-only."""

    taken_at = models.DateTimeField()
    """The instant of the backup."""
    restored_at = models.DateTimeField()
    held = models.PositiveIntegerField()
    """How many deliveries were looked for first."""

    def __str__(self) -> str:
        return f"{self.taken_at} → {self.restored_at}"


def new_lease_token() -> str:
    return secrets.token_hex(16)
