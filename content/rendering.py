"""A post as one channel will get it: composed, fitted, media frozen. The same code serves preview and submission."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import UTC
from typing import Any

from content.carrying import carried_media
from content.channels_of import channels_of
from content.checksums import form_checksum
from content.composition import Composed, Question, compose
from content.documents import FrozenDocument
from content.fitting import fit
from content.formats import Format, format_for
from content.links import article_link
from content.live import live_problems
from content.models import Channel, Post
from content.pictures import FrozenPicture
from content.problems import Problem
from content.saying import said_on
from content.spelling import spelling_for
from content.videos import FrozenVideo

Alike = tuple[str, str, int | None]


@dataclass(frozen=True, slots=True)
class Rendered:
    channel: Channel
    composed: Composed
    link: str
    section: str
    pictures: tuple[FrozenPicture, ...]
    problems: tuple[Problem, ...]
    videos: tuple[FrozenVideo, ...] = ()
    documents: tuple[FrozenDocument, ...] = ()
    poll: Question | None = None
    note: str = ""
    manners: dict[str, Any] = field(default_factory=dict)
    alphabet: str = ""

    @property
    def checksum(self) -> str:
        return form_checksum(
            self.composed.title,
            self.composed.text,
            self.link,
            self.section,
            [(picture.checksum, picture.alt) for picture in self.pictures],
            self.later_parts(),
        )

    @property
    def blocking(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.blocking]

    def later_parts(self) -> dict[str, Any]:
        """``checksums.LATER_PARTS`` as a rendition stores them."""
        return {
            "videos": [video.as_row() for video in self.videos],
            "documents": [document.as_row() for document in self.documents],
            "poll": {**asdict(self.poll), "options": list(self.poll.options)} if self.poll else None,
            "follow_up": self.composed.follow_up,
            "note": self.note,
            "manners": self.manners,
        }


def render_for(post: Post, channel: Channel) -> Rendered:
    """What ``channel`` will get, with every problem found. Writes frozen files into the storage, no rows of ours."""
    form = format_for(channel.kind)
    link = article_link(post) or ""
    spelling = spelling_for(channel, post)
    media = carried_media(post, form, spelling)
    said = said_on(channel, post, spelling)
    composed = compose(
        kind=channel.kind,
        title=said.title,
        blocks=said.blocks,
        hashtags=said.hashtags,
        article_link=link or None,
        override=said.own_text,
        labels=said.labels,
        documents=[(spelling.text(document.title), document.url) for document in media.linked],
        poll=said.poll,
        with_media=bool(media),
    )
    problems = [*media.problems, *said.problems, *fit(composed, form, media.pictures, media.videos, media.documents)]
    if any(problem.code == "card_too_long" for problem in problems):  # it says more than that a picture is missing
        problems = [problem for problem in problems if problem.code != "picture_needed"]
    if said.poll is not None and not form.polls and form.markup != "web_html":
        problems.append(Problem("poll_left_out", blocking=False))
    if post.live_at is not None and "live_at" in form.manners:
        problems += live_problems(post.live_at, post.publish_at)
    return Rendered(
        channel,
        composed,
        link,
        post.section,
        media.pictures,
        tuple(problems),
        videos=media.videos,
        documents=media.documents,
        poll=said.poll if form.polls else None,
        note=said.note if form.markup == "web_html" else "",
        manners=_manners(post, form),
        alphabet=said.alphabet,
    )


def render_all(post: Post) -> list[Rendered]:
    """One rendered form per channel of the post, in the channels' order; what several get is made once."""
    made: dict[Alike, Rendered] = {}
    rendered = []
    for channel, alike in channels_alike(post):
        if alike not in made:
            made[alike] = render_for(post, channel)
        rendered.append(replace(made[alike], channel=channel))
    return rendered


def rendered_alike(post: Post, kind: str | None = None) -> list[tuple[Rendered, list[Channel]]]:
    """Each form that channels of the post (of one ``kind``) get, with those that get it."""
    alike: dict[Alike, list[Channel]] = {}
    for channel, key in channels_alike(post):
        if kind in (None, channel.kind):
            alike.setdefault(key, []).append(channel)
    return [(render_for(post, channels[0]), channels) for channels in alike.values()]


def channels_alike(post: Post) -> list[tuple[Channel, Alike]]:
    """The post's channels, each with what makes its form its own: kind, alphabet, and words for it alone."""
    own_texts = {own.channel_id for own in post.channel_texts.all() if own.text}
    return [
        (channel, (channel.kind, channel.alphabet, channel.pk if channel.pk in own_texts else None))
        for channel in channels_of(post)
    ]


def _manners(post: Post, form: Format) -> dict[str, Any]:
    """Those the channel heeds and that are not the usual ones."""
    wished = {
        "silent": post.silent,
        "pin": post.pin,
        "link_preview": "" if post.link_preview == Post.LinkPreview.AUTO else post.link_preview,
        "live_at": post.live_at.astimezone(UTC).isoformat() if post.live_at else "",
    }
    return {name: value for name, value in wished.items() if value and name in form.manners}
