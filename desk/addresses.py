"""Addresses of the desk's screens that several screens link to."""

from __future__ import annotations

from django.urls import reverse

from content.models import Post, PostTemplate
from scheduler.models import PlanItem


def edit_address(instance: Post | PostTemplate) -> str:
    """Address of the edit screen of a post or a template."""
    return reverse(f"wagtailsnippets_content_{instance._meta.model_name}:edit", args=[instance.pk])


def fan_out_address(post: Post) -> str:
    """Address of the screen that shows where a post is."""
    return reverse("wagtailsnippets_content_post:fan_out", args=[post.pk])


def take_back_address(post: Post) -> str:
    """Address of the screen that takes a post back from its channels."""
    return reverse("wagtailsnippets_content_post:take_back", args=[post.pk])


def review_address(post: Post) -> str:
    """Address of the page on which a post is looked at and decided."""
    return reverse("review:post", args=[post.pk])


def stock_address(item: PlanItem) -> str:
    """Address of the screen of an item's stock."""
    return reverse("post_queue:item", args=[item.pk])


def copy_address(post: Post) -> str:
    """Address of the screen that copies a post to an occurrence or into a stock."""
    return reverse("post_queue:copy", args=[post.pk])


def fill_address(post: Post) -> str:
    """Address of the screen that fills a post, or a new one, from a template."""
    if post.pk is None:
        return reverse("wagtailsnippets_content_post:fill_new")
    return reverse("wagtailsnippets_content_post:fill", args=[post.pk])


def look_address(post: Post) -> str:
    """Where the editor asks what the channels say about what is typed."""
    if post.pk is None:
        return reverse("wagtailsnippets_content_post:look_new")
    return reverse("wagtailsnippets_content_post:look", args=[post.pk])
