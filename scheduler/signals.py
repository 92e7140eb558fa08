"""A new channel, however it was made, is owed by the plans that run."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.utils import timezone

from content.models import Channel
from scheduler.owing import owe_new_channel


@receiver(post_save, sender=Channel)
def owe_from_now_on(instance: Channel, created: bool, raw: bool, **kwargs: Any) -> None:
    if created and not raw:
        owe_new_channel(instance, now=timezone.now())
