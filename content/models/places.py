"""Who speaks and where: the organization and the channels its readers know."""

from __future__ import annotations

from datetime import time
from typing import Any

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from content.formats import added_kinds

MOST_LEAD_HOURS = 720
MOST_REMINDER_DAYS = 60


class Steps(models.IntegerChoices):
    """How many people approve a post, one after the other."""

    ONE = 1, _("one step")
    TWO = 2, _("two steps: a second person decides after the first")


class Organization(models.Model):
    name = models.CharField(_("name"), max_length=300)
    slug = models.SlugField(_("short name in addresses"), unique=True)
    language = models.CharField(
        _("language of posts"), max_length=10, default="uz", choices=[("uz", "Oʻzbekcha"), ("ru", "Русский")]
    )
    time_zone = models.CharField(_("time zone"), max_length=64, default="Asia/Tashkent")
    six_day_week = models.BooleanField(_("six-day working week"), default=False)
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True)
    quiet_until = models.TimeField(
        _("quiet until"), null=True, blank=True, help_text=_("Nothing goes out in these hours.")
    )
    four_eyes = models.BooleanField(
        _("who submits a post may not approve it"),
        default=True,
        help_text=_("Switching this off is written to the history of the organization."),
    )
    approval_steps = models.PositiveSmallIntegerField(
        _("steps of approval"),
        choices=Steps,
        default=Steps.ONE,
        help_text=_("A media plan may ask for another number. What is submitted already keeps its own."),
    )
    approval_lead_hours = models.PositiveSmallIntegerField(
        _("lead time of approval, hours"),
        default=24,
        validators=[MaxValueValidator(MOST_LEAD_HOURS)],
        help_text=_("Approval is asked for at least so long before a post goes out. 0: no lead time."),
    )
    approval_lead_working = models.BooleanField(
        _("count working hours only"),
        default=False,
        help_text=_("From 9:00 to 18:00 on working days: 9 hours are one working day."),
    )
    digest_at = models.TimeField(
        _("digests go out at"),
        default=time(9),
        help_text=_("The week's on its first working day, the month's on the first working day of the next one."),
    )
    draft_reminder_days = models.PositiveSmallIntegerField(
        _("remind of unwritten posts, days ahead"),
        default=3,
        validators=[MaxValueValidator(MOST_REMINDER_DAYS)],
        help_text=_("So many days before a slot without a draft. 0: no reminder."),
    )
    heads = models.ManyToManyField(
        "auth.User",
        blank=True,
        related_name="heads_of",
        limit_choices_to={"is_active": True},
        verbose_name=_("who gets the monthly summary"),
        help_text=_("Heads of the organization; each needs an account with an e-mail address or Telegram."),
    )
    protected_terms = models.TextField(
        _("words that stay as they are"),
        blank=True,
        help_text=_(
            "One a line, for example Namuna Plyus: no channel's alphabet changes them. Endings follow the alphabet."
        ),
    )
    own_spellings = models.TextField(
        _("spellings of our own"),
        blank=True,
        help_text=_("One a line: the Latin spelling, then =, then the Cyrillic one. Both ways, with endings."),
    )
    website = models.URLField(_("official website"), blank=True)
    trust_line = models.CharField(_("trust line"), max_length=100, blank=True)
    phone = models.CharField(_("telephone"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.CharField(_("address"), max_length=300, blank=True)
    feed_key = models.CharField(max_length=64, unique=True, null=True, default=None, editable=False)
    """The secret part of the address of its posts' calendar; null: nobody has asked for one."""

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")

    def __str__(self) -> str:
        return self.name


def channel_kinds() -> list[tuple[str, Any]]:
    """Every kind a channel can be of, with its name: ours, and those that adapters from elsewhere have brought."""
    return [*Channel.Kind.choices, *((kind, kind.replace("_", " ").capitalize()) for kind in added_kinds())]


class Channel(models.Model):
    """A place readers know. How to get in there is its account (publishers)."""

    class Kind(models.TextChoices):
        WEBSITE = "website", _("Website")
        TELEGRAM = "telegram", "Telegram"
        FACEBOOK = "facebook", "Facebook"
        INSTAGRAM = "instagram", "Instagram"
        WORDPRESS = "wordpress", "WordPress"
        WEBHOOK = "webhook", _("Webhook")
        NEWSPAPER = "newspaper", _("Newspaper")
        BILLBOARD = "billboard", _("Billboard")
        TELEVISION = "television", _("Television")
        RADIO = "radio", _("Radio")
        BY_HAND = "by_hand", _("Other, by hand")

    class Alphabet(models.TextChoices):
        AS_WRITTEN = "", _("as written")
        LATIN = "latin", _("Latin of 1995 (oʻ, gʻ, sh, ch)")
        CYRILLIC = "cyrillic", _("Cyrillic")
        LATIN_2026 = "latin2026", _("Latin of 2026 (ö, ğ, ş, ç)")

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="channels", verbose_name=_("organization")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=channel_kinds)
    name = models.CharField(_("name"), max_length=200)
    coverage_words = models.JSONField(
        _("words of the plan that mean this channel"),
        default=list,
        blank=True,
        help_text=_("For example official_pages, telegram, social."),
    )
    alphabet = models.CharField(
        _("alphabet"),
        max_length=10,
        choices=Alphabet.choices,
        default=Alphabet.AS_WRITTEN,
        blank=True,
        help_text=_(
            "Uzbek texts are turned into this alphabet when the post is submitted; the approver sees the result."
        ),
    )
    is_sandbox = models.BooleanField(_("sandbox: not a real channel"), default=False, editable=False)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ["organization_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name"],
                name="channel_name_unique",
                violation_error_message=_("The organization already has a channel of this name."),
            )
        ]

    def __str__(self) -> str:
        return str(_("%(name)s (sandbox)") % {"name": self.name}) if self.is_sandbox else self.name


BY_HAND = frozenset({Channel.Kind.BILLBOARD, Channel.Kind.TELEVISION, Channel.Kind.RADIO, Channel.Kind.BY_HAND})
"""Kinds that people serve: there is no address, no token and nothing to stand in for."""


class ChannelGroup(models.Model):
    """Channels that often get the same post, of one organization or of many."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    channels = models.ManyToManyField(Channel, blank=True, related_name="groups", verbose_name=_("channels"))

    class Meta:
        verbose_name = _("group of channels")
        verbose_name_plural = _("groups of channels")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
