"""The post as each channel will show it, with every problem beside it: what Wagtail's preview panel loads."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from content.formats import FORMATS
from content.labels import problem_sentence
from content.markup import visible_text
from content.models import Channel, Post, PostTemplate
from content.preparation import example_of
from content.rendering import render_for
from content.templating import TemplateProblem


def preview_response(post: Post, request: HttpRequest, mode: str) -> HttpResponse:
    """One channel kind's view of the unsaved form; a channel of that kind need not be ticked yet."""
    channel = next((c for c in post.channels.all() if c.kind == mode), None)
    chosen = channel is not None
    if channel is None:
        channel = Channel(kind=mode, name=str(dict(post.preview_modes)[mode]), organization=post.organization)
    rendered = render_for(post, channel)
    form = FORMATS[mode]
    limit = form.caption_limit if rendered.pictures and form.caption_limit else form.text_limit
    context = {
        "post": post,
        "channel": channel,
        "chosen": chosen,
        "rendered": rendered,
        "text": rendered.composed.text,
        "pictures": rendered.pictures,
        "problems": [(problem.blocking, problem_sentence(problem)) for problem in rendered.problems],
        "length": len(visible_text(rendered.composed.text, form.markup)),
        "limit": limit,
        "mode": mode,
    }
    return TemplateResponse(request, "content/preview.html", context)


def template_preview_response(template: PostTemplate, request: HttpRequest) -> HttpResponse:
    """The template with its example data, or the mistake in words."""
    try:
        title, body = example_of(template)
        context = {"title": title, "body": body, "hashtags": template.hashtags}
    except TemplateProblem as problem:
        context = {"mistake": problem_sentence(problem.as_problem())}
    return TemplateResponse(request, "content/template_preview.html", context)
