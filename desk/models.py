"""Mail that waits to be sent (Wagtail mails inside its transactions, so the mail backend only stores rows), and what
people were told."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from desk.bot.models import BotButton, BotMessage, BotPress, BotUpdate, LinkCode, ServiceBot, TelegramLink
from desk.digests.models import DigestRun, DigestWish

__all__ = [
    "BotButton",
    "BotMessage",
    "BotPress",
    "BotUpdate",
    "DigestRun",
    "DigestWish",
    "LinkCode",
    "ServiceBot",
    "StoredEmail",
    "TelegramLink",
]


class StoredEmail(models.Model):
    subject = models.TextField(_("subject"))
    body = models.TextField(_("text"))
    html_body = models.TextField(blank=True)
    sender = models.CharField(max_length=300)
    recipients = models.JSONField(_("recipients"))
    created_at = models.DateTimeField(_("stored"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True)
    not_before = models.DateTimeField(null=True)
    """Set before each try: the next one comes no earlier, and no second worker takes the same mail meanwhile."""
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(_("error"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("stored mail")
        verbose_name_plural = _("stored mails")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["id"], name="mail_waiting", condition=Q(sent_at=None))]

    def __str__(self) -> str:
        return self.subject


class Notice(models.Model):
    """What one person was told once. The key names the occasion: two workers cannot tell it twice."""

    class Way(models.TextChoices):
        BOT = "bot", _("by Telegram")
        MAIL = "mail", _("by e-mail")
        BOTH = "both", _("by Telegram and e-mail")
        UNWANTED = "unwanted", _("not wanted, by the person's own choice")
        NONE = "none", _("not told: no Telegram, no e-mail address")

    person = models.ForeignKey("auth.User", on_delete=models.CASCADE, related_name="notices")
    key = models.CharField(max_length=120)
    subject = models.TextField()
    text = models.TextField()
    address = models.TextField()
    told_at = models.DateTimeField()
    way = models.CharField(max_length=10, choices=Way.choices, blank=True)
    """Empty: told as a part of another notice, or before ways were written down."""

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [models.UniqueConstraint(fields=["key", "person"], name="notice_told_once")]
        indexes = [models.Index(fields=["told_at"], name="notice_told_at")]

    def __str__(self) -> str:
        return self.subject
