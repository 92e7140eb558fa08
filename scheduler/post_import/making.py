"""Planned posts become drafts, all or none; and what waits for a person's yes is kept until then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.storage import default_storage
from django.db import transaction
from wagtail.log_actions import log

from content.drafts import DraftContent, create_draft
from content.models import LibraryImage, Organization, Post
from publishers.proof_files import small_picture
from scheduler.fulfilling import AlreadyFulfilled, attach_post
from scheduler.models import PostImport
from scheduler.post_import.pictures import Picture, Pictures, folded_name
from scheduler.post_import.planned import PlannedPost, plan_posts
from scheduler.post_import.sheet import SheetRow
from scheduler.preparing import quiet_hours
from scheduler.stock import StockRefused, put_in

KEPT = timedelta(days=1)
"""What nobody has confirmed by then is forgotten."""
AT_ONCE = 20


class NotMade(Exception):
    """Some rows have problems, or the plan has changed since they were looked at: nothing was made."""


def stage(
    rows: Sequence[SheetRow],
    pictures: Pictures,
    organization: Organization,
    *,
    source_name: str,
    user: Any,
    now: datetime,
) -> PostImport:
    """Keep what was read until somebody says yes. No transaction may be open: files are written."""
    forget_old(now=now)
    kept = PostImport(
        organization=organization,
        source_name=source_name[:300],
        rows=[{"line": row.line, "cells": dict(row.cells)} for row in rows],
        bad_pictures=pictures.bad,
        made_by=user,
        made_at=now,
    )
    for number, picture in enumerate(pictures.found.values()):
        with picture.open() as file:
            stored = default_storage.save(f"imports/{kept.token}/{number}{picture.suffix}", ImageFile(file))
            file.seek(0)
            small = default_storage.save(f"imports/{kept.token}/{number}-small.jpg", ContentFile(small_picture(file)))
        facts = {"name": picture.name, "suffix": picture.suffix, "checksum": picture.checksum}
        kept.pictures.append(facts | {"file": stored, "small": small})
    kept.save()
    return kept


def staged(kept: PostImport, *, now: datetime) -> tuple[list[PlannedPost], Pictures]:
    """What its rows come to as things stand now."""
    pictures = Pictures(bad=dict(kept.bad_pictures))
    for one in kept.pictures:
        pictures.found[folded_name(one["name"])] = Picture(
            one["name"], one["suffix"], one["checksum"], lambda name=one["file"]: default_storage.open(name, "rb")
        )
    rows = [SheetRow(row["line"], row["cells"]) for row in kept.rows]
    return plan_posts(rows, pictures, kept.organization, now=now), pictures


def confirm(kept: PostImport, *, user: Any, now: datetime) -> list[int]:
    """Make the posts; confirmed before, those that were made then. Raises NotMade. No transaction may be open."""
    if kept.done_at is not None:
        return list(kept.posts)
    planned, _pictures = staged(kept, now=now)
    made = make(planned, kept.organization, user=user, now=now, kept=kept)
    _delete_files(kept)
    return made


def make(
    planned: Sequence[PlannedPost],
    organization: Organization,
    *,
    user: Any,
    now: datetime,
    kept: PostImport | None = None,
) -> list[int]:
    """Numbers of the drafts, one for each planned post, all made or none. Raises NotMade. No transaction may be open:
    pictures are stored, and taken away again when something comes between."""
    if any(post.is_stopped for post in planned):
        raise NotMade
    images: dict[str, LibraryImage] = {}
    used: list[int] | None = None
    try:
        for picture, alt in (pair for post in planned for pair in post.pictures):
            if picture.checksum not in images:
                images[picture.checksum] = _store(picture, alt, user=user)
        with transaction.atomic():
            if kept is not None:
                kept = PostImport.objects.select_for_update().get(pk=kept.pk)
                if kept.done_at is not None:
                    return list(kept.posts)
            used = [_make(post, organization, images, user=user, now=now).pk for post in planned]
            if kept is not None:
                kept.done_at, kept.posts = now, used
                kept.save(update_fields=["done_at", "posts"])
    except (AlreadyFulfilled, StockRefused):  # somebody else was quicker
        used = None
        raise NotMade from None
    finally:
        if used is None:
            for image in images.values():
                image.delete()
    return used


def forget_old(*, now: datetime) -> None:
    """Delete what nobody has confirmed in a day, a few at a time."""
    for kept in PostImport.objects.filter(done_at=None, made_at__lt=now - KEPT).order_by("made_at")[:AT_ONCE]:
        _delete_files(kept)
        PostImport.objects.filter(pk=kept.pk, done_at=None).delete()


def _make(
    planned: PlannedPost, organization: Organization, images: dict[str, LibraryImage], *, user: Any, now: datetime
) -> Post:
    item = planned.item
    content = DraftContent(
        title=planned.title,
        text=planned.text,
        channels=planned.channels,
        publish_at=planned.publish_at,
        hashtags=planned.hashtags,
        pictures=[(images[picture.checksum], alt) for picture, alt in planned.pictures],
        quiet=quiet_hours(item, organization) if item is not None else None,
        **({"lateness_limit": item.lateness_limit} if item is not None else {}),
    )
    post = create_draft(organization, content, user=user)
    log(post, "desk.import_posts", user=user, data={"line": planned.line})
    if planned.occurrence is not None:
        attach_post(planned.occurrence, post, user=user)
    elif item is not None and planned.goes_into_stock:
        put_in(item, post, user=user, now=now)
    return post


def _store(picture: Picture, alt: str, *, user: Any) -> LibraryImage:
    image = LibraryImage(title=PurePath(picture.name).stem[:255], description=alt[:255], uploaded_by_user=user)
    name = f"{PurePath(picture.name).stem[:80]}{picture.suffix}"
    with picture.open() as file:
        image.file.save(name, ImageFile(file, name=name), save=True)
    return image


def _delete_files(kept: PostImport) -> None:
    for one in kept.pictures:
        for name in (one["file"], one["small"]):
            default_storage.delete(name)
