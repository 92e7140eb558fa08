"""Approval puts the post into the outbox, in the approval's own transaction."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from django.utils import timezone
from wagtail.signals import published

from content.models import Post, Rendition
from publishers.changing import correct
from publishers.enqueuing import enqueue


@receiver(published, sender=Post)
def enqueue_approved(instance: Post, revision: Any, **kwargs: Any) -> None:
    if not instance.live or instance.publish_at is None:  # without a slot it waits in a stock
        return
    approved = Rendition.objects.filter(
        post_id=instance.pk, revision_id=revision.pk, approved_at__isnull=False
    ).select_related("post", "channel")
    now = timezone.now()
    enqueue(list(approved), now=now)
    correct(list(approved), now=now)
