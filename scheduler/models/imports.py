"""A spreadsheet of posts that somebody handed over and has not confirmed yet, or has."""

from __future__ import annotations

import secrets

from django.db import models
from django.utils.translation import gettext_lazy as _

from content.models import Organization


def new_token() -> str:
    """32 hex digits."""
    return secrets.token_hex(16)


class PostImport(models.Model):
    """What was read, waiting to be confirmed: confirmed twice, it makes one set of posts."""

    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name=_("organization")
    )
    source_name = models.CharField(_("file"), max_length=300)
    rows = models.JSONField(default=list)
    """[{"line": 2, "cells": {"title": ...}}]: as read; what they come to is found anew whenever somebody looks."""
    pictures = models.JSONField(default=list)
    """[{"name", "suffix", "checksum", "file", "small"}]: files of the storage, gone once the posts are made."""
    bad_pictures = models.JSONField(default=dict)
    made_by = models.ForeignKey("auth.User", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    posts = models.JSONField(default=list)
    """Numbers of the posts that were made."""

    class Meta:
        verbose_name = _("bulk import")
        verbose_name_plural = _("bulk imports")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["made_at"], name="post_import_open", condition=models.Q(done_at=None))]

    def __str__(self) -> str:
        return self.source_name
