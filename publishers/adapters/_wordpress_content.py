"""A post's text with all that goes along, as HTML a WordPress site keeps: its own classes, nothing that it strips."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import PurePath

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import override

from publishers.adapters._wordpress_library import Film, Library, Medium
from publishers.contract import Document, OutgoingPost, Picture, Video


def content_of(post: OutgoingPost, library: Library) -> str:
    """Note of a correction, text, the pictures after the first (which is featured), films, documents, question."""
    with override(post.language):
        return "\n".join(_parts(post, library))


def _parts(post: OutgoingPost, library: Library) -> Iterator[str]:
    if post.note:
        yield f"<p><strong>{_('Corrected')}:</strong> {escape(post.note)}</p>"
    yield post.text
    for medium, picture in list(zip(library.pictures, post.pictures, strict=True))[1:]:
        yield _picture(medium, picture)
    for film, video in zip(library.films, post.videos, strict=True):
        yield _film(film, video)
    for medium, document in zip(library.documents, post.documents, strict=True):
        yield _document(medium, document)
    if post.poll:
        options = "".join(f"<li>{escape(option)}</li>" for option in post.poll.options)
        yield f"<p><strong>{escape(post.poll.question)}</strong></p>\n<ul>{options}</ul>"


def _picture(medium: Medium, picture: Picture) -> str:
    source, alt = escape(medium.url), escape(picture.alt)
    return f'<figure class="wp-block-image"><img src="{source}" alt="{alt}" class="wp-image-{medium.id}"/></figure>'


def _film(film: Film, video: Video) -> str:
    poster = f' poster="{escape(film.poster.url)}"' if film.poster else ""
    return (
        f'<figure class="wp-block-video"><video controls preload="metadata"{poster} src="{escape(film.video.url)}" '
        f'aria-label="{escape(video.alt)}"></video></figure>'
    )


def _document(medium: Medium, document: Document) -> str:
    kind = PurePath(document.name).suffix[1:].upper()
    size = filesizeformat(document.size).replace("\xa0", " ")
    facts = ", ".join(fact for fact in (kind, size) if fact)
    link = f'<a href="{escape(medium.url)}">{escape(document.title)}</a>'
    return f'<div class="wp-block-file">{link} ({facts})</div>'
