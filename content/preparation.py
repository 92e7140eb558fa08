"""From a template and its period's data to what a draft holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from content.card_words import render_card_words
from content.drafts import DraftContent
from content.markdown import escape_markdown
from content.models import Channel, Organization, PostTemplate
from content.starters import load_starters
from content.template_data import example_data, genitive
from content.templating import TemplateProblem, render_template, to_rich_text

TITLE_LENGTH = 200


def organization_data(organization: Organization) -> dict[str, str]:
    """The ``organization`` group of the templates' data contract."""
    return {
        "name": organization.name,
        "name_genitive": genitive(organization.name),
        "short_name": organization.slug,
        "website": organization.website,
        "trust_line": organization.trust_line,
        "phone": organization.phone,
        "email": organization.email,
        "address": organization.address,
    }


def draft_from_template(
    template: PostTemplate,
    data: Mapping[str, Any],
    *,
    channels: list[Channel],
    publish_at: datetime | None,
    lateness_limit: timedelta,
) -> DraftContent:
    """The template rendered for one period. Raises TemplateProblem when a name is missing or the template is faulty."""
    title = render_template(template.title, data, markdown=False)
    if len(title) > TITLE_LENGTH:
        raise TemplateProblem("title_too_long", {"length": len(title), "limit": TITLE_LENGTH})
    return DraftContent(
        title=title,
        text=to_rich_text(render_template(template.body, data, markdown=True)),
        channels=channels,
        publish_at=publish_at,
        lateness_limit=lateness_limit,
        hashtags=template.hashtags,
        section=template.section,
        card=_card(template, data) | {"of": title},
        template=template,
    )


def draft_without_template(
    title: str,
    steps: list[str],
    *,
    channels: list[Channel],
    publish_at: datetime | None,
    lateness_limit: timedelta,
) -> DraftContent:
    """A draft that reminds of what the plan asks for and leaves the text to people."""
    reminder = "\n".join(f"- {escape_markdown(step)}" for step in steps)
    short = title if len(title) <= TITLE_LENGTH else title[: TITLE_LENGTH - 1].rsplit(" ", 1)[0] + "…"
    return DraftContent(
        title=short,
        text=to_rich_text(f"{escape_markdown(title)}\n\n{reminder}\n\n⟦Matn⟧"),
        channels=channels,
        publish_at=publish_at,
        lateness_limit=lateness_limit,
    )


def example_of(template: PostTemplate) -> tuple[str, str]:
    """Title and rich text of the template with its example data. Raises TemplateProblem."""
    data = {**example_data(), **template.example_data}
    return (
        render_template(template.title, data, markdown=False),
        to_rich_text(render_template(template.body, data, markdown=True)),
    )


def install_starters(organization: Organization) -> list[PostTemplate]:
    """The starter templates an organization does not have yet, as drafts: each is approved by people before it serves
    without them."""
    present = set(PostTemplate.objects.filter(organization=organization).values_list("key", flat=True))
    made = []
    for starter in load_starters():
        if starter.key in present:
            continue
        template = PostTemplate(
            organization=organization,
            key=starter.key,
            name=starter.names[organization.language],
            title=starter.title,
            body=starter.body,
            hashtags=" ".join(starter.hashtags),
            section=starter.section,
            card={**asdict(starter.card), "everywhere": starter.card_everywhere},
            live=False,
        )
        template.save()
        template.save_revision(clean=False)
        made.append(template)
    return made


def _card(template: PostTemplate, data: Mapping[str, Any]) -> dict[str, Any]:
    """The card's words, filled in, as ``carrying.draw_post_card`` takes them; an empty one is left to it."""
    sources = {name: source for name, source in template.card.items() if isinstance(source, str)}
    words = render_card_words(sources, data)
    card = {"title": words.headline, "kicker": words.kicker, "lines": list(words.lines)}
    filled: dict[str, Any] = {name: value for name, value in card.items() if value}
    if template.card.get("everywhere"):
        filled["everywhere"] = True
    return filled
