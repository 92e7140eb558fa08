"""A new channel, however it was made, is owed by the plans that run; a submission is measured against its lead time."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone

from content.models import Channel, Submission
from scheduler.approval_time import is_short_notice
from scheduler.owing import owe_new_channel


@receiver(post_save, sender=Channel)
def owe_from_now_on(instance: Channel, created: bool, raw: bool, **kwargs: Any) -> None:
    if created and not raw:
        owe_new_channel(instance, now=timezone.now())


@receiver(post_save, sender=Submission)
def note_short_notice(instance: Submission, created: bool, raw: bool, **kwargs: Any) -> None:
    if created and not raw and is_short_notice(instance.post, instance.slot, at=instance.submitted_at):
        instance.short_notice = True
        instance.save(update_fields=["short_notice"])
