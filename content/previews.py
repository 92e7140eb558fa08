"""The post as each channel will show it, with every problem beside it: what Wagtail's preview panel loads."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils import translation

from content.alphabets.own_words import NONE
from content.counting import counts_of
from content.formats import added_kinds
from content.labels import problem_sentence
from content.models import Channel, Organization, Post, PostTemplate
from content.own_words import own_words_in
from content.pictures import FrozenPicture
from content.preparation import example_of
from content.preview_words import shown_words
from content.problems import Problem
from content.rendering import Rendered, render_for, rendered_alike
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
LIKE_PLATFORM = frozenset({"website", "telegram", "facebook", "instagram"})
"""Layouts that have a style sheet of their own."""


def preview_response(post: Post, request: HttpRequest, mode: str) -> HttpResponse:
    """What channels of one kind will show of the unsaved form; none of that kind need be ticked yet."""
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
    layout = "text" if mode in added_kinds() else LAID_OUT_AS.get(mode, mode)
    found = _rendered(post, mode)
    several = len(found) > 1 or len(found[0][1]) > 1
    shared = {"post": post, "layout": layout, "several": several, "mode_template": f"content/previews/{layout}.html"}
    views = [
        render_to_string("content/previews/view.html", shared | _view(post, *one) | {"number": number})
        for number, one in enumerate(found)
    ]
    return {
        "views": views,
        "title": found[0][0].composed.title,
        "mode": mode,
        "layout": layout,
        "own_sheet": layout in LIKE_PLATFORM,
    }


def _rendered(post: Post, mode: str) -> list[tuple[Rendered, list[str]]]:
    """Each form that channels of the kind get, with the names of those that get it: none when none is ticked.

    Channels of a kind differ by alphabet and by words of their own; a group of hundreds is rendered that often only.
    """
    alike = rendered_alike(post, mode)
    if not alike:
        name = post.organization.name or str(dict(post.preview_modes)[mode])
        return [(render_for(post, Channel(kind=mode, name=name, organization=post.organization)), [])]
    return [(rendered, [channel.name for channel in channels]) for rendered, channels in alike]


def _view(post: Post, rendered: Rendered, names: list[str]) -> dict[str, Any]:
    composed = rendered.composed
    words = shown_words(
        rendered.channel.kind,
        composed.title,
        composed.text,
        composed.follow_up,
        composed.summary,
        rendered.link,
        has_media=bool(rendered.pictures or rendered.videos or rendered.documents),
        link_preview=rendered.manners.get("link_preview", ""),
    )
    return words | {
        "channel": rendered.channel,
        "names": names,
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
        "counts": [count for count in counts_of(rendered) if count.part != "hashtags"],
    }


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
