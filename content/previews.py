"""The post as each channel will show it, with every problem beside it: what Wagtail's preview panel loads."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import translation

from content.formats import format_for
from content.labels import problem_sentence
from content.markup import visible_text
from content.models import Channel, Organization, Post, PostTemplate
from content.pictures import FrozenPicture
from content.preparation import example_of
from content.problems import Problem
from content.rendering import render_for
from content.templating import TemplateProblem


def preview_response(post: Post, request: HttpRequest, mode: str) -> HttpResponse:
    """One channel kind's view of the unsaved form; a channel of that kind need not be ticked yet."""
    with translation.override(_language_of(request)):
        return TemplateResponse(request, "content/preview.html", _post_context(post, mode)).render()


def template_preview_response(template: PostTemplate, request: HttpRequest) -> HttpResponse:
    """The template with its example data, or the mistake in words."""
    with translation.override(_language_of(request)):
        return TemplateResponse(request, "content/template_preview.html", _template_context(template)).render()


def _language_of(request: HttpRequest) -> str | None:
    """The language staff chose: Wagtail shows previews as to a visitor of the site, but their words are for staff."""
    profile = getattr(getattr(request, "user", None), "wagtail_userprofile", None)
    return (profile and profile.preferred_language) or translation.get_language()


def _post_context(post: Post, mode: str) -> dict[str, Any]:
    if not post.organization_id:
        post.organization = Organization(name="", language="uz")
    channel = next((c for c in post.channels.all() if c.kind == mode), None)
    chosen = channel is not None
    if channel is None:
        kind_name = str(dict(post.preview_modes)[mode])
        channel = Channel(kind=mode, name=post.organization.name or kind_name, organization=post.organization)
    rendered = render_for(post, channel)
    form = format_for(mode)
    limit = form.caption_limit if rendered.pictures and form.caption_limit else form.text_limit
    length = len(visible_text(rendered.composed.text, form.markup))
    return {
        "post": post,
        "channel": channel,
        "chosen": chosen,
        "title": rendered.composed.title,
        "text": rendered.composed.text,
        "summary": rendered.composed.summary,
        "pictures": [_shown(picture) for picture in rendered.pictures],
        "problems": [(problem.blocking, problem_sentence(problem)) for problem in rendered.problems],
        "length": length,
        "limit": limit,
        "over": length > limit,
        "mode": mode,
        "mode_template": f"content/previews/{mode}.html",
    }


def _shown(picture: FrozenPicture) -> dict[str, str]:
    """Under the address staff use, which need not be the public one."""
    return {
        "url": default_storage.url(picture.name),
        "alt": picture.alt,
        "shape": f"{picture.width} / {picture.height}",
    }


def _template_context(template: PostTemplate) -> dict[str, Any]:
    try:
        title, body = example_of(template)
    except TemplateProblem as problem:
        return {"mistake": problem_sentence(Problem(problem.code, problem.params))}
    return {"title": title, "body": body, "hashtags": template.hashtags}
