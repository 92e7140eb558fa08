"""Posting the post's form as the browser does."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from content.models import Channel, Organization, Post
from tests.desk.people import TEXT, TITLE


def post_form(organization: Organization, channels: list[Channel], **changed: Any) -> dict[str, Any]:
    values = {
        "title": TITLE,
        "organization": organization.pk,
        "text": rich_text(TEXT, features=["bold"]),
        "media": inline_formset([]),
        "videos": inline_formset([]),
        "documents": inline_formset([]),
        "channel_texts": inline_formset([]),
        "publish_at": "2026-12-15 10:00",
        "lateness_limit": "86400",
        "hashtags": "ochiqlik",
        "section": "yangiliklar",
        "link_preview": "auto",
    } | changed
    return {**nested_form_data(values), "channels": [channel.pk for channel in channels]}


def edit_url(post: Post) -> str:
    return reverse("wagtailsnippets_content_post:edit", args=[post.pk])


def decide_in_editor(client: Client, post: Post, action: str, *, seen: int, comment: str = "") -> Any:
    return client.post(
        edit_url(post),
        {
            "action-workflow-action": "true",
            "workflow-action-name": action,
            "workflow-action-extra-data": f'{{"comment": "{comment}"}}',
            "loaded_revision_id": seen,
        },
        follow=True,
    )


def messages_of(response: Any) -> str:
    return " ".join(str(message).strip() for message in response.context["messages"])
