"""The bot, the people linked to it, what it has to tell them, its buttons, and the log of what was pressed."""

from __future__ import annotations

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from content.models import Post

TEXT_LENGTH = 3500
"""What is queued is shorter than Telegram's limit, so that its ending always fits."""


def new_nonce() -> str:
    """What a button tells us when it is pressed: nobody can guess it, and it says nothing."""
    return secrets.token_urlsafe(15)


class ServiceBot(models.Model):
    """One row: the bot, and who works for it. Without a token there is none."""

    stored_token = models.TextField(blank=True, editable=False)
    """Encrypted; see publishers.credentials."""
    bot_id = models.BigIntegerField(null=True)
    username = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=100, blank=True)
    is_sandbox = models.BooleanField(default=False)
    health_code = models.CharField(max_length=40, blank=True)
    health_detail = models.TextField(blank=True)
    told_at = models.DateTimeField(null=True)
    """When staff were told that the token no longer works; once for each token."""
    heard_at = models.DateTimeField(null=True)
    """When Telegram last answered."""
    next_update = models.BigIntegerField(default=0)
    """The number after the last update handled; stored with what the update did."""
    poller = models.CharField(max_length=100, blank=True)
    polled_until = models.DateTimeField(null=True)
    """One process at a time asks for updates: Telegram would cut off a second one."""
    sent_until = models.DateTimeField(null=True)
    """Likewise for sending: a bot that hangs holds one thread, not all."""
    held_until = models.DateTimeField(null=True)
    """Telegram said "wait"."""

    def __str__(self) -> str:
        return f"@{self.username}"


class TelegramLink(models.Model):
    """A person of the desk and the one Telegram account that speaks for them."""

    person = models.OneToOneField("auth.User", on_delete=models.CASCADE, related_name="telegram_link")
    chat_id = models.BigIntegerField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    username = models.CharField(max_length=64, blank=True)
    also_mail = models.BooleanField(_("also send me e-mail about what waits for my approval"), default=False)
    linked_at = models.DateTimeField()
    blocked_at = models.DateTimeField(null=True)
    """The person has blocked the bot: mail takes its place until they write to it again."""

    def __str__(self) -> str:
        return f"{self.person} · {self.name}"


class LinkCode(models.Model):
    """A way to become linked, once and soon. Only its hash is kept."""

    person = models.ForeignKey("auth.User", on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.person)


class BotMessage(models.Model):
    """Something to tell one person, written down with what it tells of and sent afterwards, at most once."""

    class Kind(models.TextChoices):
        APPROVAL = "approval"
        TEXT = "text"

    class State(models.TextChoices):
        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        UNKNOWN = "unknown"
        UNDELIVERABLE = "undeliverable"
        DROPPED = "dropped"

    key = models.CharField(max_length=120, unique=True)
    """What is told to whom: the same thing is told once."""
    person = models.ForeignKey("auth.User", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    subject = models.CharField(max_length=300, blank=True)
    """Of the letter that takes its place; empty: its first words."""
    text = models.TextField(blank=True)
    """Plain; of a request for approval: what was shown, in Telegram's markup, once it was sent."""
    link = models.TextField(blank=True)
    post = models.ForeignKey(Post, null=True, on_delete=models.CASCADE, related_name="bot_messages")
    task_state_id = models.BigIntegerField(null=True)
    """The step of approval it asks about."""
    revision_id = models.BigIntegerField(null=True)
    """The version it shows."""
    state = models.CharField(max_length=15, choices=State.choices, default=State.WAITING)
    not_before = models.DateTimeField()
    """While it waits: no try earlier. While it is being sent: afterwards nobody knows whether it was."""
    tries = models.PositiveSmallIntegerField(default=0)
    reason_code = models.CharField(max_length=40, blank=True)
    chat_id = models.BigIntegerField(null=True)
    message_id = models.BigIntegerField(null=True)
    has_picture = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    finish_at = models.DateTimeField(null=True)
    """Its step is decided: no earlier than this its buttons go and it says how. Null: nothing to do."""
    finish_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["state", "not_before"], name="bot_waiting"),  # SQLite uses no part of an index for IN
            models.Index(fields=["finish_at"], name="bot_to_finish", condition=Q(finish_at__isnull=False)),
            models.Index(fields=["task_state_id"], name="bot_step", condition=Q(task_state_id__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.key


class BotButton(models.Model):
    """One button under one message: whose, what about, and for how long. What it tells us is a nonce."""

    class Deed(models.TextChoices):
        APPROVE = "approve", _("Approve")
        RETURN = "return", _("Return")
        YES = "yes", _("Yes, approve")
        NO = "no", _("No")

    nonce = models.CharField(max_length=40, unique=True, default=new_nonce)
    message = models.ForeignKey(BotMessage, on_delete=models.CASCADE, related_name="buttons")
    deed = models.CharField(max_length=10, choices=Deed.choices)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    """When it decided something."""
    asked_at = models.DateTimeField(null=True)
    question_id = models.BigIntegerField(null=True)
    """The bot's message that asks why; the answer to it is the reason."""

    class Meta:
        indexes = [models.Index(fields=["asked_at"], name="bot_question", condition=Q(asked_at__isnull=False))]

    def __str__(self) -> str:
        return f"{self.message} · {self.deed}"


class BotUpdate(models.Model):
    """An update that was handled: Telegram repeats what it was not told about, and it must do nothing twice."""

    bot_id = models.BigIntegerField()
    number = models.BigIntegerField()
    handled_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bot_id", "number"], name="bot_update_unique")]

    def __str__(self) -> str:
        return str(self.number)


class BotPress(models.Model):
    """What a person did in the bot's chat and what came of it. Append-only."""

    at = models.DateTimeField()
    person = models.ForeignKey("auth.User", null=True, on_delete=models.SET_NULL, related_name="+")
    chat_id = models.BigIntegerField()
    chat_name = models.CharField(max_length=200, blank=True)
    deed = models.CharField(max_length=20)
    outcome = models.CharField(max_length=20)
    post = models.ForeignKey(Post, null=True, on_delete=models.SET_NULL, related_name="+")
    revision_id = models.BigIntegerField(null=True)
    words = models.TextField(blank=True)
    """The reason a post was returned for, or why a decision was refused."""

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["-at", "-id"], name="bot_press_at"),
            models.Index(fields=["chat_id", "at"], name="bot_press_chat"),
        ]

    def __str__(self) -> str:
        return f"{self.deed}: {self.outcome}"
