"""The post as each channel will show it, with every problem beside it: what Wagtail's preview panel loads."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import translation

from content.alphabets.own_words import NONE
from content.channels_of import channels_of
from content.formats import Format, added_kinds, format_for
from content.labels import problem_sentence
from content.lengths import measure
from content.markup import visible_text
from content.models import Channel, Organization, Post, PostTemplate
from content.own_words import own_words_in
from content.pictures import FrozenPicture
from content.preparation import example_of
from content.problems import Problem
from content.rendering import Rendered, render_for
from content.templating import TemplateProblem
from content.videos import FrozenVideo

LAID_OUT_AS = {
    "wordpress": "website",
    "webhook": "website",
    "newspaper": "brief",
    "billboard": "brief",
    "television": "brief",
    "radio": "brief",
    "by_hand": "brief",
}
"""Kinds that share another's layout: an article, or what people get who place it by hand."""


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
    channel = next((one for one in channels_of(post) if one.kind == mode), None)
    chosen = channel is not None
    if channel is None:
        kind_name = str(dict(post.preview_modes)[mode])
        channel = Channel(kind=mode, name=post.organization.name or kind_name, organization=post.organization)
    rendered = render_for(post, channel)
    form = format_for(mode)
    layout = "text" if mode in added_kinds() else LAID_OUT_AS.get(mode, mode)
    return {
        "post": post,
        "channel": channel,
        "chosen": chosen,
        "title": rendered.composed.title,
        "text": rendered.composed.text,
        "follow_up": rendered.composed.follow_up,
        "summary": rendered.composed.summary,
        "pictures": [_shown(picture) for picture in rendered.pictures],
        "videos": [_shown_video(video) for video in rendered.videos],
        "documents": [
            {"title": one.title, "url": default_storage.url(one.name), "size": one.size} for one in rendered.documents
        ],
        "poll": rendered.poll,
        "note": rendered.note,
        "manners": rendered.manners,
        "live_at": post.live_at if "live_at" in rendered.manners else None,
        "own_words": own_words_in(post) if rendered.alphabet else NONE,
        "problems": [(problem.blocking, problem_sentence(problem)) for problem in rendered.problems],
        "lengths": _lengths(rendered, form),
        "mode": mode,
        "markup": form.markup,
        "layout": layout,
        "mode_template": f"content/previews/{layout}.html",
    }


def _lengths(rendered: Rendered, form: Format) -> list[dict[str, Any]]:
    """Of the text, and of the second message when there is one: how long, and how long it may be."""
    has_media = bool(rendered.pictures or rendered.videos or rendered.documents)
    limit = form.caption_limit if has_media and form.caption_limit else form.text_limit
    texts = [(rendered.composed.text, limit)]
    if rendered.composed.follow_up:
        texts.append((rendered.composed.follow_up, form.text_limit))
    lengths = [(measure(visible_text(text, form.markup), form.unit), most) for text, most in texts]
    return [{"length": length, "limit": most, "over": length > most} for length, most in lengths]


def _shown(picture: FrozenPicture) -> dict[str, str]:
    """Under the address staff use, which need not be the public one."""
    return {
        "url": default_storage.url(picture.name),
        "alt": picture.alt,
        "shape": f"{picture.width} / {picture.height}",
    }


def _shown_video(video: FrozenVideo) -> dict[str, Any]:
    return {
        "url": default_storage.url(video.name),
        "mime": video.mime,
        "alt": video.alt,
        "poster": default_storage.url(video.cover.name) if video.cover else "",
        "shape": f"{video.width} / {video.height}",
        "width": video.width,
        "height": video.height,
    }


def _template_context(template: PostTemplate) -> dict[str, Any]:
    try:
        title, body = example_of(template)
    except TemplateProblem as problem:
        return {"mistake": problem_sentence(Problem(problem.code, problem.params))}
    return {"title": title, "body": body, "hashtags": template.hashtags}
